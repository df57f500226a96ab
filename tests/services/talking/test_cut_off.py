"""Whoever is killed while a message is written leaves nothing half: the same request again writes it once."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.repositories.attachments import Attachments
from multitrainer.repositories.messages import Messages
from multitrainer.repositories.threads import Threads
from multitrainer.schemas.threads import NewMessage
from multitrainer.services import Services
from multitrainer.services.events import events as streams
from multitrainer.stored.ids import new_id
from tests.documents_of_office import TEXT
from tests.services.people import SetClock
from tests.services.talking.school import FIRST, JOHN, JOHN_AND_MARIA, MARIA, said, texts, told
from tests.services.talking.test_attachments import loaded, sent
from tests.services.talking.test_messages import heard

STEPS = [
    (Threads, "take_place"),
    (Messages, "insert"),
    (Attachments, "keep"),
    (Threads, "mark"),
    (Threads, "told"),
]


@pytest.fixture(autouse=True)
def quick_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits in vain is told so at once."""
    monkeypatch.setattr(streams, "BEAT_SECONDS", 0.0)


def killing(whole: Callable[..., Awaitable[Any]], *, behind: bool) -> Callable[..., Awaitable[None]]:
    """What ends before a step is done, or just behind it."""

    async def killed(*given: Any, **named: Any) -> None:
        if behind:
            await whole(*given, **named)
        raise InterruptedError

    return killed


@pytest.mark.parametrize("behind", [False, True], ids=["before", "behind"])
@pytest.mark.parametrize(("kind", "step"), STEPS, ids=lambda one: one if isinstance(one, str) else one.__name__)
async def test_a_message_that_was_cut_off_is_written_once_when_it_comes_again(
    services: Services, database: Database, clock: SetClock, kind: type[Any], step: str, *, behind: bool
) -> None:
    await said(services, MARIA, JOHN_AND_MARIA, "first")
    file = await sent(services, JOHN, TEXT, thread=JOHN_AND_MARIA)
    new, id_ = NewMessage(text="second", attachments=(file,)), new_id()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kind, step, killing(getattr(kind, step), behind=behind))
        with pytest.raises(InterruptedError):
            await services.messages.post(JOHN, JOHN_AND_MARIA, new, id_)
    await database.motor.multitrainer_leases.delete_many({})  # which run out after some seconds
    again = (await services.messages.post(JOHN, JOHN_AND_MARIA, new, id_)).view
    assert str(again["_id"]) == id_
    assert await texts(services, MARIA, JOHN_AND_MARIA) == ["first", "second"]
    third = await said(services, MARIA, JOHN_AND_MARIA, "third")
    assert third["place"] > again["place"] > 1
    clock.move(days=2)  # what was held back is told by now, and what has an end has come to it
    while await services.forgotten_files.run():
        pass
    assert await loaded(services, MARIA, file) == TEXT
    places = [one["place"] for one in await heard(services, MARIA)]
    assert [*dict.fromkeys(places)] == sorted({*places})
    assert {1, again["place"], third["place"]} <= {*places}
    assert ("direct-message", MARIA.id) in await told(database)
    findings = [one async for one in services.doctor.examine(THE_ADMIN)]
    assert not [found for one in findings for found in one.found if "attachment" in found.violation.code]


@pytest.mark.parametrize("behind", [False, True], ids=["before", "behind"])
@pytest.mark.parametrize(("kind", "step"), [(Attachments, "let_go"), (Messages, "change")], ids=["files", "message"])
async def test_a_deletion_that_was_cut_off_is_whole_when_it_comes_again(
    services: Services, database: Database, clock: SetClock, kind: type[Any], step: str, *, behind: bool
) -> None:
    file = await sent(services, JOHN, TEXT)
    message = str((await said(services, JOHN, FIRST, attachments=(file,)))["_id"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kind, step, killing(getattr(kind, step), behind=behind))
        with pytest.raises(InterruptedError):
            await services.message_changes.delete(JOHN, message)
    await database.motor.multitrainer_leases.delete_many({})
    await services.message_changes.delete(JOHN, message)
    assert await texts(services, JOHN, FIRST) == [""]
    clock.move(days=2)
    while await services.forgotten_files.run():
        pass
    assert not await database.motor["multitrainer_files.chunks"].count_documents({})
