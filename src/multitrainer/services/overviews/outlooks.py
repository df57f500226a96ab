"""Whom somebody sees beside each other, and what is asked for them."""

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import ActorKind
from multitrainer.domain.outlooks import Outlook, outlook_of
from multitrainer.identity.callers import Caller
from multitrainer.repositories.agendas import Only
from multitrainer.repositories.users import Users
from multitrainer.services.gate import Gate
from multitrainer.services.people.everybody import everybody


async def looked_over(gate: Gate, caller: Caller, action: Action) -> Outlook:
    """What a caller sees. Raises NotSignedIn, NotAllowed."""
    actor = await gate.anywhere(caller, action)
    return outlook_of(actor, await gate.teams_of(actor) if actor.kind is ActorKind.TRAINER else ())


async def names_in(outlook: Outlook, users: Users) -> dict[str, str | None]:
    """The names of whom they see, by id."""
    if outlook.is_whole:
        return await everybody(users)
    found = await users.by_id([*outlook.trainers])
    return {trainer: found[trainer].get("name") for trainer in outlook.trainers if trainer in found}


def only(outlook: Outlook) -> Only | None:
    """The sessions of which they see anything; None for all."""
    return Only(outlook.batches, outlook.trainer) if outlook.trainer else None
