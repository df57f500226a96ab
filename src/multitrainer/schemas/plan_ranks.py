"""What a plan is judged by, as a table: for each term the place that it has in the order, and its weight there."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import Field

from multitrainer.schemas.base import Body, Must
from multitrainer.solver.documents.objective import DEFAULT_ORDER, Measured, Stage

MOST_PLACES = 20
Place = Annotated[int, Field(ge=1, le=MOST_PLACES, strict=True), Must(f"a whole number from 1 to {MOST_PLACES}")]
Weight = Annotated[int, Field(ge=1, le=1_000_000, strict=True), Must("a whole number from 1 to 1000000")]
SLACKS = {term: stage.slack for stage in DEFAULT_ORDER for term in stage.terms}
"""What later places may take away from a term, as usual."""


class Rank(Body):
    """Where one term stands. Those of one place are added up, each times its weight."""

    place: Place
    weight: Weight = 1


class PlanRanks(Body):
    """The table. What is not in it does not count."""

    ranks: Annotated[dict[Measured, Rank], Field(min_length=1)]

    def order(self) -> tuple[Stage, ...]:
        """As options of a plan have it."""
        places: dict[int, dict[Measured, int]] = {}
        for term, rank in self.ranks.items():
            places.setdefault(rank.place, {})[term] = rank.weight
        return tuple(
            Stage(terms=terms, slack=max(SLACKS.get(term, 0.0) for term in terms))
            for _, terms in sorted(places.items())
        )


def ranks_of(order: Sequence[Stage]) -> Mapping[str, tuple[int, int]]:
    """The place and weight of each term in an order, by its name."""
    return {str(term): (n, weight) for n, stage in enumerate(order, 1) for term, weight in stage.terms.items()}
