"""One class per noun, one method per use case: load, decide (pure), save, tell. Each takes the actor first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # whoever only names a part of a service, as the command line does, is not to load all of them
    from multitrainer.identity.callers import Doorkeeper
    from multitrainer.identity.visitors import Visitors
    from multitrainer.services.accounts import Accounts
    from multitrainer.services.agendas import Agendas
    from multitrainer.services.api_keys import ApiKeys
    from multitrainer.services.attachments import Attachments
    from multitrainer.services.audit import Audit
    from multitrainer.services.audit_names import AuditNames
    from multitrainer.services.availability import Availabilities
    from multitrainer.services.batch_lists import BatchLists
    from multitrainer.services.batch_people import BatchPeople
    from multitrainer.services.batches import Batches
    from multitrainer.services.batches_plans import BatchesPlans
    from multitrainer.services.batchings import Batchings
    from multitrainer.services.boards import Boards
    from multitrainer.services.calendars import Calendars
    from multitrainer.services.candidates import Candidates
    from multitrainer.services.configured import Configured
    from multitrainer.services.course_conversion import CourseConversion
    from multitrainer.services.course_lists import CourseLists
    from multitrainer.services.courses import Courses
    from multitrainer.services.cover_answers import CoverAnswers
    from multitrainer.services.cover_counting import CoverCounting
    from multitrainer.services.cover_keeper import CoverKeeper
    from multitrainer.services.cover_ledgers import CoverLedgers
    from multitrainer.services.cover_links import CoverLinks
    from multitrainer.services.cover_search import CoverSearch
    from multitrainer.services.cover_settings import CoverSettings
    from multitrainer.services.cover_ways import CoverWays
    from multitrainer.services.covers import Covers
    from multitrainer.services.demo import Demo
    from multitrainer.services.demo_accounts import DemoAccounts
    from multitrainer.services.doctor import Doctor
    from multitrainer.services.enforcement import Enforcement
    from multitrainer.services.enrolment_imports import EnrolmentImports
    from multitrainer.services.enrolment_lists import EnrolmentLists
    from multitrainer.services.enrolments import Enrolments
    from multitrainer.services.events import Events
    from multitrainer.services.exports import Exports
    from multitrainer.services.feed import Feed
    from multitrainer.services.following import Following
    from multitrainer.services.forgotten_files import ForgottenFiles
    from multitrainer.services.handover_reminders import HandoverReminders
    from multitrainer.services.handovers import Handovers
    from multitrainer.services.health import Health
    from multitrainer.services.holidays import Holidays
    from multitrainer.services.idempotency import Idempotency
    from multitrainer.services.key_uses import KeyUses
    from multitrainer.services.leave_statuses import LeaveStatuses
    from multitrainer.services.leaves import Leaves
    from multitrainer.services.ledger_sheets import LedgerSheets
    from multitrainer.services.ledger_sums import LedgerSums
    from multitrainer.services.message_changes import MessageChanges
    from multitrainer.services.messages import Messages
    from multitrainer.services.migration_overview import MigrationOverview
    from multitrainer.services.migrations import Migrations
    from multitrainer.services.names import Names
    from multitrainer.services.notification_preferences import NotificationPreferences
    from multitrainer.services.notifications import Notifications
    from multitrainer.services.outbox import Outbox
    from multitrainer.services.overviews import Overviews
    from multitrainer.services.people import People
    from multitrainer.services.planning_facts import PlanningFacts
    from multitrainer.services.proposal_changes import ProposalChanges
    from multitrainer.services.proposals import Proposals
    from multitrainer.services.publishing import Publishing
    from multitrainer.services.quality import Quality
    from multitrainer.services.question_answers import QuestionAnswers
    from multitrainer.services.question_counts import QuestionCounts
    from multitrainer.services.question_hops import QuestionHops
    from multitrainer.services.question_keeper import QuestionKeeper
    from multitrainer.services.questions import Questions
    from multitrainer.services.replies import Replies
    from multitrainer.services.reports import Reports
    from multitrainer.services.roster import Roster
    from multitrainer.services.session_maker import SessionMaker
    from multitrainer.services.sessions import Sessions
    from multitrainer.services.set_up import SetUp
    from multitrainer.services.sign_ins import SignIns
    from multitrainer.services.students_told import StudentsTold
    from multitrainer.services.swap_partners import SwapPartners
    from multitrainer.services.swap_times import SwapTimes
    from multitrainer.services.swaps import Swaps
    from multitrainer.services.sync import Sync
    from multitrainer.services.telling import Telling
    from multitrainer.services.terms import Terms
    from multitrainer.services.threads import Threads
    from multitrainer.services.timetables import Timetables
    from multitrainer.services.trainer_lists import TrainerLists
    from multitrainer.services.trainers import Trainers
    from multitrainer.services.unsubscribing import Unsubscribing
    from multitrainer.services.webhooks import Webhooks
    from multitrainer.services.work_hours import WorkHours
    from multitrainer.services.worker import Worker
    from multitrainer.services.workloads import Workloads

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
