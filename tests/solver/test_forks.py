"""A unit whose taker gives two away for it, against long chains, and against what is required."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from multitrainer.solver.documents.limits import Budget
from multitrainer.solver.documents.objective import Term
from multitrainer.solver.instances.instance import Instance, compiled
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.board import Board
from multitrainer.solver.plans.chains import shortest
from multitrainer.solver.plans.forks import fork
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.plans.takers import Takers
from multitrainer.solver.search.greedy import kept
from multitrainer.solver.search.today import nearest
from tests.solver.stating import batch, problem, trainer, weekly

CHAIN = ["Paul", "Petra", "Pia", "Quin"]
"""Each could hand on four hours to the next, and the last has room for them."""

LIMITS = st.sampled_from([{}, {}, {"hoursPerDay": 5}])
HOURS = st.sampled_from([1, 2, 2, 3])
SESSIONS = st.sampled_from([[], [], [weekly("monday", "09:00", "11:00")], [weekly("tuesday", "09:00", "11:00")]])


def of_alex() -> Instance:
    """Alex is gone, whose batch John could take for two that Maria and Sarah have room for; or else four move on."""
    away = trainer("Alex", roles={})
    john = trainer("John", capacity=4, skills=["A", "J"])
    others = [trainer(name, capacity=2, skills=["J"]) for name in ("Maria", "Sarah")]
    chain = [
        trainer(name, capacity=4, skills=[name, before]) for before, name in zip(["A", *CHAIN], CHAIN, strict=False)
    ]
    batches = [
        batch("A", hours=4, skills=["A"], current={"primary": "Alex"}),
        *(batch(name, hours=2, skills=["J"], current={"primary": "John"}) for name in ("J1", "J2")),
        *(batch(f"P{name}", hours=4, skills=[name], current={"primary": name}) for name in CHAIN[:-1]),
    ]
    return compiled(problem(trainers=[away, john, *others, *chain], batches=batches))


def anybody(instance: Instance) -> Takers:
    return Takers(instance, lambda _u, _t: True)


def unlimited() -> Budget:
    return Budget(60, lambda: False)


def test_a_plan_near_to_todays_is_found_where_somebody_has_to_give_two_away() -> None:
    instance = of_alex()
    plan = nearest(instance, instance.room, anybody(instance), 3, Random(0), unlimited())
    assert Board(plan, [Term.UNCOVERED, Term.CHANGES]).values == {Term.UNCOVERED: 0, Term.CHANGES: 3}


def test_a_fork_has_fewer_moves_than_the_shortest_chain() -> None:
    instance = of_alex()
    plan = kept(instance, instance.room)
    assert len(shortest(plan, 0, anybody(instance))) == 4
    assert fork(plan, 0, anybody(instance), Random(0), 3, unlimited())
    assert Board(plan, [Term.UNCOVERED, Term.CHANGES]).values == {Term.UNCOVERED: 0, Term.CHANGES: 3}


def test_without_a_fork_of_so_few_moves_the_plan_is_as_before() -> None:
    instance = of_alex()
    plan = kept(instance, instance.room)
    before = [*plan.primary]
    assert not fork(plan, 0, anybody(instance), Random(0), 2, unlimited())
    assert plan.primary == before


def test_no_chain_is_longer_than_asked() -> None:
    instance = of_alex()
    plan = kept(instance, instance.room)
    assert shortest(plan, 0, anybody(instance), most=3) == []
    assert len(shortest(plan, 0, anybody(instance), most=4)) == 4


@st.composite
def full_plans(draw: st.DrawFn) -> Plan:
    """Four trainers with many small batches, and one large one that none of them has room for."""
    trainers = [trainer(f"T{n}", capacity=draw(st.integers(4, 6)), limits=draw(LIMITS)) for n in range(4)]
    small = [batch(f"B{n}", hours=draw(HOURS), sessions=draw(SESSIONS)) for n in range(7)]
    large = batch("large", hours=4, sessions=[weekly("monday", "09:00", "13:00")])
    plan = Plan(compiled(problem(trainers=trainers, batches=[*small, large])))
    for u in range(len(small)):
        fitting = [t for t in plan.instance.allowed[u] if plan.fits(u, t)]
        if fitting:
            plan.give(u, draw(st.sampled_from(fitting)))
    return plan


@given(full_plans(), st.integers(3, 6))
@settings(max_examples=200)
def test_a_fork_breaks_nothing_that_is_required_and_moves_no_more_than_it_may(plan: Plan, most: int) -> None:
    large, before = len(plan.primary) - 1, [*plan.primary]
    found = fork(plan, large, anybody(plan.instance), Random(0), most, unlimited())
    moved = [u for u, t in enumerate(plan.primary) if t != before[u]]
    assert (large in moved and len(moved) <= most) if found else not moved
    assert plan.primary.count(NOBODY) == before.count(NOBODY) - found
    assert_keeps_what_is_required(plan)


def assert_keeps_what_is_required(plan: Plan) -> None:
    again = Plan(plan.instance)
    for u, t in enumerate(plan.primary):
        if t != NOBODY:
            assert plan.instance.may[u] >> t & 1
            assert again.fits(u, t)
            again.give(u, t)
