"""Students ask, and exactly one person has each open question; with transactions and without."""

from datetime import UTC, date, datetime

import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind, Scope
from multitrainer.domain.errors import (
    CannotHold,
    NotAllowed,
    NotATrainer,
    QuestionNotFound,
    QuestionNotReady,
    UnknownTrainer,
)
from multitrainer.domain.questions.values import QuestionState
from multitrainer.domain.questions.which import Which
from multitrainer.domain.sessions import SessionStatus
from multitrainer.domain.timetable import Holiday
from multitrainer.schemas.roster import RosterChange
from multitrainer.schemas.sessions import SessionPatch
from multitrainer.services import Services
from tests.services.asking.asking import (
    ABE,
    ADASELF,
    ALEXSELF,
    COURSE,
    JOHNSELF,
    MARIASELF,
    SARAHSELF,
    STU,
    STUSELF,
    ZOE,
    ZOESELF,
    asked,
    away,
    holder,
    lists,
    look,
    path,
    read,
    told,
)
from tests.services.either_way.swapping import ALEX, FIRST, JOHN, MARIA, SARAH, meets
from tests.services.people import SetClock


async def test_a_question_goes_to_whoever_teaches_the_batch_and_its_answer_to_the_student(
    services: Services, database: Database
) -> None:
    question = await asked(services)
    made = await read(services, question)
    assert (await holder(services, question), made["state"]) == ((JOHN, "teacher"), "open")
    assert made["due"] == datetime(2026, 3, 3, 9, tzinfo=UTC)
    answered = await services.question_answers.answer(JOHNSELF, question, "A word for a thing.")
    assert (answered.view["state"], answered.view["firstAnswer"]["worked"]) == ("answered", 0)
    assert await told(database) == [("asked", JOHN), ("answered", STU)]


async def test_a_lead_sees_all_questions_of_the_courses_that_they_lead(services: Services) -> None:
    assert [one["_id"] for one in await services.questions.surveyed(SARAHSELF)] == [COURSE]
    for other in (JOHNSELF, ALEXSELF, ADASELF, STUSELF):
        assert await services.questions.surveyed(other) == []
    there = [await asked(services) for _ in range(3)]
    firsts = await services.questions.first_of_led(SARAHSELF, QuestionState.OPEN, 2)
    assert [one["_id"] for one in firsts[COURSE].items] == [*map(ObjectId, there[:2])]
    assert firsts[COURSE] == await services.questions.page(SARAHSELF, Which(COURSE, state=QuestionState.OPEN), None, 2)
    assert await services.questions.first_of_led(JOHNSELF, None, 2) == {}


async def test_students_see_the_state_and_what_was_said_and_nothing_else(services: Services) -> None:
    question = await asked(services)
    await services.question_answers.note(JOHNSELF, question, "He asks this each week.")
    await services.question_answers.answer(JOHNSELF, question, "A word for a thing.")
    seen = await read(services, question, STUSELF)
    assert {*seen} == {
        "_id", "course", "courseName", "batch", "batchName", "state", "askedAt", "entries", "actions",
    }  # fmt: skip
    assert [(one["what"], one["text"]) for one in seen["entries"]] == [
        ("question", "What is a noun?"),
        ("answer", "A word for a thing."),
    ]
    listed = (await services.questions.page(STUSELF, Which(), None, 10)).items
    assert listed == [seen]
    assert (await services.questions.page(THE_ADMIN, Which(student=STU), None, 10)).items == [
        {**seen, "actions": ["answers", "follow-ups", "notes", "close"]}
    ]


@pytest.mark.parametrize("who", [STUSELF, Actor(ActorKind.MACHINE, "app", frozenset({Scope.QUESTIONS}))])
async def test_students_and_the_app_that_asks_for_them_do_not_find_out_who_has_a_question(
    services: Services, who: Actor
) -> None:
    await asked(services)
    for holder_ in (JOHN, SARAH):
        with pytest.raises(NotAllowed, match="leave out holder"):
            await services.questions.page(who, Which(holder=holder_), None, 10)


async def test_unanswered_it_goes_on_until_an_admin_has_it_who_has_the_fewest(
    services: Services, database: Database, time: SetClock
) -> None:
    await services.question_hops.take(ADASELF, await asked(services))
    question = await asked(services)
    for _ in range(3):
        time.move(days=1)
        await look(services)
    assert await path(services, question) == [(JOHN, "asked"), (SARAH, "unanswered"), (ABE, "unanswered")]
    assert (await told(database))[-2:] == [("asked", SARAH), ("asked", ABE)]
    assert (await read(services, question))["due"] is None


async def test_a_weekend_a_holiday_and_a_change_of_clocks_are_no_time_to_answer(
    services: Services, time: SetClock
) -> None:
    """Asked on a Friday at 15:00; clocks are put forward on Sunday, Monday is a holiday."""
    monday = date(2026, 3, 30)
    await services.holidays.put(THE_ADMIN, [Holiday("Spring", monday, monday)])
    time.at = datetime(2026, 3, 27, 14, tzinfo=UTC)
    question = await asked(services)
    assert (await read(services, question))["localDue"] == "2026-03-31T15:00"
    for at, who in ((datetime(2026, 3, 31, 12, 59, tzinfo=UTC), JOHN), (datetime(2026, 3, 31, 13, tzinfo=UTC), SARAH)):
        time.at = at
        await look(services)
        assert (await holder(services, question))[0] == who


async def test_leave_and_changes_of_the_team_take_it_at_once(services: Services, time: SetClock) -> None:
    question = await asked(services)
    await away(services, JOHN, "02T10:00", "03T00:00")
    await look(services)
    assert await holder(services, question) == (SARAH, "backup")
    await services.batch_people.dismiss(THE_ADMIN, FIRST, SARAH)
    await look(services)
    assert await holder(services, question) == (SARAH, "lead")
    await services.roster.change(THE_ADMIN, COURSE, SARAH, RosterChange(status="inactive"))
    await look(services)
    assert (await holder(services, question))[1] == "admin"


async def test_leave_that_begins_later_takes_it_when_it_begins(services: Services, time: SetClock) -> None:
    question = await asked(services)
    await away(services, JOHN, "02T12:00", "03T00:00")
    await look(services)
    assert (await holder(services, question))[0] == JOHN
    time.at = datetime(2026, 3, 2, 11, tzinfo=UTC)
    await look(services)
    assert await path(services, question) == [(JOHN, "asked"), (SARAH, "away")]


async def test_who_stands_in_has_it_until_the_session_is_over(services: Services, time: SetClock) -> None:
    await meets(services, FIRST, ("tuesday", "16:00", "17:30"))
    await away(services, JOHN, "03T15:00", "03T19:00")
    while await services.cover_search.run():
        pass
    cover = (await services.covers.page(THE_ADMIN, None, None, None, None, None, 10)).items[0]
    await services.covers.reassign(THE_ADMIN, str(cover["_id"]), ALEX, overruling=False)
    question = await asked(services)
    assert await holder(services, question) == (ALEX, "teacher")
    time.at = datetime(2026, 3, 3, 16, 30, tzinfo=UTC)
    await look(services)
    assert await path(services, question) == [(ALEX, "asked"), (SARAH, "left")]


async def test_who_stands_in_loses_it_at_once_when_the_session_or_the_cover_is_called_off(
    services: Services, database: Database
) -> None:
    await meets(services, FIRST, ("tuesday", "16:00", "17:30"))
    await away(services, JOHN, "03T15:00", "03T19:00")
    while await services.cover_search.run():
        pass
    cover = (await services.covers.page(THE_ADMIN, None, None, None, None, None, 10)).items[0]
    await services.covers.reassign(THE_ADMIN, str(cover["_id"]), ALEX, overruling=False)
    question = await asked(services)
    await services.covers.release(THE_ADMIN, str(cover["_id"]))
    await look(services)
    assert await path(services, question) == [(ALEX, "asked"), (JOHN, "left")]
    await services.covers.reassign(THE_ADMIN, str(cover["_id"]), ALEX, overruling=False)
    second = await asked(services)
    await services.sessions.patch(THE_ADMIN, str(cover["session"]), SessionPatch(status=SessionStatus.CANCELLED))
    await look(services)
    assert await path(services, second) == [(ALEX, "asked"), (JOHN, "left")]


async def test_a_lead_takes_returns_and_hands_on(services: Services, database: Database) -> None:
    question = await asked(services)
    await services.question_hops.take(SARAHSELF, question)
    assert await holder(services, question) == (SARAH, "lead")
    await services.question_hops.give_back(SARAHSELF, question)
    with pytest.raises(CannotHold):  # a second click
        await services.question_hops.give_back(SARAHSELF, question)
    await services.question_hops.hand_on(SARAHSELF, question, MARIA)
    assert await path(services, question) == [
        (JOHN, "asked"), (SARAH, "taken"), (JOHN, "returned"), (MARIA, "handed-on"),
    ]  # fmt: skip
    assert await told(database) == [("asked", JOHN), ("asked", JOHN), ("asked", MARIA)]
    for who, refusal in ((ALEX, CannotHold), (STU, NotATrainer), ("0" * 24, UnknownTrainer)):
        with pytest.raises(refusal):
            await services.question_hops.hand_on(SARAHSELF, question, who)
    assert await lists(services, JOHN, SARAH, MARIA) == {JOHN: [], SARAH: [], MARIA: [question]}


async def test_whoever_has_it_passes_it_up_once_for_each_request(services: Services) -> None:
    question, request = await asked(services), "f" * 24
    for _ in range(2):
        await services.question_hops.escalate(JOHNSELF, question, "Beyond me", None, request)
    assert await path(services, question) == [(JOHN, "asked"), (SARAH, "escalated")]
    assert (await read(services, question))["escalations"] == 1


async def test_only_whoever_has_it_or_decides_answers_it(services: Services) -> None:
    question = await asked(services)
    for who, refusal in ((MARIASELF, QuestionNotFound), (STUSELF, NotAllowed), (ZOESELF, QuestionNotFound)):
        with pytest.raises(refusal):
            await services.question_answers.answer(who, question, "No.")
    await services.question_hops.hand_on(SARAHSELF, question, MARIA)
    can = {JOHNSELF: "Maria has it now. What you can do with it now: notes, escalate.",
           STUSELF: "What you can do with it now: follow-ups, close."}  # fmt: skip
    for who, words in can.items():
        with pytest.raises(NotAllowed) as refused:
            await services.question_answers.answer(who, question, "No.")
        assert refused.value.detail == f"You may not answer a student's question. {words}"
    assert (await services.question_answers.answer(SARAHSELF, question, "So.")).view["state"] == "answered"


async def test_who_left_the_batch_reads_no_more_of_its_questions(services: Services) -> None:
    question = await asked(services)
    assert (await read(services, question, JOHNSELF))["holder"]["_id"] == JOHN
    await services.batch_people.name_primary(THE_ADMIN, FIRST, MARIA)
    await look(services)
    with pytest.raises(QuestionNotFound):
        await read(services, question, JOHNSELF)
    assert (await read(services, question, MARIASELF))["holder"]["_id"] == MARIA


@pytest.mark.parametrize("over", ["answered", "closed"])
async def test_who_left_neither_reads_nor_answers_what_they_answered_and_hears_no_more_of_it(
    services: Services, database: Database, over: str
) -> None:
    question = await asked(services)
    await services.question_answers.answer(JOHNSELF, question, "So.")
    if over == "closed":
        await services.question_answers.close(STUSELF, question)
    assert len((await services.questions.page(JOHNSELF, Which(), None, 10)).items) == 1
    await services.batch_people.name_primary(THE_ADMIN, FIRST, MARIA)
    with pytest.raises(QuestionNotFound):
        await read(services, question, JOHNSELF)
    for doing in (services.question_answers.answer, services.question_answers.note):
        with pytest.raises(QuestionNotFound):
            await doing(JOHNSELF, question, "And so.")
    assert (await services.questions.page(JOHNSELF, Which(), None, 10)).items == []
    await services.question_answers.note(MARIASELF, question, "He left.")
    news = await database.motor.multitrainer_news.find({"what": "question"}).sort("_id", -1).to_list(1)
    assert JOHN not in news[0]["about"]


async def test_who_stands_in_reads_the_batchs_questions_from_then_until_a_day_after_it(
    services: Services, time: SetClock
) -> None:
    await meets(services, FIRST, ("tuesday", "16:00", "17:30"))
    await away(services, JOHN, "03T15:00", "03T19:00")
    while await services.cover_search.run():
        pass
    question = await asked(services)
    cover = (await services.covers.page(THE_ADMIN, None, None, None, None, None, 10)).items[0]
    with pytest.raises(QuestionNotFound):
        await read(services, question, ALEXSELF)
    await services.covers.reassign(THE_ADMIN, str(cover["_id"]), ALEX, overruling=False)
    assert (await read(services, question, ALEXSELF))["_id"] == ObjectId(question)
    with pytest.raises(NotAllowed):
        await services.question_answers.answer(ALEXSELF, question, "So.")
    time.at = datetime(2026, 3, 4, 17, tzinfo=UTC)
    with pytest.raises(QuestionNotFound):
        await read(services, question, ALEXSELF)


async def test_no_other_student_sees_a_question_not_even_of_the_same_batch(
    services: Services, database: Database
) -> None:
    question = await asked(services)
    for _ in range(2):  # before and after she comes into the batch
        with pytest.raises(QuestionNotFound):
            await read(services, question, ZOESELF)
        for doing in (services.question_answers.follow_up, services.question_answers.answer):
            with pytest.raises(QuestionNotFound):
                await doing(ZOESELF, question, "?")
        with pytest.raises(QuestionNotFound):
            await services.question_answers.close(ZOESELF, question)
        assert (await services.questions.page(ZOESELF, Which(batch=FIRST), None, 10)).items == []
        await database.motor.batches.update_one({"_id": ObjectId(FIRST)}, {"$addToSet": {"students": ObjectId(ZOE)}})


async def test_asking_on_opens_it_again_for_whoever_teaches_then(services: Services) -> None:
    question = await asked(services)
    await services.question_answers.answer(JOHNSELF, question, "So.")
    await services.question_answers.close(STUSELF, question)
    with pytest.raises(QuestionNotReady):
        await services.question_answers.answer(JOHNSELF, question, "And so.")
    await services.batch_people.name_primary(THE_ADMIN, FIRST, MARIA)
    again = await services.question_answers.follow_up(STUSELF, question, "Why?")
    assert again.view["state"] == "open"
    assert await holder(services, question) == (MARIA, "teacher")


async def test_an_answered_question_closes_after_a_week_of_silence(services: Services, time: SetClock) -> None:
    question = await asked(services)
    await services.question_answers.answer(JOHNSELF, question, "So.")
    time.move(days=7, seconds=-1)
    await look(services)
    assert (await read(services, question))["state"] == "answered"
    time.move(seconds=1)
    await look(services)
    assert (await read(services, question))["state"] == "closed"
