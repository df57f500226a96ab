"""What somebody sees of questions, and what they can do with them."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import NamedTuple

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor, ActorKind, Scope
from multitrainer.domain.contexts import in_team, of_question
from multitrainer.domain.permissions import Verdict, can
from multitrainer.domain.questions.doings import QuestionDoing, doings
from multitrainer.domain.questions.values import Question
from multitrainer.domain.standings import NOTHING, Context
from multitrainer.domain.team import Team
from multitrainer.services.gate import Gate


class QuestionSight(NamedTuple):
    """Somebody who reads questions. Of a trainer, the teams by course and by batch, and where they stand in."""

    actor: Actor
    courses: Mapping[str, Team]
    batches: Mapping[str, Team]
    covered: Collection[str]

    @property
    def as_students(self) -> bool:
        """Whether they see what students see: these, and machines that ask on their behalf."""
        looks = {Scope.ADMIN, Scope.READ} & self.actor.scopes
        return self.actor.kind is ActorKind.STUDENT or (self.actor.kind is ActorKind.MACHINE and not looks)

    def reads(self, question: Question) -> bool:
        """Whether they may read one."""
        return self._may(Action.READ_QUESTION, of_question(self.actor, question, self._standing(question)))

    def doings(self, question: Question) -> tuple[QuestionDoing, ...]:
        """What they can do with one."""
        context = of_question(self.actor, question, self._standing(question))
        return doings(question, self.actor.id, lambda action: self._may(action, context))

    def _may(self, action: Action, context: Context) -> bool:
        return can(self.actor, action, context) is Verdict.YES

    def _standing(self, question: Question) -> Context:
        """As the gate has it, which asks for one question alone."""
        batch = question.batch
        team = self.batches.get(batch) if batch else self.courses.get(question.course)
        standing = in_team(team, self.actor.id, batch) if team else NOTHING
        return replace(standing, covering=batch in self.covered)


async def sight(gate: Gate, actor: Actor) -> QuestionSight:
    """What somebody sees questions by, however many."""
    if actor.kind is not ActorKind.TRAINER:
        return QuestionSight(actor, {}, {}, ())
    teams = await gate.teams_of(actor)
    batches = {batch.id: team for team in teams for batch in team.batches}
    return QuestionSight(actor, {team.course: team for team in teams}, batches, await gate.covered_by(actor))
