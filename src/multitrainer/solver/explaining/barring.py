"""What people call the rules, and in a word or two what keeps a trainer from a batch."""

from collections.abc import Iterable, Sequence

from multitrainer.domain.roster import Status
from multitrainer.solver.documents.objective import Rule
from multitrainer.solver.documents.problem import Level, Problem
from multitrainer.solver.explaining.words import NAMED, listed, number

NOUNS: dict[Rule, str] = {
    Rule.STATUS: "statuses",
    Rule.ROLE: "roles",
    Rule.PROHIBITED: "prohibitions",
    Rule.PINNED: "locks",
    Rule.SKILLS: "skills",
    Rule.AVAILABILITY: "absences",
    Rule.CONFLICTS: "times that clash",
    Rule.CAPACITY: "capacities",
    Rule.DAILY_LIMIT: "limits of a day",
    Rule.WEEKLY_LIMIT: "limits of a week",
    Rule.LINKS: "links between batches",
}
"""Each of several, so that what follows is in the plural."""

SHORTLY: dict[Rule, str] = {
    Rule.ROLE: "not teaching on the course",
    Rule.PROHIBITED: "prohibited",
    Rule.PINNED: "locked to somebody else",
    Rule.SKILLS: "without the skills",
    Rule.AVAILABILITY: "unavailable then",
    Rule.CONFLICTS: "teaching something else then",
    Rule.CAPACITY: "too few hours left",
    Rule.DAILY_LIMIT: "too much for a day",
    Rule.WEEKLY_LIMIT: "too much for a week",
    Rule.LINKS: "teaching a batch that is to have another trainer",
}
"""What is said of a trainer whom the rule forbids; `status` has words of its own."""


class Barring:
    """What keeps the trainers of one problem from its batches, all by their ids."""

    def __init__(self, problem: Problem) -> None:
        self._names = {one.id: one.name or one.id for one in problem.trainers}
        self._status = {one.id: one.status for one in problem.trainers}
        self._required = {one.batch: one.trainer for one in problem.pairs if one.level is Level.REQUIRED}
        self._reasons = _reasons(problem, Level.PROHIBITED)
        self._wishes = _reasons(problem, Level.DISCOURAGED)

    def reason(self, trainer: str, batches: Iterable[str]) -> str | None:
        """Why a trainer is prohibited for one of some batches, where the problem says so."""
        return next((why for batch in batches if (why := self._reasons.get((trainer, batch)))), None)

    def wish(self, trainer: str, batches: Iterable[str]) -> str | None:
        """A sentence on why a trainer is discouraged from one of some batches, where the problem says so."""
        why = next((why for batch in batches if (why := self._wishes.get((trainer, batch)))), None)
        return f"{self._names[trainer]} {why}." if why else None

    def grouped(self, forbidden: Iterable[tuple[str, Rule]], batches: Sequence[str]) -> str:
        """Trainers whom a rule keeps from batches, with the reason: Ann (on leave); Bob and Cy (unavailable then).

        Many are only counted.
        """
        groups: dict[str, list[str]] = {}
        for trainer, rule in forbidden:
            groups.setdefault(self._why(trainer, rule, batches), []).append(self._names[trainer])
        few = sum(map(len, groups.values())) <= NAMED
        return "; ".join(f"{listed(names) if few else number(len(names))} ({why})" for why, names in groups.items())

    def _why(self, trainer: str, rule: Rule, batches: Sequence[str]) -> str:
        if rule is Rule.STATUS:
            return "on leave" if self._status[trainer] is Status.ON_LEAVE else "inactive"
        if rule is Rule.PROHIBITED:
            return self.reason(trainer, batches) or self._prohibited(batches)
        return SHORTLY[rule]

    def _prohibited(self, batches: Sequence[str]) -> str:
        required = next((self._names[self._required[one]] for one in batches if one in self._required), None)
        return f"{required} is required" if required else SHORTLY[Rule.PROHIBITED]


def _reasons(problem: Problem, level: Level) -> dict[tuple[str, str], str]:
    """Why trainers and batches are of a level, where the problem says so."""
    return {(one.trainer, one.batch): one.reason for one in problem.pairs if one.reason and one.level is level}
