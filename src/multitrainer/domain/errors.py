"""Everything that multitrainer refuses to do, each with a stable code.

    MultitrainerError
    ├── NotFound             nothing is there under that id
    │   ├── CourseNotFound, BatchNotFound, TrainerNotFound
    │   ├── NotOnRoster, NotOnBatch
    │   └── RouteNotFound
    ├── Invalid              the request can never be right as it stands
    │   ├── InvalidInput
    │   ├── UnknownCourse, UnknownTrainer, UnknownStudent, NotATrainer
    │   ├── BatchOfAnotherCourse, SubstituteHasNoBatches, PeopleOverlap
    │   └── IdempotencyKeyReused
    ├── Conflict             right in itself, but not as things stand now
    │   ├── AlreadyOnRoster, AlreadyOnBatch, PrimaryTaken
    │   ├── StillPrimary, TrainerInactive, PeopleWouldBeLost
    │   ├── BatchWithoutCourse, EmailTaken, MalformedData, RefusedByDatabase
    │   └── IdempotencyInProgress, Contended
    ├── Stale                somebody changed it since it was read
    ├── Rejected             the request itself can't be read
    │   └── MalformedBody, BodyTooLarge, BodyTooSlow, MethodNotAllowed
    └── Failed               it is our fault, or our surroundings'
        └── Unavailable, InternalError

The service answers them as problem documents; the client raises the same class for the same code.
"""

from typing import Any, ClassVar


class MultitrainerError(Exception):
    """Base of all. `detail` is a sentence for people, `facts` is for programs (JSON values only)."""

    code: ClassVar[str]
    title: ClassVar[str]

    def __init__(self, detail: str, **facts: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.facts = facts


class NotFound(MultitrainerError):
    """Nothing is there under that id."""


class CourseNotFound(NotFound):
    """No course has this id."""

    code = "course-not-found"
    title = "No such course"


class BatchNotFound(NotFound):
    """No batch has this id."""

    code = "batch-not-found"
    title = "No such batch"


class TrainerNotFound(NotFound):
    """No trainer has this id."""

    code = "trainer-not-found"
    title = "No such trainer"


class NotOnRoster(NotFound):
    """The trainer is not on the course's roster."""

    code = "not-on-roster"
    title = "Not on the roster"


class NotOnBatch(NotFound):
    """The trainer does not stand on the batch."""

    code = "not-on-batch"
    title = "Not on the batch"


class RouteNotFound(NotFound):
    """The service has nothing at this address."""

    code = "route-not-found"
    title = "No such address"


class Invalid(MultitrainerError):
    """The request can never be right as it stands."""


class InvalidInput(Invalid):
    """A field or parameter has a wrong type or value; `errors` names each."""

    code = "invalid-input"
    title = "Invalid input"


class UnknownCourse(Invalid):
    """A field names a course that does not exist."""

    code = "unknown-course"
    title = "Unknown course"


class UnknownTrainer(Invalid):
    """A field names a trainer who does not exist."""

    code = "unknown-trainer"
    title = "Unknown trainer"


class UnknownStudent(Invalid):
    """A field names students who do not exist."""

    code = "unknown-student"
    title = "Unknown student"


class NotATrainer(Invalid):
    """A field names a user whose role is not a trainer's."""

    code = "not-a-trainer"
    title = "Not a trainer"


class BatchOfAnotherCourse(Invalid):
    """A scope names batches that do not belong to the course."""

    code = "batch-of-another-course"
    title = "Batch of another course"


class SubstituteHasNoBatches(Invalid):
    """A substitute stands in when called; batches can't be assigned to one."""

    code = "substitute-has-no-batches"
    title = "A substitute has no batches"


class PeopleOverlap(Invalid):
    """Somebody is named twice for one batch: in one list, or as primary and in a list."""

    code = "people-overlap"
    title = "Named twice"


class IdempotencyKeyReused(Invalid):
    """The idempotency key came before with another request."""

    code = "idempotency-key-reused"
    title = "Idempotency key reused"


class Conflict(MultitrainerError):
    """Right in itself, but not as things stand now."""


class AlreadyOnRoster(Conflict):
    """The trainer is on the course's roster already."""

    code = "already-on-roster"
    title = "Already on the roster"


class AlreadyOnBatch(Conflict):
    """The trainer stands on the batch already, in that list or as its primary."""

    code = "already-on-batch"
    title = "Already on the batch"


class PrimaryTaken(Conflict):
    """The batch has a primary; adding does not replace, PUT does."""

    code = "primary-taken"
    title = "The batch has a primary"


class StillPrimary(Conflict):
    """The trainer is still primary of batches; name a successor first."""

    code = "still-primary"
    title = "Still primary of batches"


class TrainerInactive(Conflict):
    """Somebody inactive on the roster is given nothing new."""

    code = "trainer-inactive"
    title = "Inactive on the roster"


class PeopleWouldBeLost(Conflict):
    """Deleting would take trainers or students off their batches; force it to go on."""

    code = "people-would-be-lost"
    title = "People would be lost"


class BatchWithoutCourse(Conflict):
    """The batch belongs to no course, or to one that is gone."""

    code = "batch-without-course"
    title = "The batch has no course"


class EmailTaken(Conflict):
    """Another user has this e-mail address."""

    code = "email-taken"
    title = "E-mail address taken"


class MalformedData(Conflict):
    """The stored document has a shape that we can't change without losing something."""

    code = "malformed-data"
    title = "Malformed data"


class RefusedByDatabase(Conflict):
    """A unique index or a validator that the institute gave its collections does not allow it."""

    code = "refused-by-database"
    title = "Refused by the database"


class IdempotencyInProgress(Conflict):
    """The first request with this key has not been answered yet."""

    code = "idempotency-in-progress"
    title = "First request in progress"


class Contended(Conflict):
    """Others changed the same course again and again meanwhile."""

    code = "contended"
    title = "Too many changes at once"


class Stale(MultitrainerError):
    """Somebody changed it since it was read: the ETag in If-Match is not the present one."""

    code = "stale"
    title = "Changed meanwhile"


class Rejected(MultitrainerError):
    """The request itself can't be read."""


class MalformedBody(Rejected):
    """The body is not the JSON that was announced."""

    code = "malformed-body"
    title = "Unreadable body"


class BodyTooLarge(Rejected):
    """The body is larger than the service reads."""

    code = "body-too-large"
    title = "Body too large"


class BodyTooSlow(Rejected):
    """The body did not arrive in time."""

    code = "body-too-slow"
    title = "Body too slow"


class MethodNotAllowed(Rejected):
    """The address exists, but not with this method."""

    code = "method-not-allowed"
    title = "Method not allowed"


class Failed(MultitrainerError):
    """It is our fault, or our surroundings'."""


class Unavailable(Failed):
    """Something we depend on is away; try again later."""

    code = "unavailable"
    title = "Temporarily unavailable"


class InternalError(Failed):
    """Something went wrong here; the request id finds it in the log."""

    code = "internal-error"
    title = "Internal error"
