"""Whoever waits for their turn to write is looked at again when it comes: they may have been removed meanwhile."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from multitrainer.database import Database
from multitrainer.domain.errors import NotAllowed, NotFound
from multitrainer.schemas.handovers import NewHandover
from multitrainer.schemas.questions import NewQuestion
from multitrainer.schemas.replies import NewReply
from multitrainer.services import Services
from tests import school
from tests.services.talking.school import ADA, FIRST, JOHN, SARAH, STUDENT, rewritten, said, texts

Raw = dict[str, Any]
TAUGHT, BATCH = str(school.COURSE), str(school.BATCHES[0])


async def remove_john(database: Database) -> None:
    people = {"$set": {"trainers.primary": school.MARIA, "instructor": school.MARIA}}
    await database.motor.batches.update_one({"_id": school.BATCHES[0]}, people)


async def remove_sarah(database: Database) -> None:
    team: Raw = {"$pull": {"trainers": {"trainer": school.SARAH}}, "$set": {"instructor": school.MARIA}}
    await database.motor.courses.update_one({"_id": school.COURSE}, team)


async def remove_the_student(database: Database) -> None:
    await database.motor.batches.update_many({}, {"$set": {"students": []}})


def remove_before_their_turn(monkeypatch: pytest.MonkeyPatch, remove: Callable[[], Awaitable[None]]) -> None:
    """Somebody is removed while they wait."""
    whole = Database.atomically

    async def after_others(self: Database, key: str, change: Any) -> Any:
        await remove()
        return await whole(self, key, change)

    monkeypatch.setattr(Database, "atomically", after_others)


Attempt = Callable[[Services, Raw], Awaitable[object]]


@pytest.mark.parametrize(
    ("attempt", "remove"),
    [
        pytest.param(lambda s, _: said(s, JOHN, FIRST, "New"), remove_john, id="post"),
        pytest.param(lambda s, message: rewritten(s, JOHN, message, "Other"), remove_john, id="change"),
        pytest.param(
            lambda s, message: s.message_changes.delete(SARAH, str(message["_id"])), remove_sarah, id="delete"
        ),
    ],
)
async def test_who_is_removed_before_their_turn_comes_writes_nothing_more(
    services: Services,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    attempt: Attempt,
    remove: Callable[[Database], Awaitable[None]],
) -> None:
    message = await said(services, JOHN, FIRST, "Before")
    remove_before_their_turn(monkeypatch, lambda: remove(database))
    with pytest.raises((NotAllowed, NotFound)):
        await attempt(services, message)
    assert await texts(services, ADA, FIRST) == ["Before"]


@pytest.mark.parametrize(
    ("attempt", "remove", "collection"),
    [
        pytest.param(
            lambda s: s.handovers.put(JOHN, BATCH, NewHandover(stands="x")), remove_john, "handover_versions", id="note"
        ),
        pytest.param(
            lambda s: s.replies.make(SARAH, TAUGHT, NewReply(title="x", text="x")), remove_sarah, "replies", id="reply"
        ),
        pytest.param(
            lambda s: s.questions.ask(STUDENT, NewQuestion(batch=BATCH, text="x")),
            remove_the_student,
            "questions",
            id="question",
        ),
    ],
)
async def test_nor_do_they_write_a_note_keep_a_reply_or_ask(
    services: Services,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    attempt: Callable[[Services], Awaitable[object]],
    remove: Callable[[Database], Awaitable[None]],
    collection: str,
) -> None:
    remove_before_their_turn(monkeypatch, lambda: remove(database))
    with pytest.raises((NotAllowed, NotFound)):
        await attempt(services)
    assert await database.motor[f"multitrainer_{collection}"].count_documents({}) == 0
