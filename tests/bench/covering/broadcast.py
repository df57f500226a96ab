"""First come, first served: everybody who could is asked at once, and whoever says yes first has it."""

import heapq
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from multitrainer.domain.covers.rules import CoverRules
from multitrainer.domain.leave.values import Leave, LeaveState
from multitrainer.domain.taught import TaughtSession
from tests.bench.covering.answers import answer_of
from tests.bench.covering.books import Books
from tests.bench.covering.institute import Institute
from tests.bench.covering.ours import count_neighbours
from tests.bench.covering.outcome import Outcome


class Event(NamedTuple):
    """Something that happens at a time; `do` does it."""

    at: datetime
    number: int
    do: Callable[[datetime], None]


class Broadcast:
    """The same absences, judged by the same hard criteria when somebody says yes.

    Nobody is asked a second time, and nothing is told to the lead: nothing ever ends.
    """

    def __init__(self, institute: Institute, rules: CoverRules, seed: int, away_at: dict[str, datetime]) -> None:
        self.institute, self.rules, self.seed = institute, rules, seed
        self.books = Books(institute, rules)
        self.away_at = away_at
        self.found = Outcome()
        self.filled: dict[str, tuple[TaughtSession, str | None]] = {}
        self._due: list[Event] = []
        self._number = 0

    def run(self) -> Outcome:
        """`away_at` are the sessions that lose their trainer, and when that is known."""
        for known, leave in self.institute.leaves:
            self._at(known, partial(self._leave, leave))
        for name, known in self.away_at.items():
            session = self.institute.sessions[name]
            self._at(known, partial(self._ask, session))
        while self._due:
            event = heapq.heappop(self._due)
            event.do(event.at)
        count_neighbours(self.found, self.filled, self.rules)
        return self.found

    def _leave(self, leave: Leave, now: datetime) -> None:
        self.books.leaves[leave.trainer].append(replace(leave, state=LeaveState.APPROVED))

    def _ask(self, session: TaughtSession, now: datetime) -> None:
        self.found.needed += 1
        for trainer in self.institute.places[session.batch]:
            if self.books.against(trainer, session):
                continue
            self.found.asked += 1
            answered = answer_of(trainer, session.id, now, self.seed)
            if answered and answered.yes and answered.at < session.start:
                self._at(answered.at, partial(self._says_yes, trainer, session, now))

    def _says_yes(self, trainer: str, session: TaughtSession, asked_at: datetime, now: datetime) -> None:
        if session.id in self.books.taken:
            self.found.in_vain += 1
        elif self.books.against(trainer, session) is None:
            self.books.take(session, trainer)
            self.filled[session.id] = session, trainer
            self.found.filled += 1
            self.found.knew += session.batch in self.institute.knows[trainer]
            self.found.rounds.append(1)
            self.found.waited.append((now - asked_at) / timedelta(hours=1))

    def _at(self, when: datetime, do: Callable[[datetime], None]) -> None:
        self._number += 1
        heapq.heappush(self._due, Event(when, self._number, do))
