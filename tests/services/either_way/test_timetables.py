"""Sessions follow timetables, holidays and slots, and keep what people did by hand; with transactions and without."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from bson import ObjectId
from icalendar import Calendar

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import CalendarNotFound, SessionNotPlanned, SessionOverlaps, Stale, TimeNeverComes
from multitrainer.domain.timetable import Holiday
from multitrainer.repositories.sessions import Sessions
from multitrainer.schemas.enrolments import NewBatching
from multitrainer.schemas.planning import BatchPlanning
from multitrainer.schemas.sessions import NewTimetable, SessionPatch
from multitrainer.services import Services
from multitrainer.services.timetables import session_maker
from multitrainer.settings import Settings
from tests import school
from tests.services.people import SetClock

JOHN, MARIA, FIRST, THIRD = str(school.JOHN), str(school.MARIA), str(school.BATCHES[0]), str(school.BATCHES[2])
COURSE = str(school.COURSE)
EVENING = {"day": "tuesday", "start": "18:00", "end": "19:30"}
Raw = dict[str, Any]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"time_zone": "Europe/Berlin", "sessions_ahead_days": 28})


@pytest.fixture
def time() -> SetClock:
    clock = SetClock()
    clock.at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    return clock


@pytest.fixture
def services(database: Database, settings: Settings, time: SetClock) -> Services:
    return wiring.build(database, settings, now=time)


async def meets(services: Services, batch: str = FIRST, **stated: Any) -> None:
    """A batch meets on Tuesdays in March, or as stated."""
    new = {"sessions": [EVENING], "from": "2026-03-02", **stated}
    await services.timetables.put(THE_ADMIN, batch, NewTimetable.model_validate(new))


async def sessions(services: Services, batch: str = FIRST) -> list[Raw]:
    """Those of March and April."""
    since, until = date(2026, 3, 1), date(2026, 4, 30)
    return (await services.sessions.of_batch(THE_ADMIN, batch, since, until, None, 100)).items


async def shown(services: Services, batch: str = FIRST) -> list[tuple[str, str]]:
    return [(one["localStart"][5:], one["status"]) for one in await sessions(services, batch)]


async def patched(services: Services, session: Raw, **change: Any) -> Raw:
    view: Raw = (
        await services.sessions.patch(THE_ADMIN, str(session["_id"]), SessionPatch.model_validate(change))
    ).view
    return view


MARCH = [("03-03T18:00", "planned"), ("03-10T18:00", "planned"), ("03-17T18:00", "planned"), ("03-24T18:00", "planned")]


async def test_a_timetable_makes_sessions_as_far_ahead_as_the_setting_says(services: Services, time: SetClock) -> None:
    await meets(services)
    assert await shown(services) == MARCH
    time.move(days=7)
    assert await services.session_maker.run() is False
    assert await shown(services) == [*MARCH, ("03-31T18:00", "planned")]


async def test_a_timetable_of_which_no_sessions_come_says_what_is_missing(services: Services) -> None:
    for stated, missing in (
        ({"sessions": [EVENING]}, "`from`"),
        ({"from": "2026-03-02"}, "`sessions`"),
        ({"sessions": [EVENING], "from": "2026-03-02"}, None),
    ):
        new = NewTimetable.model_validate(stated)
        answer = (await services.timetables.put(THE_ADMIN, FIRST, new)).view
        read = await services.timetables.read(THE_ADMIN, FIRST)
        assert answer["note"] == read["note"]
        assert missing in read["note"] if missing else read["note"] is None
        assert bool(await sessions(services)) is (missing is None)


async def test_stating_the_same_again_makes_nothing_new(services: Services) -> None:
    await meets(services)
    first = await sessions(services)
    await meets(services)
    await services.session_maker.run()
    assert await sessions(services) == first


async def test_another_timetable_moves_what_is_to_come_and_leaves_what_has_begun(
    services: Services, time: SetClock
) -> None:
    await meets(services)
    ids = [one["_id"] for one in await sessions(services)]
    time.move(days=8)
    await meets(services, sessions=[{**EVENING, "start": "17:00", "end": "18:30"}])
    assert (await shown(services))[:2] == [("03-03T18:00", "planned"), ("03-10T17:00", "planned")]
    assert [one["_id"] for one in await sessions(services)][: len(ids)] == ids
    await services.timetables.put(THE_ADMIN, FIRST, NewTimetable())
    assert {status for _, status in (await shown(services))[1:]} == {"cancelled"}
    assert (await shown(services))[0] == MARCH[0]


async def test_what_was_done_by_hand_stays_until_it_is_given_back(services: Services) -> None:
    await meets(services)
    first, second, third, _ = await sessions(services)
    await patched(services, first, start="2026-03-04T10:00", end="2026-03-04T11:30")
    await patched(services, second, status="cancelled", note="The house is closed.")
    await meets(services, sessions=[{**EVENING, "start": "08:00", "end": "09:00"}])
    assert (await shown(services))[:3] == [
        ("03-04T10:00", "planned"), ("03-10T18:00", "cancelled"), ("03-17T08:00", "planned"),
    ]  # fmt: skip
    await patched(services, first, status="planned")
    await patched(services, second, status="planned")
    assert (await shown(services))[:2] == [("03-03T08:00", "planned"), ("03-10T08:00", "planned")]
    assert third["sequence"] < (await sessions(services))[2]["sequence"]


async def test_holidays_take_sessions_out_and_give_them_back(services: Services) -> None:
    await meets(services)
    await services.holidays.put(THE_ADMIN, [Holiday("Fair", date(2026, 3, 9), date(2026, 3, 18))])
    await services.session_maker.run()
    assert [status for _, status in await shown(services)] == ["planned", "cancelled", "cancelled", "planned"]
    await services.holidays.put(THE_ADMIN, [])
    await services.session_maker.run()
    assert await shown(services) == MARCH


async def test_a_batch_without_sessions_of_its_own_meets_at_those_of_its_slot(services: Services) -> None:
    sizes = {"target": 2, "minimum": 1, "maximum": 2}
    slots = [{"name": "Tue", "sessions": [EVENING]}]
    await services.batchings.put(
        THE_ADMIN, COURSE, NewBatching.model_validate({**sizes, "slots": slots, "batches": {FIRST: "Tue"}})
    )
    await meets(services, sessions=[])
    assert await shown(services) == MARCH
    later = [{"name": "Tue", "sessions": [{**EVENING, "start": "19:00", "end": "20:30"}]}]
    await services.batchings.put(THE_ADMIN, COURSE, NewBatching.model_validate({**sizes, "slots": later}))
    assert [at for at, _ in await shown(services)] == ["03-03T19:00", "03-10T19:00", "03-17T19:00", "03-24T19:00"]


async def test_sessions_that_planning_states_are_those_of_the_timetable(services: Services, database: Database) -> None:
    await meets(services)
    moved = BatchPlanning.model_validate({"sessions": [{**EVENING, "day": "wednesday"}]})
    await services.planning_facts.set_batch(THE_ADMIN, FIRST, moved)
    planned = [at for at, status in await shown(services) if status == "planned"]
    assert planned == ["03-04T18:00", "03-11T18:00", "03-18T18:00", "03-25T18:00"]
    course = await database.motor.courses.find_one({"_id": school.COURSE})
    assert course
    workloads = {entry["trainer"]: entry["workload"] for entry in course["trainers"]}
    assert workloads[school.JOHN] == 32.5  # 1.5 of 20 hours, and 5


async def test_a_batch_that_is_deleted_takes_its_sessions_with_it(services: Services, database: Database) -> None:
    await meets(services)
    await services.batches.delete(THE_ADMIN, FIRST, force=True)
    assert await database.motor.multitrainer_sessions.count_documents({}) == 0


async def test_times_that_can_not_be_are_refused_and_change_nothing(services: Services) -> None:
    await meets(services, THIRD, sessions=[{"day": "sunday", "start": "10:00", "end": "11:00"}, EVENING])
    before = await sessions(services, THIRD)
    with pytest.raises(TimeNeverComes, match="Europe/Berlin"):
        await patched(services, before[0], start="2026-03-29T02:30", end="2026-03-29T05:00")
    words = r"^Batch 3 has another session at that time: 2026-03-08 10:00 to 11:00\.$"
    with pytest.raises(SessionOverlaps, match=words) as refused:
        await patched(services, before[0], start="2026-03-08T10:30", end="2026-03-08T11:30")
    assert refused.value.facts["localStart"] == "2026-03-08T10:00"
    with pytest.raises(SessionNotPlanned, match="begins at"):
        await patched(services, before[0], status="held")
    assert await sessions(services, THIRD) == before


async def test_whoever_read_what_is_no_longer_so_is_told(services: Services) -> None:
    await meets(services)
    (first, *_) = await sessions(services)
    view = await services.sessions.patch(THE_ADMIN, str(first["_id"]), SessionPatch(status="cancelled"))
    await patched(services, first, status="planned")
    with pytest.raises(Stale):
        await services.sessions.patch(THE_ADMIN, str(first["_id"]), SessionPatch(status="planned"), view.tag)
    with pytest.raises(Stale):
        await services.timetables.put(THE_ADMIN, FIRST, NewTimetable(), '"old"')
    with pytest.raises(Stale):
        await services.holidays.put(THE_ADMIN, [], '"old"')


async def test_of_several_who_bring_sessions_up_at_once_each_is_made_once(services: Services) -> None:
    await meets(services)
    with_holiday = services.holidays.put(THE_ADMIN, [Holiday("Fair", date(2026, 3, 9), date(2026, 3, 18))])
    stated = [meets(services, until=f"2026-03-{day}") for day in (20, 25, 26)]
    await asyncio.gather(with_holiday, *stated, *(services.session_maker.run() for _ in range(3)))
    await services.session_maker.run()
    found = await sessions(services)
    assert len({(one["day"], one["number"]) for one in found}) == len(found) == 4
    assert found[1]["status"] == found[2]["status"] == "cancelled"


async def test_sessions_that_were_cut_off_are_named_and_mended_by_the_doctor(services: Services) -> None:
    await meets(services)
    await services.holidays.put(THE_ADMIN, [Holiday("Fair", date(2026, 3, 9), date(2026, 3, 18))])
    for repair, left in ((False, 1), (True, 1), (False, 0)):
        found = [f async for step in services.doctor.examine(THE_ADMIN, repair=repair) for f in step.found]
        assert [(f.violation.code, f.violation.batch, f.repaired) for f in found] == [
            ("sessions-behind", FIRST, repair)
        ] * left
    assert [status for _, status in await shown(services)] == ["planned", "cancelled", "cancelled", "planned"]


async def test_timetables_that_can_not_be_read_hold_up_no_other_and_are_tried_again_later(
    services: Services, database: Database, time: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_maker, "AT_ONCE", 2)
    unreadable = [ObjectId() for _ in range(5)]
    due = {"course": school.COURSE, "timetable": {"from": "never"}, "generated": {"until": "", "holidays": 0}}
    await database.motor.multitrainer_batches.insert_many([{"_id": id_, **due} for id_ in unreadable])
    await meets(services)
    await services.holidays.put(THE_ADMIN, [Holiday("Fair", date(2026, 3, 9), date(2026, 3, 18))])
    while await services.session_maker.run():
        pass
    assert [status for _, status in await shown(services)] == ["planned", "cancelled", "cancelled", "planned"]
    await database.motor.multitrainer_batches.update_one(
        {"_id": unreadable[0]}, {"$set": {"timetable": {"from": "2026-03-02"}, "sessions": [EVENING]}}
    )
    made = database.motor.multitrainer_sessions
    for minutes, found in ((1, 0), (5, 2)):
        time.move(minutes=minutes)
        while await services.session_maker.run():
            pass
        assert await made.count_documents({"batch": unreadable[0]}) == found


async def test_a_kill_between_timetable_and_sessions_leaves_them_due(services: Services) -> None:
    with (
        patch.object(Sessions, "insert", side_effect=asyncio.CancelledError),
        pytest.raises(asyncio.CancelledError),
    ):
        await meets(services)
    assert await sessions(services) == []
    await services.session_maker.run()
    stated = await services.timetables.read(THE_ADMIN, FIRST)
    assert await shown(services) == (MARCH if stated["from"] else [])


async def test_a_trainer_has_the_sessions_that_they_teach_assist_in_or_cover(
    services: Services, database: Database
) -> None:
    await meets(services)
    await meets(services, THIRD, sessions=[{**EVENING, "start": "20:00", "end": "21:00"}])
    await services.batch_people.name_primary(THE_ADMIN, THIRD, MARIA)
    (_, covered, *_) = await sessions(services, THIRD)
    await database.motor.multitrainer_sessions.update_one({"_id": covered["_id"]}, {"$set": {"cover": school.JOHN}})
    page = await services.sessions.of_trainer(THE_ADMIN, JOHN, date(2026, 3, 1), date(2026, 3, 31), None, 3)
    rest = await services.sessions.of_trainer(THE_ADMIN, JOHN, date(2026, 3, 1), date(2026, 3, 31), page.next, 3)
    assert [(one["localStart"][5:], one["as"]) for one in (*page.items, *rest.items)] == [
        ("03-03T18:00", "primary"), ("03-10T18:00", "primary"), ("03-10T20:00", "cover"), ("03-17T18:00", "primary"),
        ("03-24T18:00", "primary"),
    ]  # fmt: skip
    assert rest.next is None
    assert page.items[0]["courseName"] == "German A1"


async def feed(services: Services, path: str) -> dict[str, Any]:
    """The events of a calendar, by UID."""
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    return {
        str(event["uid"]): event for event in Calendar.from_ical(await services.calendars.feed(token)).walk("VEVENT")
    }


async def test_a_calendar_keeps_the_uid_of_a_session_whatever_becomes_of_it(
    services: Services, database: Database
) -> None:
    await meets(services, **{"from": "2026-03-24"})
    path = (await services.calendars.renew(THE_ADMIN, JOHN)).view["path"]
    (before,) = (await feed(services, path)).values()
    assert before.decoded("dtstart") == datetime(2026, 3, 24, 17, tzinfo=UTC)
    (session,) = await sessions(services)
    await patched(services, session, start="2026-03-31T18:00", end="2026-03-31T19:30")  # clocks have changed by then
    (moved,) = (await feed(services, path)).values()
    assert (moved["uid"], moved["sequence"], moved["status"]) == (before["uid"], before["sequence"] + 1, "CONFIRMED")
    assert moved.decoded("dtstart") == datetime(2026, 3, 31, 16, tzinfo=UTC)
    await database.motor.multitrainer_sessions.update_one({}, {"$set": {"cover": school.MARIA}})
    (covered,) = (await feed(services, path)).values()
    assert (covered["uid"], covered["status"]) == (before["uid"], "CANCELLED")
    marias = (await services.calendars.renew(THE_ADMIN, MARIA)).view["path"]
    assert [e["status"] for e in (await feed(services, marias)).values()] == ["CONFIRMED"]


async def test_an_address_of_a_calendar_leads_nowhere_once_it_is_renewed_or_withdrawn(services: Services) -> None:
    old = (await services.calendars.renew(THE_ADMIN, JOHN)).view["path"]
    new = (await services.calendars.renew(THE_ADMIN, JOHN)).view["path"]
    assert (await services.calendars.address(THE_ADMIN, JOHN))["path"] == new
    with pytest.raises(CalendarNotFound):
        await feed(services, old)
    await feed(services, new)
    await services.calendars.withdraw(THE_ADMIN, JOHN)
    assert (await services.calendars.address(THE_ADMIN, JOHN))["path"] is None
    for path in (old, new, "/calendar/x.ics", "/calendar/.ics", f"/calendar/{'A' * 46}.ics"):
        with pytest.raises(CalendarNotFound):
            await feed(services, path)
    await services.calendars.renew(THE_ADMIN, JOHN)
    with pytest.raises(CalendarNotFound):
        await feed(services, new)


async def test_a_timetable_is_in_the_audit(services: Services) -> None:
    await meets(services)
    (first, *_) = await sessions(services)
    await patched(services, first, status="cancelled")
    entries = [entry async for entry in await services.audit.export(THE_ADMIN, FIRST)]
    assert [(e["action"], [c["field"] for c in e["changes"]]) for e in entries] == [
        ("change-timetable", ["sessions", "timetable"])
    ]
    entries = [entry async for entry in await services.audit.export(THE_ADMIN, str(first["_id"]))]
    assert [(e["action"], [c["field"] for c in e["changes"]]) for e in entries] == [
        ("change-session", ["status", "byHand", "sequence"])
    ]


async def test_a_zone_of_another_setting_moves_what_is_to_come_once_it_is_brought_up(
    services: Services, database: Database, settings: Settings, time: SetClock
) -> None:
    await meets(services)
    elsewhere = wiring.build(database, settings.model_copy(update={"time_zone": "America/New_York"}), now=time)
    found = [f async for step in elsewhere.doctor.examine(THE_ADMIN, repair=True) for f in step.found]
    assert [f.violation.code for f in found] == ["sessions-behind"]
    assert {one["end"] - one["start"] for one in await sessions(elsewhere)} == {timedelta(minutes=90)}
    assert await shown(elsewhere) == MARCH


async def test_whoever_states_a_timetable_reads_what_else_its_primary_has_at_these_times(
    services: Services, database: Database
) -> None:
    second = str(school.BATCHES[1])
    await meets(services, second)
    await meets(services, THIRD)  # Maria's
    new = NewTimetable.model_validate(
        {"sessions": [{**EVENING, "start": "19:00", "end": "20:00"}], "from": "2026-03-02"}
    )
    answer = await services.timetables.put(THE_ADMIN, FIRST, new)
    assert answer.view["clashes"] == [{"batch": second, "batchName": "Batch 2", **EVENING}]
    assert await services.timetables.clashes(THE_ADMIN, FIRST) == answer.view["clashes"]
    earliest = (await sessions(services))[0]
    (clash,) = await services.sessions.clashes(THE_ADMIN, str(earliest["_id"]))
    assert clash["batchName"] == "Batch 2"
    await database.motor.multitrainer_batches.update_one({"_id": school.BATCHES[1]}, {"$set": {"sessions": "x"}})
    again = await services.timetables.put(THE_ADMIN, FIRST, new, answer.tag)
    assert again.view["clashes"] == []


async def test_the_doctor_says_where_sessions_may_have_been_made_in_another_zone(
    database: Database, services: Services, settings: Settings, time: SetClock
) -> None:
    await meets(services)
    elsewhere = wiring.build(database, settings.model_copy(update={"time_zone": "America/Lima"}), now=time)
    found = [f.violation async for step in elsewhere.doctor.examine(THE_ADMIN) for f in step.found]
    assert [one.code for one in found] == ["sessions-behind"]
    assert "MULTITRAINER_TIME_ZONE (America/Lima) may differ" in found[0].detail
    await database.motor.multitrainer_sessions.delete_many({"batch": school.BATCHES[0]})
    found = [f.violation async for step in services.doctor.examine(THE_ADMIN) for f in step.found]
    assert [one.detail for one in found] == [f"The sessions of batch {FIRST} are not what its timetable says."]


async def test_of_what_a_timetable_makes_of_a_session_that_is_given_back_its_trainer_is_told(
    services: Services, database: Database
) -> None:
    await meets(services)
    moved, *_ = await sessions(services)
    await patched(services, moved, start="2026-03-04T10:00", end="2026-03-04T11:30")
    await database.motor.multitrainer_outbox.delete_many({})
    await patched(services, moved, status="planned")
    entries = await database.motor.multitrainer_outbox.find({}).to_list(None)
    (told,) = [one for entry in entries for one in entry["notices"] if one["to"] == JOHN]
    (now, *_) = await sessions(services)
    assert (told["kind"], told["facts"]["was"]) == ("session-moved", "2026-03-04T10:00")
    assert (told["meeting"]["start"], told["meeting"]["sequence"]) == (now["start"], now["sequence"])
