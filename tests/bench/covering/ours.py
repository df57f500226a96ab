"""The domain's way: tiers, ranking, offers with a time to answer; in simulated time."""

import heapq
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from multitrainer.domain.covers.asking import look
from multitrainer.domain.covers.neighbours import Block, blocks
from multitrainer.domain.covers.passing import pass_time
from multitrainer.domain.covers.ranking import rank
from multitrainer.domain.covers.rules import CoverRules
from multitrainer.domain.covers.states import CoverState, OfferState
from multitrainer.domain.covers.steps import answer, close, opened, release, reopen, withdraw
from multitrainer.domain.covers.tiers import common_places
from multitrainer.domain.covers.values import Cover, CoverStep
from multitrainer.domain.covers.wanted import wanted
from multitrainer.domain.errors import CannotCover, LeaveOverlaps
from multitrainer.domain.intervals import Interval
from multitrainer.domain.leave.rules import LeaveRules
from multitrainer.domain.leave.sessions import session_change
from multitrainer.domain.leave.steps import Doer, LeaveStep, change, request
from multitrainer.domain.leave.values import Leave, away
from tests.bench.covering.answers import answer_of
from tests.bench.covering.books import Books
from tests.bench.covering.institute import ZONE, Institute
from tests.bench.covering.outcome import Outcome

ADMIN = Doer("admin", admin=True)
LEAVE_RULES = LeaveRules(ZONE)
SHORTENED = 0.1
HELD = (CoverState.COVERED, CoverState.DONE)


class Ours:
    """Covers by session, and what is to happen when."""

    def __init__(self, institute: Institute, rules: CoverRules, seed: int) -> None:
        self.institute, self.rules, self.seed = institute, rules, seed
        self.books = Books(institute, rules)
        self.covers: dict[str, Cover] = {}
        self.of_leave: dict[str, set[str]] = defaultdict(set)
        self.asked: dict[str, list[datetime]] = defaultdict(list)
        self.found_at: dict[str, datetime] = {}
        self.in_vain = 0
        self.random = Random(seed)
        self.now = institute.leaves[0][0]
        self._due: list[tuple[datetime, int, str, Any]] = []
        self._number = 0

    def run(self) -> Outcome:
        """From the first leave to the end of the last session."""
        for known, leave in self.institute.leaves:
            self._at(known, "leave", leave)
        while self._due:
            self.now, _, what, about = heapq.heappop(self._due)
            getattr(self, f"_{what}")(about)
        return self._outcome()

    def wrong(self) -> list[str]:
        """What must not be: a cover without an end, one with two winners."""
        ends = {*CoverState} - {CoverState.SEARCHING, CoverState.COVERED}
        loose = [c.id for c in self.covers.values() if c.state not in ends]
        untold = [c.id for c in self.covers.values() if c.state is CoverState.EXHAUSTED and not c.told_admin_at]
        double = [c.id for c in self.covers.values() if sum(o.state is OfferState.ACCEPTED for o in c.offers) > 1]
        return [*loose, *untold, *double]

    # What happens.

    def _leave(self, leave: Leave) -> None:
        others = self.books.leaves[leave.trainer]
        try:
            step = request(leave, others, ADMIN, self.now, LEAVE_RULES)
        except LeaveOverlaps:
            return
        self._left(step, [other for other in others if other.id not in step.absorbed])
        if self.random.random() < SHORTENED:
            middle = leave.start + timedelta(days=max(1, (leave.end - leave.start).days // 2))
            self._at(min(middle, leave.end), "back", step.leave.id)

    def _back(self, name_and_trainer: str) -> None:
        """Whoever is away is back at the next half hour."""
        found = [(t, one) for t, leaves in self.books.leaves.items() for one in leaves if one.id == name_and_trainer]
        for trainer, one in found:
            shorter = Leave(one.id, trainer, one.start, self.now + timedelta(hours=1), one.kind)
            if shorter.end < one.end:
                others = [other for other in self.books.leaves[trainer] if other.id != one.id]
                self._left(change(one, shorter, others, ADMIN, self.now, LEAVE_RULES), others)

    def _left(self, step: LeaveStep, others: list[Leave]) -> None:
        trainer = step.leave.trainer
        before = away(self.books.leaves[trainer])
        self.books.leaves[trainer] = [*others, step.leave]
        theirs = session_change(self.institute.by_trainer[trainer], before, away(self.books.leaves[trainer]), self.now)
        for one in theirs.no_longer:
            if self.covers[one.id].state is not CoverState.CLOSED:
                self._keep(close(self.covers[one.id], self.now))
        for one in theirs.newly:
            there = self.covers.get(one.id)
            self._keep(reopen(there, self.now) if there else opened(one.id, one, step.leave.id, self.now))
        self._no_longer_there(trainer, step.newly)
        self._look([*step.absorbed, step.leave.id])

    def _no_longer_there(self, trainer: str, newly: Iterable[Interval]) -> None:
        """What somebody had taken, or is asked to take, at a time in which they are away now."""
        times = tuple(newly)
        for name in [n for n, t in self.books.taken.items() if t == trainer]:
            cover = self.covers[name]
            if self.now < cover.session.start and any(one.overlaps(*cover.session.when) for one in times):
                self._keep(release(cover, self.now))
                self._look([cover.leave])
        for name in [*self.books.open[trainer]]:
            cover = self.covers[name]
            if any(one.overlaps(*cover.session.when) for one in times):
                self._keep(withdraw(cover, trainer, self.now))
                self._look([cover.leave])

    def _answer(self, about: tuple[str, tuple[str, ...], bool, bool]) -> None:
        trainer, names, yes, takes_all = about
        asked = [self.covers[name] for name in names if self._is_open(self.covers[name], trainer)]
        self.in_vain += yes and not asked
        taken = tuple(c.session for c in (asked if takes_all else asked[:1])) if yes else ()
        against = dict.fromkeys((s.id for s in taken), self.books.against(trainer, *taken) if taken else None)
        try:
            steps = answer(asked, trainer, {*against}, self.now, against)
        except CannotCover:
            steps = tuple(withdraw(cover, trainer, self.now) for cover in asked)
        for step in steps:
            self._keep(step)
        self._look({cover.leave for cover in asked})

    def _is_open(self, cover: Cover, trainer: str) -> bool:
        return any(o.trainer == trainer and o.is_open(self.now) for o in cover.open_offers)

    def _look(self, leaves: Iterable[str]) -> None:
        for leave in leaves:
            for _ in range(50):
                mine = [self.covers[name] for name in sorted(self.of_leave[leave])]
                for cover in mine:
                    self._keep(pass_time(cover, self.now, self.rules))
                due = [block for block in blocks(mine, self.rules) if self._is_due(block)]
                for block in due:
                    self._look_at(block)
                if not due:
                    break
            next_look = min((c.look_at for n in self.of_leave[leave] if (c := self.covers[n]).look_at), default=None)
            if next_look:
                self._at(max(next_look, self.now), "look", [leave])

    def _is_due(self, block: Block) -> bool:
        return any(cover.look_at and cover.look_at <= self.now for cover in block)

    def _look_at(self, block: Block) -> None:
        sessions = tuple(cover.session for cover in block)
        where = common_places(self.institute.places[one.batch] for one in sessions)
        people = (self.books.person(trainer, sessions[0]) for trainer in where)
        ranking = rank(wanted(sessions, self.rules), people, where, self.rules)
        new: set[str] = set()
        for cover, step in zip(block, look(block, ranking, self.now, self.rules), strict=True):
            before = {offer.trainer for offer in cover.open_offers}
            asked = {offer.trainer for offer in step.cover.open_offers} - before
            self.asked[cover.id] += [self.now] * len(asked)
            new |= asked
            self._keep(step)
        for trainer in sorted(new):
            if answered := answer_of(trainer, sessions[0].id, self.now, self.seed):
                names = tuple(cover.id for cover in block)
                self._at(answered.at, "answer", (trainer, names, answered.yes, answered.all))

    # What is kept.

    def _keep(self, step: CoverStep) -> None:
        cover, before = step.cover, self.covers.get(step.cover.id)
        self.covers[cover.id] = cover
        self.of_leave[cover.leave].add(cover.id)
        for offer in before.open_offers if before else ():
            self.books.open[offer.trainer].discard(cover.id)
        for offer in cover.open_offers:
            self.books.open[offer.trainer].add(cover.id)
        had = before.substitute if before else None
        if had != cover.substitute:
            if had:
                self.books.give_back(cover.session)
            if cover.substitute:
                self.books.take(cover.session, cover.substitute)
                self.found_at[cover.id] = self.now

    def _at(self, when: datetime, what: str, about: Any) -> None:
        self._number += 1
        heapq.heappush(self._due, (when, self._number, what, about))

    def _outcome(self) -> Outcome:
        needed = [c for c in self.covers.values() if c.state is not CoverState.CLOSED]
        found = Outcome(needed=len(needed), asked=sum(len(self.asked[c.id]) for c in needed))
        found.in_vain = self.in_vain
        found.escalated = sum(c.state is CoverState.EXHAUSTED for c in needed)
        for cover in needed:
            if cover.state in HELD and cover.substitute:
                found.filled += 1
                found.knew += cover.session.batch in self.institute.knows[cover.substitute]
                found.rounds.append(len({*self.asked[cover.id]}))
                found.waited.append((self.found_at[cover.id] - cover.opened_at) / timedelta(hours=1))
        count_neighbours(found, {c.id: (c.session, c.substitute) for c in needed if c.substitute}, self.rules)
        return found


def count_neighbours(found: Outcome, filled: dict[str, tuple[Any, str | None]], rules: CoverRules) -> None:
    """How many neighbouring sessions are filled, and how many by one person."""
    ordered = sorted(filled.values(), key=lambda f: (f[0].trainer, f[0].start))
    for (one, by), (other, by_other) in pairwise(ordered):
        gap = other.start - one.end
        if one.trainer == other.trainer and timedelta() <= gap <= timedelta(minutes=rules.neighbour_minutes):
            found.pairs += 1
            found.together += by == by_other
