"""What is in the way of a unit, against trying each one that could be."""

from hypothesis import given, settings

from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.instances.instance import compiled
from multitrainer.solver.plans.plan import Plan
from tests.solver.small_problems import plans, small_problems


@given(small_problems())
@settings(max_examples=100)
def test_what_is_in_the_way_is_what_would_have_to_go_and_suffices(problem: Problem) -> None:
    instance = compiled(problem)
    for plan in plans(instance):
        for u, allowed in enumerate(instance.allowed):
            for t in allowed:
                if plan.primary[u] != t and not plan.fits(u, t):
                    assert sorted(plan.in_the_way(u, t)) == tried(plan, u, t)


def tried(plan: Plan, u: int, t: int) -> list[int]:
    return [o for o in sorted(plan.taught[t]) if not plan.instance.pinned[o] and plan.fits(u, t, without=o)]
