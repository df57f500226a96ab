"""What somebody can do with a cover, in the words in which it is asked for."""

from enum import StrEnum

from multitrainer.domain.covers.states import CoverEvent, CoverState, possible


class Doing(StrEnum):
    """The last part of an address: `POST /api/covers/{id}/accept`."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    SUBSTITUTE = "substitute"
    RELEASE = "release"
    REOPEN = "reopen"
    CANCEL = "cancel"
    COMBINE = "combine"
    MOVE = "move"
    ASSIST = "assist"
    REPORT = "report"


E, D = CoverEvent, Doing
DOES = {
    E.ACCEPTED: D.ACCEPT,
    E.REFUSED: D.REFUSE,
    E.CANCELLED: D.CANCEL,
    E.COMBINED: D.COMBINE,
    E.MOVED: D.MOVE,
    E.ASSISTED: D.ASSIST,
    E.REASSIGNED: D.SUBSTITUTE,
    E.RELEASED: D.RELEASE,
    E.REOPENED: D.REOPEN,
}
ANSWERS = {D.ACCEPT, D.REFUSE}
ALWAYS = {D.SUBSTITUTE, D.REPORT}
"""What can be done with a session that has begun: to say who held it, and how it was."""


def doings(
    state: CoverState, *, decides: bool, is_asked: bool, has_it: bool, has_begun: bool, is_settled: bool = False
) -> tuple[Doing, ...]:
    """What somebody can do, as far as the state says, and whether the session has begun.

    They decide, as an admin or lead does, are being asked, or have the session. Whoever is back needs no search, and
    whoever held the session reports of it. Once it is settled for them, they name nobody any more.
    """
    theirs = {*(ANSWERS if is_asked else ()), *({D.RELEASE} if has_it else ())}
    if decides:
        theirs |= {*Doing} - ANSWERS - ({D.REOPEN} if state is CoverState.CLOSED else set())
    there = {DOES[event] for event in possible(state)} & theirs
    if state is CoverState.DONE and has_it:
        there.add(D.REPORT)
    left = ALWAYS - ({D.SUBSTITUTE} if is_settled else set()) if has_begun else {*Doing}
    return tuple(doing for doing in Doing if doing in there & left)
