"""What a plan is judged by, as a table of places and weights."""

import pytest
from pydantic import ValidationError

from multitrainer.schemas.plan_ranks import PlanRanks, ranks_of
from multitrainer.solver.documents.objective import DEFAULT_ORDER, Term


def test_the_usual_order_comes_back_from_its_table() -> None:
    ranks = {term: {"place": place, "weight": weight} for term, (place, weight) in ranks_of(DEFAULT_ORDER).items()}
    assert PlanRanks.model_validate({"ranks": ranks}).order() == DEFAULT_ORDER


def test_places_are_an_order_whatever_is_left_out_between_them_and_equal_ones_are_weighed_together() -> None:
    ranks = {"changes": {"place": 7}, "breaks": {"place": 7, "weight": 5}, "uncovered": {"place": 2}}
    order = PlanRanks.model_validate({"ranks": ranks}).order()
    assert [dict(stage.terms) for stage in order] == [{Term.UNCOVERED: 1}, {Term.CHANGES: 1, Term.BREAKS: 5}]


@pytest.mark.parametrize(
    "rank", [{"place": 0}, {"place": 21}, {"place": "x"}, {"place": 1, "weight": 0}, {"weight": 1}]
)
def test_a_place_or_weight_that_is_none_is_refused(rank: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        PlanRanks.model_validate({"ranks": {"uncovered": rank}})
