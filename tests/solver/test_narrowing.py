from hypothesis import given, settings

from multitrainer.solver.documents.limits import Budget, Limits
from multitrainer.solver.documents.objective import Measured, Stage, Term
from multitrainer.solver.documents.problem import Batch, Pair, Problem, Team, Trainer
from multitrainer.solver.documents.solution import SolutionStatus
from multitrainer.solver.exact.narrowing import narrowed
from multitrainer.solver.instances.instance import Instance, compiled
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.board import Board
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.search.greedy import constructed
from multitrainer.solver.solving import solve
from tests.bench.solving import assignment
from tests.solver.small_problems import plans, small_problems

SUMS: dict[Measured, int] = {Term.PREFERENCES: 3, Term.CHANGES: 40, Term.ROSTER_ORDER: 1}
COVER: dict[Measured, int] = {Term.UNCOVERED: 1}


@given(small_problems())
@settings(max_examples=60)
def test_a_small_sum_comes_down_to_the_least_there_is_and_is_proved(problem: Problem) -> None:
    instance = compiled(problem)
    plan = constructed(instance)
    most = cost(plan, COVER)
    kept = [one for one in plans(instance) if cost(one, COVER) <= most and keeps_pinned(instance, one)]
    bound = narrowed(plan, SUMS, [(COVER, most)], Limits(), forever())
    if kept:
        least = min(cost(one, SUMS) for one in kept)
        assert bound is not None
        assert bound <= least <= cost(plan, SUMS)
        assert bound == cost(plan, SUMS)


def test_room_that_an_earlier_stage_has_lowered_is_kept() -> None:
    pairs = tuple(Pair(trainer="Maria", batch=f"b{n}", cost=5) for n in range(2))
    batches = tuple(Batch(id=f"b{n}", course="c", hours=4) for n in range(2))
    trainers = (Trainer(id="John", capacity=20), Trainer(id="Maria", capacity=20))
    plan = Plan(compiled(Problem(trainers=trainers, batches=batches, pairs=pairs)))
    plan.filled([1, 1])
    plan.room = [240, 1200]
    assert narrowed(plan, {Term.PREFERENCES: 1}, [(COVER, 0)], Limits(), forever()) == 500
    assert sorted(plan.primary) == [0, 1]


def test_what_only_parts_of_batches_could_do_is_no_bound() -> None:
    """Alex is gone: their six hours fit nobody unless another batch moves, too; shared by the others, they would."""
    trainers = tuple(Trainer(id=name, capacity=11) for name in ("John", "Maria"))
    hours = {"of Alex": ("Alex", 6), "1": ("John", 4), "2": ("John", 3), "3": ("Maria", 4), "4": ("Maria", 3)}
    batches = tuple(
        Batch(id=name, course="c", hours=hours, current=Team(primary=primary))
        for name, (primary, hours) in hours.items()
    )
    gone = Trainer(id="Alex", capacity=11, roles={})
    plan = Plan(compiled(Problem(trainers=(*trainers, gone), batches=batches)))
    plan.filled([0, 1, 1, 0, 0])
    assert cost(plan, {Term.CHANGES: 1}) == 5
    assert narrowed(plan, {Term.CHANGES: 1}, [(COVER, 0)], Limits(), forever()) == 2
    assert cost(plan, {Term.CHANGES: 1}) == 2


def test_nothing_is_known_once_time_is_over() -> None:
    plan = constructed(compiled(assignment.of_recipe("e", 5, 20, 0).problem))
    before = [*plan.primary]
    assert narrowed(plan, {Term.PREFERENCES: 1}, [(COVER, 0)], Limits(), Budget(0, lambda: False)) is None
    assert plan.primary == before


def test_more_pairs_than_can_be_compared_at_once_are_proved_within_a_hundredth() -> None:
    one = assignment.of_recipe("c", 10, 130, 0)
    assert sum(map(len, compiled(one.problem).allowed)) > 1_000
    solution = solve(one.problem, limits=Limits(seconds=30, effort=20_000))
    (line,) = (line for line in solution.terms if line.term is Term.PREFERENCES)
    assert line.bound is not None
    assert line.value <= 1.01 * line.bound
    assert solution.status in {SolutionStatus.FEASIBLE, SolutionStatus.OPTIMAL}


def test_the_same_effort_narrows_alike() -> None:
    problem = assignment.of_recipe("c", 10, 130, 0).problem
    first, again = (solve(problem, limits=Limits(seconds=60, effort=5_000)).people for _ in range(2))
    assert first == again


def cost(plan: Plan, terms: dict[Measured, int]) -> int:
    return Board(plan, [*terms]).cost([*Stage(terms=terms).terms.items()])


def keeps_pinned(instance: Instance, plan: Plan) -> bool:
    return all(t != NOBODY for u, t in enumerate(plan.primary) if instance.pinned[u])


def forever() -> Budget:
    return Budget(60, lambda: False, lambda: 0)
