"""Who asks, on whose behalf and about what, and whose lists it is in; with transactions and without."""

from typing import Any

import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind, Scope
from multitrainer.domain.errors import (
    BatchNotFound,
    CourseNotFound,
    NotAllowed,
    SenselessQuestion,
    TooManyQuestions,
)
from multitrainer.domain.questions.which import Which
from multitrainer.services import Services
from tests.services.asking.asking import (
    ADASELF,
    COURSE,
    JOHNSELF,
    MARIASELF,
    MOST,
    SARAHSELF,
    STU,
    STUSELF,
    ZOE,
    ZOESELF,
    ask,
    asked,
    holder,
    read,
)
from tests.services.either_way.swapping import FIRST, JOHN, MARIA, SARAH


async def test_students_ask_only_about_what_they_are_in_and_not_too_much(services: Services) -> None:
    for about, refusal in (({"batch": FIRST}, BatchNotFound), ({"course": COURSE}, CourseNotFound)):
        with pytest.raises(refusal):
            await ask(services, ZOESELF, **about)
    with pytest.raises(BatchNotFound):  # and not a word of its course
        await ask(services, ZOESELF, batch=FIRST, course=STU)
    with pytest.raises(SenselessQuestion):
        await ask(services, STUSELF, batch=FIRST, course=STU)
    with pytest.raises(SenselessQuestion):
        await ask(services, STUSELF, text="?")
    with pytest.raises(NotAllowed):
        await ask(services, STUSELF, batch=FIRST, student=ZOE)
    for _ in range(MOST):
        await ask(services)
    with pytest.raises(TooManyQuestions) as refused:
        await ask(services)
    assert refused.value.facts == {"most": MOST}


async def test_with_as_many_open_as_may_be_a_student_asks_on_all_the_same(services: Services) -> None:
    first = await asked(services)
    await services.question_answers.answer(JOHNSELF, first, "So.")
    for _ in range(MOST):
        await ask(services)
    assert (await services.question_answers.follow_up(STUSELF, first, "And?")).view["state"] == "open"


async def test_about_a_course_it_is_the_students_only_batch_or_else_the_lead(
    services: Services, database: Database
) -> None:
    several = await ask(services, course=COURSE)
    assert (several["batch"], await holder(services, str(several["_id"]))) == (None, (SARAH, "lead"))
    await database.motor.batches.update_one({"name": "Batch 3"}, {"$push": {"students": ObjectId(ZOE)}})
    one = await ask(services, ZOESELF, course=COURSE)
    assert (one["batchName"], await holder(services, str(one["_id"]))) == ("Batch 3", (MARIA, "teacher"))


APP = Actor(ActorKind.MACHINE, "app", frozenset({Scope.QUESTIONS}))


@pytest.mark.parametrize("who", [ADASELF, APP, Actor(ActorKind.MACHINE, "key", frozenset({Scope.ADMIN}))])
async def test_an_admin_or_the_institutes_app_asks_on_a_students_behalf(services: Services, who: Actor) -> None:
    made = await ask(services, who, batch=FIRST, student=STU)
    assert (await read(services, str(made["_id"])))["student"]["_id"] == STU
    entry = (await read(services, str(made["_id"]), STUSELF))["entries"][0]
    assert (entry["by"]["_id"], entry["through"]["_id"]) == (STU, who.id)
    for about in ({"batch": FIRST}, {"batch": FIRST, "student": ZOE}):
        with pytest.raises(SenselessQuestion):
            await ask(services, who, **about)


async def test_the_institutes_app_sees_what_the_student_sees_and_answers_nothing(services: Services) -> None:
    question = str((await ask(services, APP, batch=FIRST, student=STU))["_id"])
    await services.question_answers.note(JOHNSELF, question, "He asks this each week.")
    seen = await read(services, question, STUSELF)
    assert await read(services, question, APP) == seen
    assert (await services.questions.page(APP, Which(student=STU), None, 10)).items == [seen]
    assert (await services.question_answers.follow_up(APP, question, "And?")).view["state"] == "open"
    for doing in (services.question_answers.answer, services.question_answers.note, services.question_hops.escalate):
        with pytest.raises(NotAllowed):
            await doing(APP, question, "So.")


async def test_what_a_key_asks_is_the_students_and_those_who_answer_see_which_key_it_was(
    services: Services, database: Database
) -> None:
    key = ObjectId()
    await database.motor.multitrainer_api_keys.insert_one({"_id": key, "name": "The app"})
    app = Actor(ActorKind.MACHINE, str(key), frozenset({Scope.QUESTIONS}))
    question = str((await ask(services, app, batch=FIRST, student=STU))["_id"])
    await services.question_answers.follow_up(app, question, "And?")
    await services.question_answers.answer(JOHNSELF, question, "So.")
    whole = await read(services, question, JOHNSELF)
    said = [(one["by"]["_id"], one["through"]) for one in (*whole["entries"], whole["trail"][0])]
    the_app = {"_id": str(key), "name": "The app"}
    assert said == [(STU, the_app), (STU, the_app), (JOHN, None), (STU, the_app)]
    seen = (await read(services, question, STUSELF))["entries"]
    assert [one["through"] for one in seen] == [{**the_app, "name": None}] * 2 + [None]


async def test_a_machine_that_only_reads_and_trainers_do_not_ask(services: Services) -> None:
    for who in (Actor(ActorKind.MACHINE, "key", frozenset({Scope.READ})), JOHNSELF):
        with pytest.raises(NotAllowed):
            await ask(services, who, batch=FIRST, student=STU)


async def test_each_list_shows_what_is_for_whom(services: Services) -> None:
    mine = await asked(services)
    other = str((await ask(services, course=COURSE))["_id"])

    async def listed(who: Actor, **which: Any) -> list[str]:
        return [str(one["_id"]) for one in (await services.questions.page(who, Which(**which), None, 10)).items]

    assert await listed(JOHNSELF) == [mine]
    assert await listed(JOHNSELF, batch=FIRST) == [mine]
    assert await listed(SARAHSELF, course=COURSE) == [mine, other]
    assert await listed(THE_ADMIN, holder=SARAH) == [other]
    assert await listed(ZOESELF) == []
    with pytest.raises(NotAllowed):
        await listed(JOHNSELF, course=COURSE)
    with pytest.raises(BatchNotFound):
        await listed(MARIASELF, batch=FIRST)
