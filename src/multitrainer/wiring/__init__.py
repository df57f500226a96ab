"""Builds the services once, from the bottom up."""

from datetime import timedelta
from secrets import token_urlsafe
from typing import TypedDict
from zoneinfo import ZoneInfo

from multitrainer import clock
from multitrainer.database import Database
from multitrainer.domain.local_time import shown
from multitrainer.domain.proposals import ProposalKind
from multitrainer.domain.workload import LoadRules
from multitrainer.identity.callers import Doorkeeper
from multitrainer.identity.passwords import Passwords
from multitrainer.identity.tokens import OldTokens, Tokens
from multitrainer.repositories.accounts import Accounts as AccountRepository
from multitrainer.repositories.api_keys import ApiKeys as ApiKeyRepository
from multitrainer.repositories.attempts import Attempts
from multitrainer.repositories.audit import AuditEntries
from multitrainer.repositories.batches import Batches as BatchRepository
from multitrainer.repositories.batchings import Batchings as BatchingRepository
from multitrainer.repositories.callers import Callers
from multitrainer.repositories.courses import Courses as CourseRepository
from multitrainer.repositories.cover_ledger import CoverLedger
from multitrainer.repositories.cover_settings import CoverSettings as CoverSettingsRepository
from multitrainer.repositories.covers import Covers as CoverRepository
from multitrainer.repositories.demo import LoadedDemos
from multitrainer.repositories.enrolments import Enrolments as EnrolmentRepository
from multitrainer.repositories.facts import Facts
from multitrainer.repositories.health import Readable
from multitrainer.repositories.idempotency import IdempotentAnswers
from multitrainer.repositories.leaves import Leaves as LeaveRepository
from multitrainer.repositories.lessons import Lessons
from multitrainer.repositories.proposals import Proposals as ProposalRepository
from multitrainer.repositories.register import Register
from multitrainer.repositories.rounds import Rounds
from multitrainer.repositories.schools import Schools as SchoolRepository
from multitrainer.repositories.seats import Seats
from multitrainer.repositories.set_up import SetUpLinks
from multitrainer.repositories.sign_ins import SignIns as SignInRepository
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.users import Users
from multitrainer.repositories.validators import Validators
from multitrainer.services import Services
from multitrainer.services.accounts import Accounts
from multitrainer.services.api_keys import ApiKeys
from multitrainer.services.audit import Audit
from multitrainer.services.availability import Availabilities
from multitrainer.services.batch_people import BatchPeople
from multitrainer.services.batches import Batches
from multitrainer.services.batches_plans import BatchesPlans
from multitrainer.services.batchings import Batchings
from multitrainer.services.candidates import Candidates
from multitrainer.services.courses import Courses
from multitrainer.services.covers_due import CoversDue
from multitrainer.services.demo_accounts import DemoAccounts
from multitrainer.services.doctor import Doctor
from multitrainer.services.enforcement import Enforcement
from multitrainer.services.enrolment_checks import EnrolmentChecks
from multitrainer.services.enrolment_imports import EnrolmentImports
from multitrainer.services.enrolments import Enrolments
from multitrainer.services.gate import Gate
from multitrainer.services.health import Health
from multitrainer.services.idempotency import Idempotency
from multitrainer.services.key_uses import KeyUses
from multitrainer.services.ledger_checks import LedgerChecks
from multitrainer.services.places import Places
from multitrainer.services.planner import Planner
from multitrainer.services.planning_apart import PlanningApart
from multitrainer.services.planning_facts import PlanningFacts
from multitrainer.services.planning_limits import PlanningLimits
from multitrainer.services.plans_of_batches import PlansOfBatches
from multitrainer.services.plans_of_people import PlansOfPeople
from multitrainer.services.proposal_changes import ProposalChanges
from multitrainer.services.proposal_kinds import Kinds
from multitrainer.services.proposal_runs import ProposalRuns
from multitrainer.services.proposals import Proposals
from multitrainer.services.recounts import Recounts
from multitrainer.services.roster import Roster
from multitrainer.services.schools import Schools
from multitrainer.services.set_up import SetUp
from multitrainer.services.sign_ins import Limits, SignIns
from multitrainer.services.stated_trainers import StatedTrainers
from multitrainer.services.team_changes import TeamChanges
from multitrainer.services.telling import Telling
from multitrainer.services.trainers import Trainers
from multitrainer.services.workloads import Workloads
from multitrainer.settings import Settings
from multitrainer.stored.users import UserSchema
from multitrainer.wiring.answering import cover_links
from multitrainer.wiring.covering import covering
from multitrainer.wiring.demo import demo
from multitrainer.wiring.ledger import ledger
from multitrainer.wiring.meeting import meeting
from multitrainer.wiring.moving import moving_over
from multitrainer.wiring.telling import kept, telling


def build(
    database: Database, settings: Settings, now: clock.Clock = clock.now, planner: Planner | None = None
) -> Services:
    """Every use case on one database. `planner` makes the plans; else processes of their own do."""
    rules = LoadRules(settings.default_batch_hours, settings.default_weekly_hours)
    schema = _schema(settings)
    users = Users(schema, now)
    facts = Facts(rules)
    teams = Teams(users, facts, now)
    keys = ApiKeyRepository()
    key_uses = KeyUses(keys, now)
    callers = Callers(schema, now, key_uses.note)
    course_repository, batch_repository = CourseRepository(callers, schema, now), BatchRepository(callers, schema, now)
    gate = Gate(callers, teams, batch_repository, CoverRepository(), now)
    entries = AuditEntries(now)
    with_ = kept(now)
    audit = Audit(gate, entries, with_.publishing)
    teller = Telling(with_.outbox, with_.bell)
    covers_due = CoversDue(LeaveRepository(), Lessons(), with_.bell, now)
    changes = TeamChanges(database, teams, audit, teller, covers_due)
    enrolments, batchings = EnrolmentRepository(), BatchingRepository()
    places = Places(Seats(now), enrolments, batchings)
    courses = Courses(gate, database, course_repository, teams, users, changes, places, audit)
    roster = Roster(gate, course_repository, teams, users, changes)
    batches = Batches(gate, batch_repository, users, changes, places, audit)
    batch_people = BatchPeople(gate, batch_repository, users, roster, changes)
    trainers = Trainers(gate, database, users, batch_repository, audit)
    batches_plans = BatchesPlans(
        gate, course_repository, batch_repository, enrolments, users, batchings, places, changes, audit
    )
    timed = meeting(
        gate,
        database,
        settings,
        _secret(settings),
        facts,
        users,
        teams,
        batch_repository,
        roster,
        audit,
        teller,
        covers_due,
        now,
    )
    maker, zone = timed["session_maker"], ZoneInfo(settings.time_zone)
    cover_settings = CoverSettingsRepository(settings.cover_rules(zone).weights)
    covered = covering(
        gate,
        database,
        settings,
        cover_settings,
        teams,
        users,
        facts,
        course_repository,
        batch_repository,
        timed["sessions"],
        teller,
        covers_due,
        audit,
        now,
    )
    stated = StatedTrainers(gate, database, facts, users, teams, audit)
    schools = Schools(teams, users, facts, SchoolRepository(), batchings, lambda: shown(now(), zone).date())
    planned = _planning(gate, database, settings, schools, changes, batches_plans, audit, planner, now)
    counted = ledger(gate, database, CoverLedger(), users, audit, teller, zone, now)
    enforcement = Enforcement(Validators(database.motor))
    tokens = tokens_of(settings)
    sign_ins = _sign_ins(settings, callers, tokens, now)
    return Services(
        courses=courses,
        roster=roster,
        batches=batches,
        batch_people=batch_people,
        enrolments=Enrolments(
            gate, database, course_repository, teams, users, enrolments, batchings, places, audit, now
        ),
        enrolment_imports=EnrolmentImports(
            gate, database, course_repository, teams, users, enrolments, batchings, places, audit, now
        ),
        batchings=Batchings(
            gate, database, course_repository, batchings, places, timed["session_maker"], Recounts(teams, audit), audit
        ),
        batches_plans=batches_plans,
        trainers=trainers,
        workloads=Workloads(gate, teams, users, facts, SchoolRepository(), counted["cover_ledgers"]),
        candidates=Candidates(gate, batch_repository, users, schools),
        planning_facts=PlanningFacts(gate, database, facts, batch_repository, teams, maker, audit, stated),
        availability=Availabilities(stated),
        doorkeeper=Doorkeeper(tokens, _old_tokens(settings)),
        audit=audit,
        sign_ins=sign_ins,
        api_keys=ApiKeys(gate, keys, audit, now),
        key_uses=key_uses,
        **_looked_after(schema, sign_ins, audit, now),
        doctor=Doctor(
            database,
            teams,
            Rounds(),
            EnrolmentChecks(database, enrolments, batchings, places, audit),
            maker,
            covered["cover_keeper"],
            cover_settings,
            audit,
            entries,
            ProposalRepository(now),
            planned["proposal_changes"],
            LedgerChecks(CoverLedger(), audit),
            covered["swap_times"],
            now,
        ),
        **planned,
        **timed,
        **covered,
        **counted,
        cover_links=cover_links(
            settings, _secret(settings), covered["cover_answers"], covered["cover_keeper"], users, now
        ),
        enforcement=enforcement,
        demo=demo(
            gate, database, course_repository, batch_repository, teams, users, places, trainers, audit, covers_due
        ),
        **telling(
            with_,
            teller,
            gate,
            database,
            users,
            batch_repository,
            audit,
            settings,
            now,
            [maker, timed["leave_statuses"], covered["cover_search"], covered["swap_times"]],
        ),
        health=Health(database, Readable()),
        idempotency=Idempotency(callers, IdempotentAnswers(now)),
        **moving_over(gate, audit, database, settings, schema, facts, enforcement, now),
    )


def tokens_of(settings: Settings) -> Tokens:
    """What makes and reads our access tokens. Without a secret, tokens of this process that no other one accepts."""
    return Tokens(_secret(settings), timedelta(minutes=settings.access_token_minutes))


def _secret(settings: Settings) -> str:
    return settings.jwt_secret.get_secret_value() if settings.jwt_secret else token_urlsafe()


def _old_tokens(settings: Settings) -> OldTokens | None:
    """What reads the old application's tokens, where its key is known."""
    if settings.old_token_key is None:
        return None
    key = settings.old_token_key.get_secret_value()
    return OldTokens(key, settings.old_token_algorithms, settings.old_token_claim)


def _sign_ins(settings: Settings, callers: Callers, tokens: Tokens, now: clock.Clock) -> SignIns:
    return SignIns(
        AccountRepository(_schema(settings)),
        SignInRepository(),
        Attempts(),
        callers,
        Passwords(),
        tokens,
        Limits(
            settings.sign_in_failures,
            timedelta(minutes=settings.sign_in_window_minutes),
            timedelta(days=settings.sign_in_days),
        ),
        now,
    )


class _LookedAfter(TypedDict):
    accounts: Accounts
    set_up: SetUp
    demo_accounts: DemoAccounts


def _looked_after(schema: UserSchema, sign_ins: SignIns, audit: Audit, now: clock.Clock) -> _LookedAfter:
    """Accounts, as whoever runs the service makes them."""
    kept, register, passwords = AccountRepository(schema), Register(schema, now), Passwords()
    accounts = Accounts(kept, register, sign_ins, passwords, audit)
    return {
        "accounts": accounts,
        "set_up": SetUp(SetUpLinks(), register, accounts, now),
        "demo_accounts": DemoAccounts(kept, register, passwords, LoadedDemos()),
    }


def _schema(settings: Settings) -> UserSchema:
    return UserSchema(
        settings.user_email_field,
        settings.user_password_field,
        settings.user_role_field,
        settings.admin_roles,
        settings.trainer_roles,
    )


class _Planning(TypedDict):
    proposals: Proposals
    proposal_changes: ProposalChanges


def _planning(
    gate: Gate,
    database: Database,
    settings: Settings,
    schools: Schools,
    changes: TeamChanges,
    batches_plans: BatchesPlans,
    audit: Audit,
    planner: Planner | None,
    now: clock.Clock,
) -> _Planning:
    repository = ProposalRepository(now)
    seconds = (settings.planning_seconds, settings.planning_answer_seconds)
    limits = PlanningLimits(*seconds, settings.planning_workers, settings.planning_at_once)
    planner = planner or PlanningApart(settings.planning_memory_mb)
    people = PlansOfPeople(database, repository, schools, planner, limits, changes, audit)
    batches = PlansOfBatches(repository, batches_plans, audit)
    kinds: Kinds = {**dict.fromkeys(ProposalKind, people), ProposalKind.BATCHES: batches}
    proposals = Proposals(gate, repository, schools, ProposalRuns(repository), people, kinds, audit)
    return {"proposals": proposals, "proposal_changes": ProposalChanges(repository, proposals, kinds)}
