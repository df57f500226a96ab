"""What is right in itself, but not as things stand now."""

from multitrainer.domain.errors.base import MultitrainerError


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


class NoPrimary(Conflict):
    """The batch has no primary, whom a lock could keep."""

    code = "no-primary"
    title = "The batch has no primary"


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


class SessionNotPlanned(Conflict):
    """The session was held or cancelled, or has not begun yet, so this can't be done with it."""

    code = "session-not-planned"
    title = "The session is not planned"


class SessionOverlaps(Conflict):
    """The batch has another session at that time."""

    code = "session-overlaps"
    title = "Another session is at that time"


class AlreadyEnrolled(Conflict):
    """The student is enrolled on the course already."""

    code = "already-enrolled"
    title = "Already enrolled"


class BatchFull(Conflict):
    """The batch has as many students as the course's settings allow."""

    code = "batch-full"
    title = "The batch is full"


class EnrolmentWithdrawn(Conflict):
    """Who has withdrawn gets no place; enrol them again first."""

    code = "enrolment-withdrawn"
    title = "Withdrawn"


class NoBatching(Conflict):
    """The course has no settings for its batches yet."""

    code = "no-batching"
    title = "No settings for batches"


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
    """A unique index, a validator or the rights that the institute gave do not allow it."""

    code = "refused-by-database"
    title = "Refused by the database"


class ValidatorChanged(Conflict):
    """Somebody changed a collection's validator by hand since ours was put there."""

    code = "validator-changed"
    title = "Validator changed by hand"


class WritesWouldBeRefused(Conflict):
    """A validator that refuses would hit documents or writes that are allowed now; force it to go on."""

    code = "writes-would-be-refused"
    title = "Writes would be refused"


class MigrationHeld(Conflict):
    """Another process is at it, or has taken over."""

    code = "migration-held"
    title = "Another process is at it"


class MigrationOutOfOrder(Conflict):
    """A migration can't be done or undone before another one."""

    code = "migration-out-of-order"
    title = "Not in this order"


class LedgerUnreadable(Conflict):
    """The migrations' ledger says what this version does not know."""

    code = "ledger-unreadable"
    title = "The ledger can't be read"


class NotVerified(Conflict):
    """Documents are not as the migration should have left them."""

    code = "not-verified"
    title = "Not as it should be"


class NoWayBack(Conflict):
    """What was kept for the way back is gone."""

    code = "no-way-back"
    title = "No way back"


class PlanRunning(Conflict):
    """Something of what is to be planned is being planned already."""

    code = "plan-running"
    title = "Being planned already"


class PlanOutdated(Conflict):
    """What a plan was made of has changed since; `differences` says what."""

    code = "plan-outdated"
    title = "Changed since the plan was made"


class ProposalNotReady(Conflict):
    """A proposal in this state, or of this kind, can't be treated so."""

    code = "proposal-not-ready"
    title = "Not in this state"


class ProposalHalfApplied(Conflict):
    """Another proposal for the same course is applied or reverted in part."""

    code = "proposal-half-applied"
    title = "Another one is applied in part"


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
