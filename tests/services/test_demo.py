"""The demo is the institute's two scenarios, as drawn."""

import asyncio
from copy import copy
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from unittest.mock import AsyncMock
from weakref import WeakValueDictionary

import pytest

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.quality import Per
from multitrainer.domain.questions.which import Which
from multitrainer.domain.roster import Role
from multitrainer.metrics import Metrics
from multitrainer.schemas.courses import NewCourse
from multitrainer.schemas.roster import RosterChange
from multitrainer.schemas.trainers import NewTrainer, TrainerPatch
from multitrainer.services import Services
from multitrainer.services.demo.demo import Outcome
from multitrainer.services.demo.ids import demo_id
from multitrainer.services.demo.questions import ANSWERED, THE_APP
from multitrainer.services.doctor import Finding
from multitrainer.settings import Settings
from tests import demo
from tests.databases import leave

GERMAN, ENGLISH = demo_id("german", 0), demo_id("english", 0)
SARAH, JOHN = demo_id("german trainer", 0), demo_id("german trainer", 1)
COURSEWORK = ("courses", "batches")
SMITH, JOHNSON = demo_id("english trainer", 0), demo_id("english trainer", 1)


async def findings_of(services: Services) -> list[Finding]:
    return [finding async for step in services.doctor.examine(THE_ADMIN) for finding in step.found]


async def test_the_demo_is_placed_as_drawn_and_loading_it_again_changes_nothing(services: Services) -> None:
    assert await services.demo.load(THE_ADMIN) is Outcome.LOADED
    await scenario_1_is_placed_as_drawn(services)
    await scenario_2_has_two_ranges_and_the_25th_batch_is_a_leads(services)
    before = (await services.courses.page(THE_ADMIN, None, 10)).items
    assert await services.demo.load(THE_ADMIN) is Outcome.LOADED_BEFORE
    assert (await services.courses.page(THE_ADMIN, None, 10)).items == before
    assert await findings_of(services) == []


async def scenario_1_is_placed_as_drawn(services: Services) -> None:
    entries = await services.roster.entries(THE_ADMIN, demo_id("german", 0))
    assert [(e["trainer"]["name"], e["role"], len(e["assignedBatches"]), e["workload"]) for e in entries] == [
        ("Dr. Sarah", "lead", 12, 0),
        ("John", "assistant", 4, 100),
        ("Maria", "assistant", 4, 100),
        ("Alex", "assistant", 4, 100),
    ]
    batches = (await services.batches.page(THE_ADMIN, demo_id("german", 0), None, 100)).items
    assert [b["name"] for b in batches] == [f"Batch {n}" for n in range(1, 13)]
    assert sum(len(b["students"]) for b in batches) == 300
    fifth = await services.batch_people.read(THE_ADMIN, str(batches[4]["_id"]))
    assert (fifth["primary"]["name"], [t["name"] for t in fifth["backup"]]) == ("Maria", ["Dr. Sarah"])
    await its_batches_meet_and_never_two_at_once(services)
    await some_of_its_batches_have_a_note_and_reports(services)


async def test_the_app_has_asked_for_students_of_the_demo_and_their_trainer_has_answered_one(
    services: Services, database: Database
) -> None:
    await demo.load(services, database)
    asked = (await services.questions.page(THE_ADMIN, Which(batch=demo_id("german", 1)), None, 10)).items
    assert [(one["holder"]["_id"], one["state"]) for one in asked] == [
        (JOHN, "open"),
        (JOHN, "answered"),
        (JOHN, "open"),
    ]
    entries = [one for question in asked for one in question["entries"]]
    assert [one["what"] for one in entries] == ["question", "question", "answer", "question"]
    assert {one["through"]["_id"] for one in entries if one["what"] == "question"} == {THE_APP.id}
    assert [one["by"]["_id"] for one in entries if one["what"] == "answer"] == [JOHN]
    assert [one["by"] for one in (await services.replies.page(THE_ADMIN, GERMAN, None, None, 10)).items] == [JOHN]
    assert await database.motor.multitrainer_outbox.count_documents({}) == 0


async def its_batches_meet_and_never_two_at_once(services: Services) -> None:
    timetables = [await services.timetables.read(THE_ADMIN, demo_id("german", n)) for n in range(1, 13)]
    times = [(one["day"], one["start"], one["end"]) for timetable in timetables for one in timetable["sessions"]]
    assert len(times) == 24
    for (day, _, end), (next_day, start, _) in pairwise(sorted(times)):
        assert day != next_day or end < start
    week = datetime.now(UTC).date(), datetime.now(UTC).date() + timedelta(days=6)
    assert len((await services.sessions.of_trainer(THE_ADMIN, JOHN, *week, None, 100)).items) == 8


async def some_of_its_batches_have_a_note_and_reports(services: Services) -> None:
    note = await services.handovers.read(THE_ADMIN, demo_id("german", 1))
    assert (note["number"], note["by"]) == (1, JOHN)
    counts = await services.quality.of_course(THE_ADMIN, GERMAN, None, None, Per.WEEK)
    reported = [one["sessions"] for one in counts["byBatch"] if one["sessions"] == one["reported"]]
    assert sum(reported) >= 6


async def scenario_2_has_two_ranges_and_the_25th_batch_is_a_leads(services: Services) -> None:
    entries = await services.roster.entries(THE_ADMIN, demo_id("english", 0))
    leads = {e["trainer"]["name"]: [int(str(b)[-8:], 16) for b in e["assignedBatches"]] for e in entries[:2]}
    assert leads == {"Dr. Smith": list(range(1, 13)), "Dr. Johnson": list(range(13, 26))}
    assert [e["role"] for e in entries] == ["lead"] * 2 + ["assistant"] * 8 + ["substitute"] * 3
    assert [len(e["assignedBatches"]) for e in entries[2:10]] == [3] * 8
    last = await services.batch_people.read(THE_ADMIN, demo_id("english", 25))
    assert last["primary"]["name"] == "Dr. Johnson"
    batches = (await services.batches.page(THE_ADMIN, demo_id("english", 0), None, 100)).items
    assert sum(len(b["students"]) for b in batches) == 500


async def everything(database: Database) -> dict[str, list[Any]]:
    return {name: await database.motor[name].find().sort("_id", 1).to_list(None) for name in ("users", *COURSEWORK)}


async def interrupted_after(batches: int, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """Load the demo as far as that, and then no further."""
    own, made = services.demo._batches, 0
    create = own.create

    async def killed(*arguments: Any) -> Any:
        nonlocal made
        made += 1
        if made > batches:
            raise InterruptedError
        return await create(*arguments)

    with monkeypatch.context() as dying:
        dying.setattr(own, "create", killed)
        with pytest.raises(InterruptedError):
            await services.demo.load(THE_ADMIN)


async def edit_everything(services: Services) -> None:
    """What people may do to a demo that would have its commands refused."""
    await services.roster.remove(THE_ADMIN, ENGLISH, JOHNSON, SMITH)
    await services.roster.change(THE_ADMIN, GERMAN, SARAH, RosterChange(role=Role.SUBSTITUTE))
    await services.batches.delete(THE_ADMIN, demo_id("german", 1), force=True)
    await services.trainers.patch(THE_ADMIN, JOHN, TrainerPatch(email="john@elsewhere.example"))
    await services.trainers.create(THE_ADMIN, NewTrainer(name="Another John", email="john@institute.example"))


async def test_what_people_make_of_a_loaded_demo_stays(services: Services, database: Database) -> None:
    await demo.load(services, database)
    await edit_everything(services)
    before = await everything(database)
    assert await services.demo.load(THE_ADMIN) is Outcome.LOADED_BEFORE
    assert await everything(database) == before


async def test_a_demo_that_was_deleted_does_not_come_back(services: Services, database: Database) -> None:
    await demo.load(services, database)
    for course in (GERMAN, ENGLISH):
        await services.courses.delete(THE_ADMIN, course, force=True)
    assert await services.demo.load(THE_ADMIN) is Outcome.LOADED_BEFORE
    assert [await database.motor[name].count_documents({}) for name in COURSEWORK] == [0, 0]


@pytest.mark.parametrize(
    "batches", [pytest.param(0, marks=pytest.mark.long), 5, pytest.param(25, marks=pytest.mark.long)]
)
async def test_loading_goes_on_where_it_was_interrupted(
    batches: int, services: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await interrupted_after(batches, services, monkeypatch)
    assert await database.motor.batches.count_documents({}) == batches
    assert await services.demo.load(THE_ADMIN) is Outcome.LOADED
    assert await database.motor.batches.count_documents({}) == 37
    entry = await services.roster.read(THE_ADMIN, ENGLISH, JOHNSON)
    assert len(entry.view["assignedBatches"]) == 13
    assert await database.motor.multitrainer_batches.count_documents({"timetable.from": {"$exists": True}}) == 12
    assert await findings_of(services) == []


async def test_what_was_finished_before_an_interruption_is_not_touched_again(
    services: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await interrupted_after(15, services, monkeypatch)
    await services.courses.delete(THE_ADMIN, GERMAN, force=True)
    assert await services.demo.load(THE_ADMIN) is Outcome.LOADED
    assert [str(course["_id"]) for course in await database.motor.courses.find().to_list(None)] == [ENGLISH]


async def test_a_part_that_was_changed_meanwhile_is_left_as_it_is(
    services: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await interrupted_after(30, services, monkeypatch)
    await services.roster.remove(THE_ADMIN, ENGLISH, JOHNSON, SMITH)
    before = await everything(database)
    assert await services.demo.load(THE_ADMIN) is Outcome.LEFT_IN_PART
    assert await everything(database) == before


@pytest.mark.parametrize(
    ("becomes", "outcome"),
    [pytest.param(None, Outcome.LOADED, marks=pytest.mark.long), (Role.SUBSTITUTE, Outcome.LEFT_IN_PART)],
)
async def test_an_answer_is_by_whoever_has_the_question_and_a_reply_by_who_still_may_keep_one(
    services: Services, monkeypatch: pytest.MonkeyPatch, becomes: Role | None, outcome: Outcome
) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(services.demo._questions._replies, "make", AsyncMock(side_effect=InterruptedError))
        with pytest.raises(InterruptedError):
            await services.demo.load(THE_ADMIN)
    await services.question_hops.hand_on(THE_ADMIN, demo_id("german question", ANSWERED), SARAH)
    if becomes:
        await services.roster.change(THE_ADMIN, GERMAN, JOHN, RosterChange(role=becomes))
    assert await services.demo.load(THE_ADMIN) is outcome


async def test_an_institute_with_courses_of_its_own_gets_no_demo(services: Services, database: Database) -> None:
    await services.courses.create(THE_ADMIN, NewCourse(name="Physics"))
    assert await services.demo.load(THE_ADMIN) is Outcome.NOT_WANTED
    assert [await database.motor[name].count_documents({}) for name in ("users", *COURSEWORK)] == [0, 1, 0]


def as_in_another_process(database: Database) -> Database:
    """The same database, whose changes don't queue with those of this one."""
    other = copy(database)
    other._locks = WeakValueDictionary()
    return other


@pytest.mark.parametrize("standalone", [False, pytest.param(True, marks=pytest.mark.long)])
async def test_two_processes_may_load_at_once(
    standalone: bool, mongodb_uri: str, standalone_uri: str, settings: Settings
) -> None:
    async with Database(standalone_uri if standalone else mongodb_uri, settings, Metrics()) as database:
        both = [wiring.build(one, settings) for one in (database, as_in_another_process(database))]
        outcomes = await asyncio.gather(*(services.demo.load(THE_ADMIN) for services in both))
        assert set(outcomes) <= {Outcome.LOADED, Outcome.LOADED_BEFORE}
        leads = (await both[0].roster.entries(THE_ADMIN, ENGLISH))[:2]
        assert [len(lead["assignedBatches"]) for lead in leads] == [12, 13]
        assert [await database.motor[name].count_documents({}) for name in COURSEWORK] == [2, 37]
        assert await findings_of(both[0]) == []
        await leave(database.client, settings.mongodb_database)
