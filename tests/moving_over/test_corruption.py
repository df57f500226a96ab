"""Whatever is wrong with a document that was moved over, verifying names it."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

import pytest
from bson import ObjectId

from tests.moving_over.institute import Institute, found
from tests.moving_over.moving import Mover

Raw = dict[str, Any]
Corruption = Callable[[Raw, ObjectId], None]


def _lead(course: Raw) -> Raw:
    lead: Raw = course["trainers"][0]
    return lead


def _set(of: Callable[[Raw], Raw], key: str, value: Any) -> Corruption:
    return lambda document, _: of(document).__setitem__(key, value)


def _both(document: Raw, part: Raw, key: str, other: ObjectId) -> None:
    part[key] = document["instructor"] = other


def _people(batch: Raw) -> Raw:
    people: Raw = batch["trainers"]
    return people


COURSES: Mapping[str, Corruption] = {
    "trainers gone": lambda course, _: course.pop("trainers"),
    "trainers emptied": lambda course, _: course["trainers"].clear(),
    "trainers a text": lambda course, _: course.__setitem__("trainers", "Ada"),
    "an entry gone": lambda course, _: course["trainers"].pop(),
    "an entry twice": lambda course, _: course["trainers"].append(course["trainers"][0]),
    "entries in another order": lambda course, _: course["trainers"].reverse(),
    "a stranger on the roster": lambda course, other: course["trainers"].append({"trainer": other}),
    "another lead": lambda course, other: _lead(course).__setitem__("trainer", other),
    "another lead and instructor": lambda course, other: _both(course, _lead(course), "trainer", other),
    "another instructor": lambda course, other: course.__setitem__("instructor", other),
    "no instructor": lambda course, _: course.pop("instructor"),
    "the lead an assistant": _set(_lead, "role", "assistant"),
    "the lead inactive": _set(_lead, "status", "inactive"),
    "another workload": _set(_lead, "workload", 99),
    "the workload a text": _set(_lead, "workload", "0"),
    "the workload another kind of number": lambda course, _: _lead(course).__setitem__("workload", 0.0),
    "no batches": _set(_lead, "assignedBatches", []),
    "batches in another order": lambda course, _: _lead(course)["assignedBatches"].reverse(),
    "another id of an entry": lambda course, other: _lead(course).__setitem__("_id", other),
    "a key more": _set(_lead, "note", "x"),
    "keys in another order": lambda course, _: course["trainers"].__setitem__(0, dict(reversed(_lead(course).items()))),
}
BATCHES: Mapping[str, Corruption] = {
    "trainers gone": lambda batch, _: batch.pop("trainers"),
    "trainers empty": lambda batch, _: batch["trainers"].clear(),
    "trainers null": _set(lambda batch: batch, "trainers", None),
    "trainers a list": lambda batch, _: batch.__setitem__("trainers", [batch["trainers"]]),
    "no primary": lambda batch, _: _people(batch).pop("primary"),
    "another primary": lambda batch, other: _people(batch).__setitem__("primary", other),
    "another primary and instructor": lambda batch, other: _both(batch, _people(batch), "primary", other),
    "another instructor": lambda batch, other: batch.__setitem__("instructor", other),
    "the instructor a text": lambda batch, _: batch.__setitem__("instructor", str(batch["instructor"])),
    "no backup": lambda batch, _: _people(batch).pop("backup"),
    "a stranger as backup": lambda batch, other: _people(batch)["backup"].append(other),
    "the primary assists": lambda batch, _: _people(batch)["assistants"].append(_people(batch)["primary"]),
    "assistants null": _set(_people, "assistants", None),
    "a key more": _set(_people, "note", "x"),
}
ALL = {"courses": COURSES, "batches": BATCHES}


@pytest.fixture
async def moved(move: Mover) -> Institute:
    institute = await found(move.database.motor, courses=60, batches=240)
    await move.up()
    return institute


async def test_a_hundred_corruptions_of_every_kind_are_all_named_and_nothing_else(
    moved: Institute, move: Mover
) -> None:
    planted = {repr(id_) for id_ in await _plant(moved, move)}
    assert len(planted) >= 100
    assert {repr(named.of) for summary in await move.verify() for named in summary.named} >= planted
    named = {repr(named.of) for summary in (await move.verify())[:2] for named in summary.named}
    assert named - planted == set()


async def _plant(moved: Institute, move: Mover) -> list[Any]:
    """Corrupt documents, one kind after the other, with nothing that would tell of a write."""
    planted = []
    for collection, kinds in ALL.items():
        targets = await _targets(moved, move, collection)
        for number, document in enumerate(targets[: 4 * len(kinds)]):
            planted.append(await _corrupt(move, collection, document, [*kinds.values()][number % len(kinds)], moved))
    return [id_ for id_ in planted if id_ is not _UNCHANGED]


_UNCHANGED = object()


async def _targets(moved: Institute, move: Mover, collection: str) -> list[Raw]:
    """Those that the migrations wrote last, with enough on them."""
    images = move.database.motor.multitrainer_pre_images.find({"after.trainers": {"$exists": True}})
    written = {repr(image["of"]) async for image in images}
    documents = move.database.motor[collection].find({})
    return [document async for document in documents if repr(document["_id"]) in written]


async def _corrupt(move: Mover, collection: str, document: Raw, corruption: Corruption, moved: Institute) -> Any:
    corrupted = deepcopy(document)
    corruption(corrupted, moved.trainers[0])
    fields = {name: corrupted[name] for name in ("trainers", "instructor") if name in corrupted}
    gone = {name: "" for name in ("trainers", "instructor") if name not in corrupted}
    update = {"$set": fields, **({"$unset": gone} if gone else {})}
    result = await move.database.motor[collection].update_one({"_id": {"$eq": document["_id"]}}, update)
    return document["_id"] if result.modified_count else _UNCHANGED
