"""How much somebody sees of a cover."""

from contextlib import suppress
from enum import StrEnum

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.covers.values import Cover
from multitrainer.domain.errors import BatchNotFound
from multitrainer.domain.permissions import Verdict, can
from multitrainer.domain.standings import NOTHING, Context
from multitrainer.services.gate import Gate


class Sees(StrEnum):
    """How much somebody sees of a cover."""

    SETTLES = "settles"
    """Everybody who was asked, and what came of it, and decides, also long after the session: admins."""
    DECIDES = "decides"
    """The same, until then: the lead in whose scope the batch is."""
    ALL = "all"
    """The same, and only looks: the course's other leads, machines that read."""
    RESULT = "result"
    """Who takes it: whoever is away."""
    OWN = "own"
    """What they were asked themselves: whoever was."""


DECIDING = (Sees.SETTLES, Sees.DECIDES)
EVERYTHING = (*DECIDING, Sees.ALL)


async def sight(gate: Gate, actor: Actor, cover: Cover) -> Sees:
    """How much somebody sees of one whom the gate has let through for it."""
    if found := of_standing(actor, NOTHING):
        return found
    with suppress(BatchNotFound):
        if found := of_standing(actor, await gate.standing(actor, cover.session.batch)):
            return found
    return Sees.RESULT if actor.id == cover.session.trainer else Sees.OWN


def of_standing(actor: Actor, context: Context) -> Sees | None:
    """What somebody sees by how they stand to the batch; None where that is no reason to."""
    if can(actor, Action.DECIDE_COVER, context) is Verdict.YES:
        return Sees.SETTLES if can(actor, Action.CORRECT_LEDGER, context) is Verdict.YES else Sees.DECIDES
    return Sees.ALL if can(actor, Action.READ_STAND_INS, context) is Verdict.YES else None
