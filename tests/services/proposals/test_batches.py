"""Proposals of a course's batches, with transactions and without."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from bson import ObjectId

from multitrainer import clock
from multitrainer.database import Database
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import NoBatching, NotAllowed, PlanOutdated, ProposalNotReady
from multitrainer.domain.proposals import ProposalKind
from multitrainer.repositories.proposals import SILENCE
from multitrainer.schemas.enrolments import NewBatching
from multitrainer.schemas.proposals import NewProposal
from multitrainer.services import Services
from tests import school
from tests.callers import signed_in

Raw = dict[str, Any]
COURSE, FIRST = str(school.COURSE), str(school.BATCHES[0])
STUDENTS = [str(ObjectId()) for _ in range(13)]
SEATED = str(ObjectId())
SPLIT = NewProposal(kind=ProposalKind.BATCHES)


async def made(services: Services, database: Database) -> str:
    """A proposal that is ready: thirteen students wait, and one sits in the first of four batches of two."""
    about = {"course": school.COURSE, "slots": []}
    waiting: list[Raw] = [
        {"student": ObjectId(one), "joinedAt": datetime(2026, 1, n, tzinfo=UTC), "status": "waiting", "batch": None}
        for n, one in enumerate(STUDENTS, 1)
    ]
    seated: Raw = {"student": ObjectId(SEATED), "joinedAt": clock.now(), "status": "placed", "batch": school.BATCHES[0]}
    await database.motor.multitrainer_enrolments.insert_many([{**one, **about} for one in (*waiting, seated)])
    await database.motor.batches.update_many({}, {"$set": {"students": []}})
    await database.motor.batches.update_one({"_id": school.BATCHES[0]}, {"$set": {"students": [ObjectId(SEATED)]}})
    await services.batchings.put(THE_ADMIN, COURSE, NewBatching(target=2, minimum=2, maximum=2))
    proposal = str((await services.proposals.make(THE_ADMIN, [COURSE], SPLIT))["_id"])
    await services.proposals.ended(proposal)
    return proposal


async def shown(services: Services, proposal: str) -> Raw:
    return await services.proposals.read(THE_ADMIN, proposal)


async def everything(database: Database) -> dict[str, list[Raw]]:
    """All that a plan touches, but for what moves on with every write."""
    moving = {"__v": 0, "updatedAt": 0}
    names = ("courses", "batches", "multitrainer_enrolments", "multitrainer_batches")
    return {name: await database.motor[name].find({}, moving).sort("_id", 1).to_list(None) for name in names}


async def sitting(database: Database) -> dict[str, list[str]]:
    found = await database.motor.batches.find({}).sort("_id", 1).to_list(None)
    return {str(batch["_id"]): [str(one) for one in batch["students"]] for batch in found}


async def repaired(services: Services) -> list[tuple[str, bool]]:
    steps = [step async for step in services.doctor.examine(THE_ADMIN, repair=True)]
    found = [(finding.violation.code, finding.repaired) for step in steps for finding in step.found]
    return [one for one in found if one[0].startswith("proposal")]


async def test_what_becomes_of_the_batches_is_seen_before_anything_changes(
    database: Database, services: Services
) -> None:
    found = await shown(services, await made(services, database))
    plan = found["batches"]
    assert (found["state"], found["plan"], found["summary"]["changes"]) == ("ready", None, 7)
    assert [(one["name"], one["slot"], one["size"]) for one in plan["new"]] == [
        (f"Batch {n}", None, 2) for n in (5, 6, 7)
    ]
    assert [(one["name"], one["sizeToday"], one["size"]) for one in plan["changed"]] == [
        ("Batch 1", 1, 2), *((f"Batch {n}", 0, 2) for n in (2, 3, 4)),
    ]  # fmt: skip
    with pytest.raises(ProposalNotReady):
        await services.proposals.explain(THE_ADMIN, str(found["_id"]), FIRST)
    assert {one["student"] for one in plan["placed"]} == {*STUDENTS}
    assert (plan["moves"], plan["waiting"], plan["emptied"], plan["choices"]) == ([], [], [], {"any": 13})
    assert await sitting(database) == {FIRST: [SEATED], **{str(batch): [] for batch in school.BATCHES[1:]}}


async def test_applying_seats_everybody_as_shown_and_reverting_restores_exactly(
    database: Database, services: Services
) -> None:
    proposal = await made(services, database)
    before, plan = await everything(database), (await shown(services, proposal))["batches"]
    outcomes = await asyncio.gather(*(services.proposal_changes.apply(THE_ADMIN, proposal) for _ in range(2)))
    assert [one["state"] for one in outcomes] == ["applied", "applied"]
    now = {student: batch for batch, students in (await sitting(database)).items() for student in students}
    assert now == {SEATED: FIRST, **{one["student"]: one["batch"] for one in plan["placed"]}}
    for _ in range(2):
        assert (await services.proposal_changes.revert(THE_ADMIN, proposal))["state"] == "reverted"
    assert await everything(database) == before
    with pytest.raises(ProposalNotReady):
        await services.proposal_changes.apply(THE_ADMIN, proposal)
    entries = [entry async for entry in await services.audit.export(THE_ADMIN, proposal)]
    assert [entry["action"] for entry in entries] == ["make-proposal", "apply-proposal", "revert-proposal"]


async def test_what_changed_since_is_named_and_nothing_is_done(database: Database, services: Services) -> None:
    proposal, late = await made(services, database), ObjectId()
    await database.motor.batches.update_one({"_id": school.BATCHES[1]}, {"$push": {"students": late}})
    before = await everything(database)
    with pytest.raises(PlanOutdated) as refused:
        await services.proposal_changes.apply(THE_ADMIN, proposal)
    assert refused.value.facts["differences"] == [f"Batch 2 ({school.BATCHES[1]}): came: Student {late}."]
    assert await everything(database) == before
    assert (await shown(services, proposal))["state"] == "ready"


async def test_a_course_without_settings_is_refused_at_once(database: Database, services: Services) -> None:
    with pytest.raises(NoBatching):
        await services.proposals.make(THE_ADMIN, [COURSE], SPLIT)
    assert await database.motor.multitrainer_proposals.count_documents({}) == 0


async def test_a_lead_of_all_batches_reads_the_plan_and_neither_makes_nor_applies_it(
    database: Database, services: Services
) -> None:
    proposal, lead = await made(services, database), await signed_in(school.SARAH)
    assert (await services.proposals.read(lead, proposal))["batches"]
    for asking in (
        services.proposals.make(lead, [COURSE], SPLIT),
        services.proposal_changes.apply(lead, proposal),
        services.proposal_changes.revert(lead, proposal),
        services.proposals.delete(lead, proposal),
    ):
        with pytest.raises(NotAllowed) as refused:
            await asking
        assert refused.value.facts["action"] == Action.PLAN_BATCHES


async def cut_off(database: Database, services: Services) -> str:
    """A proposal of which one batch is filled as it says, and whoever applied it is gone."""
    proposal = await made(services, database)
    placed = (await shown(services, proposal))["batches"]["placed"]
    students = [ObjectId(one["student"]) for one in placed if one["batch"] == str(school.BATCHES[1])]
    await database.motor.batches.update_one({"_id": school.BATCHES[1]}, {"$set": {"students": students}})
    half = {"state": "applying", "beat_at": clock.now() - 2 * SILENCE}
    await database.motor.multitrainer_proposals.update_one({}, {"$set": half})
    return proposal


async def test_the_doctor_finishes_what_was_cut_off(database: Database, services: Services) -> None:
    proposal = await cut_off(database, services)
    assert await repaired(services) == [("proposal-half-applied", True)]
    assert (await shown(services, proposal))["state"] == "applied"
    assert [len(students) for students in (await sitting(database)).values()] == [2] * 7


async def test_the_doctor_takes_back_what_was_cut_off_where_somebody_withdrew(
    database: Database, services: Services
) -> None:
    proposal = await cut_off(database, services)
    gone = {"student": ObjectId(STUDENTS[-1])}
    await database.motor.multitrainer_enrolments.update_one(gone, {"$set": {"status": "withdrawn"}})
    assert await repaired(services) == [("proposal-half-applied", True)]
    assert (await shown(services, proposal))["state"] == "ready"
    assert [len(students) for students in (await sitting(database)).values()] == [1, 0, 0, 0]


async def test_the_doctor_takes_back_what_was_cut_off_where_the_settings_changed(
    database: Database, services: Services
) -> None:
    proposal = await cut_off(database, services)
    await services.batchings.put(THE_ADMIN, COURSE, NewBatching(target=2, minimum=1, maximum=2))
    assert await repaired(services) == [("proposal-half-applied", True)]
    assert (await shown(services, proposal))["state"] == "ready"
    assert [len(students) for students in (await sitting(database)).values()] == [1, 0, 0, 0]


async def test_the_doctor_leaves_to_people_what_can_be_neither_finished_nor_taken_back(
    database: Database, services: Services
) -> None:
    await cut_off(database, services)
    await database.motor.batches.update_one({"_id": school.BATCHES[2]}, {"$push": {"students": ObjectId()}})
    before = await sitting(database)
    assert await repaired(services) == [("proposal-half-applied", False)]
    assert await sitting(database) == before
