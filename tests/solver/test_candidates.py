"""Who else could have a batch, and what would change."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multitrainer.domain.roster import Role
from multitrainer.solver.documents.objective import Rule, Stage, Term
from multitrainer.solver.documents.problem import Level, Link, LinkKind, Pair, Problem, Team
from multitrainer.solver.documents.solution import Solution
from multitrainer.solver.explaining.documents import Candidate
from multitrainer.solver.explaining.explainer import Explainer
from tests.solver.planning import scored
from tests.solver.teaching import TUESDAY_EVENING, batch, problem, solution, taught_by, trainer


def test_whoever_takes_a_batch_changes_every_term_of_the_order() -> None:
    of = problem(trainer("John"), trainer("Maria", capacity=10), taught_by("John", "B1"), taught_by("John", "B2"))
    maria = _candidates(Explainer(of), "B1")[1]
    assert maria.trainer == "Maria"
    assert [*(maria.changes or {})] == [term for stage in of.order for term in stage.terms]
    assert {term: change for term, change in (maria.changes or {}).items() if change} == {
        Term.CHANGES: 1,
        Term.BREAKS: 1,
        Term.SPREAD: 250**2 + 500**2 - 500**2,
        Term.TRAINERS_PER_COURSE: 1,
        Term.ROSTER_ORDER: 1,
    }
    assert maria.share == 50.0
    assert maria.words == (
        "Against it: loads less alike (by 25 %), one more batch with another trainer than today, "
        "one more break between neighbouring batches, one more trainer on a course and further from the roster's order."
    )


def test_candidates_come_best_first_by_the_order_and_then_who_is_forbidden() -> None:
    of = problem(
        trainer("Sarah", roles={"German": Role.LEAD}),
        trainer("Away", skills=()),
        trainer("Busy", load=10, skills=("C1",)),
        trainer("Free", skills=("C1",)),
        batch("B1", skills=("C1",)),
        order=(Stage(terms={Term.LEADS_TEACH: 1}), Stage(terms={Term.HIGHEST_LOAD: 1})),
    )
    of = of.model_copy(update={"trainers": (of.trainers[0].model_copy(update={"skills": ("C1",)}), *of.trainers[1:])})
    assert [one.trainer for one in _candidates(Explainer(of), "B1")] == ["Free", "Busy", "Sarah", "Away"]


def test_whoever_has_the_batch_is_a_candidate_with_no_change() -> None:
    (john,) = _candidates(Explainer(problem(trainer("John"), taught_by("John", "B1"))), "B1")
    assert (john.is_primary, john.words) == (True, None)
    assert john.changes is not None
    assert not any(john.changes.values())


def test_a_primary_of_today_who_breaks_a_rule_is_told_which() -> None:
    (john,) = _candidates(Explainer(problem(trainer("John"), taught_by("John", "B1", skills=("C1",)))), "B1")
    assert (john.is_primary, john.forbids) == (True, Rule.SKILLS)


def test_batches_that_are_bound_go_together() -> None:
    of = problem(
        trainer("John"),
        trainer("Maria"),
        taught_by("John", "B1"),
        taught_by("John", "B2"),
        links=(Link(kind=LinkKind.SAME, batches=("B1", "B2")),),
    )
    found = Explainer(of).candidates("B2")
    assert (found.together_with, found.primary) == (("B1",), "John")
    assert (found.candidates[1].changes or {})[Term.CHANGES] == 2


def test_where_a_batch_does_not_fit_an_exchange_may() -> None:
    of = problem(
        trainer("John", capacity=10),
        trainer("Maria", capacity=10),
        *(taught_by("John", name) for name in ("B1", "B2")),
        *(taught_by("Maria", name) for name in ("B3", "B4")),
    )
    maria = _candidates(Explainer(of), "B1")[1]
    assert (maria.forbids, maria.changes) == (Rule.CAPACITY, None)
    assert maria.exchange is not None
    assert (maria.exchange.batches, maria.exchange.to) == (("B3",), "John")  # which makes the fewest breaks
    assert maria.exchange.changes[Term.CHANGES] == 2


def test_nobody_is_offered_an_exchange_that_would_break_a_rule() -> None:
    of = problem(
        trainer("John", capacity=10),
        trainer("Maria", capacity=10, skills=("C1",)),
        *(taught_by("John", name) for name in ("B1", "B2")),
        *(taught_by("Maria", name, skills=("C1",)) for name in ("B3", "B4")),
    )
    maria = next(one for one in _candidates(Explainer(of), "B1") if one.trainer == "Maria")
    assert (maria.forbids, maria.exchange) == (Rule.CAPACITY, None)


def test_a_backup_who_takes_a_batch_must_be_replaced() -> None:
    of = problem(
        trainer("Sarah", roles={"German": Role.LEAD}),
        trainer("John"),
        trainer("Late", roles={"German": Role.SUBSTITUTE}),
        batch("B1", sessions=(TUESDAY_EVENING,), current=Team(primary="John", backup=("Sarah",))),
        batch("B2", sessions=(TUESDAY_EVENING,), current=Team(backup=("Sarah",))),
    )
    sarah = next(one for one in _candidates(Explainer(of), "B1") if one.trainer == "Sarah")
    assert (sarah.changes or {})[Term.BACKUP_QUALITY] == 1 + 1  # John for B1 and B2, who is no lead


def test_a_batch_that_is_not_in_the_problem_has_no_candidates() -> None:
    with pytest.raises(KeyError):
        Explainer(problem(trainer("John"), batch("B1"))).candidates("B2")


ORDER = tuple(Stage(terms={term: 1}) for term in Term if term is not Term.BACKUP_QUALITY)


@st.composite
def plans(draw: st.DrawFn) -> tuple[Problem, Solution]:
    trainers = [trainer(f"T{n}", capacity=draw(st.sampled_from([10, 15, 20]))) for n in range(3)]
    batches = [
        batch(f"B{n}", course=draw(st.sampled_from(["A", "B"])), hours=draw(st.integers(3, 6))) for n in range(5)
    ]
    pairs = tuple(
        Pair(trainer=f"T{t}", batch=f"B{b}", level=draw(st.sampled_from(Level)), cost=1)
        for b, t in {b: draw(st.integers(0, 2)) for b in range(5) if draw(st.booleans())}.items()
    )
    of = problem(*trainers, *batches, pairs=pairs, order=ORDER)
    primaries = {f"B{n}": draw(st.sampled_from(["T0", "T1", "T2", None])) for n in range(5)}
    return of, solution(of, **{name: who for name, who in primaries.items() if who})


@settings(max_examples=40)
@given(plans())
def test_what_would_change_is_the_difference_of_two_plans_scored_anew(case: tuple[Problem, Solution]) -> None:
    of, planned = case
    explainer = Explainer(of, planned)
    primaries = {one.batch: one.primary for one in planned.people}
    before = scored(of, primaries)
    for one in explainer.candidates("B2").candidates:
        if one.changes is not None:
            after = scored(of, {**primaries, "B2": one.trainer})
            assert one.changes == {term: after[term] - before[term] for term in before}
        if one.exchange is not None:
            swapped = {**primaries, "B2": one.trainer, **dict.fromkeys(one.exchange.batches, one.exchange.to)}
            after = scored(of, swapped)
            assert one.exchange.changes == {term: after[term] - before[term] for term in before}


@settings(max_examples=20)
@given(plans())
def test_asking_changes_nothing(case: tuple[Problem, Solution]) -> None:
    explainer = Explainer(*case)
    first = [explainer.candidates(f"B{n}") for n in range(5)]
    assert [explainer.candidates(f"B{n}") for n in range(5)] == first


def _candidates(explainer: Explainer, name: str) -> Sequence[Candidate]:
    return explainer.candidates(name).candidates
