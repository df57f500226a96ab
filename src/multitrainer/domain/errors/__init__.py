"""Everything that multitrainer refuses to do, each with a stable code.

    MultitrainerError
    ├── NotFound             nothing is there under that id
    │   ├── CourseNotFound, BatchNotFound, TrainerNotFound
    │   ├── NotOnRoster, NotOnBatch
    │   ├── EnrolmentNotFound, ProposalNotFound
    │   ├── SessionNotFound, CalendarNotFound, LeaveNotFound, CoverNotFound, OfferNotFound, LedgerEntryNotFound
    │   ├── SwapNotFound, HandoverVersionNotFound, ReportNotFound, QuestionNotFound, ReplyNotFound
    │   ├── NotificationNotFound, WebhookNotFound, DeliveryNotFound
    │   ├── ThreadNotFound, MessageNotFound, AttachmentNotFound
    │   └── UserNotFound, KeyNotFound, RouteNotFound
    ├── Invalid              the request can never be right as it stands
    │   ├── InvalidInput
    │   ├── UnknownCourse, UnknownTrainer, UnknownStudent, NotATrainer
    │   ├── BatchOfAnotherCourse, SubstituteHasNoBatches, PeopleOverlap
    │   ├── SenselessBatching, UnknownSlot, UnreadableFile, BadRows
    │   ├── SenselessTimetable, TimeNeverComes
    │   ├── SenselessLeave, SenselessAvailability, SenselessCoverRules, SenselessSwap
    │   ├── SenselessCorrection, SenselessTerms, SenselessReport, SenselessQuestion
    │   ├── CantSeeThread, UnknownMessage, UnknownAttachment, AttachmentRefused
    │   └── IdempotencyKeyReused, NotAProblem, AddressRefused
    ├── Conflict             right in itself, but not as things stand now
    │   ├── AlreadyOnRoster, AlreadyOnBatch, PrimaryTaken, NoPrimary
    │   ├── StillPrimary, TrainerInactive, PeopleWouldBeLost
    │   ├── BatchWithoutCourse, EmailTaken, MalformedData, RefusedByDatabase
    │   ├── SessionNotPlanned, SessionOverlaps
    │   ├── AlreadyEnrolled, BatchFull, EnrolmentWithdrawn, NoBatching
    │   ├── ValidatorChanged, WritesWouldBeRefused
    │   ├── MigrationHeld, MigrationOutOfOrder, LedgerUnreadable, NotVerified, NoWayBack
    │   ├── PlanRunning, PlanOutdated, ProposalNotReady, ProposalHalfApplied
    │   ├── LeaveInPast, LeaveOverlaps, LeaveNotReady, LeaveNeedsApproval
    │   ├── CoverNotReady, CoverTaken, OfferNotOpen, CannotCover, WayNotPossible
    │   ├── SwapNotReady, SwapNotPossible
    │   ├── SessionNotBegun, ReportNotFlagged
    │   ├── QuestionNotReady, CannotHold, NobodyToAnswer, TooManyQuestions, TooMuchSaid
    │   ├── MessageSettled, MessageDeleted, TooManyFilesWaiting
    │   └── IdempotencyInProgress, Contended
    ├── Stale                somebody changed it since it was read
    ├── IfMatchMissing       nobody knows what whoever writes has read
    ├── Rejected             the request can't be read, or not from whoever sends it
    │   ├── NotSignedIn, WrongCredentials, TooManyAttempts, TooManyStreams, NotAllowed
    │   ├── TooManyMentions
    │   └── MalformedBody, BodyTooLarge, BodyTooSlow, MethodNotAllowed
    └── Failed               it is our fault, or our surroundings'
        └── Unavailable, SolverMissing, InternalError, PlanningFailed

The service answers them as problem documents; the client raises the same class for the same code.
"""

from multitrainer.domain.errors.absences import (
    CannotCover,
    CoverNotFound,
    CoverNotReady,
    CoverTaken,
    LeaveInPast,
    LeaveNeedsApproval,
    LeaveNotFound,
    LeaveNotReady,
    LeaveOverlaps,
    LedgerEntryNotFound,
    OfferNotFound,
    OfferNotOpen,
    SenselessAvailability,
    SenselessCorrection,
    SenselessCoverRules,
    SenselessLeave,
    SenselessSwap,
    SenselessTerms,
    SwapNotFound,
    SwapNotPossible,
    SwapNotReady,
    WayNotPossible,
)
from multitrainer.domain.errors.base import (
    MultitrainerError,
)
from multitrainer.domain.errors.conflicts import (
    AlreadyEnrolled,
    AlreadyOnBatch,
    AlreadyOnRoster,
    BatchFull,
    BatchWithoutCourse,
    Conflict,
    Contended,
    EmailTaken,
    EnrolmentWithdrawn,
    IdempotencyInProgress,
    LedgerUnreadable,
    MalformedData,
    MigrationHeld,
    MigrationOutOfOrder,
    NoBatching,
    NoPrimary,
    NotVerified,
    NoWayBack,
    PeopleWouldBeLost,
    PlanOutdated,
    PlanRunning,
    PrimaryTaken,
    ProposalHalfApplied,
    ProposalNotReady,
    RefusedByDatabase,
    SessionNotPlanned,
    SessionOverlaps,
    Stale,
    StillPrimary,
    TrainerInactive,
    ValidatorChanged,
    WritesWouldBeRefused,
)
from multitrainer.domain.errors.failed import (
    Failed,
    InternalError,
    PlanningFailed,
    SolverMissing,
    Unavailable,
)
from multitrainer.domain.errors.invalid import (
    AddressRefused,
    BadRows,
    BatchOfAnotherCourse,
    IdempotencyKeyReused,
    Invalid,
    InvalidInput,
    NotAProblem,
    NotATrainer,
    PeopleOverlap,
    SenselessBatching,
    SenselessTimetable,
    SubstituteHasNoBatches,
    TimeNeverComes,
    UnknownCourse,
    UnknownSlot,
    UnknownStudent,
    UnknownTrainer,
    UnreadableFile,
)
from multitrainer.domain.errors.missing import (
    BatchNotFound,
    CalendarNotFound,
    CourseNotFound,
    DeliveryNotFound,
    EnrolmentNotFound,
    KeyNotFound,
    NotFound,
    NotificationNotFound,
    NotOnBatch,
    NotOnRoster,
    ProposalNotFound,
    RouteNotFound,
    SessionNotFound,
    TrainerNotFound,
    UserNotFound,
    WebhookNotFound,
)
from multitrainer.domain.errors.questions import (
    CannotHold,
    NobodyToAnswer,
    QuestionNotFound,
    QuestionNotReady,
    ReplyNotFound,
    SenselessQuestion,
    TooManyQuestions,
    TooMuchSaid,
)
from multitrainer.domain.errors.rejected import (
    BodyTooLarge,
    BodyTooSlow,
    MalformedBody,
    MethodNotAllowed,
    NotAllowed,
    NotSignedIn,
    Rejected,
    TooManyAttempts,
    TooManyStreams,
    WrongCredentials,
)
from multitrainer.domain.errors.reporting import (
    HandoverVersionNotFound,
    IfMatchMissing,
    ReportNotFlagged,
    ReportNotFound,
    SenselessReport,
    SessionNotBegun,
)
from multitrainer.domain.errors.talking import (
    AttachmentNotFound,
    AttachmentRefused,
    CantSeeThread,
    MessageDeleted,
    MessageNotFound,
    MessageSettled,
    ThreadNotFound,
    TooManyFilesWaiting,
    TooManyMentions,
    UnknownAttachment,
    UnknownMessage,
)

__all__ = [
    "AddressRefused",
    "AlreadyEnrolled",
    "AlreadyOnBatch",
    "AlreadyOnRoster",
    "AttachmentNotFound",
    "AttachmentRefused",
    "BadRows",
    "BatchFull",
    "BatchNotFound",
    "BatchOfAnotherCourse",
    "BatchWithoutCourse",
    "BodyTooLarge",
    "BodyTooSlow",
    "CalendarNotFound",
    "CannotCover",
    "CannotHold",
    "CantSeeThread",
    "Conflict",
    "Contended",
    "CourseNotFound",
    "CoverNotFound",
    "CoverNotReady",
    "CoverTaken",
    "DeliveryNotFound",
    "EmailTaken",
    "EnrolmentNotFound",
    "EnrolmentWithdrawn",
    "Failed",
    "HandoverVersionNotFound",
    "IdempotencyInProgress",
    "IdempotencyKeyReused",
    "IfMatchMissing",
    "InternalError",
    "Invalid",
    "InvalidInput",
    "KeyNotFound",
    "LeaveInPast",
    "LeaveNeedsApproval",
    "LeaveNotFound",
    "LeaveNotReady",
    "LeaveOverlaps",
    "LedgerEntryNotFound",
    "LedgerUnreadable",
    "MalformedBody",
    "MalformedData",
    "MessageDeleted",
    "MessageNotFound",
    "MessageSettled",
    "MethodNotAllowed",
    "MigrationHeld",
    "MigrationOutOfOrder",
    "MultitrainerError",
    "NoBatching",
    "NoPrimary",
    "NoWayBack",
    "NobodyToAnswer",
    "NotAProblem",
    "NotATrainer",
    "NotAllowed",
    "NotFound",
    "NotOnBatch",
    "NotOnRoster",
    "NotSignedIn",
    "NotVerified",
    "NotificationNotFound",
    "OfferNotFound",
    "OfferNotOpen",
    "PeopleOverlap",
    "PeopleWouldBeLost",
    "PlanOutdated",
    "PlanRunning",
    "PlanningFailed",
    "PrimaryTaken",
    "ProposalHalfApplied",
    "ProposalNotFound",
    "ProposalNotReady",
    "QuestionNotFound",
    "QuestionNotReady",
    "RefusedByDatabase",
    "Rejected",
    "ReplyNotFound",
    "ReportNotFlagged",
    "ReportNotFound",
    "RouteNotFound",
    "SenselessAvailability",
    "SenselessBatching",
    "SenselessCorrection",
    "SenselessCoverRules",
    "SenselessLeave",
    "SenselessQuestion",
    "SenselessReport",
    "SenselessSwap",
    "SenselessTerms",
    "SenselessTimetable",
    "SessionNotBegun",
    "SessionNotFound",
    "SessionNotPlanned",
    "SessionOverlaps",
    "SolverMissing",
    "Stale",
    "StillPrimary",
    "SubstituteHasNoBatches",
    "SwapNotFound",
    "SwapNotPossible",
    "SwapNotReady",
    "ThreadNotFound",
    "TimeNeverComes",
    "TooManyAttempts",
    "TooManyFilesWaiting",
    "TooManyMentions",
    "TooManyQuestions",
    "TooManyStreams",
    "TooMuchSaid",
    "TrainerInactive",
    "TrainerNotFound",
    "Unavailable",
    "UnknownAttachment",
    "UnknownCourse",
    "UnknownMessage",
    "UnknownSlot",
    "UnknownStudent",
    "UnknownTrainer",
    "UnreadableFile",
    "UserNotFound",
    "ValidatorChanged",
    "WayNotPossible",
    "WebhookNotFound",
    "WritesWouldBeRefused",
    "WrongCredentials",
]
