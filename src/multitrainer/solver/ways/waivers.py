"""For each rule, the change after which it no longer keeps a trainer from a unit."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from multitrainer.domain.roster import Role, Status
from multitrainer.solver.documents.document import HOURS_OF_A_WEEK
from multitrainer.solver.documents.objective import Rule
from multitrainer.solver.documents.problem import Batch, Level, LinkKind, Trainer
from multitrainer.solver.explaining.words import Names, in_hours, listed, time_of
from multitrainer.solver.instances.days import Days, most_of_a_day, most_of_a_week
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.ways.changing import ProblemChange
from multitrainer.solver.ways.documents import COSTS, WayKind
from multitrainer.solver.ways.shifts import moved, without

HOUR = 60


class Idea(NamedTuple):
    """A change that may help; whether it does is for `proving` to say."""

    kind: WayKind
    cost: int
    words: str
    change: ProblemChange
    trainers: tuple[int, ...]
    """Whom it is about, as far as the problem has them."""

    minutes: int = 0
    """How many more it asks of somebody."""


class Case(NamedTuple):
    """A unit, and a trainer whom one rule keeps from it."""

    plan: Plan
    names: Names
    u: int
    t: int

    @property
    def trainer(self) -> Trainer:
        """Who is kept from it."""
        return self.plan.instance.problem.trainers[self.t]

    @property
    def who(self) -> str:
        """What people call them."""
        return self.names.trainer[self.t]

    @property
    def batches(self) -> list[Batch]:
        """What is taught together."""
        return self.batches_of(self.u)

    def batches_of(self, u: int) -> list[Batch]:
        """The batches of any unit."""
        return [self.plan.instance.problem.batches[b] for b in self.plan.instance.members[u]]

    def days(self) -> list[Days]:
        """What the trainer would teach."""
        return [day for u in (*self.plan.taught[self.t], self.u) for day in self.plan.instance.days[u]]

    def idea(self, kind: WayKind, words: str, change: ProblemChange, minutes: int = 0) -> Idea:
        """A change that asks for so many more minutes of somebody."""
        return Idea(kind, COSTS[kind] - (-minutes // HOUR), words, change, (self.t,), minutes)

    def otherwise(self, **trainer: object) -> ProblemChange:
        """The trainer with some fields otherwise."""
        return ProblemChange(trainers=(self.trainer.model_copy(update=trainer),))


def _active(case: Case) -> Iterator[Idea]:
    words = f"Have {case.who} back as active."
    yield case.idea(WayKind.STATUS, words, case.otherwise(status=Status.ACTIVE))


def _on_course(case: Case) -> Iterator[Idea]:
    courses = sorted({one.course for one in case.batches})
    roles = {**(case.trainer.roles or {}), **dict.fromkeys(courses, Role.ASSISTANT)}
    words = f"Make {case.who} an assistant of {listed([*map(case.names.course, courses)])}."
    yield case.idea(WayKind.ROLE, words, case.otherwise(roles=roles))


def _allowed(case: Case) -> Iterator[Idea]:
    ids = {one.id for one in case.batches}
    for pair in case.plan.instance.problem.pairs:
        is_barred = pair.level is (Level.PROHIBITED if pair.trainer == case.trainer.id else Level.REQUIRED)
        if pair.batch in ids and is_barred:
            who, what = case.names.of_trainer[pair.trainer], case.names.of_batch[pair.batch]
            verb = f"Allow {who} for" if pair.level is Level.PROHIBITED else f"Do not require {who} for"
            change = ProblemChange(pairs=(pair.model_copy(update={"level": Level.NEUTRAL}),))
            though = f" ({pair.reason})" if pair.level is Level.PROHIBITED and pair.reason else ""
            yield case.idea(WayKind.PAIR, f"{verb} {what}{though}.", change)


def _unpinned(case: Case) -> Iterator[Idea]:
    pinned = [one for one in case.batches if one.pinned]
    change = ProblemChange(batches=tuple(one.model_copy(update={"pinned": False}) for one in pinned))
    yield case.idea(WayKind.PIN, f"Unlock {listed([case.names.of_batch[one.id] for one in pinned])}.", change)


def _unskilled(case: Case) -> Iterator[Idea]:
    has = case.trainer.skills
    for one in case.batches:
        if lacking := [skill for skill in one.skills if skill not in has]:
            skills = tuple(skill for skill in one.skills if skill in has)
            words = f"Do not require {listed(lacking)} of {case.names.of_batch[one.id]}."
            yield case.idea(WayKind.SKILLS, words, ProblemChange(batches=(one.model_copy(update={"skills": skills}),)))


def _there(case: Case) -> Iterator[Idea]:
    sessions = [session for one in case.batches for session in one.sessions]
    left, given_up = without(case.trainer.unavailable, sessions)
    words = f"Have {case.who} there on {listed([time_of(time) for time in given_up])}."
    yield case.idea(WayKind.AVAILABILITY, words, case.otherwise(unavailable=left))


def _apart(case: Case) -> Iterator[Idea]:
    rest = case.plan.instance.problem.rest_minutes
    theirs = [one for u in sorted(case.plan.taught[case.t]) for one in case.batches_of(u)]
    if len(case.batches) == 1 and (found := moved(case.batches[0], theirs, case.trainer, rest)):
        what = case.names.of_batch[found.batch.id]
        words = f"Move {what} from {time_of(found.before)} to {time_of(found.after)}."
        yield case.idea(WayKind.SESSION, words, ProblemChange(batches=(found.batch,)))


def _roomier(case: Case) -> Iterator[Idea]:
    instance, t = case.plan.instance, case.t
    total = instance.elsewhere[t] + case.plan.given[t] + instance.minutes_of(case.u, t)
    if total <= HOURS_OF_A_WEEK * HOUR:
        yield roomier(case, total - instance.capacity[t])


def roomier(case: Case, more: int) -> Idea:
    """So many minutes more capacity."""
    total = case.plan.instance.capacity[case.t] + more
    words = f"Raise the capacity of {case.who} by {in_hours(more)} to {in_hours(total)}."
    return case.idea(WayKind.CAPACITY, words, case.otherwise(capacity=total / HOUR), more)


def _longer_day(case: Case) -> Iterator[Idea]:
    yield _longer(case, "hours_per_day", "day", most_of_a_day(case.days()), case.plan.instance.day_limit[case.t] or 0)


def _longer_week(case: Case) -> Iterator[Idea]:
    yield _longer(
        case, "hours_per_week", "week", most_of_a_week(case.days()), case.plan.instance.week_limit[case.t] or 0
    )


def _longer(case: Case, field: str, what: str, total: int, before: int) -> Idea:
    limits = case.trainer.limits.model_copy(update={field: total / HOUR})
    words = f"Let {case.who} teach {in_hours(total)} in a {what}, {in_hours(total - before)} more than now."
    return case.idea(WayKind.LIMIT, words, case.otherwise(limits=limits), total - before)


def _unlinked(case: Case) -> Iterator[Idea]:
    own = {one.id for one in case.batches}
    theirs = {one.id for u in case.plan.taught[case.t] for one in case.batches_of(u)}
    links = case.plan.instance.problem.links
    apart = [
        one for one in links if one.kind is LinkKind.DIFFERENT and own & {*one.batches} and theirs & {*one.batches}
    ]
    names = [case.names.of_batch[name] for one in apart for name in one.batches]
    words = f"Do not ask for different trainers of {listed([*dict.fromkeys(names)])}."
    yield case.idea(WayKind.LINK, words, ProblemChange(without_links=tuple(apart)))


WAIVERS: dict[Rule, Callable[[Case], Iterator[Idea]]] = {
    Rule.STATUS: _active,
    Rule.ROLE: _on_course,
    Rule.PROHIBITED: _allowed,
    Rule.PINNED: _unpinned,
    Rule.SKILLS: _unskilled,
    Rule.AVAILABILITY: _there,
    Rule.CONFLICTS: _apart,
    Rule.CAPACITY: _roomier,
    Rule.DAILY_LIMIT: _longer_day,
    Rule.WEEKLY_LIMIT: _longer_week,
    Rule.LINKS: _unlinked,
}
