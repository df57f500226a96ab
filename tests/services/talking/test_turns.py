"""Whoever waits for their turn to write is looked at again when it comes: they may have been removed meanwhile."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from multitrainer.database import Database
from multitrainer.domain.errors import NotAllowed, NotFound
from multitrainer.services import Services
from tests import school
from tests.services.talking.school import ADA, FIRST, JOHN, SARAH, rewritten, said, texts

Raw = dict[str, Any]


async def remove_john(database: Database) -> None:
    people = {"$set": {"trainers.primary": school.MARIA, "instructor": school.MARIA}}
    await database.motor.batches.update_one({"_id": school.BATCHES[0]}, people)


async def remove_sarah(database: Database) -> None:
    team: Raw = {"$pull": {"trainers": {"trainer": school.SARAH}}, "$set": {"instructor": school.MARIA}}
    await database.motor.courses.update_one({"_id": school.COURSE}, team)


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
    whole = Database.atomically

    async def after_others(self: Database, key: str, change: Any) -> Any:
        await remove(database)
        return await whole(self, key, change)

    monkeypatch.setattr(Database, "atomically", after_others)
    with pytest.raises((NotAllowed, NotFound)):
        await attempt(services, message)
    assert await texts(services, ADA, FIRST) == ["Before"]
