"""What can never be right as it stands."""

from collections.abc import Mapping, Sequence
from typing import Any

from multitrainer.domain.errors.base import MultitrainerError
from multitrainer.domain.sentences import Sentence


class Invalid(MultitrainerError):
    """The request can never be right as it stands."""


class InvalidInput(Invalid):
    """A field or parameter has a wrong type or value; `errors` names each."""

    code = "invalid-input"
    title = "Invalid input"

    def __init__(
        self, said: Sentence | str, detail: str = "", /, *, errors: Sequence[Mapping[str, Any]] = (), **facts: Any
    ) -> None:
        super().__init__(said, detail, **facts, **({"errors": errors} if errors else {}))
        self.wrong: dict[str, Sentence | str] = {one["field"]: one["message"] for one in errors}


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


class NotAProblem(Invalid):
    """The document is no planning problem; `errors` names the first faults, `more` is how many there are besides."""

    code = "not-a-problem"
    title = "Not a planning problem"


class SenselessBatching(Invalid):
    """Settings for a course's batches that contradict each other."""

    code = "senseless-batching"
    title = "Settings that make no sense"


class SenselessTimetable(Invalid):
    """A timetable or a holiday whose days make no sense together."""

    code = "senseless-timetable"
    title = "A timetable that makes no sense"


class TimeNeverComes(Invalid):
    """Clocks are put forward past this time, so nothing can begin or end then."""

    code = "time-never-comes"
    title = "This time never comes"


class UnknownSlot(Invalid):
    """A wish names a slot that the course does not have."""

    code = "unknown-slot"
    title = "Unknown slot"


class UnreadableFile(Invalid):
    """The file is no spreadsheet that can be imported; `detail` says what to do."""

    code = "unreadable-file"
    title = "Unreadable file"


class BadRows(Invalid):
    """Rows of an import are wrong, so that none was imported; `rows` names the first of them."""

    code = "bad-rows"
    title = "Bad rows"


class AddressRefused(Invalid):
    """A webhook may not lead there: to this machine, a private network, or nowhere."""

    code = "address-refused"
    title = "Address refused"
