"""One call of each method that keeps handover notes."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from bson import ObjectId

from multitrainer.repositories.handovers import Handovers
from tests.repositories.calls import World

HANDOVERS = Handovers()
AT = datetime(2027, 3, 1, 18, tzinfo=UTC)
MANY = 30


async def handed_over(w: World) -> list[str]:
    """Five batches have notes of many versions."""
    batches = w.batches_there[3:8]
    for batch in batches:
        present = await HANDOVERS.present(batch)
        while present.number < MANY:
            present = present.followed("Page 34", "", "", "x", AT)
            await HANDOVERS.add(present, w.courses_there[20], None)
    return batches


def calling(call: Callable[[list[str]], Awaitable[object]]) -> Callable[[World], Awaitable[object]]:
    """A call that is handed the batches."""

    async def called(w: World) -> None:
        assert await call(await handed_over(w))

    return called


async def page(batches: list[str]) -> object:
    first = await HANDOVERS.page(batches[0], None, 3)
    assert first.next
    return (await HANDOVERS.page(batches[0], first.next, 3)).items


async def left_behind(w: World) -> None:
    batches = [ObjectId(batch) for batch in (w.batches_there[20], (await handed_over(w))[0])]
    old = {"course": ObjectId(w.courses_there[0]), "handover": {"text": "Page 30", "by": "x", "at": AT}}
    for batch in batches:
        await w.database.motor.multitrainer_batches.update_one({"_id": batch}, {"$set": old}, upsert=True)
    assert [version.batch async for _, version in HANDOVERS.left_behind()] == [str(batches[0])]


CALLS: dict[str, Callable[[World], Awaitable[object]]] = {
    "Handovers.add": calling(lambda batches: HANDOVERS.present(batches[0])),
    "Handovers.present": calling(lambda batches: HANDOVERS.present(batches[0])),
    "Handovers.find": calling(lambda batches: HANDOVERS.find(batches[0], 7)),
    "Handovers.latest": calling(lambda batches: HANDOVERS.latest(batches[0], 5)),
    "Handovers.page": calling(page),
    "Handovers.left_behind": left_behind,
    "Handovers.written": calling(lambda batches: HANDOVERS.written(batches)),
}
