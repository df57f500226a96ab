"""One call of each method that the repositories have for moving an institute over."""

from collections.abc import Awaitable, Callable
from typing import Any

from bson import ObjectId

from multitrainer import clock
from multitrainer.documents import Course
from multitrainer.domain.validation import Validation
from multitrainer.domain.workload import LoadRules
from multitrainer.migrations import ALL, m0001_course_roster, m0002_batch_trainers, m0003_recount
from multitrainer.migrations.migration import Around, Chunk, Migration, Moved
from multitrainer.migrations.references import Users
from multitrainer.migrations.verdicts import Change, SetAside
from multitrainer.repositories import changes, rows, walks
from multitrainer.repositories.facts import Facts
from multitrainer.repositories.formats import formats
from multitrainer.repositories.ledger import Ledger
from multitrainer.repositories.moving import Moving
from multitrainer.repositories.pre_images import PreImages
from multitrainer.repositories.set_aside import SetAsides
from multitrainer.repositories.validators import Validators
from multitrainer.stored.demanded import COURSE
from multitrainer.stored.order import key
from multitrainer.stored.users import UserSchema
from tests.repositories.calls import World, cursor_after, drained

Raw = dict[str, Any]

FIRST, LAST = ALL[0].name, ALL[-1].name
AT = clock.now()
ENTRY = {"trainer": ObjectId(), "role": "lead", "workload": 0, "assignedBatches": [], "status": "active"}
WHY = SetAside("not-a-trainer", "…")

ledger, moving = Ledger(clock.now), Moving(UserSchema(), Facts(LoadRules()))
pre_images, set_asides = PreImages(), SetAsides(clock.now)


def ids(some: list[str]) -> list[ObjectId]:
    return [ObjectId(one) for one in some]


async def must_be_free(w: World) -> None:
    await ledger.must_be_free("nobody's", "Wait.")


async def hold(w: World) -> None:
    async with ledger.held("held"):
        pass


async def move(w: World) -> None:
    async with ledger.held("moved") as held:
        await ledger.move(held, checkpoint={"after": ObjectId(), "seen": 7})


async def keep(w: World) -> None:
    """Images of every course, by two migrations."""
    moved = [Moved({"_id": id_}, Change("kind", {}, {})) for id_ in ids(w.courses_there)]
    for migration in (FIRST, LAST):
        await pre_images.keep(migration, moved, clock.now())


async def keep_again(w: World) -> None:
    await keep(w)
    await pre_images.keep(LAST, [Moved({"_id": id_}, Change("kind", {}, {})) for id_ in ids(w.courses_there[:4])], AT)


async def kept(w: World) -> list[Raw]:
    """The images of some courses in a row."""
    await keep(w)
    return list((await pre_images.between(FIRST, *ids([w.courses_there[3], w.courses_there[9]]))).values())


async def images_of(w: World) -> None:
    await keep(w)
    await pre_images.of(FIRST, ids(w.courses_there[3:9]))


async def correct(w: World) -> None:
    await pre_images.correct((await kept(w))[0])


async def drop(w: World) -> None:
    await pre_images.drop(await kept(w))


async def pieces_of_images(w: World) -> None:
    await keep(w)
    await drained(pre_images.pieces(FIRST, 10))


async def images_behind_an_id(w: World) -> None:
    await keep(w)
    await drained(pre_images.pieces(FIRST, 10, ObjectId(w.courses_there[5])))


async def leave(w: World) -> None:
    await pre_images.leave(await kept(w))


async def settle(w: World) -> None:
    """Every course aside by two migrations, and some no longer by one."""
    documents = [{"_id": id_} for id_ in ids(w.courses_there)]
    for migration in (FIRST, LAST):
        await set_asides.settle(migration, documents, {key(one["_id"]): WHY for one in documents})
    await set_asides.settle(FIRST, documents[:5], {})


async def all_aside(w: World) -> None:
    await settle(w)
    await drained(set_asides.all())


async def pieces_aside(w: World, *, behind: int | None) -> None:
    await settle(w)
    after = walks.START if behind is None else ids(w.courses_there)[behind]
    await drained(set_asides.pieces(LAST, lambda: 10, after))


async def page(w: World, migration: str | None, *, after: bool) -> None:
    await settle(w)
    register = [str(entry["_id"]) async for entry in set_asides.all() if entry["migration"] == LAST]
    await set_asides.page(migration, cursor_after(register[20]) if after else None, 10)


async def aside_of(w: World) -> None:
    await settle(w)
    await set_asides.of(LAST, ids(w.courses_there[5:9]))


async def forget(w: World) -> None:
    await settle(w)
    await set_asides.forget(FIRST, ids(w.courses_there[5:9]))


async def around(w: World, migration: Migration, there: list[str]) -> Around:
    return await moving.around(migration, await moving.picked(migration, ids(there[:9])), all_between=True)


async def apply(w: World, migration: Migration, there: list[str]) -> None:
    documents = await moving.picked(migration, ids(there[:4]))
    seen = Around(Users({ObjectId(w.users_there[0]): "trainer"}, ("trainer",)))
    moved = [Moved(document, Change("kind", {}, {"trainers": [ENTRY]})) for document in documents]
    await moving.apply(migration, migration.statements(Chunk(moved, seen, clock.now())))


async def moved_at(w: World) -> None:
    there = ids(w.batches_there)
    await moving.moved_at(m0002_batch_trainers, {"$gte": min(there), "$lte": max(there)}, clock.now())


async def next_change(w: World) -> None:
    stream = changes.changes(w.database.motor, None, lambda: 10)
    await anext(stream)
    await stream.aclose()  # type: ignore[attr-defined]  # it is a generator


async def set_validator(w: World) -> None:
    await Validators(w.database.motor).set("users", Validation(), {})


async def be_alone(w: World) -> None:
    async with Validators(w.database.motor).alone():
        pass


async def courses_in_pieces(w: World) -> None:
    await drained(walks.pieces(Course.get_motor_collection(), ("name",), lambda: 10))


async def courses_picked(w: World) -> None:
    await walks.picked(Course.get_motor_collection(), ("name",), ids(w.courses_there[:9]))


async def a_row(w: World) -> None:
    await rows.rows(Course.get_motor_collection(), [{"$match": {"_id": ObjectId(w.courses_there[0])}}])


MOVING: dict[str, Callable[[World], Awaitable[object]]] = {
    "formats.formats": lambda _: formats(10),
    "Ledger.entries": lambda _: ledger.entries(),
    "Ledger.must_be_free": must_be_free,
    "Ledger.held": hold,
    "Ledger.move": move,
    "PreImages.keep": keep,
    "PreImages.between": kept,
    "PreImages.of": images_of,
    "PreImages.keep again": keep_again,
    "PreImages.pieces": pieces_of_images,
    "PreImages.pieces behind an id": images_behind_an_id,
    "PreImages.leave": leave,
    "PreImages.count": lambda _: pre_images.count(FIRST),
    "PreImages.correct": correct,
    "PreImages.drop": drop,
    "SetAsides.settle": settle,
    "SetAsides.all": all_aside,
    "SetAsides.pieces": lambda w: pieces_aside(w, behind=None),
    "SetAsides.pieces behind an id": lambda w: pieces_aside(w, behind=5),
    "SetAsides.page": lambda w: page(w, None, after=False),
    "SetAsides.page after a cursor": lambda w: page(w, None, after=True),
    "SetAsides.page of a migration": lambda w: page(w, LAST, after=False),
    "SetAsides.page of a migration after a cursor": lambda w: page(w, LAST, after=True),
    "SetAsides.of": aside_of,
    "SetAsides.refused": lambda w: set_asides.refused(LAST, ids(w.courses_there[5:9])),
    "SetAsides.count": lambda _: set_asides.count(LAST),
    "SetAsides.forget": forget,
    "SetAsides.forget_all": lambda _: set_asides.forget_all(FIRST),
    "Moving.pieces": lambda _: drained(moving.pieces(m0001_course_roster, lambda: 10)),
    "Moving.pieces behind an id": lambda w: drained(
        moving.pieces(m0001_course_roster, lambda: 10, ObjectId(w.courses_there[5]))
    ),
    "Moving.picked": lambda w: moving.picked(m0002_batch_trainers, ids(w.batches_there[:9])),
    "Moving.count": lambda _: moving.count("batches"),
    "Moving.around": lambda w: around(w, m0002_batch_trainers, w.batches_there),
    "Moving.around a recount": lambda w: around(w, m0003_recount, w.courses_there),
    "Moving.batches_of": lambda w: moving.batches_of([{"_id": id_} for id_ in ids(w.courses_there[:9])]),
    "Moving.scanned": lambda _: Moving(UserSchema(), Facts(LoadRules())).scanned(m0002_batch_trainers),
    "Moving.moved_at": moved_at,
    "Moving.apply": lambda w: apply(w, m0001_course_roster, w.courses_there),
    "Moving.apply to batches": lambda w: apply(w, m0002_batch_trainers, w.batches_there),
    "Moving.apply a recount": lambda w: apply(w, m0003_recount, w.courses_there),
    "Moving.courses_with": lambda w: moving.courses_with(ids(w.batches_there[:9])),
    "Validators.read": lambda w: Validators(w.database.motor).read("courses"),
    "Validators.offenders": lambda w: Validators(w.database.motor).offenders("courses", COURSE),
    "Validators.set": set_validator,
    "Validators.alone": be_alone,
    "changes.changes": next_change,
    "walks.fetched": all_aside,
    "walks.pieces": courses_in_pieces,
    "walks.of_migration": pieces_of_images,
    "walks.in_pieces": lambda w: pieces_aside(w, behind=None),
    "walks.picked": courses_picked,
    "rows.rows": a_row,
}
