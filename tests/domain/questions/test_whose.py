"""Whose a question is: of who has it, one that is over only as long as they are what they had it as."""

from dataclasses import replace

import pytest

from multitrainer.domain.actors import Actor, ActorKind
from multitrainer.domain.contexts import of_question
from multitrainer.domain.questions.values import QuestionState, Step
from multitrainer.domain.roster import Entry, Role, Status
from multitrainer.domain.standings import NOTHING, Context
from tests.domain.questions.asking import held_by

PAUL = Actor(ActorKind.TRAINER, "paul")
ON_COURSE, LEADING = Context(Entry("paul")), Context(Entry("paul", Role.LEAD))
OVER = (QuestionState.ANSWERED, QuestionState.CLOSED)


@pytest.mark.parametrize("state", OVER)
@pytest.mark.parametrize(
    ("step", "stands", "theirs"),
    [
        (Step.TEACHER, Context(on_batch=True), True),
        (Step.TEACHER, Context(covering=True), True),
        (Step.TEACHER, ON_COURSE, False),
        (Step.BACKUP, Context(on_batch=True), True),
        (Step.BACKUP, NOTHING, False),
        (Step.NAMED, ON_COURSE, True),
        (Step.NAMED, Context(Entry("paul", status=Status.INACTIVE)), False),
        (Step.NAMED, NOTHING, False),
        (Step.LEAD, LEADING, True),
        (Step.LEAD, ON_COURSE, False),
        (Step.ADMIN, LEADING, False),
    ],
)
def test_what_is_over_is_theirs_as_long_as_they_are_what_they_had_it_as(
    state: QuestionState, step: Step, stands: Context, theirs: bool
) -> None:
    question = replace(held_by("paul", step), state=state)
    assert of_question(PAUL, question, stands).oneself is theirs


@pytest.mark.parametrize("step", Step)
def test_an_open_one_is_theirs_until_it_goes_on(step: Step) -> None:
    assert of_question(PAUL, held_by("paul", step)).oneself


def test_what_an_admin_had_is_theirs_while_they_are_admin() -> None:
    question = replace(held_by("ada", Step.ADMIN), state=QuestionState.ANSWERED)
    assert of_question(Actor(ActorKind.ADMIN, "ada"), question).oneself
    assert not of_question(PAUL, question).oneself
