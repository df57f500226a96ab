"""One class per noun, one method per use case: load, decide (pure), save, tell. Each takes the actor first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # whoever only names a part of a service, as the command line does, is not to load all of them
    from multitrainer.identity.callers import Doorkeeper
    from multitrainer.identity.visitors import Visitors
    from multitrainer.services.changes.audit import Audit
    from multitrainer.services.changes.audit_names import AuditNames
    from multitrainer.services.changes.publishing import Publishing
    from multitrainer.services.changes.students_told import StudentsTold
    from multitrainer.services.changes.telling import Telling
    from multitrainer.services.configured import Configured
    from multitrainer.services.courses.batch_people import BatchPeople
    from multitrainer.services.courses.batches import Batches
    from multitrainer.services.courses.batchings import Batchings
    from multitrainer.services.courses.courses import Courses
    from multitrainer.services.courses.exports import Exports
    from multitrainer.services.courses.roster import Roster
    from multitrainer.services.covers.answers import CoverAnswers
    from multitrainer.services.covers.counting import CoverCounting
    from multitrainer.services.covers.covers import Covers
    from multitrainer.services.covers.keeper import CoverKeeper
    from multitrainer.services.covers.ledger_sheets import LedgerSheets
    from multitrainer.services.covers.ledger_sums import LedgerSums
    from multitrainer.services.covers.ledgers import CoverLedgers
    from multitrainer.services.covers.links import CoverLinks
    from multitrainer.services.covers.search import CoverSearch
    from multitrainer.services.covers.settings import CoverSettings
    from multitrainer.services.covers.ways import CoverWays
    from multitrainer.services.demo.accounts import DemoAccounts
    from multitrainer.services.demo.demo import Demo
    from multitrainer.services.doctor import Doctor
    from multitrainer.services.enrolments.enrolments import Enrolments
    from multitrainer.services.enrolments.imports import EnrolmentImports
    from multitrainer.services.enrolments.lists import EnrolmentLists
    from multitrainer.services.events.events import Events
    from multitrainer.services.events.feed import Feed
    from multitrainer.services.handovers.handovers import Handovers
    from multitrainer.services.handovers.reminders import HandoverReminders
    from multitrainer.services.health import Health
    from multitrainer.services.idempotency import Idempotency
    from multitrainer.services.leave.leaves import Leaves
    from multitrainer.services.leave.statuses import LeaveStatuses
    from multitrainer.services.moving_over.course_conversion import CourseConversion
    from multitrainer.services.moving_over.enforcement import Enforcement
    from multitrainer.services.moving_over.following import Following
    from multitrainer.services.moving_over.migration_overview import MigrationOverview
    from multitrainer.services.moving_over.migrations import Migrations
    from multitrainer.services.moving_over.sync import Sync
    from multitrainer.services.names import Names
    from multitrainer.services.notifications.notifications import Notifications
    from multitrainer.services.notifications.outbox import Outbox
    from multitrainer.services.notifications.preferences import NotificationPreferences
    from multitrainer.services.notifications.unsubscribing import Unsubscribing
    from multitrainer.services.notifications.webhooks import Webhooks
    from multitrainer.services.overviews.agendas import Agendas
    from multitrainer.services.overviews.batch_lists import BatchLists
    from multitrainer.services.overviews.boards import Boards
    from multitrainer.services.overviews.candidates import Candidates
    from multitrainer.services.overviews.course_lists import CourseLists
    from multitrainer.services.overviews.overviews import Overviews
    from multitrainer.services.overviews.trainer_lists import TrainerLists
    from multitrainer.services.overviews.work_hours import WorkHours
    from multitrainer.services.overviews.workloads import Workloads
    from multitrainer.services.people.accounts import Accounts
    from multitrainer.services.people.api_keys import ApiKeys
    from multitrainer.services.people.availability import Availabilities
    from multitrainer.services.people.key_uses import KeyUses
    from multitrainer.services.people.people import People
    from multitrainer.services.people.planning_facts import PlanningFacts
    from multitrainer.services.people.set_up import SetUp
    from multitrainer.services.people.sign_ins import SignIns
    from multitrainer.services.people.trainers import Trainers
    from multitrainer.services.planning.batches_plans import BatchesPlans
    from multitrainer.services.planning.proposal_changes import ProposalChanges
    from multitrainer.services.planning.proposals import Proposals
    from multitrainer.services.questions.answers import QuestionAnswers
    from multitrainer.services.questions.counts import QuestionCounts
    from multitrainer.services.questions.hops import QuestionHops
    from multitrainer.services.questions.keeper import QuestionKeeper
    from multitrainer.services.questions.questions import Questions
    from multitrainer.services.questions.replies import Replies
    from multitrainer.services.reports.quality import Quality
    from multitrainer.services.reports.reports import Reports
    from multitrainer.services.swaps.partners import SwapPartners
    from multitrainer.services.swaps.swaps import Swaps
    from multitrainer.services.swaps.times import SwapTimes
    from multitrainer.services.threads.attachments import Attachments
    from multitrainer.services.threads.forgotten_files import ForgottenFiles
    from multitrainer.services.threads.message_changes import MessageChanges
    from multitrainer.services.threads.messages import Messages
    from multitrainer.services.threads.threads import Threads
    from multitrainer.services.timetables.calendars import Calendars
    from multitrainer.services.timetables.holidays import Holidays
    from multitrainer.services.timetables.session_maker import SessionMaker
    from multitrainer.services.timetables.sessions import Sessions
    from multitrainer.services.timetables.terms import Terms
    from multitrainer.services.timetables.timetables import Timetables
    from multitrainer.services.working.worker import Worker

__all__ = ["Services"]


@dataclass(frozen=True, slots=True)
class Services:
    """Every use case, built once by wiring/."""

    names: Names
    courses: Courses
    course_lists: CourseLists
    roster: Roster
    batches: Batches
    batch_lists: BatchLists
    batch_people: BatchPeople
    enrolments: Enrolments
    enrolment_lists: EnrolmentLists
    enrolment_imports: EnrolmentImports
    batchings: Batchings
    batches_plans: BatchesPlans
    trainers: Trainers
    trainer_lists: TrainerLists
    planning_facts: PlanningFacts
    availability: Availabilities
    workloads: Workloads
    work_hours: WorkHours
    agendas: Agendas
    overviews: Overviews
    boards: Boards
    candidates: Candidates
    timetables: Timetables
    sessions: Sessions
    session_maker: SessionMaker
    holidays: Holidays
    calendars: Calendars
    leaves: Leaves
    leave_statuses: LeaveStatuses
    covers: Covers
    cover_answers: CoverAnswers
    cover_ways: CoverWays
    cover_links: CoverLinks
    cover_counting: CoverCounting
    cover_keeper: CoverKeeper
    cover_search: CoverSearch
    handovers: Handovers
    handover_reminders: HandoverReminders
    reports: Reports
    quality: Quality
    cover_ledgers: CoverLedgers
    ledger_sheets: LedgerSheets
    ledger_sums: LedgerSums
    terms: Terms
    cover_settings: CoverSettings
    students_told: StudentsTold
    swaps: Swaps
    swap_partners: SwapPartners
    swap_times: SwapTimes
    questions: Questions
    question_answers: QuestionAnswers
    question_hops: QuestionHops
    question_keeper: QuestionKeeper
    question_counts: QuestionCounts
    replies: Replies
    threads: Threads
    messages: Messages
    message_changes: MessageChanges
    attachments: Attachments
    forgotten_files: ForgottenFiles
    proposals: Proposals
    proposal_changes: ProposalChanges
    audit: Audit
    audit_names: AuditNames
    configured: Configured
    doorkeeper: Doorkeeper
    visitors: Visitors
    sign_ins: SignIns
    accounts: Accounts
    people: People
    api_keys: ApiKeys
    key_uses: KeyUses
    set_up: SetUp
    exports: Exports
    doctor: Doctor
    enforcement: Enforcement
    demo: Demo
    demo_accounts: DemoAccounts
    health: Health
    idempotency: Idempotency
    migrations: Migrations
    sync: Sync
    following: Following
    migration_overview: MigrationOverview
    course_conversion: CourseConversion
    telling: Telling
    publishing: Publishing
    feed: Feed
    events: Events
    notifications: Notifications
    notification_preferences: NotificationPreferences
    unsubscribing: Unsubscribing
    webhooks: Webhooks
    outbox: Outbox
    worker: Worker
