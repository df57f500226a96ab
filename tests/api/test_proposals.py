"""Plans over HTTP."""

import pytest
from bson import ObjectId
from fastapi import FastAPI

from multitrainer.client import Client
from multitrainer.database import Database
from multitrainer.domain.actions import Action
from multitrainer.domain.errors import InvalidInput, NotAllowed, ProposalNotFound, UnknownCourse
from multitrainer.domain.proposals import ProposalKind
from multitrainer.schemas.plan_options import PlanOptions
from multitrainer.schemas.planning import BatchPlanning, TrainerPlanning
from multitrainer.schemas.what_if import Leave, SupposedBatch, SupposedTrainer, Suppositions
from multitrainer.schemas.workload import SortBy
from tests.api.everybody import Asked, Sender, found
from tests.api.planned import planned
from tests.api.school import ALEX, COURSE, FIRST, JOHN, MARIA, NOBODY, SARAH, SECOND

PROPOSING = Asked(Action.MAKE_PROPOSAL, {"kind": "assign"})


@pytest.mark.usefixtures("school")
async def test_what_was_proposed_is_listed_and_can_be_deleted(client: Client) -> None:
    first = await client.proposals.wait((await client.proposals.start(ProposalKind.ASSIGN, [COURSE])).id)
    second = await client.proposals.wait((await client.proposals.start(ProposalKind.REBALANCE)).id)
    assert [one.id async for one in client.proposals.list(COURSE, page_size=1)] == [second.id, first.id]
    assert (await client.proposals.cancel(first.id)).state == "ready"
    await client.proposals.delete(first.id)
    with pytest.raises(ProposalNotFound):
        await client.proposals.read(first.id)
    assert [one.id async for one in client.proposals.list()] == [second.id]


@pytest.mark.usefixtures("school")
async def test_what_would_be_if_is_answered_with_the_plan_that_would_follow(client: Client) -> None:
    new = SupposedTrainer(name="Nora", course=COURSE, weekly_hours=20)
    more = SupposedBatch(name="Batch 5", course=COURSE)
    suppose = Suppositions(leaves=(Leave(trainer=JOHN),), trainers=(new,), batches=(more,))
    plan = await client.proposals.what_if(suppose, [COURSE], options=PlanOptions(seconds=1))
    taken = {change.batch: change.after.primary for change in plan.changes}
    assert taken.keys() >= {FIRST, SECOND, "new batch 1"}
    assert JOHN not in taken.values()
    assert "Nora" in {load.name for load in plan.loads}


@pytest.mark.usefixtures("school")
async def test_what_is_no_question_is_refused_by_its_place(client: Client) -> None:
    with pytest.raises(UnknownCourse):
        await client.proposals.start(ProposalKind.ASSIGN, [NOBODY])
    with pytest.raises(InvalidInput) as refused:
        await client.proposals.start_for_course(COURSE, options=PlanOptions(pins=(FIRST, NOBODY)))
    assert refused.value.facts["errors"][0]["field"] == "body.options.pins.1"
    with pytest.raises(InvalidInput) as refused:
        await client.proposals.what_if(Suppositions(leaves=(Leave(trainer=NOBODY),)), [COURSE])
    assert refused.value.facts["errors"][0]["field"] == "body.suppose.leaves.0.trainer"


@pytest.mark.usefixtures("school")
async def test_a_locked_batch_keeps_its_primary_whatever_is_planned(client: Client) -> None:
    await client.planning.set_trainer(JOHN, TrainerPlanning(weekly_hours=5))
    await client.planning.set_batch(SECOND, BatchPlanning(hours=5))
    locked = await client.planning.lock(SECOND)
    assert (locked.pinned, (await client.planning.batch(SECOND)).etag) == (True, locked.etag)
    _, plan = await planned(client, COURSE)
    assert [change.batch for change in plan.changes if change.before.primary == JOHN] == [FIRST]


@pytest.mark.usefixtures("school")
async def test_who_could_teach_a_batch_is_asked_of_its_course_or_of_everybody(client: Client) -> None:
    found = await client.planning.candidates(FIRST)
    assert (found.name, found.primary) == ("Batch 1", JOHN)
    assert [(one.trainer, one.is_primary) for one in found.candidates] == [(JOHN, True), (MARIA, False), (SARAH, False)]
    everybody = (await client.planning.candidates(FIRST, everybody=True)).candidates
    assert {(one.trainer, one.name) for one in everybody if not one.on_course} == {(ALEX, "Alex")}
    assert all(one.changes for one in everybody)


@pytest.mark.usefixtures("school")
async def test_workloads_are_counted_sorted_and_paged_and_what_drifts_is_shown(
    client: Client, database: Database
) -> None:
    await database.motor.courses.update_one(
        {"_id": ObjectId(COURSE), "trainers.trainer": ObjectId(JOHN)}, {"$set": {"trainers.$.workload": 10}}
    )
    await client.planning.set_trainer(MARIA, TrainerPlanning(weekly_hours=40))
    found = {one.trainer: (one.percent, one.stored, one.drift) for one in await client.workloads.of_course(COURSE)}
    assert found == {SARAH: (0, 0, 0), JOHN: (50, 50, 0), MARIA: (25, 25, 0)}, "The change counted the course anew."
    await database.motor.courses.update_one(
        {"_id": ObjectId(COURSE), "trainers.trainer": ObjectId(JOHN)}, {"$set": {"trainers.$.workload": 10}}
    )
    john = await client.workloads.of_trainer(JOHN)
    assert (john.percent, john.hours, john.students, john.drift) == (50, 10, 2, 40)
    assert [one.drift for one in john.on_courses] == [-40]
    assert [one.trainer async for one in client.workloads.list(page_size=1)][:2] == [JOHN, MARIA]
    assert [one.name async for one in client.workloads.list(SortBy.NAME)] == ["Alex", "Dr. Sarah", "John", "Maria"]
    some = await client.workloads.page(course=COURSE, at_least=1, drift=True)
    assert [one.trainer for one in some.items] == [JOHN]


async def test_a_lead_is_told_which_batches_lie_beyond_their_scope(
    app: FastAPI, database: Database, sender: Sender
) -> None:
    await found(database)
    refused = await sender.ask("lead", "POST", f"/api/courses/{COURSE}/proposals", PROPOSING)
    assert (refused.status_code, refused.json()["code"]) == (403, NotAllowed.code)
    assert "beyond your scope" in refused.json()["detail"]
