"""How somebody stands to what they ask about."""

from dataclasses import dataclass
from enum import StrEnum

from multitrainer.domain.roster import Entry, Role


class Standing(StrEnum):
    """How an actor stands to what they ask about. They may have several of these at once."""

    ADMIN = "admin"
    MACHINE_ADMIN = "machine with scope admin"
    MACHINE_READER = "machine with scope read"
    MACHINE_ASKER = "machine with scope questions"
    LEAD_IN_SCOPE = "lead, within their scope"
    LEAD = "lead of the course"
    ASSISTANT = "assistant on the course"
    SUBSTITUTE = "substitute on the course"
    ON_BATCH = "on the batch"
    COVERING = "standing in on the batch"
    ONESELF = "the trainer themself"
    COLLEAGUE = "trainer of a same course"
    TRAINER = "any other trainer"
    IN_CLASS = "student of the batch"
    ENROLLED = "the enrolled student"
    STUDENT = "any other student"
    MACHINE = "machine without the scope"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change of a roster or of a batch's people touches: batches, and trainers with what they are or become."""

    batches: frozenset[str] = frozenset()
    roles: frozenset[Role] = frozenset()

    def is_within(self, scope: tuple[str, ...]) -> bool:
        """Whether a lead with this scope answers for all of it. No lead answers for another, nor for themself."""
        return self.batches <= {*scope} and Role.LEAD not in self.roles


@dataclass(frozen=True, slots=True)
class Context:
    """The facts about an actor and what they ask about, as they are at this moment.

    `entry` is the actor's own on the course's roster; of a course that the batch belongs to, or, about a trainer, of
    one that this trainer is on as well. `covering`: the actor holds a session of the batch for somebody, now or soon.
    """

    entry: Entry | None = None
    on_batch: bool = False
    covering: bool = False
    in_class: bool = False
    oneself: bool = False
    colleague: bool = False
    enrolled: bool = False
    touched: Touched | None = None


NOTHING = Context()
