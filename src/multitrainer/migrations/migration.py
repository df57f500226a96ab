"""What every migration is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

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

    def statements(self, moved: Sequence[Moved], match: Raw, around: Around, now: datetime) -> list[Statement]:
        """The updates that make these changes. `match` finds the documents, and none that was set aside."""
