"""What every migration is made of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from multitrainer.domain.workload import LoadRules
from multitrainer.migrations.references import Users
from multitrainer.migrations.verdicts import Change, Raw, Verdict
from multitrainer.stored.order import Key


@dataclass(frozen=True, slots=True)
class Around:
    """What a verdict may depend on besides the document: the users it names, the batches of a course."""

    users: Users
    batches: Mapping[Key, Sequence[Raw]] = field(default_factory=dict)
    rules: LoadRules = field(default_factory=LoadRules)


class Statement(NamedTuple):
    """An update of all documents that match. The pipeline leaves those alone that it has nothing to do on."""

    match: Raw
    pipeline: list[Raw]


class Moved(NamedTuple):
    """A document, and the change that is to be made of it."""

    document: Raw
    change: Change


@dataclass(frozen=True, slots=True)
class Chunk:
    """Changes to be made at one time, `now`.

    `between` is the condition on `_id` that all documents of a walk's piece meet, but for those that were set aside;
    None where they are to be named: in a list, or `one_by_one` where the server is slow with lists.
    """

    moved: Sequence[Moved]
    around: Around
    now: datetime
    between: Raw | None = None
    one_by_one: bool = False

    @property
    def named(self) -> Raw:
        """The condition on `_id` that just the documents to change meet."""
        return {"$in": [one.document["_id"] for one in self.moved]}

    @property
    def each(self) -> list[Raw]:
        """Conditions on `_id` that they meet together."""
        if self.one_by_one and not self.between:
            return [{"$eq": one.document["_id"]} for one in self.moved]
        return [self.between or self.named] if self.moved else []

    def split(self, plain: Callable[[Raw], bool]) -> tuple["Chunk", "Chunk"]:
        """Those whose documents are plain, and the rest, which are few or from anywhere."""
        yes, no = [[one for one in self.moved if plain(one.document) is wanted] for wanted in (True, False)]
        return replace(self, moved=yes), replace(self, moved=no, between=None)


class Migration(Protocol):
    """One step from the old format to the new one.

    `judge` is its rule in Python, `statements` the same rule for the server. They are written apart, so that verifying
    by the one proves the other.
    """

    @property
    def name(self) -> str:
        """The ledger's key."""

    @property
    def collection(self) -> str:
        """Where its documents are."""

    @property
    def fields(self) -> tuple[str, ...]:
        """What it reads of them besides `_id`."""

    @property
    def reads_batches(self) -> bool:
        """Whether it needs the batches of a course, or else the users that a document names."""

    def judge(self, document: Raw, around: Around) -> Verdict:
        """What is to become of a document."""

    def statements(self, chunk: Chunk) -> list[Statement]:
        """The updates that make these changes."""

    def inverse(self, before: Mapping[str, Any], now: datetime) -> list[Raw]:
        """The pipeline that puts our fields back to what a pre-image says they were."""
