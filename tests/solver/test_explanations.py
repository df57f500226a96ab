"""Why a batch has the trainer that it has."""

import pytest

from multitrainer.domain.roster import Role, Status
from multitrainer.solver.documents.limits import Limits
from multitrainer.solver.documents.objective import Rule, Stage, Term
from multitrainer.solver.documents.problem import Level, Pair
from multitrainer.solver.explaining.comparing import worded
from multitrainer.solver.explaining.explainer import Explainer
from multitrainer.solver.solving import solve
from tests.solver.teaching import TUESDAY_EVENING, batch, problem, solution, taught_by, trainer


def test_the_terms_that_spoke_for_somebody_are_what_the_best_alternative_would_make_worse() -> None:
    of = problem(
        trainer("Sarah", roles={"German": Role.LEAD}),
        trainer("John"),
        trainer("Maria", load=10),
        batch("B1"),
        order=(Stage(terms={Term.LEADS_TEACH: 1}), Stage(terms={Term.HIGHEST_LOAD: 1})),
    )
    why = Explainer(of, solution(of, B1="John")).explain("B1")
    assert why.primary == "John"
    assert why.alternative is not None
    assert why.alternative.trainer == "Maria"
    assert why.spoke_for == {Term.HIGHEST_LOAD: 500}
    assert why.words == (
        "John teaches B1.",
        "The best alternative is Maria. Against it: a highest load of 75 % instead of 25 %.",
    )


def test_whoever_was_not_taken_is_told_the_rule_or_the_first_term_that_lost() -> None:
    of = problem(
        trainer("Sarah", roles={"German": Role.LEAD}),
        trainer("John"),
        trainer("Maria", capacity=4),
        batch("B1"),
        batch("B2"),
    )
    why = Explainer(of, solution(of, B1="John", B2="John")).explain("B1")
    assert [(one.trainer, one.rule, one.term, one.words) for one in why.others] == [
        ("Sarah", None, Term.LEADS_TEACH, "With Sarah: one more batch with a lead."),
        ("Maria", Rule.CAPACITY, None, "With B1, Maria would have 5 h a week, 1 h above the capacity of 4 h."),
    ]


def test_what_a_stage_may_give_away_for_later_ones_is_not_called_better() -> None:
    """Maria has less to do, but John is who teaches it today, and the spread may be five per cent more for that."""
    of = problem(
        trainer("John", capacity=100, load=25.2), trainer("Maria", capacity=100, load=25), taught_by("John", "B1")
    )
    why = Explainer(of, solution(of, B1="John")).explain("B1")
    (maria,) = why.others
    assert maria.term is Term.CHANGES
    assert "That would be better than this plan." not in why.words


def test_a_plan_that_can_be_bettered_is_said_to_be_so() -> None:
    of = problem(trainer("John", load=10), trainer("Maria"), batch("B1"))
    why = Explainer(of, solution(of, B1="John")).explain("B1")
    assert [one.words for one in why.others] == ["Maria would be better."]
    assert why.words[-1] == "That would be better than this plan."


def test_equals_are_said_to_be_as_good() -> None:
    of = problem(trainer("John"), trainer("Maria"), batch("B1"))
    why = Explainer(of, solution(of, B1="Maria")).explain("B1")
    assert [one.words for one in why.others] == ["John would be just as good."]


def test_the_best_alternative_may_be_an_exchange() -> None:
    of = problem(
        trainer("John", capacity=5),
        trainer("Maria", capacity=5),
        batch("B1"),
        batch("B2"),
        pairs=(Pair(trainer="Maria", batch="B1", level=Level.DISCOURAGED),),
    )
    why = Explainer(of, solution(of, B1="John", B2="Maria")).explain("B1")
    assert why.alternative is not None
    assert why.alternative.exchange is not None
    assert why.spoke_for == {Term.PREFERENCES: 100, Term.ROSTER_ORDER: 1}
    assert why.words[1] == (
        "The best alternative is Maria, with B2 for John in return. "
        "Against it: preferences worse by 1.00 points and further from the roster's order."
    )


def test_a_batch_without_anybody_is_explained_by_the_rules() -> None:
    of = problem(trainer("John"), trainer("Maria"), batch("B1", skills=("C1",)))
    why = Explainer(of, solution(of)).explain("B1")
    assert why.alternative is None
    assert why.words == ("Nobody teaches B1.", "Nobody can take it: John and Maria (without the skills).")


def test_what_speaks_against_the_best_alternative_is_told_apart_from_what_speaks_for_it() -> None:
    of = problem(
        trainer("John", capacity=12),
        trainer("Pablo", capacity=12),
        *(batch(f"B{n}") for n in (1, 2)),
        order=(Stage(terms={Term.SPREAD: 1}), Stage(terms={Term.TRAINERS_PER_COURSE: 1})),
    )
    why = Explainer(of, solution(of, B1="John", B2="Pablo")).explain("B2")
    assert why.words[1] == (
        "The best alternative is John. Against it: loads less alike (by 100 %). In its favour: one fewer trainer on "
        "a course."
    )


@pytest.mark.parametrize(
    ("term", "value", "change", "words"),
    [
        (Term.HIGHEST_LOAD, 500, 334, "a highest load of 83 % instead of 50 %"),
        (Term.HIGHEST_LOAD, 836, -3, "a highest load of 83 % instead of 84 %"),
        (Term.HIGHEST_LOAD, 831, 3, "a slightly higher highest load (83 %)"),
        (Term.HIGHEST_LOAD, 834, -3, "a slightly lower highest load (83 %)"),
        (Term.SPREAD, 250_000, 2_500_000, "loads less alike (by 1,000 %)"),
        (Term.SPREAD, 1_000, -15, "loads more alike (by 1.5 %)"),
        (Term.SPREAD, 1_000_000, 1, "loads less alike (by less than 0.1 %)"),
    ],
)
def test_a_difference_is_said_in_numbers_that_people_read(term: Term, value: int, change: int, words: str) -> None:
    assert worded(term, change, value) == words


def test_whoever_is_kept_from_a_batch_is_named_with_what_keeps_them() -> None:
    of = problem(
        trainer("John"),
        trainer("Maria"),
        trainer("Luz"),
        trainer("Eva", unavailable=(TUESDAY_EVENING,)),
        trainer("Bob", unavailable=(TUESDAY_EVENING,)),
        trainer("Ivo", status=Status.INACTIVE),
        batch("B1", sessions=(TUESDAY_EVENING,)),
        pairs=(Pair(trainer="Luz", batch="B1", level=Level.PROHIBITED, reason="on leave"),),
    )
    why = Explainer(of, solution(of, B1="John")).explain("B1")
    assert why.words[-1] == "Not possible: Ivo (inactive); Luz (on leave); Eva and Bob (unavailable then)."


def test_of_many_who_are_kept_from_a_batch_there_is_only_a_number() -> None:
    of = problem(
        trainer("John"), *(trainer(f"T{n}") for n in range(9)), trainer("Ivo", roles={}), batch("B1", skills=("C1",))
    )
    why = Explainer(of, solution(of, B1="John")).explain("B1")
    assert why.words[-1] == "Nobody else can take it: one (not teaching on the course); nine (without the skills)."


def test_where_another_is_required_the_others_are_told_whom() -> None:
    of = problem(
        trainer("John"), trainer("Maria"), batch("B1"), pairs=(Pair(trainer="John", batch="B1", level=Level.REQUIRED),)
    )
    why = Explainer(of, solution(of, B1="John")).explain("B1")
    assert why.words[-1] == "Nobody else can take it: Maria (John is required)."


def test_whoever_could_take_it_in_exchange_is_not_said_to_be_impossible() -> None:
    of = problem(trainer("John", capacity=5), trainer("Maria", capacity=5), batch("B1"), batch("B2"))
    why = Explainer(of, solution(of, B1="John", B2="Maria")).explain("B1")
    assert len(why.words) == 2


def test_what_the_planner_answers_can_be_explained() -> None:
    of = problem(trainer("John"), trainer("Maria"), *(batch(f"B{n}") for n in range(4)))
    explainer = Explainer(of, solve(of, limits=Limits(effort=2_000)))
    assert [explainer.explain(f"B{n}").primary for n in range(4)] == ["John", "John", "Maria", "Maria"]
    assert not any("better" in line for n in range(4) for line in explainer.explain(f"B{n}").words)
