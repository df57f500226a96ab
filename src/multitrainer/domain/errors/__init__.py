"""Everything that multitrainer refuses to do, each with a stable code.

    MultitrainerError
    ├── NotFound             nothing is there under that id
    │   ├── CourseNotFound, BatchNotFound, TrainerNotFound
    │   ├── NotOnRoster, NotOnBatch
    │   ├── EnrolmentNotFound, ProposalNotFound
    │   └── UserNotFound, KeyNotFound, RouteNotFound
    ├── Invalid              the request can never be right as it stands
    │   ├── InvalidInput
    │   ├── UnknownCourse, UnknownTrainer, UnknownStudent, NotATrainer
    │   ├── BatchOfAnotherCourse, SubstituteHasNoBatches, PeopleOverlap
    │   ├── SenselessBatching, UnknownSlot, UnreadableFile, BadRows
    │   └── IdempotencyKeyReused, NotAProblem
    ├── Conflict             right in itself, but not as things stand now
    │   ├── AlreadyOnRoster, AlreadyOnBatch, PrimaryTaken, NoPrimary
    │   ├── StillPrimary, TrainerInactive, PeopleWouldBeLost
    │   ├── BatchWithoutCourse, EmailTaken, MalformedData, RefusedByDatabase
    │   ├── AlreadyEnrolled, BatchFull, EnrolmentWithdrawn, NoBatching
    │   ├── ValidatorChanged, WritesWouldBeRefused
    │   ├── MigrationHeld, MigrationOutOfOrder, LedgerUnreadable, NotVerified, NoWayBack
    │   ├── PlanRunning, PlanOutdated, ProposalNotReady, ProposalHalfApplied
    │   └── IdempotencyInProgress, Contended
    ├── Stale                somebody changed it since it was read
    ├── Rejected             the request can't be read, or not from whoever sends it
    │   ├── NotSignedIn, WrongCredentials, TooManyAttempts, NotAllowed
    │   └── MalformedBody, BodyTooLarge, BodyTooSlow, MethodNotAllowed
    └── Failed               it is our fault, or our surroundings'
        └── Unavailable, SolverMissing, InternalError, PlanningFailed

The service answers them as problem documents; the client raises the same class for the same code.
"""

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
    BadRows,
    BatchOfAnotherCourse,
    IdempotencyKeyReused,
    Invalid,
    InvalidInput,
    NotAProblem,
    NotATrainer,
    PeopleOverlap,
    SenselessBatching,
    SubstituteHasNoBatches,
    UnknownCourse,
    UnknownSlot,
    UnknownStudent,
    UnknownTrainer,
    UnreadableFile,
)
from multitrainer.domain.errors.missing import (
    BatchNotFound,
    CourseNotFound,
    EnrolmentNotFound,
    KeyNotFound,
    NotFound,
    NotOnBatch,
    NotOnRoster,
    ProposalNotFound,
    RouteNotFound,
    TrainerNotFound,
    UserNotFound,
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
    WrongCredentials,
)

__all__ = [
    "AlreadyEnrolled",
    "AlreadyOnBatch",
    "AlreadyOnRoster",
    "BadRows",
    "BatchFull",
    "BatchNotFound",
    "BatchOfAnotherCourse",
    "BatchWithoutCourse",
    "BodyTooLarge",
    "BodyTooSlow",
    "Conflict",
    "Contended",
    "CourseNotFound",
    "EmailTaken",
    "EnrolmentNotFound",
    "EnrolmentWithdrawn",
    "Failed",
    "IdempotencyInProgress",
    "IdempotencyKeyReused",
    "InternalError",
    "Invalid",
    "InvalidInput",
    "KeyNotFound",
    "LedgerUnreadable",
    "MalformedBody",
    "MalformedData",
    "MethodNotAllowed",
    "MigrationHeld",
    "MigrationOutOfOrder",
    "MultitrainerError",
    "NoBatching",
    "NoPrimary",
    "NoWayBack",
    "NotAProblem",
    "NotATrainer",
    "NotAllowed",
    "NotFound",
    "NotOnBatch",
    "NotOnRoster",
    "NotSignedIn",
    "NotVerified",
    "PeopleOverlap",
    "PeopleWouldBeLost",
    "PlanOutdated",
    "PlanRunning",
    "PlanningFailed",
    "PrimaryTaken",
    "ProposalHalfApplied",
    "ProposalNotFound",
    "ProposalNotReady",
    "RefusedByDatabase",
    "Rejected",
    "RouteNotFound",
    "SenselessBatching",
    "SolverMissing",
    "Stale",
    "StillPrimary",
    "SubstituteHasNoBatches",
    "TooManyAttempts",
    "TrainerInactive",
    "TrainerNotFound",
    "Unavailable",
    "UnknownCourse",
    "UnknownSlot",
    "UnknownStudent",
    "UnknownTrainer",
    "UnreadableFile",
    "UserNotFound",
    "ValidatorChanged",
    "WritesWouldBeRefused",
    "WrongCredentials",
]
