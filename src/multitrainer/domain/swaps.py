"""Swaps: two trainers exchange a session each. Both confirm; nobody's load or ledger changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from multitrainer.domain.covers.criteria import IN_WORDS, rejection
from multitrainer.domain.covers.keeping import WANTED
from multitrainer.domain.covers.persons import Person
from multitrainer.domain.covers.rules import CoverRules
from multitrainer.domain.covers.values import Cover
from multitrainer.domain.covers.wanted import wanted
from multitrainer.domain.errors import SenselessSwap, SwapNotPossible, SwapNotReady
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.sessions import Session, SessionStatus
from multitrainer.domain.taught import TaughtSession


class SwapState(StrEnum):
    """How far a swap is."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    """One of the sessions began before both had confirmed."""


class SwapEvent(StrEnum):
    """What happens to a swap. It is agreed once both have confirmed."""

    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class SwapDoing(StrEnum):
    """What somebody can do with a swap: the last part of an address, `POST /api/swaps/{id}/confirm`."""

    CONFIRM = "confirm"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


S, E = SwapState, SwapEvent

SWAP_TRANSITIONS: Mapping[tuple[SwapState, SwapEvent], SwapState] = {
    (S.PROPOSED, E.CONFIRMED): S.AGREED,
    (S.PROPOSED, E.DECLINED): S.DECLINED,
    (S.PROPOSED, E.WITHDRAWN): S.WITHDRAWN,
    (S.PROPOSED, E.EXPIRED): S.EXPIRED,
}
"""The state after an event; after one of two confirmations it stays proposed. Whatever is not here is refused."""


@dataclass(frozen=True, slots=True)
class Swap:
    """`one` and `other` are to change hands; each is its trainer's, who confirms.

    `confirmed` are trainers; `by` is who proposed it: one of the two, or somebody who may for them. `look_at` is when
    it is too late (aware, in UTC); of one that is agreed, that its sessions have not both changed hands yet.
    """

    id: str
    one: TaughtSession
    other: TaughtSession
    by: str
    confirmed: frozenset[str] = frozenset()
    state: SwapState = S.PROPOSED
    look_at: datetime | None = None
    note: str = ""

    @property
    def trainers(self) -> tuple[str, str]:
        """Whose sessions they are."""
        return self.one.trainer, self.other.trainer


class Pair(NamedTuple):
    """The two trainers of a swap on the day of the session that they would get, and what skills that session needs."""

    one: Person
    other: Person
    one_needs: frozenset[str] = frozenset()
    """Skills for `Swap.one`, which the other would hold."""
    other_needs: frozenset[str] = frozenset()


def propose(swap: Swap, pair: Pair, now: datetime, rules: CoverRules) -> Swap:
    """A new swap. Whoever proposes it and is one of the two has confirmed.

    Raises:
        SenselessSwap: the sessions are one, or of one trainer.
        SwapNotPossible.
    """
    must_be_of_two(swap)
    must_be_possible(swap, pair, now, rules)
    starts = min(swap.one.start, swap.other.start)
    confirmed = frozenset({swap.by} & {*swap.trainers})
    return replace(swap, state=S.PROPOSED, confirmed=confirmed, look_at=starts)


def confirm(swap: Swap, trainer: str, pair: Pair, now: datetime, rules: CoverRules) -> Swap:
    """One of the two confirms; with the second it is agreed, and the sessions change hands.

    Raises:
        SwapNotReady.
        SwapNotPossible: they are none of the two, or something forbids it as things stand now.
    """
    agreed = becomes(swap, E.CONFIRMED)
    _must_be_one_of_them(swap, trainer)
    must_be_possible(swap, pair, now, rules)
    confirmed = swap.confirmed | {trainer}
    if confirmed != {*swap.trainers}:
        return replace(swap, confirmed=confirmed)
    return replace(swap, confirmed=confirmed, state=agreed, look_at=None)


def decline(swap: Swap, trainer: str) -> Swap:
    """One of the two does not want it. Raises SwapNotReady, SwapNotPossible."""
    state = becomes(swap, E.DECLINED)
    _must_be_one_of_them(swap, trainer)
    return replace(swap, state=state, look_at=None)


def withdraw(swap: Swap) -> Swap:
    """Whoever proposed it takes it back. Raises SwapNotReady."""
    return replace(swap, state=becomes(swap, E.WITHDRAWN), look_at=None)


def pass_time(swap: Swap, now: datetime) -> Swap:
    """The swap as it is now: too late once one of the sessions has begun."""
    if swap.state is not S.PROPOSED or now < min(swap.one.start, swap.other.start):
        return swap
    return replace(swap, state=becomes(swap, E.EXPIRED), look_at=None)


def exchanged(swap: Swap) -> tuple[TaughtSession, TaughtSession]:
    """Both sessions with the trainers that they have once it is agreed."""
    one, other = swap.trainers
    return replace(swap.one, trainer=other), replace(swap.other, trainer=one)


def must_be_of_two(swap: Swap) -> None:
    """Raises SenselessSwap: the sessions are one, or of one trainer."""
    if swap.one.id == swap.other.id or swap.one.trainer == swap.other.trainer:
        raise SenselessSwap(Sentence("A swap is of two sessions, of two trainers."), field="other")


def must_be_free(session: Session, covers: Iterable[Cover]) -> None:
    """A session takes place, and nobody stands in, or is sought, for whoever teaches it: `covers` are of its teacher.

    Raises:
        SwapNotPossible.
    """
    if session.status is not SessionStatus.PLANNED:
        words = Sentence("One of the sessions was held or cancelled; only planned ones are swapped.")
        detail = f"Session {session.id} is {session.status.value}; only planned ones are swapped."
        raise SwapNotPossible(words, detail, trainer=None, reason="not-planned")
    covered = session.cover or any(cover.session.id == session.id and cover.state in WANTED for cover in covers)
    if covered:
        words = Sentence(
            "For one of the sessions somebody stands in, or is sought. It can be swapped once that is over."
        )
        detail = f"For session {session.id} somebody stands in, or is sought; it can be swapped once that is over."
        raise SwapNotPossible(words, detail, trainer=None, reason="covered")


def must_be_unchanged(swap: Swap, now_is: Mapping[str, TaughtSession]) -> None:
    """Both sessions are as they were when they were proposed: when they are, and whose.

    Raises:
        SwapNotPossible.
    """
    for session in (swap.one, swap.other):
        if now_is.get(session.id) != session:
            words = Sentence(
                "One of the sessions was moved, or changed hands, since. Withdraw this swap, propose another."
            )
            detail = f"Session {session.id} was moved, or changed hands, since. Withdraw this swap, propose another."
            raise SwapNotPossible(words, detail, trainer=None, reason="changed")


def must_be_possible(swap: Swap, pair: Pair, now: datetime, rules: CoverRules) -> None:
    """Each is free at the other's session, may take it and has the skills, and neither has begun.

    Raises:
        SwapNotPossible.
    """
    if min(swap.one.start, swap.other.start) <= now:
        raise SwapNotPossible(Sentence("One of the sessions has begun."), trainer=None, reason="past")
    _must_be_able(pair.one, swap.other, swap.one, pair.other_needs, rules)
    _must_be_able(pair.other, swap.one, swap.other, pair.one_needs, rules)


def _must_be_able(
    person: Person, gets: TaughtSession, gives: TaughtSession, needs: frozenset[str], rules: CoverRules
) -> None:
    """What somebody gives away does not stand in the way of what they get."""
    same_week = (
        gives.start.astimezone(rules.zone).isocalendar()[:2] == gets.start.astimezone(rules.zone).isocalendar()[:2]
    )
    without = person._replace(
        lessons=tuple(lesson for lesson in person.lessons if lesson.session != gives.id),
        week_hours=person.week_hours - (gives.hours if same_week else 0.0),
    )
    if reason := rejection(without, wanted((gets,), rules), rules):
        raise SwapNotPossible(
            Sentence("One of the trainers can't take the other session. {why}", why=IN_WORDS[reason]),
            f"{person.trainer} can't take the other session. {IN_WORDS[reason]}",
            trainer=person.trainer,
            reason=reason.value,
        )
    if missing := sorted(needs - person.skills):
        raise SwapNotPossible(
            Sentence("One of the trainers lacks what the other session needs: {skills}.", skills=missing),
            f"{person.trainer} lacks what the other session needs: {', '.join(missing)}.",
            trainer=person.trainer,
            reason="skills",
        )


STANDS = {
    S.PROPOSED: Sentence("This swap is proposed, so this can't be done with it."),
    S.AGREED: Sentence("This swap is agreed by now. Propose a new one."),
    S.DECLINED: Sentence("This swap is declined by now. Propose a new one."),
    S.WITHDRAWN: Sentence("This swap is withdrawn by now. Propose a new one."),
    S.EXPIRED: Sentence("This swap was not agreed in time. Propose a new one."),
}
"""What is said of one that can't be treated so."""


def possible(state: SwapState) -> list[str]:
    """What people can do in a state."""
    return [e.value for s, e in SWAP_TRANSITIONS if s is state and e is not E.EXPIRED]


def doings(state: SwapState, *, theirs: bool, confirmed: bool, may_withdraw: bool) -> tuple[SwapDoing, ...]:
    """What somebody can do: whose session is in it, who has confirmed before, or who may take it back."""
    if state is not S.PROPOSED:
        return ()
    can = {
        SwapDoing.CONFIRM: theirs and not confirmed,
        SwapDoing.DECLINE: theirs,
        SwapDoing.WITHDRAW: may_withdraw,
    }
    return tuple(doing for doing, there in can.items() if there)


def becomes(swap: Swap, event: SwapEvent) -> SwapState:
    """The state after an event, once it is no more to be confirmed by another. Raises SwapNotReady."""
    if (state := SWAP_TRANSITIONS.get((swap.state, event))) is None:
        can = possible(swap.state)
        what = f"It can be {', '.join(can)}." if can else "Propose a new one."
        detail = f"This swap is {swap.state}, so it can't be {event}. {what}"
        raise SwapNotReady(STANDS[swap.state], detail, state=swap.state.value, possible=can)
    return state


def _must_be_one_of_them(swap: Swap, trainer: str) -> None:
    if trainer not in swap.trainers:
        raise SwapNotPossible(
            Sentence("Only the two whose sessions these are can do this."),
            f"{trainer} is none of the two whose sessions these are.",
            trainer=trainer,
            reason="stranger",
        )
