"""What a pass over a collection came to: counts, and a few examples."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from multitrainer.migrations.verdicts import Change, SetAside
from multitrainer.services.moving_over.conversion import Judged

Raw = dict[str, Any]

SAMPLES = 3
DIFFERENCES_NAMED = 1_000


class Sample(NamedTuple):
    """One document before and after its change."""

    of: Any
    change: Change


class Named(NamedTuple):
    """One document, and what is to be said of it."""

    of: Any
    words: str


@dataclass(slots=True)
class Summary:
    """What became, or would become, of the documents of one migration.

    `kinds` counts changes, `reasons` what was set aside. `named` are documents with something wrong, the first
    thousand of `wrong`. `was_applied` tells that all was done before, so that nothing was looked at.
    """

    migration: str
    was_applied: bool = False
    seen: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    samples: dict[str, list[Sample]] = field(default_factory=dict)
    examples: dict[str, list[Named]] = field(default_factory=dict)
    wrong: int = 0
    named: list[Named] = field(default_factory=list)

    @property
    def changed(self) -> int:
        """How many documents change."""
        return self.kinds.total()

    @property
    def aside(self) -> int:
        """How many are set aside."""
        return self.reasons.total()

    def add(self, judged: Judged) -> None:
        """Count some documents."""
        self.seen += len(judged.documents)
        for document, verdict in zip(judged.documents, judged.verdicts, strict=True):
            if isinstance(verdict, Change):
                self.kinds[verdict.kind] += 1
                _keep(self.samples, verdict.kind, Sample(document["_id"], verdict))
            elif isinstance(verdict, SetAside):
                self.reasons[verdict.reason] += 1
                _keep(self.examples, verdict.reason, Named(document["_id"], verdict.detail))

    def plus(self, other: "Summary") -> "Summary":
        """Both together."""
        return Summary(
            self.migration,
            self.was_applied and other.was_applied,
            self.seen + other.seen,
            self.kinds + other.kinds,
            self.reasons + other.reasons,
            {**self.samples, **other.samples},
            {**self.examples, **other.examples},
            self.wrong + other.wrong,
            [*self.named, *other.named][:DIFFERENCES_NAMED],
        )

    def blame(self, wrong: Sequence[Named]) -> None:
        """Count documents with something wrong."""
        self.wrong += len(wrong)
        self.named += wrong[: DIFFERENCES_NAMED - len(self.named)]


def _keep(few: dict[str, list[Any]], kind: str, one: Any) -> None:
    kept = few.setdefault(kind, [])
    if len(kept) < SAMPLES:
        kept.append(one)
