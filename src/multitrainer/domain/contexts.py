"""How somebody stands to a course or a batch, by its team."""

from dataclasses import replace

from multitrainer.domain.differences import touched
from multitrainer.domain.permissions import Context, Touched
from multitrainer.domain.team import Team


def in_team(team: Team, trainer: str, batch: str | None = None) -> Context:
    """How somebody stands to a course, or to one of its batches, before it is known what they touch there."""
    on_batch = any(b.id == batch and trainer in b.people.everyone for b in team.batches)
    return Context(team.member(trainer), on_batch=on_batch, touched=Touched())


def changing(context: Context, before: Team, after: Team) -> Context:
    """The same, once it is known what they touch."""
    return replace(context, touched=touched(before, after))
