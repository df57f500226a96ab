"""Plans over HTTP: the seed's scenarios from empty courses, and a proposal from its making to its end."""

import pytest
from bson import ObjectId
from fastapi import FastAPI

from multitrainer.client import Client
from multitrainer.database import Database
from multitrainer.domain.errors import InvalidInput, NotAllowed, ProposalNotFound, UnknownCourse
from multitrainer.domain.permissions import Action
from multitrainer.domain.proposals import ProposalKind
from multitrainer.domain.roster import Role
from multitrainer.schemas.plan_options import PlanOptions
from multitrainer.schemas.planning import BatchPlanning, TrainerPlanning
from multitrainer.schemas.proposals import Plan, Proposal
from multitrainer.schemas.roster import RosterChange
from multitrainer.schemas.what_if import Leave, SupposedBatch, SupposedTrainer, Suppositions
from multitrainer.schemas.workload import SortBy
from tests.api.everybody import Asked, Sender, found
from tests.api.school import COURSE, FIRST, JOHN, MARIA, NOBODY, SARAH, SECOND

PROPOSING = Asked(Action.MAKE_PROPOSAL, {"kind": "assign"})
GOOD = {"optimal", "feasible"}


async def trainers(client: Client, *names: str) -> list[str]:
    return [(await client.trainers.create(name, f"{name.lower().replace(' ', '.')}@x.example")).id for name in names]


async def planned(client: Client, course: str) -> tuple[Proposal, Plan]:
    begun = await client.proposals.start_for_course(course)
    proposal = await client.proposals.wait(begun.id)
    assert (proposal.state, proposal.plan is not None) == ("ready", True), proposal.error
    assert proposal.plan
    assert proposal.plan.status in GOOD
    return proposal, proposal.plan


async def people(client: Client, course: str) -> list[tuple[str | None, list[str]]]:
    batches = [batch async for batch in client.batches.list(course)]
    return [(batch.trainers.primary, [*batch.trainers.backup]) for batch in batches]


async def test_scenario_1_comes_from_an_empty_course_as_in_the_seed(client: Client) -> None:
    sarah, john, maria, alex = await trainers(client, "Dr. Sarah", "John", "Maria", "Alex")
    course = (await client.courses.create("German A1")).id
    await client.roster.add(course, sarah, role=Role.LEAD)
    for assistant in (john, maria, alex):
        await client.roster.add(course, assistant)
    for n in range(1, 13):
        await client.batches.create(course, f"Batch {n}")
    proposal, plan = await planned(client, course)
    assert len(plan.changes) == 12
    await client.proposals.apply(proposal.id)
    assert await people(client, course) == [(one, [sarah]) for one in (john, maria, alex) for _ in range(4)]
    shares = {one.trainer: (one.percent, one.stored) for one in await client.workloads.of_course(course)}
    assert shares == {sarah: (0, 0), **dict.fromkeys((john, maria, alex), (100, 100))}
    await client.proposals.revert(proposal.id)
    assert await people(client, course) == [(None, [])] * 12


async def test_scenario_2_gives_two_or_three_batches_to_eight_assistants_and_one_to_a_lead(client: Client) -> None:
    leads = await trainers(client, "Dr. Smith", "Dr. Johnson")
    assistants = await trainers(client, *(f"Assistant {n}" for n in range(8)))
    substitutes = await trainers(client, *(f"Substitute {n}" for n in range(3)))
    course = (await client.courses.create("English B2")).id
    batches = [(await client.batches.create(course, f"Batch {n}")).id for n in range(1, 26)]
    scopes = dict(zip(leads, (tuple(batches[:12]), tuple(batches[12:])), strict=True))
    for lead in leads:
        await client.roster.add(course, lead, role=Role.LEAD)
    await client.roster.change(course, leads[1], RosterChange(assigned_batches=scopes[leads[1]]))
    for assistant in assistants:
        await client.roster.add(course, assistant)
        await client.planning.set_trainer(assistant, TrainerPlanning(weekly_hours=15))
    for substitute in substitutes:
        await client.roster.add(course, substitute, role=Role.SUBSTITUTE)
    proposal, plan = await planned(client, course)
    assert any("Eight assistants at three batches each can take 24 of the 25" in said for said in plan.explanations)
    await client.proposals.apply(proposal.id)
    primaries = [primary for primary, _ in await people(client, course)]
    assert {primaries.count(assistant) for assistant in assistants} <= {2, 3}
    by_leads = [(lead, batch) for lead, batch in zip(primaries, batches, strict=True) if lead in leads]
    assert [batch in scopes[str(lead)] for lead, batch in by_leads] == [True]
    assert not {*primaries} & {*substitutes, None}


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
