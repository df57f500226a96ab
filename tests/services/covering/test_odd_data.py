"""What somebody's hand wrote badly into our collections stops nobody else's cover, and is no fault of the service's."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import MalformedData
from multitrainer.services import Services
from tests import school
from tests.services.covering.covering import FIRST, JOHN, MONDAY_NOON, SARAH, SECOND, away, covers, searched, told

Raw = dict[str, Any]
LONG_AGO = MONDAY_NOON - timedelta(days=1)
ODD: tuple[Raw, ...] = (
    {"state": "nonsense"},
    {"offers": None},
    {"offers": [{"trainer": 5}]},
    {"start": "soon"},
    {"start": datetime(9999, 12, 31, 23, 30, tzinfo=UTC), "offers": None},
    {"trainer": {"$oid": 1}},
)


@pytest.fixture(autouse=True)
async def _nothing_odd_is_left(database: Database) -> None:
    for name in ("swaps", "trainers", "batches", "terms"):
        await database.motor[f"multitrainer_{name}"].delete_many({})


def a_cover(**odd: Any) -> Raw:
    """One that is due, but for what is odd about it."""
    ids = {name: ObjectId() for name in ("_id", "session", "course", "batch", "leave")}
    when = {"start": MONDAY_NOON + timedelta(days=3), "end": MONDAY_NOON + timedelta(days=3, hours=1)}
    kept = {"state": "searching", "openedAt": LONG_AGO, "opening": 0, "offers": [], "alone": False}
    return {**ids, "trainer": school.MARIA, **when, **kept, "lookAt": LONG_AGO, **odd}


@pytest.mark.parametrize("odd", ODD, ids=str)
async def test_a_cover_that_nobody_can_read_keeps_no_others_waiting(
    services: Services, database: Database, odd: Raw
) -> None:
    cover = a_cover(**odd)
    await database.motor.multitrainer_covers.insert_one(cover)
    await away(services)
    assert await told(database, "cover-asked") == [SARAH]
    with pytest.raises(MalformedData, match="multitrainer_covers"):
        await services.covers.read(THE_ADMIN, str(cover["_id"]))


async def test_a_document_without_anything_keeps_no_others_waiting(services: Services, database: Database) -> None:
    for name in ("covers", "leaves", "sessions", "swaps"):
        await database.motor[f"multitrainer_{name}"].insert_many([
            {"lookAt": LONG_AGO, "coversAt": LONG_AGO, "turn": LONG_AGO},
            {"_id": "x", "lookAt": LONG_AGO, "coversAt": LONG_AGO, "turn": LONG_AGO, "trainer": 7, "batch": 7},
        ])  # fmt: skip
    await away(services)
    await services.swap_times.run()
    await services.leave_statuses.run()
    assert await told(database, "cover-asked") == [SARAH]


@pytest.mark.parametrize("odd", [{"kind": "nonsense"}, {"start": None}, {"end": "tomorrow"}, {"state": 5}], ids=str)
async def test_leave_that_nobody_can_read_keeps_no_others_waiting(
    services: Services, database: Database, odd: Raw
) -> None:
    leave = {
        "_id": ObjectId(),
        "trainer": school.MARIA,
        "start": LONG_AGO,
        "end": MONDAY_NOON + timedelta(days=9),
        "kind": "sick",
        "note": "",
        "state": "approved",
        "coversAt": LONG_AGO,
        "turn": LONG_AGO,
        **odd,
    }
    await database.motor.multitrainer_leaves.insert_one(leave)
    await away(services)
    await services.leave_statuses.run()
    assert await told(database, "cover-asked") == [SARAH]


@pytest.mark.parametrize("odd", [{"status": "nonsense"}, {"day": None}, {"end": "later"}, {"number": None}], ids=str)
async def test_a_session_that_nobody_can_read_keeps_no_others_waiting(
    services: Services, database: Database, odd: Raw
) -> None:
    await database.motor.multitrainer_sessions.update_one({"batch": school.BATCHES[1]}, {"$set": odd})
    await away(services)
    await searched(services)
    assert SARAH in await told(database, "cover-asked")
    assert await covers(services)


async def test_lists_leave_out_what_nobody_can_read(services: Services, database: Database) -> None:
    leave = await away(services)
    odd = [a_cover(**one) for one in ODD] + [{**a_cover(), "_id": "x"}, a_cover(end=None)]
    await database.motor.multitrainer_covers.insert_many(odd)
    await database.motor.multitrainer_leaves.insert_many([{}, {"start": 5}, {"trainer": school.JOHN, "state": "x"}])
    await database.motor.multitrainer_swaps.insert_many([{}, {"trainers": [school.JOHN], "one": 5}])
    await database.motor.multitrainer_sessions.update_one({"batch": school.BATCHES[1]}, {"$set": {"end": 5}})
    assert len(await covers(services)) == 2
    assert [str(one["_id"]) for one in (await services.leaves.page(THE_ADMIN, None, None, 50)).items] == [leave]
    assert (await services.swaps.page(THE_ADMIN, None, None, 50)).items == []
    spring = date(2026, 3, 1), date(2026, 3, 31)
    assert len((await services.sessions.of_trainer(THE_ADMIN, JOHN, *spring, None, 50)).items) == 2
    assert (await services.sessions.of_batch(THE_ADMIN, SECOND, *spring, None, 50)).items == []


async def test_the_doctor_names_what_nobody_can_read(services: Services, database: Database) -> None:
    await away(services)
    odd = a_cover(state="nonsense")
    await database.motor.multitrainer_covers.insert_one(odd)
    leave = a_cover()["_id"]
    await database.motor.multitrainer_leaves.insert_one({"_id": leave, "trainer": school.MARIA, "coversAt": LONG_AGO})
    found = [f.violation async for step in services.doctor.examine(THE_ADMIN, repair=True) for f in step.found]
    named = [one.detail for one in found if one.code == "malformed"]
    assert [str(id_) in words for id_, words in zip((odd["_id"], leave), named, strict=True)] == [True, True]


FACTS: tuple[Raw, ...] = (
    {"limits": "x"},
    {"limits": {"hoursPerDay": "eight", "hoursPerWeek": []}},
    {"skills": 5},
    {"skills": [{}, None]},
    {"availability": {"a": 1}},
)


@pytest.mark.parametrize("facts", FACTS, ids=str)
async def test_what_is_badly_said_of_a_trainer_keeps_nobody_from_being_asked(
    services: Services, database: Database, facts: Raw
) -> None:
    await database.motor.multitrainer_trainers.insert_one({"_id": school.SARAH, **facts})
    await away(services)
    assert await told(database, "cover-asked") == [SARAH]


TERMS: tuple[Raw, ...] = ({}, {"version": 1, "terms": 5}, {"version": 1, "terms": [{"name": 5}, "x"]})


@pytest.mark.parametrize("terms", TERMS, ids=str)
async def test_terms_that_nobody_can_read_keep_nobody_from_being_asked(
    services: Services, database: Database, terms: Raw
) -> None:
    await database.motor.multitrainer_terms.replace_one({"_id": "institute"}, terms, upsert=True)
    await away(services)
    assert await told(database, "cover-asked") == [SARAH]


@pytest.mark.parametrize("facts", [{"skills": 5}, {"skills": [{}, "C1", None]}], ids=str)
async def test_what_is_badly_said_of_a_batch_keeps_nobody_from_being_asked(
    services: Services, database: Database, facts: Raw
) -> None:
    await database.motor.multitrainer_batches.replace_one(
        {"_id": school.BATCHES[0]}, {"course": school.COURSE, **facts}, upsert=True
    )
    await away(services)
    assert await told(database, "cover-asked") == [SARAH]


@pytest.mark.parametrize("kept", [5, "x", [], {}, {"text": 5}], ids=str)
async def test_a_handover_note_that_nobody_can_read_is_none_and_can_be_written_anew(
    services: Services, database: Database, kept: Any
) -> None:
    note = {"course": school.COURSE, "handover": kept}
    await database.motor.multitrainer_batches.insert_one({"_id": school.BATCHES[0], **note})
    assert (await services.handovers.read(THE_ADMIN, FIRST))["text"] == ""
    assert (await services.handovers.put(THE_ADMIN, FIRST, "Page 12")).view["text"] == "Page 12"


@pytest.mark.parametrize("said", [{"quietHours": 5}, {"digestAt": ["x"]}, {"channels": 5}, {"language": {}}], ids=str)
async def test_preferences_that_nobody_can_read_are_as_usual(services: Services, database: Database, said: Raw) -> None:
    await database.motor.multitrainer_preferences.replace_one({"_id": school.SARAH}, said, upsert=True)
    found = await services.notification_preferences.of(THE_ADMIN, SARAH)
    await database.motor.multitrainer_preferences.delete_many({})
    assert found == await services.notification_preferences.of(THE_ADMIN, SARAH)
