"""Beanie documents: the fields and indexes of the collections, no behaviour.

They name only what multitrainer knows. The institute's documents have more fields, so nothing here is ever saved
whole (docs/decisions/0005-no-whole-document-saves.md).
"""

from multitrainer.documents.accounts import ApiKey, Attempts, Credentials, SignIn
from multitrainer.documents.audit import AuditEntry
from multitrainer.documents.batches import Batch, BatchTrainers
from multitrainer.documents.courses import Course, CourseTrainer
from multitrainer.documents.cover_ledger import CoverLedgerEntry, Terms
from multitrainer.documents.cover_settings import CoverSettings
from multitrainer.documents.covers import Cover
from multitrainer.documents.demo import LoadedDemo
from multitrainer.documents.enrolments import Enrolment
from multitrainer.documents.events import FeedPage, News
from multitrainer.documents.facts import BatchFacts, CourseFacts, TrainerFacts
from multitrainer.documents.handovers import HandoverVersion
from multitrainer.documents.idempotency import IdempotentAnswer
from multitrainer.documents.leases import Lease
from multitrainer.documents.leaves import Leave
from multitrainer.documents.migrations import LedgerEntry, PreImage, SetAsideDocument
from multitrainer.documents.proposals import ProposalDocument, ProposalPart
from multitrainer.documents.questions import Question, Reply
from multitrainer.documents.reports import SessionReport
from multitrainer.documents.sessions import Calendar, Holidays, Session
from multitrainer.documents.set_up import SetUpLink
from multitrainer.documents.swaps import Swap
from multitrainer.documents.telling import Notification, OutboxEntry, Preferences, Webhook
from multitrainer.documents.threads import Attachment, Message, ThreadDocument, ThreadMark
from multitrainer.documents.users import User

__all__ = [
    "ALL",
    "ApiKey",
    "Attachment",
    "Attempts",
    "AuditEntry",
    "Batch",
    "BatchFacts",
    "BatchTrainers",
    "Calendar",
    "Course",
    "CourseFacts",
    "CourseTrainer",
    "Cover",
    "CoverLedgerEntry",
    "CoverSettings",
    "Credentials",
    "Enrolment",
    "FeedPage",
    "HandoverVersion",
    "Holidays",
    "IdempotentAnswer",
    "Lease",
    "Leave",
    "LedgerEntry",
    "LoadedDemo",
    "Message",
    "News",
    "Notification",
    "OutboxEntry",
    "PreImage",
    "Preferences",
    "ProposalDocument",
    "ProposalPart",
    "Question",
    "Reply",
    "Session",
    "SessionReport",
    "SetAsideDocument",
    "SetUpLink",
    "SignIn",
    "Swap",
    "Terms",
    "ThreadDocument",
    "ThreadMark",
    "TrainerFacts",
    "User",
    "Webhook",
]

ALL = [
    User,
    Cover,
    Course,
    Batch,
    Credentials,
    SignIn,
    ApiKey,
    Attempts,
    AuditEntry,
    SetUpLink,
    IdempotentAnswer,
    Lease,
    LoadedDemo,
    LedgerEntry,
    PreImage,
    SetAsideDocument,
    Enrolment,
    CourseFacts,
    TrainerFacts,
    BatchFacts,
    ProposalDocument,
    ProposalPart,
    Session,
    Holidays,
    Calendar,
    Leave,
    CoverLedgerEntry,
    Terms,
    CoverSettings,
    Swap,
    HandoverVersion,
    SessionReport,
    Question,
    Reply,
    ThreadDocument,
    ThreadMark,
    Message,
    Attachment,
    OutboxEntry,
    Notification,
    Preferences,
    Webhook,
    News,
    FeedPage,
]
