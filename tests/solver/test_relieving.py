from random import Random

from multitrainer.solver.bounds.supply import highest_load_seen
from multitrainer.solver.documents.limits import Budget
from multitrainer.solver.documents.problem import Batch, Problem, Team, Trainer
from multitrainer.solver.instances.instance import Instance, compiled
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.highest import highest
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.plans.takers import Takers
from multitrainer.solver.search.greedy import constructed
from multitrainer.solver.search.relieving import Relief, press
from tests.bench.solving import machines
from tests.bench.solving.courses import an_institute

STEPS = 5_000


def test_jobs_end_together_as_early_as_they_can() -> None:
    one = next(one for one in machines.of_recipe(0) if one.name == "drawn 5x50-0")
    assert highest(pressed(compiled(one.problem))) == one.best


def test_whoever_is_pinned_gives_nothing_away() -> None:
    batches = (
        Batch(id="b0", course="c", hours=4, current=Team(primary="John"), pinned=True),
        Batch(id="b1", course="c", hours=4, current=Team(primary="John"), pinned=True),
    )
    instance = compiled(Problem(trainers=two_trainers(), batches=batches))
    assert pressed(instance).primary == [0, 0]


def test_an_aim_that_is_too_low_leaves_the_plan_as_it_was() -> None:
    batches = tuple(Batch(id=f"b{n}", course="c", hours=4) for n in range(3))
    plan = constructed(compiled(Problem(trainers=two_trainers(), batches=batches)))
    before = [*plan.primary]
    assert not Relief(plan, [240, 240], anybody(plan.instance), Random(0)).succeeds(500, forever())
    assert plan.primary == before


def test_nobody_is_given_what_they_are_not_wanted_for() -> None:
    batches = tuple(Batch(id=f"b{n}", course="c", hours=4) for n in range(2))
    plan = Plan(compiled(Problem(trainers=two_trainers(), batches=batches)))
    plan.give(0, 0)
    plan.give(1, 0)
    press(plan, 0, the_first(plan.instance), Random(0), STEPS, forever())
    assert plan.primary == [0, 0]


def test_a_plan_keeps_every_rule_while_its_highest_load_comes_down() -> None:
    instance = compiled(an_institute(60, 16, 0))
    before, after = constructed(instance), pressed(instance)
    assert highest(after) < highest(before)
    again = Plan(instance)
    for u, t in enumerate(after.primary):
        assert t != NOBODY
        assert instance.may[u] >> t & 1
        assert again.fits(u, t)
        again.give(u, t)


def test_the_same_seed_presses_alike() -> None:
    instance = compiled(an_institute(60, 16, 1))
    assert pressed(instance).primary == pressed(instance).primary


def pressed(instance: Instance) -> Plan:
    plan = constructed(instance)
    press(
        plan,
        highest_load_seen(instance, uncovered=0, leads_teach=None) or 0,
        anybody(instance),
        Random(0),
        STEPS,
        forever(),
    )
    return plan


def two_trainers() -> tuple[Trainer, ...]:
    return tuple(Trainer(id=name, capacity=20) for name in ("John", "Maria"))


def forever() -> Budget:
    return Budget(1e9, lambda: False)


def anybody(instance: Instance) -> Takers:
    return Takers(instance, lambda _u, _t: True)


def the_first(instance: Instance) -> Takers:
    return Takers(instance, lambda _, t: t == 0)
