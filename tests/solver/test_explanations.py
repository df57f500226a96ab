"""Why a batch has the trainer that it has."""

from multitrainer.domain.roster import Role
from multitrainer.solver.documents.limits import Limits
from multitrainer.solver.documents.objective import Rule, Stage, Term
from multitrainer.solver.documents.problem import Level, Pair
from multitrainer.solver.explaining.explainer import Explainer
from multitrainer.solver.solving import solve
from tests.solver.teaching import batch, problem, solution, taught_by, trainer


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
        "The best alternative is Maria: a highest load of 75.0 % instead of 25.0 %.",
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
        "The best alternative is Maria, with B2 for John in return: "
        "preferences worse by 1.00 points and further from the roster's order."
    )


def test_a_batch_without_anybody_is_explained_by_the_rules() -> None:
    of = problem(trainer("John"), trainer("Maria"), batch("B1", skills=("C1",)))
    why = Explainer(of, solution(of)).explain("B1")
    assert why.alternative is None
    assert why.words == ("Nobody teaches B1.", "Nobody else can take it.", "Forbidden are two trainers by skills.")


def test_what_the_planner_answers_can_be_explained() -> None:
    of = problem(trainer("John"), trainer("Maria"), *(batch(f"B{n}") for n in range(4)))
    explainer = Explainer(of, solve(of, limits=Limits(effort=2_000)))
    assert [explainer.explain(f"B{n}").primary for n in range(4)] == ["John", "John", "Maria", "Maria"]
    assert not any("better" in line for n in range(4) for line in explainer.explain(f"B{n}").words)
