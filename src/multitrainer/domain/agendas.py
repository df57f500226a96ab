"""What stands in somebody's calendar: their sessions, those that they cover, and those that others hold for them."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from multitrainer.domain.covers.states import CoverState
from multitrainer.domain.sessions import Session, SessionStatus


class As(StrEnum):
    """What somebody has to do with a session."""

    TEACHES = "teaches"
    ASSISTS = "assists"
    COVERS = "covers"
    """They hold it for somebody else."""
    COVERED = "covered"
    """It is theirs, and somebody else holds it."""
    UNCOVERED = "uncovered"
    """It is theirs, they are away, and nobody is found yet."""
    CANCELLED = "cancelled"
    """It does not take place."""


class Search(NamedTuple):
    """The search for somebody to hold a session of a trainer."""

    id: str
    session: str
    trainer: str
    state: CoverState


class Entry(NamedTuple):
    """A session in the calendar of a trainer; `other` is who holds it for them, or for whom they hold it or assist."""

    trainer: str
    what: As
    other: str | None = None
    cover: str | None = None
    """The id of the search for cover."""


LOOKED_FOR = (CoverState.SEARCHING, CoverState.EXHAUSTED)
FOUND = (CoverState.COVERED, CoverState.ASSISTED, CoverState.DONE)


def entries_of(
    session: Session, primary: str | None, assistants: Sequence[str], searches: Iterable[Search]
) -> Iterator[Entry]:
    """A session in everybody's calendar, of a batch that these teach; with the searches for cover of it."""
    owner, there = session.teacher or primary, [*searches]
    holder = session.cover or owner
    if session.status is SessionStatus.CANCELLED:
        yield from (Entry(one, As.CANCELLED) for one in dict.fromkeys((owner, *assistants)) if one)
        return
    if holder and holder != owner:
        cover = next((one.id for one in there if one.state in FOUND), None)
        yield Entry(holder, As.COVERS, owner, cover)
        if owner:
            yield Entry(owner, As.COVERED, holder, cover)
    elif owner:
        search = next((one.id for one in there if one.state in LOOKED_FOR and one.trainer == owner), None)
        yield Entry(owner, As.UNCOVERED if search else As.TEACHES, None, search)
    yield from (Entry(one, As.ASSISTS, holder) for one in assistants if one not in {holder, owner})
