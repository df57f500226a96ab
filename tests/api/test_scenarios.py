"""The seed's scenarios over HTTP, from empty courses, planned as they are where it is served: by processes."""

import pytest

from multitrainer.client import Client
from multitrainer.domain.roster import Role
from multitrainer.schemas.planning import TrainerPlanning
from multitrainer.schemas.roster import RosterChange
from tests.api.planned import planned


@pytest.fixture
def planner() -> None:
    """The service's own."""


async def trainers(client: Client, *names: str) -> list[str]:
    return [(await client.trainers.create(name, f"{name.lower().replace(' ', '.')}@x.example")).id for name in names]


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
    explained = await client.proposals.explain(proposal.id, plan.changes[0].batch)
    assert (explained.primary, explained.spoke_for.keys() > set()) == (john, True)
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
