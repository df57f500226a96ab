"""One call of each method that keeps what is set about cover."""

from collections.abc import Awaitable, Callable

from bson import ObjectId

from multitrainer.documents import CoverSettings as Document
from multitrainer.repositories.cover_settings import INSTITUTE, CoverSettings
from tests.repositories.calls import World

SETTINGS = CoverSettings()


async def filled(w: World) -> None:
    """Thirty courses set something, and so does the institute."""
    collection = Document.get_motor_collection()
    if not await collection.find_one({"_id": INSTITUTE}):
        set_so = {"tiers": ["backup"]}
        await collection.insert_many([{"_id": ObjectId(), **set_so} for _ in range(30)])
        await collection.insert_one({"_id": INSTITUTE, "pool": [ObjectId()]})


async def of_courses(w: World) -> None:
    await filled(w)
    assert (await SETTINGS.of_courses(w.courses_there[:3])).keys() == {*w.courses_there[:3]}


async def pool(w: World) -> None:
    await filled(w)
    assert await SETTINGS.pool()


async def set_it(w: World) -> None:
    await filled(w)
    for fields in ({"tiers": ["pool"]}, {"tiers": None}):
        await SETTINGS.set(await SETTINGS.course(w.courses_there[0]), fields, None)


CALLS: dict[str, Callable[[World], Awaitable[object]]] = {
    "CoverSettings.of_courses": of_courses,
    "CoverSettings.pool": pool,
    "CoverSettings.contacts": lambda w: SETTINGS.contacts(w.courses_there[0]),
    "CoverSettings.course": lambda w: SETTINGS.course(w.courses_there[0]),
    "CoverSettings.institute": lambda _: SETTINGS.institute(),
    "CoverSettings.set": set_it,
    "CoverSettings.faults": lambda w: SETTINGS.faults([ObjectId(w.courses_there[0]), INSTITUTE]),
    "Batches.students": lambda w: w.batches.students(w.batches_there[0]),
}
