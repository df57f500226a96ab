"""Everything that multitrainer refuses to do, each with a stable code.

    MultitrainerError
    ├── NotFound             nothing is there under that id
    │   ├── CourseNotFound, BatchNotFound, TrainerNotFound
    │   ├── NotOnRoster, NotOnBatch
    │   └── ProposalNotFound, UserNotFound, KeyNotFound, RouteNotFound
    ├── Invalid              the request can never be right as it stands
    │   ├── InvalidInput
    │   ├── UnknownCourse, UnknownTrainer, UnknownStudent, NotATrainer
    │   ├── BatchOfAnotherCourse, SubstituteHasNoBatches, PeopleOverlap
    │   └── IdempotencyKeyReused, NotAProblem
    ├── Conflict             right in itself, but not as things stand now
    │   ├── AlreadyOnRoster, AlreadyOnBatch, PrimaryTaken
    │   ├── StillPrimary, TrainerInactive, PeopleWouldBeLost
    │   ├── BatchWithoutCourse, EmailTaken, MalformedData, RefusedByDatabase
    │   ├── ValidatorChanged, WritesWouldBeRefused
    │   ├── MigrationHeld, MigrationOutOfOrder, LedgerUnreadable, NotVerified, NoWayBack
    │   ├── PlanRunning, PlanOutdated, ProposalNotReady
    │   └── IdempotencyInProgress, Contended
    ├── Stale                somebody changed it since it was read
    ├── Rejected             the request can't be read, or not from whoever sends it
    │   ├── NotSignedIn, WrongCredentials, TooManyAttempts, NotAllowed
    │   └── MalformedBody, BodyTooLarge, BodyTooSlow, MethodNotAllowed
    └── Failed               it is our fault, or our surroundings'
        └── Unavailable, InternalError, PlanningFailed

The service answers them as problem documents; the client raises the same class for the same code.
"""

from multitrainer.domain.errors.base import (
    MultitrainerError,
)
from multitrainer.domain.errors.conflicts import (
    AlreadyOnBatch,
    AlreadyOnRoster,
    BatchWithoutCourse,
    Conflict,
    Contended,
    EmailTaken,
    IdempotencyInProgress,
    LedgerUnreadable,
    MalformedData,
    MigrationHeld,
    MigrationOutOfOrder,
    NotVerified,
    NoWayBack,
    PeopleWouldBeLost,
    PlanOutdated,
    PlanRunning,
    PrimaryTaken,
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
    Unavailable,
)
from multitrainer.domain.errors.invalid import (
    BatchOfAnotherCourse,
    IdempotencyKeyReused,
    Invalid,
    InvalidInput,
    NotAProblem,
    NotATrainer,
    PeopleOverlap,
    SubstituteHasNoBatches,
    UnknownCourse,
    UnknownStudent,
    UnknownTrainer,
)
from multitrainer.domain.errors.missing import (
    BatchNotFound,
    CourseNotFound,
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
    "AlreadyOnBatch",
    "AlreadyOnRoster",
    "BatchNotFound",
    "BatchOfAnotherCourse",
    "BatchWithoutCourse",
    "BodyTooLarge",
    "BodyTooSlow",
    "Conflict",
    "Contended",
    "CourseNotFound",
    "EmailTaken",
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
    "ProposalNotFound",
    "ProposalNotReady",
    "RefusedByDatabase",
    "Rejected",
    "RouteNotFound",
    "Stale",
    "StillPrimary",
    "SubstituteHasNoBatches",
    "TooManyAttempts",
    "TrainerInactive",
    "TrainerNotFound",
    "Unavailable",
    "UnknownCourse",
    "UnknownStudent",
    "UnknownTrainer",
    "UserNotFound",
    "ValidatorChanged",
    "WritesWouldBeRefused",
    "WrongCredentials",
]
