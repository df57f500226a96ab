"""Whom somebody sees beside each other, where many trainers are shown at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from multitrainer.domain.actors import Actor, ActorKind
from multitrainer.domain.contexts import led_by
from multitrainer.domain.team import Team


@dataclass(frozen=True, slots=True)
class Outlook:
    """All of the institute, where no `trainer` is named. Else all of their own, and what is in the courses they lead.

    Of whoever is on these, that is what they have to do with the batches there, and nothing of other courses.
    """

    trainer: str | None = None
    led: tuple[Team, ...] = ()
    taught: frozenset[str] = frozenset()
    """The batches that they teach themselves."""
    overseen: frozenset[str] = frozenset()
    """Those of the courses that they lead."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is hidden from them."""
        return self.trainer is None

    @property
    def batches(self) -> frozenset[str]:
        """All of which they see something, beside those in which they stand in."""
        return self.taught | self.overseen

    @property
    def trainers(self) -> tuple[str, ...]:
        """Whom they see, themselves first."""
        others = (entry.trainer for team in self.led for entry in team.roster)
        return tuple(dict.fromkeys((self.trainer, *others))) if self.trainer else ()

    def shows(self, trainer: str, batch: str) -> bool:
        """Whether they see what a trainer has to do with a batch."""
        return self.is_whole or trainer == self.trainer or batch in self.overseen


def outlook_of(actor: Actor, teams: Iterable[Team]) -> Outlook:
    """What somebody sees who has to do with these teams; whoever is no trainer sees all."""
    if actor.kind is not ActorKind.TRAINER:
        return Outlook()
    there = [*teams]
    led = {*led_by(actor, there)}
    taught = (batch.id for team in there for batch in team.batches if actor.id in batch.people.teaching)
    teams_led = tuple(team for team in there if team.course in led)
    overseen = frozenset(batch.id for team in teams_led for batch in team.batches)
    return Outlook(actor.id, teams_led, frozenset(taught), overseen)
