"""The rules that look at one trainer and one batch alone, and whom they leave for each batch.

Sets of trainers are numbers with a bit for each, because there may be thousands for each of thousands of batches.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from multitrainer.domain.roster import Role, Status
from multitrainer.solver.documents.objective import Rule, RuleLevel
from multitrainer.solver.documents.problem import Level, Problem
from multitrainer.solver.instances.timeline import Timeline

NOBODY = -1
Positions = Mapping[str, int]
Forbids = Callable[[int, int], bool]


class StaticRules:
    """What forbids one trainer for one batch, whatever else is planned. Batches and trainers go by their position."""

    def __init__(self, problem: Problem, trainer: Positions, batch: Positions, timeline: Timeline) -> None:
        self._problem = problem
        self._current = [trainer[b.current.primary] if b.current.primary else NOBODY for b in problem.batches]
        taking, away = cache(timeline.taking), cache(timeline.away)
        self._taking = [taking(b.sessions) for b in problem.batches]
        self._away = [away(t.unavailable) for t in problem.trainers]
        self._absent = bits_of(t for t, away in enumerate(self._away) if away)
        self._everybody = (1 << len(problem.trainers)) - 1
        self._active = bits_of(t for t, one in enumerate(problem.trainers) if one.status is Status.ACTIVE)
        self._on_course = _on_courses(problem, Role.LEAD, Role.ASSISTANT)
        self._with_role = _on_courses(problem, *Role)
        self._skilled = _skilled(problem)
        self._named = _pairs_of_level(problem, Level.REQUIRED, trainer, batch)
        self._prohibited = _pairs_of_level(problem, Level.PROHIBITED, trainer, batch)
        self._leaves = {
            Rule.STATUS: self._active_or_there,
            Rule.ROLE: lambda b: self._on_course[problem.batches[b].course],
            Rule.PROHIBITED: lambda b: self._named.get(b, self._everybody) & ~self._prohibited.get(b, 0),
            Rule.SKILLS: self._able,
        }
        self.forbids: dict[Rule, Forbids] = {
            **{rule: _outside(leaves) for rule, leaves in self._leaves.items()},
            Rule.PINNED: lambda b, t: problem.batches[b].pinned and t != self._current[b],
            Rule.AVAILABILITY: lambda b, t: bool(self._taking[b] & self._away[t]),
        }

    def allowed(self) -> list[int]:
        """Whom no required rule forbids, for each batch, as bits."""
        required = [leaves for rule, leaves in self._leaves.items() if self._is_required(rule)]
        return [self._left(b, required) for b in range(len(self._problem.batches))]

    def standing_by(self, b: int) -> int:
        """Who may be a backup of a batch, whatever else they do, as bits: on the course, and able to teach it."""
        left = self._active & self._with_role[self._problem.batches[b].course]
        if self._is_required(Rule.PROHIBITED):
            left &= ~self._prohibited.get(b, 0)  # whom a pair requires is about who teaches
        if self._is_required(Rule.SKILLS):
            left &= self._able(b)
        return self._present(b, left)

    def _left(self, b: int, required: Sequence[Callable[[int], int]]) -> int:
        if self._problem.batches[b].pinned and self._is_required(Rule.PINNED):
            return 1 << self._current[b]  # people decided so, which outweighs what else these rules say
        left = self._everybody
        for leaves in required:
            left &= leaves(b)
        return self._present(b, left)

    def _present(self, b: int, left: int) -> int:
        if self._is_required(Rule.AVAILABILITY) and (taking := self._taking[b]):
            for t in members_of(left & self._absent):
                if taking & self._away[t]:
                    left ^= 1 << t
        return left

    def _is_required(self, rule: Rule) -> bool:
        return self._problem.level_of(rule) is RuleLevel.REQUIRED

    def _active_or_there(self, b: int) -> int:
        now = self._current[b]
        return self._active if now == NOBODY else self._active | 1 << now

    def _able(self, b: int) -> int:
        able = self._everybody
        for skill in self._problem.batches[b].skills:
            able &= self._skilled.get(skill, 0)
        return able


def bits_of(members: Iterable[int]) -> int:
    """A number with these bits set."""
    bits = 0
    for member in members:
        bits |= 1 << member
    return bits


def members_of(bits: int) -> tuple[int, ...]:
    """The positions of the bits that are set, in order."""
    members = []
    while bits:
        lowest = bits & -bits
        members.append(lowest.bit_length() - 1)
        bits ^= lowest
    return tuple(members)


def _outside(leaves: Callable[[int], int]) -> Forbids:
    return lambda b, t: not leaves(b) >> t & 1


def _on_courses(problem: Problem, *roles: Role) -> dict[str, int]:
    """Who is on each course in one of these roles; whoever has none anywhere counts as an assistant."""
    anywhere = bits_of(t for t, one in enumerate(problem.trainers) if one.roles is None)
    teaching = dict.fromkeys((b.course for b in problem.batches), anywhere)
    for t, one in enumerate(problem.trainers):
        for course, role in (one.roles or {}).items():
            if course in teaching and role in roles:
                teaching[course] |= 1 << t
    return teaching


def _skilled(problem: Problem) -> dict[str, int]:
    skilled: dict[str, int] = defaultdict(int)
    for t, one in enumerate(problem.trainers):
        for skill in one.skills:
            skilled[skill] |= 1 << t
    return skilled


def _pairs_of_level(problem: Problem, level: Level, trainer: Positions, batch: Positions) -> dict[int, int]:
    named: dict[int, int] = defaultdict(int)
    for pair in problem.pairs:
        if pair.level is level:
            named[batch[pair.batch]] |= 1 << trainer[pair.trainer]
    return named
