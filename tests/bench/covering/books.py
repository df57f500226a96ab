"""What is known at a moment of a simulation: who holds what, who is away, who is being asked."""

from collections import defaultdict
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

from multitrainer.domain.covers.criteria import Reason, rejection
from multitrainer.domain.covers.persons import Lesson, Person
from multitrainer.domain.covers.rules import CoverRules
from multitrainer.domain.covers.wanted import wanted
from multitrainer.domain.leave.values import Leave, away
from multitrainer.domain.taught import TaughtSession
from tests.bench.covering.institute import ZONE, Institute


class Week(NamedTuple):
    """An ISO week of one trainer."""

    trainer: str
    year: int
    week: int


class Books:
    """Kept by whoever looks for cover."""

    def __init__(self, institute: Institute, rules: CoverRules) -> None:
        self.institute, self.rules = institute, rules
        self.leaves: dict[str, list[Leave]] = defaultdict(list)
        self.open: dict[str, set[str]] = defaultdict(set)
        self.taken: dict[str, str] = {}
        self.covers: dict[tuple[str, date], list[TaughtSession]] = defaultdict(list)
        self.hours: dict[Week, float] = defaultdict(float)
        self.covered_hours: dict[str, float] = defaultdict(float)
        for one in institute.sessions.values():
            self.hours[_week(one.trainer, one)] += one.hours

    def person(self, trainer: str, session: TaughtSession) -> Person:
        """Somebody on the day of a session."""
        day = session.start.astimezone(ZONE).date()
        own = (s for s in self.institute.by_day.get((trainer, day), ()) if s.id not in self.taken)
        covered = self.covers.get((trainer, day), ())
        return Person(
            trainer,
            tuple(Lesson(s.id, s.when) for s in (*own, *covered)),
            self.hours[_week(trainer, session)],
            away(self.leaves[trainer]),
            availability=self.institute.availability[trainer],
            knows=frozenset(self.institute.knows[trainer]),
            covered_hours=self.covered_hours[trainer],
            asked_later=bool(covered) or bool(self.open[trainer]),
        )

    def against(self, trainer: str, *sessions: TaughtSession) -> Reason | None:
        """Why somebody can't take them now."""
        return rejection(self.person(trainer, sessions[0]), wanted(sessions, self.rules), self.rules)

    def take(self, session: TaughtSession, trainer: str) -> None:
        """Somebody has a session that is another's."""
        self.taken[session.id] = trainer
        self.covers[trainer, session.start.astimezone(ZONE).date()].append(session)
        self._count(session, trainer, session.hours)

    def give_back(self, session: TaughtSession) -> None:
        """Nobody else has it any more."""
        trainer = self.taken.pop(session.id)
        self.covers[trainer, session.start.astimezone(ZONE).date()].remove(session)
        self._count(session, trainer, -session.hours)

    def in_two_places(self) -> int:
        """How many pairs of sessions that one trainer holds overlap."""
        held: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
        for one in self.institute.sessions.values():
            held[self.taken.get(one.id, one.trainer)].append((one.start, one.end))
        ordered = (sorted(times) for times in held.values())
        return sum(b[0] < a[1] for times in ordered for a, b in pairwise(times))

    def away_and_covering(self) -> int:
        """How many sessions are held by a substitute who is away."""
        return sum(
            any(one.overlaps(*self.institute.sessions[name].when) for one in away(self.leaves[trainer]))
            for name, trainer in self.taken.items()
        )

    def _count(self, session: TaughtSession, trainer: str, hours: float) -> None:
        for who, signed in ((trainer, hours), (session.trainer, -hours)):
            self.hours[_week(who, session)] += signed
            self.covered_hours[who] += signed


def _week(trainer: str, session: TaughtSession) -> Week:
    year, week, _ = session.start.astimezone(ZONE).isocalendar()
    return Week(trainer, year, week)
