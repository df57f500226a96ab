"""What whoever reads a question can do with it: exactly that, and the same in lists."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.actors import Actor, ActorKind, Scope
from multitrainer.domain.errors import MultitrainerError, NotAllowed, QuestionNotFound
from multitrainer.domain.questions.doings import QuestionDoing
from multitrainer.domain.questions.rules import MOST_SAID
from multitrainer.domain.questions.which import Which
from multitrainer.domain.roster import Role
from multitrainer.schemas.roster import RosterChange
from multitrainer.services import Services
from tests.services.asking.asking import (
    ADASELF,
    ALEXSELF,
    COURSE,
    JOHNSELF,
    MARIASELF,
    SARAHSELF,
    STUSELF,
    ZOESELF,
    ask,
    asked,
    away,
    read,
)
from tests.services.either_way.swapping import ALEX, FIRST, JOHN, MARIA, THIRD, meets

Raw = dict[str, Any]
Doing = Callable[[Services, Actor, str], Awaitable[object]]
D = QuestionDoing


def machine(scope: Scope) -> Actor:
    return Actor(ActorKind.MACHINE, f"{scope}-key", frozenset({scope}))


READERS: Mapping[str, Actor] = {
    "the student": STUSELF,
    "another student": ZOESELF,
    "who teaches": JOHNSELF,
    "who leads": SARAHSELF,
    "who is on the course": MARIASELF,
    "who stands in": ALEXSELF,
    "an admin": ADASELF,
    **{f"a machine of {scope}": machine(scope) for scope in Scope},
}

DOING: Mapping[QuestionDoing, Doing] = {
    D.ANSWER: lambda on, who, question: on.question_answers.answer(who, question, "So."),
    D.FOLLOW_UP: lambda on, who, question: on.question_answers.follow_up(who, question, "And?"),
    D.NOTE: lambda on, who, question: on.question_answers.note(who, question, "Again."),
    D.ESCALATE: lambda on, who, question: on.question_hops.escalate(who, question, "?"),
    D.TAKE: lambda on, who, question: on.question_hops.take(who, question),
    D.RETURN: lambda on, who, question: on.question_hops.give_back(who, question),
    D.HAND_ON: lambda on, who, question: on.question_hops.hand_on(who, question, MARIA),
    D.CLOSE: lambda on, who, question: on.question_answers.close(who, question),
}

BEFORE: Mapping[str, tuple[tuple[QuestionDoing, Actor], ...]] = {
    "new": (),
    "taken by its lead": ((D.TAKE, SARAHSELF),),
    "handed on": ((D.HAND_ON, SARAHSELF),),
    "with an admin": ((D.TAKE, ADASELF),),
    "answered": ((D.ESCALATE, JOHNSELF), (D.ANSWER, SARAHSELF)),
    "closed": ((D.CLOSE, STUSELF),),
    "opened again": ((D.TAKE, SARAHSELF), (D.CLOSE, STUSELF), (D.FOLLOW_UP, STUSELF)),
}
"""What was done with a question so far."""

EXPECTED: Mapping[str, Mapping[str, str]] = {
    "new": {
        "the student": "follow-ups close",
        "who teaches": "answers notes escalate",
        "who leads": "answers notes escalate take hand-on",
        "who stands in": "notes",
        "an admin": "answers follow-ups notes escalate take hand-on close",
        "a machine of read": "",
        "a machine of questions": "follow-ups close",
    },
    "taken by its lead": {
        "who teaches": "notes escalate",
        "who leads": "answers notes escalate return hand-on",
        "an admin": "answers follow-ups notes escalate take return hand-on close",
        "a machine of admin": "answers follow-ups notes escalate return hand-on close",
    },
    "answered": {"the student": "follow-ups close", "who teaches": "notes", "who leads": "answers notes"},
    "closed": {"the student": "follow-ups", "who teaches": "notes", "an admin": "follow-ups notes"},
}


async def put_in(services: Services, question: str, state: str) -> None:
    for what, who in BEFORE[state]:
        await DOING[what](services, who, question)


async def alex_stands_in(services: Services) -> None:
    """For John, who is away tomorrow when the first batch meets."""
    await meets(services, FIRST, ("tuesday", "16:00", "17:30"))
    await away(services, JOHN, "03T15:00", "03T19:00")
    while await services.cover_search.run():
        pass
    cover = (await services.covers.page(ADASELF, None, None, None, None, None, 10)).items[0]
    await services.covers.reassign(ADASELF, str(cover["_id"]), ALEX, overruling=False)


async def actions(services: Services, who: Actor, question: str) -> list[str] | None:
    """What somebody can do as they read it, which is what each list says; None where they can't."""
    listed = await in_lists(services, who, question)
    try:
        seen: list[str] = (await read(services, question, who))["actions"]
    except (QuestionNotFound, NotAllowed):
        assert listed == []
        return None
    assert listed
    assert all(one == seen for one in listed)
    return seen


async def in_lists(services: Services, who: Actor, question: str) -> list[list[str]]:
    found = []
    for which in (Which(), Which(batch=FIRST), Which(course=COURSE)):
        with suppress(MultitrainerError):
            found += (await services.questions.page(who, which, None, 10)).items
    return [one["actions"] for one in found if str(one["_id"]) == question]


@pytest.mark.parametrize("state", EXPECTED)
async def test_each_sees_what_they_can_do_with_a_question(services: Services, state: str) -> None:
    question = await asked(services)
    await alex_stands_in(services)
    await put_in(services, question, state)
    seen = {name: await actions(services, READERS[name], question) for name in EXPECTED[state]}
    assert seen == {name: expected.split() for name, expected in EXPECTED[state].items()}


@pytest.mark.parametrize("served", ["auto"], indirect=True)
@pytest.mark.parametrize(
    ("state", "about"),
    [*((state, {"batch": FIRST}) for state in BEFORE), ("new", {"course": COURSE}), ("handed on", {"course": COURSE})],
)
async def test_what_they_see_is_never_refused_and_all_else_is(
    services: Services, database: Database, state: str, about: Raw
) -> None:
    question = str((await ask(services, **about))["_id"])
    await alex_stands_in(services)
    await put_in(services, question, state)
    before = await stored(database, question)
    for who in READERS.values():
        can = await actions(services, who, question) or []
        goes = [what for what in QuestionDoing if await comes_of_it(services, who, what, database, before)]
        assert (who, goes) == (who, can)


async def comes_of_it(services: Services, who: Actor, what: QuestionDoing, database: Database, before: Raw) -> bool:
    """Whether somebody can do it; all is as before again then. To take what one has already is nothing."""
    question = str(before["_id"])
    try:
        await DOING[what](services, who, question)
    except MultitrainerError:
        return False
    changed = await stored(database, question) != before
    await database.motor.multitrainer_questions.replace_one({"_id": before["_id"]}, before)
    return changed or what is not D.TAKE


async def stored(database: Database, question: str) -> Raw:
    return await database.motor.multitrainer_questions.find_one({"_id": ObjectId(question)}) or {}


async def test_where_as_much_is_said_as_is_kept_nothing_more_can_be(services: Services, database: Database) -> None:
    question = await asked(services)
    said = (await stored(database, question))["entries"] * MOST_SAID
    these = {"_id": ObjectId(question)}
    await database.motor.multitrainer_questions.update_one(these, {"$set": {"entries": said, "notes": said}})
    assert await actions(services, ADASELF, question) == ["escalate", "take", "hand-on", "close"]
    assert await actions(services, STUSELF, question) == ["close"]


async def test_a_lead_of_other_batches_reads_and_notes_and_directs_nothing(
    services: Services, database: Database
) -> None:
    await services.roster.change(ADASELF, COURSE, MARIA, RosterChange(role=Role.LEAD, assigned_batches=(THIRD,)))
    before = await stored(database, await asked(services))
    assert await actions(services, MARIASELF, str(before["_id"])) == ["notes"]
    for what in QuestionDoing:
        assert await comes_of_it(services, MARIASELF, what, database, before) is (what is D.NOTE)


@pytest.mark.parametrize("who", [JOHNSELF, SARAHSELF, ADASELF, STUSELF])
async def test_a_longer_list_asks_the_database_no_more_often(
    services: Services, database: Database, who: Actor
) -> None:
    asked_for = []
    for many in (1, 2):
        await asked(services)
        before = commands(database)
        assert len((await services.questions.page(who, Which(batch=FIRST), None, 10)).items) == many
        asked_for.append(commands(database) - before)
    assert asked_for[0] == asked_for[1] > 0


def commands(database: Database) -> float:
    """How many were carried out."""
    samples = [one for family in database._metrics.operations.collect() for one in family.samples]
    return sum(one.value for one in samples if one.name.endswith("_count"))
