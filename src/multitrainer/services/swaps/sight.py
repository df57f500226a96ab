"""What somebody can do with a swap."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor, ActorKind
from multitrainer.domain.contexts import in_team
from multitrainer.domain.permissions import Verdict, can
from multitrainer.domain.standings import NOTHING, Context
from multitrainer.domain.swaps import SwapDoing, SwapState, doings
from multitrainer.domain.team import Team
from multitrainer.services.gate import Gate

Raw = Mapping[str, Any]
SIDES = ("one", "other")


class SwapSight(NamedTuple):
    """Somebody who reads swaps, and the teams of a trainer's courses by their batches."""

    actor: Actor
    teams: Mapping[str, Team]

    def doings(self, raw: Raw) -> tuple[SwapDoing, ...]:
        """What they can do with a stored swap."""
        theirs = self.actor.id in {str(raw[side]["trainer"]) for side in SIDES}
        confirmed = self.actor.id in map(str, raw["confirmed"])
        may_withdraw = self._may_withdraw(raw)
        return doings(SwapState(raw["state"]), theirs=theirs, confirmed=confirmed, may_withdraw=may_withdraw)

    def _may_withdraw(self, raw: Raw) -> bool:
        """As the gate has it: whoever proposed it, an admin, a lead in whose scope both batches lie."""
        contexts = [self._standing(str(raw[side]["batch"])) for side in SIDES]
        return self._may(Context(oneself=str(raw["by"]) == self.actor.id)) or all(map(self._may, contexts))

    def _may(self, context: Context) -> bool:
        return can(self.actor, Action.WITHDRAW_SWAP, context) is Verdict.YES

    def _standing(self, batch: str) -> Context:
        team = self.teams.get(batch)
        return in_team(team, self.actor.id, batch) if team else NOTHING


async def sight(gate: Gate, actor: Actor) -> SwapSight:
    """What somebody sees of swaps by."""
    return sight_in(actor, await gate.teams_of(actor) if actor.kind is ActorKind.TRAINER else ())


def sight_in(actor: Actor, teams: Iterable[Team]) -> SwapSight:
    """The same, where the teams that they have to do with are known."""
    return SwapSight(actor, {batch.id: team for team in teams for batch in team.batches})
