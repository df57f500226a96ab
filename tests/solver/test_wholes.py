"""What is said of a whole plan: what is left to nobody, why leads teach, how much changes."""

import pytest

from multitrainer.domain.roster import Role
from multitrainer.solver.documents.limits import Limits
from multitrainer.solver.documents.objective import Stage, Term
from multitrainer.solver.documents.problem import Batch, Trainer
from multitrainer.solver.explaining.wholes import sentences
from multitrainer.solver.plans.proof import Proof
from multitrainer.solver.solving import solve
from tests.solver.teaching import (
    TUESDAY_EVENING,
    batch,
    plan,
    problem,
    scenario_2,
    taught_by,
    trainer,
)


def test_scenario_2_says_that_the_assistants_cannot_take_every_batch() -> None:
    of = scenario_2()
    assert solve(of, limits=Limits(effort=3_000)).explanations == (
        "Eight assistants at three batches each can take 24 of the 25 batches of English; "
        "one is taught by a lead, and fewer are not possible.",
    )


def test_leads_who_teach_more_than_they_must_are_told_so() -> None:
    of = problem(_lead("Sarah"), trainer("John", capacity=10), *_batches(5, 5, 5))
    assert sentences(plan(of, B1="Sarah", B2="Sarah", B3="John")) == (
        "One assistant can take two of the three batches of German; two are taught by a lead; at least one must be.",
    )


def test_a_course_whose_leads_teach_is_called_by_its_name() -> None:
    of = problem(_lead("Sarah"), trainer("John", capacity=5), *_batches(5, 5), course_names={"German": "German A1"})
    assert sentences(plan(of, B1="Sarah", B2="John")) == (
        "One assistant can take one of the two batches of German A1; "
        "one is taught by a lead, and fewer are not possible.",
    )


def test_assistants_without_room_for_any_batch_are_said_to_have_none() -> None:
    of = problem(_lead("Sarah"), trainer("John", capacity=4), trainer("Maria", capacity=4), *_batches(5, 5))
    assert sentences(plan(of, B1="Sarah", B2="Sarah")) == (
        "Two assistants have no room for any of the two batches of German; "
        "two are taught by a lead, and fewer are not possible.",
    )
    of = problem(_lead("Sarah"), trainer("John", capacity=4), *_batches(5))
    assert sentences(plan(of, B1="Sarah")) == (
        "One assistant has no room for B1; one is taught by a lead, and fewer are not possible.",
    )


def test_what_is_proved_beyond_counting_is_said_to_be_the_fewest() -> None:
    """Counting knows of one batch that a lead must teach; that the others meet, it does not."""
    of = problem(
        _lead("Sarah"), trainer("John", capacity=10), *(batch(f"B{n}", sessions=(TUESDAY_EVENING,)) for n in (1, 2, 3))
    )
    two = plan(of, B1="Sarah", B2="Sarah", B3="John")
    assert sentences(two)[0].endswith("two are taught by a lead; at least one must be.")
    assert sentences(two, _proving(leadsTeach=1))[0].endswith("two are taught by a lead; at least one must be.")
    assert sentences(two, _proving(leadsTeach=2))[0].endswith("two are taught by a lead, and fewer are not possible.")


def test_fewer_leads_are_proved_only_with_as_many_that_nobody_teaches() -> None:
    of = problem(_lead("Sarah"), trainer("John", capacity=5), *_batches(5, 5, 5))
    one_and_one = plan(of, B1="Sarah", B3="John")
    fact = "one is taught by a lead and one is left to nobody, and fewer are not possible."
    assert sentences(one_and_one)[1].endswith(fact)
    of = problem(_lead("Sarah"), trainer("John", capacity=10), *_batches(5, 5, 5))
    one_and_one = plan(of, B1="Sarah", B3="John")
    assert sentences(one_and_one, _proving(leadsTeach=1))[1].endswith("at least one must be.")
    assert sentences(one_and_one, _proving(leadsTeach=1, uncovered=1))[1].endswith(fact)


def test_a_proof_that_holds_something_else_does_not_show_that_fewer_leads_are_impossible() -> None:
    """Sarah teaches to keep the highest load down, which comes first here."""
    order = tuple(Stage(terms={term: 1}) for term in (Term.HIGHEST_LOAD, Term.LEADS_TEACH))
    of = problem(_lead("Sarah"), trainer("John"), *_batches(5, 5), order=order)
    (said,) = sentences(plan(of, B1="Sarah", B2="John"), Proof({(1, Term.LEADS_TEACH): 1}))
    assert said == "B1 is taught by a lead, for which counting alone gives no reason."


def test_a_lead_of_whom_only_proof_shows_that_they_must_teach() -> None:
    of = problem(_lead("Sarah"), trainer("John"), batch("B1"))
    assert sentences(plan(of, B1="Sarah"), _proving(leadsTeach=1)) == (
        "B1 is taught by a lead, and fewer are not possible.",
    )


def test_fewest_leads_of_all_courses_are_not_said_to_be_the_fewest_of_one() -> None:
    at_once = {"sessions": (TUESDAY_EVENING,)}
    of = problem(
        _lead("Sarah"), trainer("John"), batch("B1"), batch("B2", **at_once), batch("B3", skills=("C1",)),
        trainer("Smith", roles={"German": Role.LEAD}, skills=("C1",)),
    )  # fmt: skip
    assert sentences(plan(of, B1="Sarah", B2="John", B3="Smith"), _proving(leadsTeach=2)) == (
        "B3 is taught by a lead, because nobody else may.",
        "B1 is taught by a lead, and fewer in all are not possible.",
    )


def test_hours_may_show_why_a_lead_teaches_where_counting_does_not() -> None:
    of = problem(_lead("Sarah"), trainer("John", capacity=10), trainer("Maria", capacity=10), *_batches(9, 8, 2, 2))
    assert sentences(plan(of, B1="John", B2="Maria", B3="Maria", B4="Sarah")) == (
        "The four batches of German take 21 h a week; the two assistants who may teach them have 20 h: "
        "one is taught by a lead, and fewer are not possible.",
    )


def test_a_batch_that_only_a_lead_may_teach_is_no_shortage_of_hours() -> None:
    of = problem(
        trainer("Sarah", roles={"German": Role.LEAD}, skills=("C1",)), trainer("John"), batch("B1", skills=("C1",))
    )
    assert sentences(plan(of, B1="Sarah")) == ("B1 is taught by a lead, because nobody else may.",)


def test_a_lead_who_need_not_teach_is_given_no_reason() -> None:
    of = problem(_lead("Sarah"), trainer("John"), batch("B1"))
    assert sentences(plan(of, B1="Sarah")) == ("B1 is taught by a lead, for which counting alone gives no reason.",)


def test_uncovered_batches_are_named_with_the_reason() -> None:
    of = problem(trainer("John"), *_batches(5, 5, 5, 5, 5))
    assert sentences(plan(of, B1="John", B2="John", B3="John", B4="John")) == (
        "B5 is left to nobody: B1, B2, B3, B4 and B5 can be taught only by John, who has room for four of them.",
    )


def test_batches_that_take_more_hours_than_anybody_has_say_so() -> None:
    of = problem(trainer("Ann", capacity=4), trainer("Bob", capacity=3), *_batches(5, 5))
    assert sentences(plan(of)) == (
        "B1 and B2 are left to nobody: B1 takes 5 h a week; only Ann and Bob may teach it, "
        "and none of them has more than 4 h left. The same goes for B2.",
    )
    assert sentences(plan(problem(trainer("Ann", load=20), batch("B1")))) == (
        "B1 is left to nobody: it takes 5 h a week; only Ann may teach it, and has none left.",
    )


def test_batches_beyond_the_first_ones_without_anybody_are_named_too() -> None:
    of = problem(trainer("Ann"), *(batch(f"B{n}", skills=("C1",)) for n in range(1, 7)))
    *_, fifth, last = sentences(plan(of))
    assert fifth == "B5 is left to nobody: it needs somebody with C1, and nobody has that."
    assert last == "B6 is left to nobody, too."


def test_a_batch_that_nobody_may_teach_is_said_so_once() -> None:
    of = problem(trainer("Ann", roles={}), batch("B1"))
    assert sentences(plan(of)) == ("Nobody may teach B1. Ann is not on German.",)


def test_a_batch_without_a_reason_is_said_to_need_more_time() -> None:
    of = problem(trainer("John"), batch("B1"))
    assert sentences(plan(of)) == ("B1 is left to nobody. Nothing shows that it must be so; more time may find a way.",)


@pytest.mark.parametrize(
    ("today", "then", "words"),
    [
        ("J", "J", "The one batch that somebody teaches today keeps its primary."),
        ("J", "M", "The one batch that somebody teaches today changes its primary."),
        ("JJ", "JJ", "Both batches that somebody teaches today keep their primary."),
        ("JJJ", "JJJ", "All three batches that somebody teaches today keep their primary."),
        ("JJJ", "JMM", "Two of the three batches that somebody teaches today change their primary."),
        ("JJJ", "MMM", "All three batches that somebody teaches today change their primary."),
    ],
)
def test_how_many_batches_change_is_a_right_sentence(today: str, then: str, words: str) -> None:
    of = problem(trainer("J"), trainer("M"), *(taught_by(who, f"B{n}") for n, who in enumerate(today)))
    assert sentences(plan(of, **{f"B{n}": who for n, who in enumerate(then)})) == (words,)


def test_changes_are_counted_among_batches_that_somebody_teaches_today() -> None:
    of = problem(
        trainer("John"), trainer("Maria"), taught_by("John", "B1"), taught_by("John", "B2"), batch("B3"), batch("B4")
    )
    assert sentences(plan(of, B1="Maria", B2="John", B3="Maria", B4="John")) == (
        "One of the two batches that somebody teaches today changes its primary.",
    )


def test_assistants_with_unlike_capacities_are_given_the_most_of_them() -> None:
    of = problem(_lead("Sarah"), trainer("John", capacity=10), trainer("Maria", capacity=5), *_batches(5, 5, 5, 5))
    assert sentences(plan(of, B1="John", B2="John", B3="Maria", B4="Sarah")) == (
        "Two assistants at up to two batches each can take three of the four batches of German; "
        "one is taught by a lead, and fewer are not possible.",
    )


def _batches(*hours: float) -> list[Batch]:
    return [batch(f"B{n}", hours=one) for n, one in enumerate(hours, 1)]


def _proving(**bounds: int) -> Proof:
    return Proof({(n, Term(term)): bound for n, (term, bound) in enumerate(bounds.items())})


def _lead(name: str) -> Trainer:
    return trainer(name, roles={"German": Role.LEAD})
