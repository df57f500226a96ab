"""Small problems with everything that a problem can state: times of weeks and dates, levels, links, limits, orders."""

from datetime import datetime

from hypothesis import strategies as st

from multitrainer.domain.roster import Role, Status
from multitrainer.solver.documents.intervals import DAYS, Dated, Interval, Weekly
from multitrainer.solver.documents.objective import DEFAULT_ORDER, Measured, Rule, RuleLevel, Stage, Term
from multitrainer.solver.documents.problem import Batch, DayAndWeek, Level, Link, LinkKind, Pair, Problem, Team, Trainer
from multitrainer.solver.reading.checking import check
from multitrainer.solver.reading.faults import Faults

COURSES = ("a", "b")
SIZES = ((3, 4), (4, 3), (5, 2), (4, 4), (2, 4))
"""Of batches and trainers: few enough to look at every plan."""

INTERVALS: tuple[Interval, ...] = (
    Weekly(day=DAYS[0], start="09:00", end="11:00"),
    Weekly(day=DAYS[0], start="10:30", end="12:00"),
    Weekly(day=DAYS[0], start="15:00", end="17:30"),
    Weekly(day=DAYS[1], start="09:00", end="11:00"),
    Dated(start=datetime(2026, 3, 2, 11), end=datetime(2026, 3, 2, 13)),  # noqa: DTZ001  (a Monday; no zones)
    Dated(start=datetime(2026, 3, 2, 14), end=datetime(2026, 3, 2, 16)),  # noqa: DTZ001
    Dated(start=datetime(2026, 3, 10, 9), end=datetime(2026, 3, 10, 10)),  # noqa: DTZ001
)

LENGTHS = (1, 2, 3, 5, 12)
"""Terms of an order. In a short one, nothing stands between a stage and what could spoil it."""

WEIGHTS = st.sampled_from((1, 2, 7, 500))
SLACKS = st.sampled_from((0.0, 0.0, 0.1, 0.5))


@st.composite
def small_timetables(draw: st.DrawFn) -> Problem:
    """Up to five batches and four trainers."""
    many_batches, many_trainers = draw(st.sampled_from(SIZES))
    people, groups = [f"t{n}" for n in range(many_trainers)], [f"b{n}" for n in range(many_batches)]
    levels = draw(st.dictionaries(st.sampled_from(Rule), st.sampled_from(RuleLevel), max_size=3))
    pairs = draw(st.lists(_pair(people, groups), max_size=4, unique_by=lambda pair: (pair.trainer, pair.batch)))
    return Problem(
        trainers=tuple(draw(_trainer(name)) for name in people),
        batches=tuple(draw(_batch(name, people)) for name in groups),
        pairs=tuple(pairs),
        links=tuple(draw(st.lists(_link(groups), max_size=2))),
        rules=levels,
        order=draw(_order([rule for rule, level in levels.items() if level is RuleLevel.PREFERRED])),
        rest_minutes=draw(st.sampled_from((0, 0, 45))),
        backups=draw(st.sampled_from((0, 1, 1, 2))),
    )


def is_sound(problem: Problem) -> bool:
    """Whether nothing in it contradicts itself."""
    faults = Faults()
    check(problem, faults)
    return not faults.number


@st.composite
def _trainer(draw: st.DrawFn, name: str) -> Trainer:
    roles = st.dictionaries(st.sampled_from(COURSES), st.sampled_from(Role), min_size=1)
    limit = st.sampled_from((None, None, 2.0, 4.0))
    return Trainer(
        id=name,
        capacity=draw(st.sampled_from((4.0, 7.0, 10.0))),
        load=draw(st.sampled_from((0.0, 0.0, 1.5, 8.0))),
        skills=draw(st.sampled_from((("x", "y"), ("x", "y"), ("x",)))),
        unavailable=draw(_times()),
        limits=DayAndWeek(hours_per_day=draw(limit), hours_per_week=draw(limit)),
        roles=draw(st.none() | roles),
        status=draw(st.sampled_from((Status.ACTIVE, Status.ACTIVE, Status.ON_LEAVE))),
    )


@st.composite
def _batch(draw: st.DrawFn, name: str, people: list[str]) -> Batch:
    primary = draw(st.none() | st.sampled_from(people))
    return Batch(
        id=name,
        course=draw(st.sampled_from(COURSES)),
        hours=draw(st.sampled_from((1.0, 61 / 60, 2.0, 3.0))),
        sessions=draw(_times()),
        skills=draw(st.sampled_from(((), (), ("y",)))),
        current=Team(primary=primary),
        pinned=primary is not None and draw(st.sampled_from((False, False, False, True))),
    )


def _times() -> st.SearchStrategy[tuple[Interval, ...]]:
    return st.just(()) | st.lists(st.sampled_from(INTERVALS), max_size=2, unique=True).map(tuple)


def _pair(people: list[str], groups: list[str]) -> st.SearchStrategy[Pair]:
    return st.builds(
        Pair,
        trainer=st.sampled_from(people),
        batch=st.sampled_from(groups),
        level=st.sampled_from(Level),
        cost=st.sampled_from((0.0, 0.5, -2.0)),
        hours=st.sampled_from((None, None, 1.5, 5.0)),
    )


def _link(groups: list[str]) -> st.SearchStrategy[Link]:
    several = st.lists(st.sampled_from(groups), min_size=2, max_size=3, unique=True).map(tuple)
    return st.builds(Link, kind=st.sampled_from(LinkKind), batches=several)


@st.composite
def _order(draw: st.DrawFn, preferred: list[Rule]) -> tuple[Stage, ...]:
    """The usual one, or one that is made up: some terms, alone and together, with weights and slack."""
    if not preferred and draw(st.sampled_from((True, False, False))):
        return DEFAULT_ORDER
    terms: list[Measured] = [term for term in Term if term is not Term.UNCOVERED]
    left = draw(st.permutations([*terms, *preferred]))[: draw(st.sampled_from(LENGTHS))]
    if draw(st.booleans()):  # what others spoil first, and what says most of them
        left = [Term.HIGHEST_LOAD, *(term for term in left if term is not Term.HIGHEST_LOAD)]
    stages = [Stage(terms={Term.UNCOVERED: draw(WEIGHTS)})]
    while left:
        many = draw(st.sampled_from((1, 1, 1, 2, 3)))
        together, left = left[:many], left[many:]
        stages.append(Stage(terms={term: draw(WEIGHTS) for term in together}, slack=draw(SLACKS)))
    return tuple(stages)
