"""Problems so small that every plan can be looked at."""

from collections.abc import Iterator
from itertools import product

from hypothesis import strategies as st

from multitrainer.domain.roster import Role
from multitrainer.solver.documents.intervals import DAYS, Weekly
from multitrainer.solver.documents.problem import Batch, Link, LinkKind, Pair, Problem, Team, Trainer
from multitrainer.solver.instances.instance import Instance
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.plan import Plan

COURSES = ("a", "b")
HOURS = st.sampled_from((1.0, 61 / 60, 1.5, 2.0, 4.0))


@st.composite
def small_problems(draw: st.DrawFn) -> Problem:
    """Up to three trainers and four batches, with whatever may come between them."""
    trainers = tuple(draw(_trainer(f"t{n}")) for n in range(draw(st.integers(1, 3))))
    names = [one.id for one in trainers]
    batches = tuple(draw(_batch(f"b{n}", names)) for n in range(draw(st.integers(1, 4))))
    pairs = {(one.trainer, one.batch): one for one in draw(st.lists(_pair(names, [b.id for b in batches]), max_size=3))}
    return Problem(trainers=trainers, batches=batches, pairs=tuple(pairs.values()), links=draw(_links(batches)))


def plans(instance: Instance) -> Iterator[Plan]:
    """Every plan that breaks no required rule."""
    for people in product(*((NOBODY, *allowed) for allowed in instance.allowed)):
        plan = Plan(instance)
        for u, t in enumerate(people):
            if t != NOBODY and plan.fits(u, t):
                plan.give(u, t)
        if tuple(plan.primary) == people:
            yield plan


@st.composite
def _trainer(draw: st.DrawFn, name: str) -> Trainer:
    roles = st.dictionaries(st.sampled_from(COURSES), st.sampled_from(Role), min_size=1)
    return Trainer(
        id=name,
        capacity=draw(st.sampled_from((3.0, 5.0, 8.0))),
        load=draw(st.sampled_from((0.0, 0.0, 1.5))),
        roles=draw(st.none() | roles),
        unavailable=draw(_times()),
    )


@st.composite
def _batch(draw: st.DrawFn, name: str, trainers: list[str]) -> Batch:
    return Batch(
        id=name,
        course=draw(st.sampled_from(COURSES)),
        hours=draw(HOURS),
        sessions=draw(_times()),
        current=Team(primary=draw(st.none() | st.sampled_from(trainers))),
    )


def _times() -> st.SearchStrategy[tuple[Weekly, ...]]:
    morning, noon = Weekly(day=DAYS[0], start="09:00", end="11:00"), Weekly(day=DAYS[0], start="10:00", end="12:00")
    return st.sampled_from(((), (), (morning,), (noon,), (Weekly(day=DAYS[1], start="09:00", end="11:00"),)))


def _pair(trainers: list[str], batches: list[str]) -> st.SearchStrategy[Pair]:
    names = {"trainer": st.sampled_from(trainers), "batch": st.sampled_from(batches)}
    return st.builds(Pair, **names, hours=st.none() | HOURS)


def _links(batches: tuple[Batch, ...]) -> st.SearchStrategy[tuple[Link, ...]]:
    if len(batches) < 2:
        return st.just(())
    first = batches[0].id, batches[1].id
    one = st.sampled_from((LinkKind.SAME, LinkKind.DIFFERENT)).map(lambda kind: (Link(kind=kind, batches=first),))
    return st.just(()) | one
