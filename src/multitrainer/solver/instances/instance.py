"""A problem in numbers: what is taught together, trainers by their position, times as bits, hours as minutes."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from itertools import combinations
from operator import and_, or_

from multitrainer.domain.roster import Role
from multitrainer.solver.documents.objective import Rule, RuleLevel
from multitrainer.solver.documents.problem import Level, LinkKind, Problem
from multitrainer.solver.instances.days import Days, days_of
from multitrainer.solver.instances.links import Edges, bundled, edges_of, neighbours_of
from multitrainer.solver.instances.static import NOBODY, Forbids, StaticRules, members_of
from multitrainer.solver.instances.timeline import Timeline

POINTS = {Level.PREFERRED: -100, Level.DISCOURAGED: 100}


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """What the engine works on: units `u`, which are batches that one trainer must teach together, and trainers `t`.

    A unit is one batch, unless required links bind several.
    """

    problem: Problem
    members: list[tuple[int, ...]]
    """The batches of each unit, by their position in the problem."""

    trainers: range

    minutes: list[int]
    own_minutes: Mapping[tuple[int, int], int]
    busy: list[int]
    """The time that each unit takes, as bits."""

    busy_batches: list[int]
    """The same of each batch alone."""

    days: list[tuple[Days, ...]]
    pinned: list[bool]
    allowed: list[tuple[int, ...]]
    """Whom no required rule forbids that looks at one trainer and one unit alone, in the roster's order."""

    may: list[int]
    """The same as bits, to ask about one."""

    room: list[int]
    """Minutes a week that a trainer can be given, beside what they do elsewhere."""

    capacity: list[int]
    elsewhere: list[int]
    day_limit: list[int | None]
    week_limit: list[int | None]

    current: list[int]
    """Today's primary of each batch."""

    course: list[str]
    """The course of each batch."""

    leads: Mapping[str, frozenset[int]]
    points: Mapping[tuple[int, int], int]
    """By batch and trainer."""

    with_points: frozenset[int]
    """The batches that have any."""

    forbids: Mapping[Rule, Forbids]
    """By batch and trainer: the rules that look at these alone."""

    standing_by: Callable[[int], int]
    """Who may be a backup of a batch, as bits."""

    neighbours: Edges
    same: Edges
    different: Edges

    def minutes_of(self, u: int, t: int) -> int:
        """Minutes a week that a unit takes of a trainer."""
        return self.own_minutes.get((u, t), self.minutes[u]) if self.own_minutes else self.minutes[u]

    def share(self, t: int, given: int) -> int:
        """A trainer's load when given so many minutes, in per mille of the capacity, rounded up."""
        return -(-1000 * (self.elsewhere[t] + given) // self.capacity[t])

    def requires(self, rule: Rule) -> bool:
        """Whether a rule is required."""
        return self.problem.level_of(rule) is RuleLevel.REQUIRED


def compiled(problem: Problem) -> Instance:
    """The problem in numbers. It must have passed `checking`."""
    trainer = {t.id: n for n, t in enumerate(problem.trainers)}
    batch = {b.id: n for n, b in enumerate(problem.batches)}
    timeline = Timeline(
        {b.sessions for b in problem.batches}, {t.unavailable for t in problem.trainers}, problem.rest_minutes
    )
    static = StaticRules(problem, trainer, batch, timeline)
    members = bundled(problem, batch)
    unit = {b: u for u, several in enumerate(members) for b in several}
    elsewhere, capacity = [minutes(t.load) for t in problem.trainers], [minutes(t.capacity) for t in problem.trainers]
    busy, days = cache(timeline.busy), cache(days_of)
    taken = [busy(b.sessions) for b in problem.batches]
    may = _may(problem, static, members, taken)
    points = _points(problem, trainer, batch)
    return Instance(
        problem=problem,
        members=members,
        trainers=range(len(trainer)),
        minutes=[sum(minutes(problem.batches[b].hours) for b in several) for several in members],
        own_minutes=_own_minutes(problem, trainer, batch, members, unit),
        busy_batches=[busy(batch.sessions) for batch in problem.batches],
        busy=[reduce(or_, (busy(problem.batches[b].sessions) for b in several)) for several in members],
        days=[
            tuple(days(problem.batches[b].sessions, minutes(problem.batches[b].hours)) for b in several)
            for several in members
        ],
        pinned=[
            any(problem.batches[b].pinned for b in several) and _requires(problem, Rule.PINNED) for several in members
        ],
        allowed=[*map(cache(members_of), may)],
        may=may,
        room=_room(problem, capacity, elsewhere),
        capacity=capacity,
        elsewhere=elsewhere,
        day_limit=[_limit(problem, Rule.DAILY_LIMIT, t.limits.hours_per_day) for t in problem.trainers],
        week_limit=[_limit(problem, Rule.WEEKLY_LIMIT, t.limits.hours_per_week) for t in problem.trainers],
        current=[trainer[b.current.primary] if b.current.primary else NOBODY for b in problem.batches],
        course=[b.course for b in problem.batches],
        leads=_leads(problem),
        points=points,
        with_points=frozenset(b for b, _ in points),
        forbids=static.forbids,
        standing_by=static.standing_by,
        neighbours=neighbours_of(problem, batch, unit),
        same=edges_of(problem, batch, unit, LinkKind.SAME),
        different=edges_of(problem, batch, unit, LinkKind.DIFFERENT),
    )


def minutes(hours: float) -> int:
    """Hours in whole minutes."""
    return round(hours * 60)


def _requires(problem: Problem, rule: Rule) -> bool:
    return problem.level_of(rule) is RuleLevel.REQUIRED


def _room(problem: Problem, capacity: Sequence[int], elsewhere: Sequence[int]) -> list[int]:
    if not _requires(problem, Rule.CAPACITY):
        hours = [*(b.hours for b in problem.batches), *(p.hours for p in problem.pairs if p.hours is not None)]
        return [sum(capacity) + sum(map(minutes, hours))] * len(capacity)
    return [max(0, most - taken) for most, taken in zip(capacity, elsewhere, strict=True)]


def _limit(problem: Problem, rule: Rule, hours: float | None) -> int | None:
    return None if hours is None or problem.level_of(rule) is RuleLevel.NEUTRAL else minutes(hours)


def _may(problem: Problem, static: StaticRules, members: Sequence[tuple[int, ...]], busy: Sequence[int]) -> list[int]:
    by_batch = static.allowed()
    clashes = (one for one in members if len(one) > 1 and _requires(problem, Rule.CONFLICTS) and _clash(one, busy))
    nobody = dict.fromkeys(clashes, 0)
    return [nobody.get(one, reduce(and_, (by_batch[b] for b in one))) for one in members]


def _clash(several: Sequence[int], busy: Sequence[int]) -> bool:
    return any(busy[first] & busy[second] for first, second in combinations(several, 2))


def _own_minutes(
    problem: Problem,
    trainer: Mapping[str, int],
    batch: Mapping[str, int],
    members: Sequence[tuple[int, ...]],
    unit: Mapping[int, int],
) -> dict[tuple[int, int], int]:
    stated = {(batch[p.batch], trainer[p.trainer]): minutes(p.hours) for p in problem.pairs if p.hours is not None}
    usual = [minutes(b.hours) for b in problem.batches]
    return {
        (unit[b], t): sum(stated.get((one, t), usual[one]) for one in members[unit[b]])
        for b, t in stated
    }  # fmt: skip


def _leads(problem: Problem) -> dict[str, frozenset[int]]:
    leads: dict[str, set[int]] = defaultdict(set)
    for t, trainer in enumerate(problem.trainers):
        for course, role in (trainer.roles or {}).items():
            if role is Role.LEAD:
                leads[course].add(t)
    return {course: frozenset(several) for course, several in leads.items()}


def _points(problem: Problem, trainer: Mapping[str, int], batch: Mapping[str, int]) -> dict[tuple[int, int], int]:
    return {
        (batch[p.batch], trainer[p.trainer]): points
        for p in problem.pairs
        if (points := round(100 * p.cost) + POINTS.get(p.level, 0))
    }
