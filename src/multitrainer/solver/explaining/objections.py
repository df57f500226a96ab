"""Which rule keeps a trainer from a unit, in words that name what stands in the way."""

from collections.abc import Callable, Sequence
from itertools import product
from typing import NamedTuple

from multitrainer.domain.roster import Status
from multitrainer.solver.documents.intervals import Interval
from multitrainer.solver.documents.objective import Rule
from multitrainer.solver.documents.problem import Level
from multitrainer.solver.explaining.barring import Barring
from multitrainer.solver.explaining.meetings import first_meeting
from multitrainer.solver.explaining.words import Names, in_hours, listed, time_of
from multitrainer.solver.instances.days import most_of_a_day, most_of_a_week
from multitrainer.solver.instances.instance import Instance
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.plans.why import first_against


class Objection(NamedTuple):
    """The first rule that forbids, and what it comes to here."""

    rule: Rule
    words: str


class Objections:
    """What stands between trainers and units, in a plan. Looks at the plan as it is when it is asked."""

    def __init__(self, plan: Plan, names: Names) -> None:
        self._plan = plan
        self._names = names
        self._barring = Barring(plan.instance.problem)
        self._named = {p.batch: p.trainer for p in plan.instance.problem.pairs if p.level is Level.REQUIRED}

    def first(self, u: int, t: int) -> Objection | None:
        """The first rule against giving a trainer a unit that somebody else has, or nobody."""
        rule = first_against(self._plan, u, t)
        return None if rule is None else Objection(rule, self._words(rule, u, t))

    def _words(self, rule: Rule, u: int, t: int) -> str:
        if rule in IN_A_PLAN:
            return IN_A_PLAN[rule](self._plan, self._names, u, t)
        instance = self._plan.instance
        b = next(b for b in self._looked_at(rule, u) if instance.forbids[rule](b, t))
        if rule is Rule.PROHIBITED:
            return self._prohibited(b, t)
        return OF_A_PAIR[rule](instance, self._names, b, t)

    def _looked_at(self, rule: Rule, u: int) -> Sequence[int]:
        """A unit's batches without those that are pinned, of which only that is asked."""
        instance = self._plan.instance
        batches = instance.problem.batches
        if rule is Rule.PINNED or not instance.requires(Rule.PINNED):
            return instance.members[u]
        return [b for b in instance.members[u] if not batches[b].pinned]

    def _prohibited(self, b: int, t: int) -> str:
        batch, name = self._plan.instance.problem.batches[b].id, self._names.batch[b]
        ids = [one.id for one in self._plan.instance.problem.trainers]
        if (named := self._named.get(batch)) and named != ids[t]:
            return f"{name} requires {self._names.trainer[ids.index(named)]}."
        if why := self._barring.reason(ids[t], [batch]):
            return f"{self._names.trainer[t]} can't teach {name}: {why}."
        return f"{self._names.trainer[t]} is prohibited for {name}."


def _status(instance: Instance, names: Names, b: int, t: int) -> str:
    on_leave = instance.problem.trainers[t].status is Status.ON_LEAVE
    return f"{names.trainer[t]} is {'on leave' if on_leave else 'inactive'}, and does not teach {names.batch[b]} today."


def _role(instance: Instance, names: Names, b: int, t: int) -> str:
    course = names.course(instance.course[b])
    if instance.course[b] in (instance.problem.trainers[t].roles or {}):
        return f"{names.trainer[t]} is a substitute on {course}; substitutes stand by."
    return f"{names.trainer[t]} is not on {course}."


def _pinned(instance: Instance, names: Names, b: int, t: int) -> str:
    kept = instance.current[b]
    return f"{names.batch[b]} is locked to {'nobody' if kept == NOBODY else names.trainer[kept]}."


def _skills(instance: Instance, names: Names, b: int, t: int) -> str:
    problem = instance.problem
    missing = [skill for skill in problem.batches[b].skills if skill not in problem.trainers[t].skills]
    return f"{names.batch[b]} needs {listed(missing)}, which {names.trainer[t]} does not have."


def _unavailable(instance: Instance, names: Names, b: int, t: int) -> str:
    problem = instance.problem
    both = first_meeting(problem.batches[b].sessions, problem.trainers[t].unavailable)
    assert both, "the rule forbids only what meets"
    session, away = both
    who, what = names.trainer[t], names.batch[b]
    return f"{who} is unavailable on {time_of(away)}, and {what} meets on {time_of(session)}."


def _clash(plan: Plan, names: Names, u: int, t: int) -> str:
    instance = plan.instance
    for o in sorted(plan.taught[t]):
        if instance.busy[o] & instance.busy[u]:
            return f"{met(instance, names, u, o)}, which {names.trainer[t]} teaches."
    return f"One trainer is to teach both, but {met(instance, names, u, u)}."


def met(instance: Instance, names: Names, u: int, o: int) -> str:
    """Which batches of two units meet in time, and when; of one with itself, which of its own."""
    (b, first), (c, second) = _meeting_batches(instance, u, o)
    rest = instance.problem.rest_minutes
    overlaps = "overlaps" if first_meeting([first], [second]) else f"leaves less than {in_hours(rest)} to"
    return f"{names.batch[b]} on {time_of(first)} {overlaps} {names.batch[c]} on {time_of(second)}"


def _meeting_batches(instance: Instance, u: int, o: int) -> tuple[tuple[int, Interval], tuple[int, Interval]]:
    problem = instance.problem
    for b, c in product(instance.members[u], instance.members[o]):
        both = first_meeting(problem.batches[b].sessions, problem.batches[c].sessions, problem.rest_minutes)
        if both and b != c:
            return (b, both[0]), (c, both[1])
    raise ValueError("these units do not meet")


def _above_capacity(plan: Plan, names: Names, u: int, t: int) -> str:
    instance = plan.instance
    total = instance.elsewhere[t] + plan.given[t] + instance.minutes_of(u, t)
    above, most = in_hours(total - instance.capacity[t]), in_hours(instance.capacity[t])
    who, what = names.trainer[t], names.unit(u)
    return f"With {what}, {who} would have {in_hours(total)} a week, {above} above the capacity of {most}."


def _above_day(plan: Plan, names: Names, u: int, t: int) -> str:
    instance = plan.instance
    total = most_of_a_day(d for o in (*plan.taught[t], u) for d in instance.days[o])
    return _above(names, u, t, total, instance.day_limit[t] or 0, "day")


def _above_week(plan: Plan, names: Names, u: int, t: int) -> str:
    instance = plan.instance
    total = most_of_a_week(d for o in (*plan.taught[t], u) for d in instance.days[o])
    return _above(names, u, t, total, instance.week_limit[t] or 0, "week")


def _above(names: Names, u: int, t: int, total: int, most: int, what: str) -> str:
    who, above = names.trainer[t], in_hours(total - most)
    return f"With {names.unit(u)}, {who} would teach {in_hours(total)} in a {what}, {above} above the limit."


def _linked(plan: Plan, names: Names, u: int, t: int) -> str:
    other = next(o for o in plan.instance.different.get(u, ()) if plan.primary[o] == t)
    both = f"{names.unit(u)} and {names.unit(other)}"
    return f"{both} are to have different trainers, and {names.trainer[t]} teaches {names.unit(other)}."


OF_A_PAIR: dict[Rule, Callable[[Instance, Names, int, int], str]] = {
    Rule.STATUS: _status,
    Rule.ROLE: _role,
    Rule.PINNED: _pinned,
    Rule.SKILLS: _skills,
    Rule.AVAILABILITY: _unavailable,
}
IN_A_PLAN: dict[Rule, Callable[[Plan, Names, int, int], str]] = {
    Rule.CONFLICTS: _clash,
    Rule.CAPACITY: _above_capacity,
    Rule.DAILY_LIMIT: _above_day,
    Rule.WEEKLY_LIMIT: _above_week,
    Rule.LINKS: _linked,
}
