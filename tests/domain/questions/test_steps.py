"""Who has a question, and what becomes of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import pytest

from multitrainer.domain.errors import CannotHold, NobodyToAnswer, QuestionNotReady, TooMuchSaid
from multitrainer.domain.people import People
from multitrainer.domain.questions.chain import Around
from multitrainer.domain.questions.rules import MOST_SAID
from multitrainer.domain.questions.states import QUESTION_TRANSITIONS, QuestionEvent, possible
from multitrainer.domain.questions.steps import (
    Asked,
    Doing,
    answer,
    ask,
    close,
    escalate,
    follow_up,
    give_back,
    hand_on,
    kept,
    note,
    take,
)
from multitrainer.domain.questions.values import Note, Question, QuestionState, Step, Why
from multitrainer.domain.roster import Change, Status
from tests.domain.questions.asking import BATCH, RULES, TEAM, answering, asked, asking_on, at, held_by, there

LENA, PAUL, ADA = (Doing(who, at(11)) for who in ("lena", "paul", "ada"))
LONG_AGO = at(9) - timedelta(days=30)


def happening(question: Question, event: QuestionEvent) -> Question:
    passed = replace(
        question, trail=(*question.trail, replace(question.trail[0], frm="ben", was=Step.BACKUP, why=Why.TAKEN))
    )
    return {
        QuestionEvent.ANSWERED: lambda: answer(question, answering(), RULES),
        QuestionEvent.FOLLOWED_UP: lambda: follow_up(question, asking_on(), there(), RULES),
        QuestionEvent.PASSED_ON: lambda: kept(question, there("paul"), at(11), RULES),
        QuestionEvent.ESCALATED: lambda: escalate(question, "Ask her", there(), PAUL, RULES),
        QuestionEvent.TAKEN: lambda: take(question, Step.LEAD, there(), LENA, RULES),
        QuestionEvent.RETURNED: lambda: give_back(passed, there(), LENA, RULES),
        QuestionEvent.HANDED_ON: lambda: hand_on(question, "bea", there(), LENA, RULES),
        QuestionEvent.CLOSED: lambda: close(question),
        QuestionEvent.FELL_SILENT: lambda: kept(replace(question, look_at=LONG_AGO), there(), at(11), RULES),
    }[event]()


@pytest.mark.parametrize(("state", "event"), [*product(QuestionState, QuestionEvent)])
def test_a_question_goes_as_the_table_says_and_no_other_way(state: QuestionState, event: QuestionEvent) -> None:
    question = replace(asked(), state=state)
    if (state, event) in QUESTION_TRANSITIONS:
        assert happening(question, event).state is QUESTION_TRANSITIONS[state, event]
    elif event in {QuestionEvent.PASSED_ON, QuestionEvent.FELL_SILENT}:
        after = happening(question, event)
        assert (after.state, after.trail) == (state, question.trail)
    else:
        with pytest.raises(QuestionNotReady) as refusal:
            happening(question, event)
        assert refusal.value.facts == {"state": state.value, "possible": possible(state)}


@pytest.mark.parametrize(
    ("around", "holder", "step"),
    [
        (there(), "paul", Step.TEACHER),
        (there(standing_in="sue"), "sue", Step.TEACHER),
        (there("sue", standing_in="sue"), "paul", Step.TEACHER),
        (there("paul"), "ben", Step.BACKUP),
        (there("paul", "ben"), "bea", Step.BACKUP),
        (there("paul", "ben", "bea"), "lena", Step.LEAD),
        (there("paul", "ben", "bea", "lena"), "ada", Step.ADMIN),
        (there(batch=None), "lena", Step.LEAD),
        (there("lena", batch=None), "ada", Step.ADMIN),
        (there(team=TEAM.change("paul", Change(status=Status.INACTIVE))), "ben", Step.BACKUP),
        (there(batch="gone"), "ada", Step.ADMIN),
    ],
)
def test_a_question_goes_to_whoever_teaches_now_and_skips_who_is_not_there(
    around: Around, holder: str, step: Step
) -> None:
    new = asked(around)
    assert (new.holder, new.step) == (holder, step)


def test_with_nobody_there_nothing_can_be_asked() -> None:
    with pytest.raises(NobodyToAnswer):
        ask(Asked("q", "course", None, "sam", "?"), there(batch="gone", admins=""), Doing("sam", at(10)), RULES)


def path(question: Question, around: Around, now: datetime) -> list[tuple[str, Why, datetime]]:
    """Where it goes from now on if nobody does anything, and is looked at whenever it says so."""
    looked = kept(question, around, now, RULES)
    while looked.look_at:
        before, looked = looked, kept(looked, around, looked.look_at, RULES)
        if looked == before:
            break
    return [(hop.to, hop.why, hop.at) for hop in looked.trail[1:]]


def test_unanswered_it_goes_to_each_backup_then_to_the_lead_then_to_an_admin() -> None:
    assert path(asked(), there(), at(10)) == [
        ("ben", Why.UNANSWERED, at(10, 3)),  # the second is a holiday
        ("bea", Why.UNANSWERED, at(10, 4)),
        ("lena", Why.UNANSWERED, at(10, 7)),  # a weekend
        ("ada", Why.UNANSWERED, at(10, 8)),
    ]


def test_leave_skips_whoever_has_it_at_once() -> None:
    question = kept(asked(), there("paul"), at(10, minute=1), RULES)
    assert (question.holder, question.trail[-1].why, question.since) == ("ben", Why.AWAY, at(10, minute=1))
    assert question.due == RULES.due(Step.BACKUP, at(10, minute=1))


def test_who_leaves_the_batch_loses_it_to_whoever_teaches_now() -> None:
    others = TEAM.name_primary(BATCH, "bea")
    question = kept(asked(), there(team=others), at(11), RULES)
    assert (question.holder, question.step, question.trail[-1].why) == ("bea", Step.TEACHER, Why.LEFT)


def test_who_stood_in_loses_it_to_the_primary_once_the_cover_is_over() -> None:
    standing_in = asked(there(standing_in="sue"))
    question = kept(standing_in, there(), at(11), RULES)
    assert (question.holder, question.trail[-1].why) == ("paul", Why.LEFT)


def test_a_primary_who_is_there_keeps_it_when_somebody_begins_to_stand_in() -> None:
    assert kept(asked(), there(standing_in="sue"), at(11), RULES).holder == "paul"


def test_who_let_it_pass_is_not_asked_again_by_itself() -> None:
    leading = TEAM.change("paul", Change(status=Status.INACTIVE)).staff(BATCH, People("lena", ("ben",)))
    assert [to for to, _, _ in path(asked(there(team=leading)), there(team=leading), at(10))] == ["ben", "ada"]


def test_where_nobody_is_left_it_stays_with_whoever_has_it() -> None:
    alone = there("paul", "ben", "bea", "lena", admins="")
    stays = kept(asked(), alone, at(11), RULES)
    assert (stays.holder, len(stays.trail)) == ("paul", 1)


@pytest.mark.parametrize(
    ("holder", "step", "to"),
    [
        ("paul", Step.TEACHER, "lena"),
        ("bea", Step.NAMED, "lena"),
        ("lena", Step.LEAD, "ada"),
        ("lena", Step.TEACHER, "ada"),
    ],
)
def test_whoever_has_it_passes_it_up_with_a_reason(holder: str, step: Step, to: str) -> None:
    up = escalate(held_by(holder, step), "Beyond me", there(), Doing(holder, at(11)), RULES)
    assert (up.holder, up.trail[-1].reason, up.trail[-1].frm) == (to, "Beyond me", holder)
    assert up.escalations == 1


def test_an_admin_has_nobody_to_pass_it_up_to() -> None:
    with pytest.raises(NobodyToAnswer):
        escalate(held_by("ada", Step.ADMIN), "?", there(), ADA, RULES)


def test_a_lead_takes_it_and_returns_it_to_whom_it_came_from_with_time_anew() -> None:
    taken = take(asked(), Step.LEAD, there(), LENA, RULES)
    back = give_back(taken, there(), Doing("lena", at(15)), RULES)
    assert (taken.holder, taken.step) == ("lena", Step.LEAD)
    assert (back.holder, back.step, back.due) == ("paul", Step.TEACHER, RULES.due(Step.TEACHER, at(15)))
    assert take(taken, Step.LEAD, there(), LENA, RULES) is taken


@pytest.mark.parametrize(
    ("around", "why"), [(there("paul"), "away"), (there(team=TEAM.name_primary(BATCH, "ben")), "left")]
)
def test_it_is_not_returned_to_whoever_can_not_have_it_any_more(around: Around, why: str) -> None:
    taken = take(asked(), Step.LEAD, there(), LENA, RULES)
    with pytest.raises(CannotHold) as refusal:
        give_back(taken, around, LENA, RULES)
    assert refusal.value.facts == {"trainer": "paul", "reason": why}


@pytest.mark.parametrize(
    ("question", "why"),
    [
        (asked(), "not-passed-up"),
        (hand_on(asked(), "bea", there(), LENA, RULES), "not-passed-up"),
        (give_back(take(asked(), Step.LEAD, there(), LENA, RULES), there(), LENA, RULES), "returned-already"),
    ],
)
def test_only_what_was_passed_up_or_taken_is_returned_and_that_once(question: Question, why: str) -> None:
    with pytest.raises(CannotHold) as refusal:
        give_back(question, there(), LENA, RULES)
    assert refusal.value.facts == {"trainer": None, "reason": why}


def test_what_was_returned_and_is_passed_up_again_is_returned_again() -> None:
    question = asked()
    for _ in range(2):
        question = give_back(escalate(question, "?", there(), PAUL, RULES), there(), LENA, RULES)
        assert (question.holder, question.step) == ("paul", Step.TEACHER)


def test_it_is_handed_on_to_somebody_of_the_roster_alone() -> None:
    on = hand_on(asked(), "bea", there(), LENA, RULES)
    assert (on.holder, on.step) == ("bea", Step.NAMED)
    assert [to for to, _, _ in path(on, there(), at(11))] == ["bea", "lena", "ada"]
    with pytest.raises(CannotHold) as refusal:
        hand_on(asked(), "stranger", there(), LENA, RULES)
    assert refusal.value.facts == {"trainer": "stranger", "reason": "not-on-roster"}


def test_a_follow_up_of_an_open_question_leaves_it_with_its_time_where_it_is() -> None:
    question = asked()
    after = follow_up(question, asking_on(), there(standing_in="sue"), RULES)
    assert replace(after, entries=question.entries) == question


def test_a_follow_up_of_an_answered_one_opens_it_for_whoever_teaches_then() -> None:
    answered = answer(escalate(asked(), "?", there(), PAUL, RULES), answering("lena"), RULES)
    after = follow_up(answered, asking_on(at(12, 3)), there(standing_in="sue"), RULES)
    assert (after.holder, after.state, after.due) == ("sue", QuestionState.OPEN, RULES.due(Step.TEACHER, at(12, 3)))
    assert not after.passed_up
    assert after.first_answer == answered.first_answer


def test_an_answer_says_how_long_it_took_and_the_question_closes_after_days_of_silence() -> None:
    answered = answer(asked(), answering(now=at(12, 3, 30)), RULES)
    assert answered.first_answer
    assert (answered.first_answer.minutes, answered.first_answer.worked) == (50 * 60 + 30, 10 * 60 + 30)
    silent = at(12, 10, 30)
    assert kept(answered, there(), silent - timedelta(seconds=1), RULES) == answered
    assert kept(answered, there(), silent, RULES).state is QuestionState.CLOSED


def test_notes_are_written_in_any_state_and_change_nothing_else() -> None:
    closed = close(asked())
    written = note(closed, Note("n", at(12), "lena", "He asks this each week."))
    assert replace(written, notes=()) == closed


def test_there_is_an_end_to_what_can_be_said() -> None:
    full = replace(asked(), entries=asked().entries * MOST_SAID, notes=(Note("n", at(12), "x", "y"),) * MOST_SAID)
    saying: list[Callable[[], object]] = [
        lambda: answer(full, answering(), RULES),
        lambda: follow_up(full, asking_on(), there(), RULES),
        lambda: note(full, Note("n", at(12), "lena", "…")),
    ]
    for one in saying:
        with pytest.raises(TooMuchSaid):
            one()
