from random import Random

from hypothesis import given, settings

from multitrainer.domain.week import Day
from multitrainer.solver.bounds.courses import fewest, units_by_course
from multitrainer.solver.documents.intervals import Weekly
from multitrainer.solver.documents.limits import Budget
from multitrainer.solver.documents.objective import Rule, RuleLevel, Term
from multitrainer.solver.documents.problem import Batch, Link, LinkKind, Problem, Team, Trainer
from multitrainer.solver.instances.instance import compiled
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.board import Board
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.plans.takers import Takers
from multitrainer.solver.search.greedy import constructed
from multitrainer.solver.search.vacating import vacate
from tests.bench.solving import tasks
from tests.solver.small_problems import plans, small_problems

STEPS = 200_000


def test_as_few_trainers_as_there_are_tasks_at_once() -> None:
    one = tasks.of_recipe(20, 4, 0.33, 0)
    plan = constructed(compiled(one.problem))
    assert spent(plan) > one.best
    assert spent(vacated(plan)) == one.best


def test_one_trainer_takes_what_two_had_at_different_times() -> None:
    assert vacated(plan_of(problem_of((9, 10), (10, 11)), 0, 1)).primary in ([0, 0], [1, 1])


def test_two_stay_for_what_happens_at_once() -> None:
    assert vacated(plan_of(problem_of((9, 11), (10, 12)), 0, 1)).primary == [0, 1]


def test_who_is_pinned_stays_and_takes_the_rest() -> None:
    pinned = Batch(id="pinned", course="c", hours=1, current=Team(primary="Maria"), pinned=True)
    problem = problem_of((9, 10))
    plan = plan_of(problem.model_copy(update={"batches": (*problem.batches, pinned)}), 0, 1)
    assert vacated(plan).primary == [1, 1]


def test_nobody_is_given_more_hours_than_they_have_or_linked_batches_to_free_another() -> None:
    full = problem_of((9, 12), (13, 16), capacity=4)
    assert vacated(plan_of(full, 0, 1)).primary == [0, 1]
    apart = Link(kind=LinkKind.DIFFERENT, batches=("b0", "b1"))
    linked = problem_of((9, 12), (13, 16)).model_copy(update={"links": (apart,)})
    assert vacated(plan_of(linked, 0, 1)).primary == [0, 1]


def test_without_the_rule_on_conflicts_one_is_enough_for_everything() -> None:
    problem = problem_of((9, 11), (10, 12)).model_copy(update={"rules": {Rule.CONFLICTS: RuleLevel.NEUTRAL}})
    assert spent(vacated(plan_of(problem, 0, 1))) == 1


def test_nobody_takes_over_what_they_are_not_wanted_for() -> None:
    plan = plan_of(problem_of((9, 10), (10, 11)), 0, 1)
    vacate(plan, Takers(plan.instance, lambda u, t: t == u), Random(0), STEPS, forever())
    assert plan.primary == [0, 1]


@given(small_problems())
@settings(max_examples=60)
def test_no_rule_is_broken_nothing_is_left_over_and_the_trainers_are_no_more(problem: Problem) -> None:
    instance = compiled(problem)
    before = constructed(instance)
    after = vacated(plan_of(problem, *before.primary))
    assert after.primary in [one.primary for one in plans(instance)]
    assert [t == NOBODY for t in after.primary] == [t == NOBODY for t in before.primary]
    assert spent(after) <= spent(before)


@given(small_problems())
@settings(max_examples=60)
def test_no_plan_teaches_a_course_with_fewer_than_its_times_and_hours_take(problem: Problem) -> None:
    instance = compiled(problem)
    for plan in plans(instance):
        for units in units_by_course(instance).values():
            taught = [u for u in units if plan.primary[u] != NOBODY]
            assert fewest(instance, taught) <= len({plan.primary[u] for u in taught})


def problem_of(*times: tuple[int, int], capacity: float = 20) -> Problem:
    batches = tuple(
        Batch(id=f"b{n}", course="c", hours=end - start, sessions=(monday(start, end),))
        for n, (start, end) in enumerate(times)
    )
    return Problem(trainers=tuple(Trainer(id=name, capacity=capacity) for name in ("John", "Maria")), batches=batches)


def monday(start: int, end: int) -> Weekly:
    return Weekly(day=Day.MONDAY, start=f"{start:02}:00", end=f"{end:02}:00")


def plan_of(problem: Problem, *primary: int) -> Plan:
    plan = Plan(compiled(problem))
    plan.filled(primary)
    return plan


def vacated(plan: Plan) -> Plan:
    vacate(plan, Takers(plan.instance, anybody), Random(0), STEPS, forever())
    return plan


def anybody(_u: int, _t: int) -> bool:
    return True


def forever() -> Budget:
    return Budget(60, lambda: False, lambda: 0)


def spent(plan: Plan) -> int:
    return Board(plan, [Term.TRAINERS_PER_COURSE]).values[Term.TRAINERS_PER_COURSE]
