"""How somebody stands to a course or a batch, by its team; and what they may read by that."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.differences import Asked, touched
from multitrainer.domain.permissions import ON_COURSE, Verdict, can, standings_of
from multitrainer.domain.questions.values import Question, Step
from multitrainer.domain.standings import NOTHING, Context, Standing, Touched
from multitrainer.domain.team import Team


def in_team(team: Team, trainer: str, batch: str | None = None) -> Context:
    """How somebody stands to a course, or to one of its batches, before it is known what else they touch there."""
    on_batch = any(b.id == batch and trainer in b.people.everyone for b in team.batches)
    return Context(team.member(trainer), on_batch=on_batch, touched=touched(team, team, Asked(batch)))


def changing(trainer: str, asked: Asked, before: Team, after: Team) -> Context:
    """The same, once it is known what they touch."""
    return replace(in_team(before, trainer, asked.batch), touched=touched(before, after, asked))


def of_question(actor: Actor, question: Question, standing: Context = NOTHING) -> Context:
    """How somebody stands to a question, beside how to what it is about: it is whose who has it, and who asked.

    An open one goes on by itself from whoever leaves. One that is over stays with them, and is theirs no more.
    """
    has_it = actor.id == question.holder and (question.is_open or _still(question.step, actor, standing))
    return replace(standing, oneself=has_it, enrolled=actor.id == question.student)


def courses_of(actor: Actor, teams: Iterable[Team]) -> list[Team]:
    """The teams of those courses that a trainer may read."""
    return [team for team in teams if can(actor, Action.READ_COURSE, in_team(team, actor.id)) is Verdict.YES]


def batches_of(actor: Actor, teams: Iterable[Team]) -> list[str]:
    """Those batches that a trainer may read."""
    return [
        batch
        for team in teams
        for batch, standing in _in_each(team, actor.id)
        if can(actor, Action.READ_BATCH, standing) is Verdict.YES
    ]


def _in_each(team: Team, trainer: str) -> Iterator[tuple[str, Context]]:
    """The same as `in_team` of each batch, in one go over them."""
    entry = team.member(trainer)
    for batch in team.batches:
        asked = Touched(frozenset([batch.id]))
        yield batch.id, Context(entry, on_batch=trainer in batch.people.everyone, touched=asked)


def led_by(actor: Actor, teams: Iterable[Team]) -> list[str]:
    """Those courses that a trainer leads."""
    return [team.course for team in teams if Standing.LEAD in standings_of(actor, in_team(team, actor.id))]


def _still(step: Step, actor: Actor, standing: Context) -> bool:
    """Whether somebody is yet what they had a question as."""
    held = standings_of(actor, standing)
    match step:
        case Step.TEACHER | Step.BACKUP:
            return bool(held & {Standing.ON_BATCH, Standing.COVERING})
        case Step.NAMED:
            return bool(held & ON_COURSE)
        case Step.LEAD:
            return Standing.LEAD in held
        case Step.ADMIN:
            return Standing.ADMIN in held
