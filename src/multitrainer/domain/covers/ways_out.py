"""What can be done with a session for which nobody was found: four ways that need no other person."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from multitrainer.domain.covers.asking import ended
from multitrainer.domain.covers.clashes import Clash
from multitrainer.domain.covers.criteria import Reason, rejection
from multitrainer.domain.covers.persons import Person
from multitrainer.domain.covers.rules import CoverRules
from multitrainer.domain.covers.states import CoverEvent, OfferState, after
from multitrainer.domain.covers.steps import named
from multitrainer.domain.covers.values import Cover, CoverStep, Effect, EffectKind
from multitrainer.domain.covers.wanted import wanted
from multitrainer.domain.errors import WayNotPossible
from multitrainer.domain.intervals import Interval
from multitrainer.domain.sentences import NOTHING, Sentence
from multitrainer.domain.taught import TaughtSession


class WayOut(StrEnum):
    """A way to do without a substitute."""

    CANCEL = "cancel"
    COMBINE = "combine"
    MOVE = "move"
    ASSIST = "assist"


class Parallel(NamedTuple):
    """A session of another batch of the course: whether somebody holds it, and how many students more it can take.

    `room` is None where nothing limits it.
    """

    session: TaughtSession
    is_held: bool
    room: int | None


class WaysOut(NamedTuple):
    """What is possible: batches whose session the students can join, and assistants of the batch who are free.

    Cancelling and moving is, until the session begins.
    """

    cancel: bool
    combine: tuple[str, ...]
    move: bool
    assistants: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """The ways that there are."""
        found = (self.cancel, self.combine, self.move, self.assistants)
        return [way.value for way, there in zip(WayOut, found, strict=True) if there]


NO_WAY = WaysOut(cancel=False, combine=(), move=False, assistants=())


def ways_out(
    session: TaughtSession,
    students: int,
    parallels: Iterable[Parallel],
    assistants: Iterable[Person],
    now: datetime,
    rules: CoverRules,
) -> WaysOut:
    """What is possible now for a session with so many students. `assistants` are those of its batch."""
    if session.start <= now:
        return NO_WAY
    joined = sorted((p for p in parallels if _can_join(session, students, p, rules)), key=lambda p: p.session.batch)
    asked = wanted((session,), rules)
    free = (person.trainer for person in assistants if rejection(person, asked, rules) is None)
    return WaysOut(cancel=True, combine=tuple(p.session.batch for p in joined), move=True, assistants=tuple(free))


def cancelled(cover: Cover, ways: WaysOut, now: datetime) -> CoverStep:
    """The session does not take place. Raises CoverNotReady, WayNotPossible."""
    state = after(cover.state, CoverEvent.CANCELLED)
    _must_be_possible(WayOut.CANCEL, ways.cancel, ways)
    return _resolved(replace(cover, state=state), now)


TAKES = {
    WayOut.COMBINE: Sentence(
        "It takes a batch of the course that meets at about that time, is held by somebody, and has room."
    ),
    WayOut.ASSIST: Sentence("It takes an assistant of the batch who can hold the session."),
}
"""What some ways take, which the session may lack."""


def combined(cover: Cover, batch: str, ways: WaysOut, now: datetime) -> CoverStep:
    """The students join another batch's session. Raises CoverNotReady, WayNotPossible."""
    state = after(cover.state, CoverEvent.COMBINED)
    _must_be_possible(WayOut.COMBINE, batch in ways.combine, ways)
    return _resolved(replace(cover, state=state, combined_with=batch), now)


def moved(
    cover: Cover, to: Interval, away: Iterable[Interval], clashes: Sequence[Clash], ways: WaysOut, now: datetime
) -> CoverStep:
    """The session takes place at another time, at which its trainer is not away and holds no other.

    Raises:
        CoverNotReady, WayNotPossible.
    """
    state = after(cover.state, CoverEvent.MOVED)
    _must_be_possible(WayOut.MOVE, ways.move, ways)
    if not now < to.start < to.end or any(one.overlaps(*to) for one in away):
        raise WayNotPossible(
            Sentence(
                "The session moves to a time to come, in which it ends after it begins and its trainer is not away."
            ),
            way=WayOut.MOVE.value,
            possible=ways.names,
        )
    _must_be_free(clashes, ways)
    return _resolved(replace(cover, state=state, moved_to=to), now)


def assisted(cover: Cover, assistant: str, ways: WaysOut, now: datetime) -> CoverStep:
    """An assistant of the batch holds it; for the ledger that is cover. Raises CoverNotReady, WayNotPossible."""
    after(cover.state, CoverEvent.ASSISTED)
    _must_be_possible(WayOut.ASSIST, assistant in ways.assistants, ways)
    return named(cover, assistant, CoverEvent.ASSISTED, now)


def _resolved(cover: Cover, now: datetime) -> CoverStep:
    """Nobody is asked any more, and the students are told."""
    rest = ended(cover, cover.open_offers, OfferState.WITHDRAWN, now)
    told = Effect(EffectKind.TELL_STUDENTS, cover.id)
    return CoverStep(replace(rest.cover, look_at=None), (told, *rest.effects))


def _can_join(session: TaughtSession, students: int, other: Parallel, rules: CoverRules) -> bool:
    apart = abs(other.session.start - session.start)
    return (
        other.is_held
        and other.session.course == session.course
        and other.session.batch != session.batch
        and apart <= timedelta(minutes=rules.together_minutes)
        and (other.room is None or students <= other.room)
    )


def _must_be_free(clashes: Sequence[Clash], ways: WaysOut) -> None:
    """Nobody can set this aside, as when a substitute is named by hand."""
    if clashes:
        raise WayNotPossible(
            Sentence(
                "Whose session it is holds another one at that time: {sessions}. Take another time.",
                sessions=[one.words for one in clashes],
            ),
            way=WayOut.MOVE.value,
            possible=ways.names,
            reason=Reason.NOT_FREE.value,
            clashes=[one.facts for one in clashes],
        )


def _must_be_possible(way: WayOut, there: bool, ways: WaysOut) -> None:
    if not there:
        can = ways.names
        takes = TAKES.get(way, NOTHING) if can else Sentence("The session has begun.")
        what = f"{takes} What is possible: {', '.join(can)}." if can else str(takes)
        words = Sentence("This is not possible here.") + takes
        raise WayNotPossible(words, f"The way out {way} is not possible here. {what}", way=way.value, possible=can)
