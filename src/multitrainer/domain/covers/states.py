"""How far a search for cover is, what happens to it, and what becomes of it then: one table."""

from collections.abc import Mapping
from enum import StrEnum

from multitrainer.domain.errors import CoverNotReady
from multitrainer.domain.sentences import Sentence


class CoverState(StrEnum):
    """How far the search for somebody to take one session is."""

    SEARCHING = "searching"
    COVERED = "covered"
    EXHAUSTED = "exhausted"
    """Nobody is left who could be asked."""

    CANCELLED = "cancelled"
    """The session does not take place."""
    COMBINED = "combined"
    """Its students join another batch of the course for once."""
    MOVED = "moved"
    """It takes place at another time, held by whom it belongs to."""
    ASSISTED = "assisted"
    """An assistant of the batch holds it."""

    CLOSED = "closed"
    """Nobody is needed any more: its trainer is back, or the session is gone."""
    DONE = "done"
    """The session was held by whoever took it."""


class CoverEvent(StrEnum):
    """What happens to a search."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    EXPIRED = "expired"
    """An offer was not answered in time."""
    WITHDRAWN = "withdrawn"
    """An offer is taken back: whoever was asked can't take the session any more."""

    NOBODY_LEFT = "nobody-left"
    ESCALATED = "escalated"
    """An admin is told, too."""

    CANCELLED = "cancelled"
    COMBINED = "combined"
    MOVED = "moved"
    ASSISTED = "assisted"
    REASSIGNED = "reassigned"
    """Somebody is named by hand."""

    RELEASED = "released"
    """Whoever took it gives it back."""
    REOPENED = "reopened"
    CLOSED = "closed"
    HELD = "held"
    """The session is over."""


class OfferState(StrEnum):
    """What became of asking one person."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    RELEASED = "released"
    """Accepted, and given back."""


S, E = CoverState, CoverEvent

COVER_TRANSITIONS: Mapping[tuple[CoverState, CoverEvent], CoverState] = {
    (S.SEARCHING, E.OFFERED): S.SEARCHING,
    (S.SEARCHING, E.ACCEPTED): S.COVERED,
    (S.SEARCHING, E.REFUSED): S.SEARCHING,
    (S.SEARCHING, E.EXPIRED): S.SEARCHING,
    (S.SEARCHING, E.WITHDRAWN): S.SEARCHING,
    (S.SEARCHING, E.NOBODY_LEFT): S.EXHAUSTED,
    (S.SEARCHING, E.CANCELLED): S.CANCELLED,
    (S.SEARCHING, E.COMBINED): S.COMBINED,
    (S.SEARCHING, E.MOVED): S.MOVED,
    (S.SEARCHING, E.ASSISTED): S.ASSISTED,
    (S.SEARCHING, E.REASSIGNED): S.COVERED,
    (S.SEARCHING, E.CLOSED): S.CLOSED,
    (S.COVERED, E.REASSIGNED): S.COVERED,
    (S.COVERED, E.RELEASED): S.SEARCHING,
    (S.COVERED, E.CLOSED): S.CLOSED,
    (S.COVERED, E.HELD): S.DONE,
    (S.EXHAUSTED, E.ESCALATED): S.EXHAUSTED,
    (S.EXHAUSTED, E.CANCELLED): S.CANCELLED,
    (S.EXHAUSTED, E.COMBINED): S.COMBINED,
    (S.EXHAUSTED, E.MOVED): S.MOVED,
    (S.EXHAUSTED, E.ASSISTED): S.ASSISTED,
    (S.EXHAUSTED, E.REASSIGNED): S.COVERED,
    (S.EXHAUSTED, E.REOPENED): S.SEARCHING,
    (S.EXHAUSTED, E.CLOSED): S.CLOSED,
    (S.ASSISTED, E.RELEASED): S.SEARCHING,
    (S.ASSISTED, E.CLOSED): S.CLOSED,
    (S.ASSISTED, E.HELD): S.DONE,
    (S.CLOSED, E.REOPENED): S.SEARCHING,
}
"""The state after an event. Whatever is not here is refused."""

IS = {
    S.SEARCHING: Sentence("Cover is searched for"),
    S.COVERED: Sentence("Cover is found"),
    S.EXHAUSTED: Sentence("Cover was not found"),
    S.CANCELLED: Sentence("Cover is not needed: the session is cancelled"),
    S.COMBINED: Sentence("Cover is not needed: the students join another batch"),
    S.MOVED: Sentence("Cover is not needed: the session is moved"),
    S.ASSISTED: Sentence("Cover is not needed: an assistant holds the session"),
    S.CLOSED: Sentence("Cover is not needed any more: the trainer is back"),
    S.DONE: Sentence("Cover was found, and the session is over"),
}
IS_GONE = Sentence("Cover is not needed any more: the session no longer takes place, or not as it was")
"""What one that is closed is, where its session is gone."""

BY_PEOPLE = (
    E.ACCEPTED,
    E.REFUSED,
    E.CANCELLED,
    E.COMBINED,
    E.MOVED,
    E.ASSISTED,
    E.REASSIGNED,
    E.RELEASED,
    E.REOPENED,
)
"""Events that somebody decides, apart from those that follow from a leave or from time."""


def possible(state: CoverState) -> tuple[CoverEvent, ...]:
    """What people can do in a state."""
    return tuple(event for event in BY_PEOPLE if (state, event) in COVER_TRANSITIONS)


def after(state: CoverState, event: CoverEvent, *, gone: bool = False) -> CoverState:
    """The state after an event. `gone` is whether the session is, for the words. Raises CoverNotReady."""
    if (found := COVER_TRANSITIONS.get((state, event))) is not None:
        return found
    can = [e.value for e in possible(state)]
    what = f"What can be done: {', '.join(can)}." if can else "Nothing more can be done."
    so_it_is = IS_GONE if gone else IS[state]
    words = Sentence("{so_it_is}, so this can't be done.", so_it_is=so_it_is)
    raise CoverNotReady(words, f"{so_it_is}, so it can't be {event}. {what}", state=state.value, possible=can)
