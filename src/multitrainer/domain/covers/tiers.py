"""In which order people come into question, by how they stand to the batch."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from multitrainer.domain.errors import SenselessCoverRules
from multitrainer.domain.sentences import Sentence


class Tier(StrEnum):
    """How somebody stands to a batch whose session needs cover."""

    BACKUP = "backup"
    """The batch's backups, in their order."""
    ASSISTANT = "assistant"
    """The course's assistants."""
    LEAD = "lead"
    """The lead who answers for the batch, then the course's other leads."""
    SUBSTITUTE = "substitute"
    """The course's substitutes."""
    POOL = "pool"
    """The institute's substitutes."""

    HAND = "hand"
    """Named by hand: in no order."""


ORDER = (Tier.BACKUP, Tier.ASSISTANT, Tier.LEAD, Tier.SUBSTITUTE, Tier.POOL)


@dataclass(frozen=True, slots=True)
class CoverOrder:
    """How a course wants to be covered: which tiers, in which order, and who is never asked.

    Raises SenselessCoverRules.
    """

    tiers: tuple[Tier, ...] = ORDER
    excluded: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if len({*self.tiers}) < len(self.tiers) or Tier.HAND in self.tiers:
            raise SenselessCoverRules(
                Sentence("Each of those who are asked in turn is named once, and only those that there are."),
                f"The tiers are some of {', '.join(ORDER)}, each once, not {', '.join(self.tiers)}.",
                field="tiers",
            )


class Place(NamedTuple):
    """Where somebody stands: the tier, which one it is of the course's, and the place within it, both from 0."""

    tier: Tier
    rank: int
    within: int


def places(order: CoverOrder, people: Mapping[Tier, tuple[str, ...]]) -> dict[str, Place]:
    """Where each stands who comes into question. Who is in several tiers stands in the first."""
    found: dict[str, Place] = {}
    for rank, tier in enumerate(order.tiers):
        for within, trainer in enumerate(people.get(tier, ())):
            found.setdefault(trainer, Place(tier, rank, within))
    return found


def common_places(each: Iterable[Mapping[str, Place]]) -> dict[str, Place]:
    """Where each stands for sessions of several batches: whoever has a place for all, in the last of their tiers."""
    first, *others = each
    common = {*first}.intersection(*others)
    return {
        trainer: max((place, *(other[trainer] for other in others)), key=lambda one: (one.rank, one.within))
        for trainer, place in first.items()
        if trainer in common
    }
