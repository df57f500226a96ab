from itertools import product

from hypothesis import given, settings
from hypothesis.strategies import integers, lists, tuples

from multitrainer.domain.week import Day
from multitrainer.solver.bounds import least
from multitrainer.solver.bounds.bounding import Bounding
from multitrainer.solver.bounds.patterns import patterns, sharpened
from multitrainer.solver.bounds.supply import highest_load_seen
from multitrainer.solver.documents.intervals import Weekly
from multitrainer.solver.documents.limits import Budget, Limits
from multitrainer.solver.documents.objective import Term
from multitrainer.solver.documents.problem import Batch, Problem, Team, Trainer
from multitrainer.solver.instances.instance import compiled
from multitrainer.solver.plans.board import Board
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.plans.terms import OF_PAIRS
from multitrainer.solver.solving import solve
from tests.bench.solving.scenarios import english_b2, german_a1
from tests.solver.small_problems import plans, small_problems
from tests.solver.small_timetables import small_timetables

TERMS = (
    Term.UNCOVERED,
    Term.LEADS_TEACH,
    Term.HIGHEST_LOAD,
    Term.SPREAD,
    Term.CHANGES,
    Term.TRAINERS_PER_COURSE,
)


@given(small_problems())
@settings(max_examples=60)
def test_no_plan_is_below_a_bound(problem: Problem) -> None:
    instance = compiled(problem)
    for values in map(values_of, plans(instance)):
        uncovered, leads, highest = values[Term.UNCOVERED], values[Term.LEADS_TEACH], values[Term.HIGHEST_LOAD]
        assert least.uncovered_bound(instance) <= uncovered
        assert least.leads_bound(instance, uncovered=uncovered) <= leads
        assert least.trainers_per_course_bound(instance, uncovered=uncovered) <= values[Term.TRAINERS_PER_COURSE]
        known = {"uncovered": uncovered, "leads_teach": leads}
        assert at_most(least.highest_load_bound(instance, **known), highest)
        assert at_most(highest_load_seen(instance, **known), highest)
        assert sharpened(instance, 0, 2_000, **known) <= highest
        assert at_most(least.spread_bound(instance, **known, highest=highest), values[Term.SPREAD])
        assert at_most(least.changes_bound(instance, **known, highest=highest), values[Term.CHANGES])


@given(small_timetables())
@settings(max_examples=60)
def test_the_least_that_trainers_add_is_seen_without_comparing_all(problem: Problem) -> None:
    instance = compiled(problem)
    bounding = Bounding(instance, Budget(60, lambda: False), flows=False)
    for term, of_pair in OF_PAIRS.items():
        least_of_all = [
            min(of_pair(instance, u, t) for t in (-1, *several)) for u, several in enumerate(instance.allowed)
        ]
        assert bounding.of(term, {}) == sum(least_of_all)


def test_a_highest_load_is_a_sum_of_whole_batches() -> None:
    trainers = tuple(Trainer(id=name, capacity=10) for name in ("John", "Maria"))
    instance = compiled(Problem(trainers=trainers, batches=batches_of(4, 4, 4)))
    assert least.highest_load_bound(instance, uncovered=0) == 800  # shared, it would be 600
    assert highest_load_seen(instance, uncovered=0, leads_teach=None) == 800


def test_what_takes_more_than_anybody_has_is_uncovered() -> None:
    instance = compiled(Problem(trainers=(Trainer(id="John", capacity=9),), batches=batches_of(4, 4, 4)))
    assert least.uncovered_bound(instance) == 1


def test_a_batch_that_nobody_may_teach_is_uncovered() -> None:
    batches = (Batch(id="b", course="c", hours=1, skills=("latin",)),)
    instance = compiled(Problem(trainers=(Trainer(id="John", capacity=9),), batches=batches))
    assert least.uncovered_bound(instance) == 1
    assert least.highest_load_bound(instance, uncovered=0) is None


def test_squares_grow_with_hours_that_are_shared_badly() -> None:
    trainers = tuple(Trainer(id=name, capacity=10) for name in ("John", "Maria"))
    instance = compiled(Problem(trainers=trainers, batches=batches_of(4, 4)))
    assert least.spread_bound(instance, uncovered=0) == 2 * 400**2


def test_whoever_has_no_room_for_all_of_today_must_give_some_away() -> None:
    trainers = tuple(Trainer(id=name, capacity=10) for name in ("John", "Maria"))
    batches = tuple(batch.model_copy(update={"current": Team(primary="John")}) for batch in batches_of(4, 4, 4))
    instance = compiled(Problem(trainers=trainers, batches=batches))
    assert least.changes_bound(instance, uncovered=0) == 1
    assert least.changes_bound(instance, uncovered=0, highest=400) is None
    assert least.changes_bound(instance, uncovered=1, highest=400) == 1


def test_a_course_needs_as_many_as_it_has_batches_at_one_time() -> None:
    monday = (Weekly(day=Day.MONDAY, start="18:00", end="20:00"),)
    batches = tuple(batch.model_copy(update={"sessions": monday}) for batch in batches_of(2, 2, 2))
    trainers = tuple(Trainer(id=f"t{n}", capacity=10) for n in range(4))
    assert least.trainers_per_course_bound(compiled(Problem(trainers=trainers, batches=batches)), uncovered=0) == 3


def test_the_first_example_fills_its_three_assistants() -> None:
    instance = compiled(german_a1())
    assert least.leads_bound(instance, uncovered=0) == 0
    assert least.highest_load_bound(instance, uncovered=0, leads_teach=0) == 1000
    assert least.spread_bound(instance, uncovered=0, leads_teach=0) == 3 * 1000**2


def test_eight_assistants_at_three_batches_leave_one_of_twenty_five_to_a_lead() -> None:
    instance = compiled(english_b2())
    assert least.uncovered_bound(instance) == 0
    assert least.leads_bound(instance, uncovered=0) == 1
    assert least.highest_load_bound(instance, uncovered=0, leads_teach=1) == 1000
    assert least.spread_bound(instance, uncovered=0, leads_teach=1) == 8 * 1000**2


def test_patterns_are_what_nothing_can_be_added_to() -> None:
    assert [*patterns([(3, 2), (4, 5)], 10)] == [(2, 1), (0, 2)]


@given(lists(tuples(integers(1, 29), integers(1, 4)), max_size=4, unique_by=lambda one: one[0]), integers(0, 70))
def test_patterns_are_all_ways_to_which_nothing_can_be_added(sizes: list[tuple[int, int]], room: int) -> None:
    ways = product(*(range(many, -1, -1) for _, many in sizes))
    assert [*patterns(sizes, room)] == [way for way in ways if _is_full(way, sizes, room)]


def _is_full(way: tuple[int, ...], sizes: list[tuple[int, int]], room: int) -> bool:
    left = room - sum(n * size for n, (size, _) in zip(way, sizes, strict=True))
    return left >= 0 and all(n == many or left < size for n, (size, many) in zip(way, sizes, strict=True))


def test_three_trainers_cannot_teach_four_long_batches_one_each() -> None:
    trainers = tuple(Trainer(id=name, capacity=20) for name in ("John", "Maria", "Alex"))
    instance = compiled(Problem(trainers=trainers, batches=batches_of(5, 5, 5, 5, 3)))
    assert least.highest_load_bound(instance, uncovered=0) == 400  # each 5 + 3 hours, if there were as many short ones
    assert sharpened(instance, 400, 1000, uncovered=0, leads_teach=0) == 500


def test_the_highest_load_is_proved_by_patterns_where_flows_share_batches() -> None:
    trainers = tuple(Trainer(id=name, capacity=20) for name in ("John", "Maria", "Alex"))
    stated = Problem(trainers=trainers, batches=batches_of(5, 5, 5, 5, 3))
    found = {term.term: term for term in solve(stated, limits=Limits(exact=False)).terms}[Term.HIGHEST_LOAD]
    assert (found.value, found.bound, found.gap) == (500, 500, 0)


def test_a_bound_is_not_looked_for_when_the_time_is_over() -> None:
    bounding = Bounding(compiled(english_b2()), Budget(0, lambda: False), flows=True)
    bounding.sharpen(1000, {Term.UNCOVERED: 0, Term.LEADS_TEACH: 0})
    assert bounding.of(Term.HIGHEST_LOAD, {Term.UNCOVERED: 0, Term.LEADS_TEACH: 0}) == 0


def batches_of(*hours: float) -> tuple[Batch, ...]:
    return tuple(Batch(id=f"b{n}", course="c", hours=each) for n, each in enumerate(hours))


def values_of(plan: Plan) -> dict[str, int]:
    return Board(plan, TERMS).values


def at_most(bound: int | None, value: int) -> bool:
    """A plan that there is also shows that there is one."""
    return bound is not None and bound <= value
