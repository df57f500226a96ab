"""Students' questions from one to another: passed up, taken, returned, handed on."""

from multitrainer.clock import Clock
from multitrainer.database import Session
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor, ActorKind
from multitrainer.domain.questions import steps
from multitrainer.domain.questions.steps import Doing
from multitrainer.domain.questions.values import Question, Step
from multitrainer.identity.callers import Caller
from multitrainer.services.changes.tags import Tagged
from multitrainer.services.questions.answers import QuestionAnswers
from multitrainer.services.questions.people import QuestionPeople


class QuestionHops:
    """Use cases of whoever passes a question up, and of leads and admins, who direct it."""

    def __init__(self, answers: QuestionAnswers, people: QuestionPeople, now: Clock) -> None:
        self._answers = answers
        self._people = people
        self._now = now

    async def escalate(
        self, caller: Caller, question: str, reason: str, if_match: str | None = None, id_: str | None = None
    ) -> Tagged:
        """Pass it up to the lead, and from a lead to an admin.

        Raises QuestionNotFound, QuestionNotReady, NobodyToAnswer, Stale.
        """

        async def decide(found: Question, actor: Actor, session: Session) -> Question:
            there = await self._people.around(found.course, found.batch, (found.holder,), session)
            rules = await self._people.rules(session)
            return steps.escalate(found, reason, there, self._doing(actor, id_), rules)

        return await self._answers.decided(caller, Action.ESCALATE_QUESTION, question, decide, if_match, id_)

    async def take(self, caller: Caller, question: str, if_match: str | None = None, id_: str | None = None) -> Tagged:
        """Take it oneself, from whoever has it. Raises QuestionNotFound, QuestionNotReady, CannotHold, Stale."""

        async def decide(found: Question, actor: Actor, session: Session) -> Question:
            there = await self._people.around(found.course, found.batch, (found.holder, actor.id), session)
            step = Step.ADMIN if actor.kind is ActorKind.ADMIN else Step.LEAD
            return steps.take(found, step, there, self._doing(actor, id_), await self._people.rules(session))

        return await self._answers.decided(caller, Action.TAKE_QUESTION, question, decide, if_match, id_)

    async def give_back(
        self, caller: Caller, question: str, if_match: str | None = None, id_: str | None = None
    ) -> Tagged:
        """Return what came up to whom it came from. Raises QuestionNotFound, QuestionNotReady, CannotHold, Stale."""

        async def decide(found: Question, actor: Actor, session: Session) -> Question:
            came = found.came_from
            before = [came.frm] if came and came.frm else []
            there = await self._people.around(found.course, found.batch, (found.holder, *before), session)
            return steps.give_back(found, there, self._doing(actor, id_), await self._people.rules(session))

        return await self._answers.decided(caller, Action.DIRECT_QUESTION, question, decide, if_match, id_)

    async def hand_on(
        self, caller: Caller, question: str, trainer: str, if_match: str | None = None, id_: str | None = None
    ) -> Tagged:
        """Hand it on to somebody of the course's roster.

        Raises QuestionNotFound, QuestionNotReady, UnknownTrainer, NotATrainer, CannotHold, Stale.
        """

        async def decide(found: Question, actor: Actor, session: Session) -> Question:
            there = await self._people.around(found.course, found.batch, (found.holder, trainer), session)
            if trainer not in there.roster:
                await self._people.must_be_trainer(trainer)
            rules = await self._people.rules(session)
            return steps.hand_on(found, trainer, there, self._doing(actor, id_), rules)

        return await self._answers.decided(caller, Action.DIRECT_QUESTION, question, decide, if_match, id_)

    def _doing(self, actor: Actor, id_: str | None) -> Doing:
        return Doing(actor.id, self._now(), id_)
