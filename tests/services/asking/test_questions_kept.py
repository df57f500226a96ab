"""Whoever looks, however often, and whatever is cut off: a question goes on once; with transactions and without."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any
from unittest.mock import patch

import pytest
from bson import ObjectId

from multitrainer import wiring
from multitrainer.database import Database, Outdated
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import MultitrainerError, TooManyQuestions
from multitrainer.domain.questions.steps import close
from multitrainer.domain.questions.values import Question, QuestionState
from multitrainer.domain.questions.which import Which
from multitrainer.repositories.questions import Questions
from multitrainer.schemas.roster import RosterChange
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests.services.asking.asking import (
    ABE,
    ADA,
    ADASELF,
    COURSE,
    JOHNSELF,
    MOST,
    SARAHSELF,
    STUSELF,
    ask,
    asked,
    away,
    holder,
    lists,
    look,
    path,
    read,
    told,
)
from tests.services.either_way.swapping import FIRST, JOHN, MARIA, SARAH
from tests.services.people import SetClock


class Killed(BaseException):
    """Nothing that anybody catches."""


async def test_of_two_workers_that_look_at_once_one_passes_a_question_on(
    services: Services, elsewhere: Services, database: Database, time: SetClock
) -> None:
    questions = [await asked(services) for _ in range(5)]
    time.move(days=1)
    await asyncio.gather(look(services), look(elsewhere), look(services))
    for question in questions:
        assert await path(services, question) == [(JOHN, "asked"), (SARAH, "unanswered")]
    assert (await told(database)).count(("asked", SARAH)) == 5


@pytest.mark.parametrize("after", [False, True])
async def test_a_worker_that_is_killed_leaves_what_the_next_one_does(
    services: Services, database: Database, settings: Settings, time: SetClock, after: bool
) -> None:
    question, real = await asked(services), Questions.save
    time.move(days=1)

    async def killed(self: Questions, *args: Any) -> None:
        if after:
            await real(self, *args)
        raise Killed

    with patch.object(Questions, "save", killed), suppress(Killed):
        await services.question_keeper.run()
    await look(wiring.build(database, settings, now=time))
    assert await path(services, question) == [(JOHN, "asked"), (SARAH, "unanswered")]
    assert ("asked", SARAH) in await told(database)


async def test_of_one_student_no_more_are_open_than_may_be_however_many_ask_at_once(
    services: Services, elsewhere: Services, database: Database
) -> None:
    came = await asyncio.gather(*(ask(on) for on in (services, elsewhere) * MOST), return_exceptions=True)
    assert [type(one) for one in came if isinstance(one, BaseException)] == [TooManyQuestions] * MOST
    assert await database.motor.multitrainer_questions.count_documents({"state": "open"}) == MOST


async def test_nothing_is_written_over_what_happened_since_it_was_read(services: Services, time: SetClock) -> None:
    kept, first = Questions(), await Questions().find(await asked(services))
    await kept.make_due([JOHN], time(), None)
    due = await kept.find(first.id)
    for stale in (first, due):
        if stale is due:
            await kept.save(due, close(due), None)
        with pytest.raises(Outdated):
            await kept.save(stale, close(stale), None)


async def test_in_a_storm_each_open_question_is_in_exactly_one_list(
    services: Services, elsewhere: Services, database: Database, time: SetClock
) -> None:
    questions = [await asked(services) for _ in range(4)]
    chance = random.Random(7)

    async def act(on: Services) -> None:
        question = chance.choice(questions)
        doing: list[Callable[[], Awaitable[object]]] = [
            lambda: on.question_hops.take(SARAHSELF, question),
            lambda: on.question_hops.take(ADASELF, question),
            lambda: on.question_hops.give_back(SARAHSELF, question),
            lambda: on.question_hops.hand_on(SARAHSELF, question, MARIA),
            lambda: on.question_hops.escalate(JOHNSELF, question, "?"),
            lambda: on.question_answers.answer(JOHNSELF, question, "So."),
            lambda: on.question_answers.follow_up(STUSELF, question, "And?"),
            on.question_keeper.run,
        ]
        with suppress(MultitrainerError):
            await chance.choice(doing)()
        time.move(minutes=chance.choice((0, 30, 300)))

    async def several(on: Services) -> None:
        for _ in range(15):
            await act(on)

    await asyncio.gather(several(services), several(elsewhere), several(services))
    await look(services)
    everybody = await lists(services, JOHN, SARAH, MARIA, ADA, ABE)
    listed = sorted(question for theirs in everybody.values() for question in theirs)
    open_ = Which(state=QuestionState.OPEN)
    assert listed == sorted(
        str(one["_id"]) for one in (await services.questions.page(THE_ADMIN, open_, None, 50)).items
    )
    for question in questions:
        must_be_whole(await Questions().find(question))


def must_be_whole(question: Question) -> None:
    """Each hop begins where the last one ended, and the last one with whoever has it; nothing was written over."""
    assert [hop.frm for hop in question.trail[1:]] == [hop.to for hop in question.trail[:-1]]
    assert (question.trail[-1].to, question.trail[-1].at) == (question.holder, question.since)
    assert question.turn >= len(question.trail) + len(question.entries) - 2


async def test_what_nobody_told_us_of_is_found_within_ten_minutes(
    services: Services, database: Database, time: SetClock
) -> None:
    """The old application names another trainer for the batch."""
    question = await asked(services)
    change = {"$set": {"trainers.primary": ObjectId(MARIA), "instructor": ObjectId(MARIA)}}
    await database.motor.batches.update_one({"_id": ObjectId(FIRST)}, change)
    await look(services)
    assert (await holder(services, question))[0] == JOHN
    time.move(minutes=10)
    await look(services)
    assert await path(services, question) == [(JOHN, "asked"), (MARIA, "left")]


async def test_what_somebody_wrote_badly_keeps_no_other_waiting(
    services: Services, database: Database, time: SetClock
) -> None:
    bad, good = await asked(services), await asked(services)
    await database.motor.multitrainer_questions.update_one({"_id": ObjectId(bad)}, {"$set": {"step": "nowhere"}})
    time.move(days=1)
    await look(services)
    assert (await holder(services, good))[0] == SARAH
    assert [str(one["_id"]) for one in (await services.questions.page(JOHNSELF, Which(), None, 9)).items] == []
    found = [finding.violation async for part in services.doctor.examine(THE_ADMIN) for finding in part.found]
    assert any(bad in violation.detail for violation in found if violation.code == "malformed")


async def breaches(services: Services, *, repair: bool = False) -> list[str]:
    found = [finding async for part in services.doctor.examine(THE_ADMIN, repair=repair) for finding in part.found]
    return [finding.violation.code for finding in found if finding.violation.code.startswith("question")]


async def test_the_doctor_names_a_question_that_nobody_has_looked_at_and_passes_it_on(
    services: Services, time: SetClock
) -> None:
    question = await asked(services)
    assert await breaches(services) == []
    await away(services, JOHN, "02T10:00", "03T00:00")
    assert await breaches(services) == []  # the worker is about to look at it
    time.move(minutes=6)
    assert await breaches(services) == ["question-behind"]
    assert await breaches(services, repair=True) == ["question-behind"]
    assert (await breaches(services), await holder(services, question)) == ([], (SARAH, "backup"))


async def test_the_doctor_names_a_question_that_nobody_can_have(
    services: Services, database: Database, time: SetClock
) -> None:
    question = await asked(services)
    await database.motor.users.update_many({"role": "admin"}, {"$set": {"role": "student"}})
    await services.roster.change(THE_ADMIN, COURSE, SARAH, RosterChange(status="inactive"))
    await away(services, JOHN, "02T10:00", "03T00:00")
    await look(services)
    assert (await holder(services, question))[0] == JOHN
    assert await breaches(services, repair=True) == ["question-nobody"]


async def test_who_stands_before_it_hears_that_a_question_changed_and_of_notes_no_student(
    services: Services, database: Database
) -> None:
    question = await asked(services)
    await services.question_answers.note(JOHNSELF, question, "Again.")
    news = await database.motor.multitrainer_news.find({"what": "question"}).sort("_id", 1).to_list(None)
    asked_, noted = (one["about"] for one in news)
    assert (str(STUSELF.id) in asked_, JOHN in asked_) == (True, True)
    assert (str(STUSELF.id) in noted, JOHN in noted) == (False, True)


async def test_counts_say_how_long_answers_took_and_what_went_up(services: Services, time: SetClock) -> None:
    first, second = await asked(services), await asked(services)
    await ask(services, course=COURSE)
    time.move(hours=1)
    await services.question_answers.answer(JOHNSELF, first, "So.")
    await services.question_hops.escalate(JOHNSELF, second, "?")
    time.move(days=1)
    await services.question_answers.answer(SARAHSELF, second, "So.")
    found = await services.question_counts.read(SARAHSELF, COURSE, None, None, None)
    assert (found["asked"], found["answered"]) == (3, 2)
    assert (found["minutes"], found["workingMinutes"]) == ({"median": 60, "p90": 1_500}, {"median": 60, "p90": 540})
    assert found["open"] == {"underOneDay": 0, "oneToThreeDays": 1, "overThreeDays": 0}
    assert [(one["batchName"], one["asked"], one["escalations"]) for one in found["batches"]] == [
        ("Batch 1", 2, 1),
        (None, 1, 0),
    ]
    of_batch = await services.question_counts.read(SARAHSELF, None, FIRST, None, None)
    assert of_batch["asked"] == 2
    for course, batch in ((COURSE, None), (None, FIRST), (None, None)):
        with pytest.raises(MultitrainerError):
            await services.question_counts.read(JOHNSELF, course, batch, None, None)
    assert (await read(services, first))["firstAnswer"]["minutes"] == 60
