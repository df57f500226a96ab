"""Builds the services once, from the bottom up."""

from datetime import date

from multitrainer import clock
from multitrainer.database import Database
from multitrainer.domain.local_time import shown
from multitrainer.repositories.attachments import Attachments as AttachmentRepository
from multitrainer.repositories.batchings import Batchings as BatchingRepository
from multitrainer.repositories.cover_ledger import CoverLedger
from multitrainer.repositories.cover_settings import CoverSettings as CoverSettingsRepository
from multitrainer.repositories.enrolments import Enrolments as EnrolmentRepository
from multitrainer.repositories.exports import Exports as ExportRepository
from multitrainer.repositories.handovers import Handovers as HandoverRepository
from multitrainer.repositories.health import Readable
from multitrainer.repositories.idempotency import IdempotentAnswers
from multitrainer.repositories.lessons import Lessons
from multitrainer.repositories.messages import Messages as MessageRepository
from multitrainer.repositories.proposals import Proposals as ProposalRepository
from multitrainer.repositories.rounds import Rounds
from multitrainer.repositories.schools import Schools as SchoolRepository
from multitrainer.repositories.seats import Seats
from multitrainer.repositories.timetables import Timetables as TimetableRepository
from multitrainer.repositories.validators import Validators
from multitrainer.services import Services
from multitrainer.services.changes.audit_names import AuditNames
from multitrainer.services.changes.recounts import Recounts
from multitrainer.services.changes.students_told import StudentsTold
from multitrainer.services.configured import Configured
from multitrainer.services.courses.batch_people import BatchPeople
from multitrainer.services.courses.batches import Batches
from multitrainer.services.courses.batchings import Batchings
from multitrainer.services.courses.courses import Courses
from multitrainer.services.courses.exports import Exports
from multitrainer.services.courses.roster import Roster
from multitrainer.services.courses.team_changes import TeamChanges
from multitrainer.services.covers.ledger_checks import LedgerChecks
from multitrainer.services.demo.words import DemoWords
from multitrainer.services.doctor import Doctor
from multitrainer.services.enrolments.checks import EnrolmentChecks
from multitrainer.services.enrolments.enrolments import Enrolments
from multitrainer.services.enrolments.imports import EnrolmentImports
from multitrainer.services.enrolments.lists import EnrolmentLists
from multitrainer.services.enrolments.places import Places
from multitrainer.services.handovers.checks import HandoverChecks
from multitrainer.services.health import Health
from multitrainer.services.idempotency import Idempotency
from multitrainer.services.moving_over.enforcement import Enforcement
from multitrainer.services.names import Names
from multitrainer.services.overviews.batch_lists import BatchLists
from multitrainer.services.overviews.boards import Boards
from multitrainer.services.overviews.candidates import Candidates
from multitrainer.services.overviews.course_lists import CourseLists
from multitrainer.services.overviews.overviews import Overviews
from multitrainer.services.overviews.trainer_lists import TrainerLists
from multitrainer.services.overviews.workloads import Workloads
from multitrainer.services.people.availability import Availabilities
from multitrainer.services.people.planning_facts import PlanningFacts
from multitrainer.services.people.stated_trainers import StatedTrainers
from multitrainer.services.people.trainers import Trainers
from multitrainer.services.planning.batches_plans import BatchesPlans
from multitrainer.services.planning.planner import Planner
from multitrainer.services.planning.schools import Schools
from multitrainer.services.threads.attachment_checks import AttachmentChecks
from multitrainer.services.timetables.session_news import SessionNews
from multitrainer.services.working.worker import Job
from multitrainer.settings import Settings
from multitrainer.wiring.answering import cover_links
from multitrainer.wiring.base import base
from multitrainer.wiring.covering import covering
from multitrainer.wiring.demo import demo
from multitrainer.wiring.ledger import ledger
from multitrainer.wiring.looking_over import looking_over
from multitrainer.wiring.meeting import meeting
from multitrainer.wiring.moving import moving_over
from multitrainer.wiring.planning import planning
from multitrainer.wiring.questions import asking
from multitrainer.wiring.reporting import report_changes, reporting
from multitrainer.wiring.signing_in import secret_of, signing_in, tokens_of
from multitrainer.wiring.talking import talking
from multitrainer.wiring.telling import telling

__all__ = ["build", "tokens_of"]


def build(
    database: Database, settings: Settings, now: clock.Clock = clock.now, planner: Planner | None = None
) -> Services:
    """Every use case on one database. `planner` makes the plans; else processes of their own do."""
    on = base(database, settings, now)
    gate, users, teams, audit = on.gate, on.users, on.teams, on.audit
    secret, ledger_kept = secret_of(settings), CoverLedger()
    changes = TeamChanges(database, teams, audit, on.telling, on.covers_due)
    enrolments, batchings = EnrolmentRepository(), BatchingRepository()
    places = Places(Seats(now), enrolments, batchings)
    roster = Roster(gate, on.courses, teams, users, changes)
    trainers = Trainers(gate, database, users, on.batches, audit)
    batches_plans = BatchesPlans(gate, on.courses, on.batches, enrolments, users, batchings, places, changes, audit)
    cover_rules = settings.cover_rules(on.zone)
    cover_settings = CoverSettingsRepository(cover_rules.weights)
    students = StudentsTold(cover_settings, on.batches)
    news = SessionNews(students, Lessons(), cover_rules)
    timed = meeting(on, secret, news, students)
    reporting_ = report_changes(on)
    covered = covering(on, cover_settings, students, news, timed["sessions"], reporting_)
    counted = ledger(on, ledger_kept)
    asked = asking(on)
    talked = talking(on)
    maker, keeper, swap_times = timed["session_maker"], covered["cover_keeper"], covered["swap_times"]
    reported = reporting(on, reporting_)
    words = DemoWords(covered["handovers"], timed["sessions"], reported["reports"])
    jobs: list[Job] = [maker, timed["leave_statuses"], timed["handover_reminders"]]
    jobs += [covered["cover_search"], swap_times, asked["question_keeper"], talked["forgotten_files"]]
    stated = StatedTrainers(gate, database, on.facts, users, teams, audit)

    def today() -> date:
        return shown(now(), on.zone).date()

    schools = Schools(teams, users, on.facts, SchoolRepository(), batchings, today)
    planned = planning(on, schools, changes, batches_plans, planner)
    batch_people = BatchPeople(gate, on.batches, users, roster, changes)
    workloads = Workloads(gate, teams, users, on.facts, SchoolRepository(), counted["cover_ledgers"])
    enforcement = Enforcement(Validators(database.motor))
    enrolling = (gate, database, on.courses, teams, users, enrolments, batchings, places, audit, now)
    return Services(
        names=Names(users),
        courses=Courses(gate, database, on.courses, teams, users, changes, places, audit),
        roster=roster,
        batches=Batches(gate, on.batches, users, changes, places, audit),
        batch_people=batch_people,
        enrolments=Enrolments(*enrolling),
        enrolment_imports=EnrolmentImports(*enrolling),
        batchings=Batchings(gate, database, on.courses, batchings, places, maker, Recounts(teams, audit), audit),
        batches_plans=batches_plans,
        trainers=trainers,
        workloads=workloads,
        **looking_over(on, ledger_kept),
        boards=Boards(gate, schools, SchoolRepository(), on.facts, workloads, batch_people),
        course_lists=CourseLists(gate, on.courses, SchoolRepository(), TimetableRepository(), today),
        batch_lists=BatchLists(gate, on.batches, teams),
        enrolment_lists=EnrolmentLists(gate, enrolments, users),
        trainer_lists=TrainerLists(gate, users, workloads),
        overviews=Overviews(gate, workloads, SchoolRepository(), enrolments),
        candidates=Candidates(gate, on.batches, users, schools),
        planning_facts=PlanningFacts(gate, database, on.facts, on.batches, teams, maker, audit, stated),
        availability=Availabilities(stated),
        audit=audit,
        audit_names=AuditNames(gate, users),
        configured=Configured(gate, settings),
        **signing_in(on),
        exports=Exports(on.courses, ExportRepository(database.motor), AttachmentRepository()),
        doctor=Doctor(
            database,
            teams,
            Rounds(),
            EnrolmentChecks(database, enrolments, batchings, places, audit),
            maker,
            keeper,
            cover_settings,
            audit,
            on.entries,
            ProposalRepository(now),
            planned["proposal_changes"],
            LedgerChecks(ledger_kept, covered["cover_counting"], audit),
            HandoverChecks(HandoverRepository(), audit),
            swap_times,
            asked["question_keeper"],
            AttachmentChecks(AttachmentRepository(), MessageRepository(), now),
            now,
        ),
        **planned,
        **timed,
        **covered,
        **counted,
        **reported,
        **asked,
        **talked,
        cover_links=cover_links(on, secret, covered["cover_answers"], keeper),
        enforcement=enforcement,
        demo=demo(on, places, trainers, words),
        **telling(on, jobs),
        health=Health(database, Readable()),
        idempotency=Idempotency(on.callers, IdempotentAnswers(now)),
        **moving_over(on, enforcement),
    )
