"""The life of a proposal, with transactions and without."""

import asyncio
import re
from collections.abc import Awaitable
from typing import Any

import pytest
from bson import ObjectId

from multitrainer import clock
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind
from multitrainer.domain.errors import (
    BatchNotFound,
    PlanOutdated,
    PlanRunning,
    ProposalHalfApplied,
    ProposalNotFound,
    ProposalNotReady,
)
from multitrainer.domain.people import Duty
from multitrainer.domain.proposals import ProposalKind
from multitrainer.domain.roster import Status
from multitrainer.domain.telling.of_teams import Concerned
from multitrainer.repositories.proposals import SILENCE
from multitrainer.schemas.planning import TrainerPlanning
from multitrainer.schemas.proposals import NewProposal
from multitrainer.schemas.roster import NewRosterEntry, RosterChange
from multitrainer.schemas.what_if import Leave, Question, Suppositions
from multitrainer.services import Services
from tests import school

Raw = dict[str, Any]
COURSE, SARAH, JOHN, MARIA, ALEX = map(str, (school.COURSE, school.SARAH, school.JOHN, school.MARIA, school.ALEX))
FIRST, SECOND, THIRD, FOURTH = map(str, school.BATCHES)
ASSIGN, REBALANCE = NewProposal(kind=ProposalKind.ASSIGN), NewProposal(kind=ProposalKind.REBALANCE)


async def made(services: Services, new: NewProposal = REBALANCE) -> str:
    """A proposal that is ready, once Alex has come to the course and Maria is on leave."""
    await services.roster.add(THE_ADMIN, COURSE, NewRosterEntry(trainer=ALEX), again=True)
    await services.roster.change(THE_ADMIN, COURSE, MARIA, RosterChange(status=Status.ON_LEAVE))
    proposal = str((await services.proposals.make(THE_ADMIN, [COURSE], new))["_id"])
    await services.proposals.ended(proposal)
    return proposal


async def state_of(services: Services, proposal: str) -> str:
    return str((await services.proposals.read(THE_ADMIN, proposal))["state"])


async def institute(database: Database) -> list[Raw]:
    """All that plans may change, without when."""
    found = [one for name in ("courses", "batches") async for one in database.motor[name].find().sort("_id", 1)]
    return [{key: value for key, value in one.items() if key not in ("__v", "updatedAt")} for one in found]


async def primaries(database: Database) -> list[str]:
    return [str(one["trainers"]["primary"]) async for one in database.motor.batches.find().sort("_id", 1)]


async def found_by_the_doctor(services: Services, *, repair: bool = False) -> list[tuple[str, bool]]:
    steps = [step async for step in services.doctor.examine(THE_ADMIN, repair=repair)]
    return [(finding.violation.code, finding.repaired) for step in steps for finding in step.found]


async def test_what_is_proposed_is_seen_before_anything_changes(database: Database, services: Services) -> None:
    before = await institute(database)
    proposal = await services.proposals.read(THE_ADMIN, await made(services))
    plan = proposal["plan"]
    assert (proposal["state"], proposal["summary"]["changes"]) == ("ready", len(plan["changes"]))
    assert (proposal["progress"]["phase"], proposal["progress"]["done"]) == ("done", 1.0)
    assert {change["after"]["primary"] for change in plan["changes"]} == {ALEX}
    assert all(change["reasons"] for change in plan["changes"])
    explained = await services.proposals.explain(THE_ADMIN, str(proposal["_id"]), THIRD)
    assert (explained["primary"], {one["trainer"] for one in explained["others"]}) == (ALEX, {SARAH, JOHN, MARIA})
    with pytest.raises(BatchNotFound):
        await services.proposals.explain(THE_ADMIN, str(proposal["_id"]), SARAH)
    assert {load["trainer"]: load["shareToday"] for load in plan["loads"]}[JOHN] == 50
    assert [batch for batch in await institute(database) if "course" in batch] == [b for b in before if "course" in b]


async def test_applying_does_what_was_shown_and_reverting_restores_exactly(
    database: Database, services: Services
) -> None:
    proposal = await made(services)
    before = await institute(database)
    plan = (await services.proposals.read(THE_ADMIN, proposal))["plan"]
    applied = await services.proposal_changes.apply(THE_ADMIN, proposal)
    assert applied["state"] == "applied"
    for change in plan["changes"]:
        people = await services.batches.read(THE_ADMIN, change["batch"])
        assert str(people["trainers"]["primary"]) == str(people["instructor"]) == change["after"]["primary"]
    assert await found_by_the_doctor(services) == []
    assert (await services.proposal_changes.revert(THE_ADMIN, proposal))["state"] == "reverted"
    assert await institute(database) == before


async def test_who_is_told_is_known_before(database: Database, services: Services) -> None:
    proposal = await made(services)
    read = await services.proposals.read(THE_ADMIN, proposal)
    await database.motor.multitrainer_outbox.delete_many({})
    for back, change in ((False, services.proposal_changes.apply), (True, services.proposal_changes.revert)):
        told = services.proposal_changes.told(THE_ADMIN, read, back=back)
        assert {one.trainer for one in told} >= {MARIA, ALEX}
        await change(THE_ADMIN, proposal)
        assert await notified(database) == told
    by_maria = services.proposal_changes.told(Actor(ActorKind.TRAINER, MARIA), read)
    assert MARIA not in {one.trainer for one in by_maria}


async def notified(database: Database) -> list[Concerned]:
    """Of what trainers have been told since this was asked last, by trainer."""
    kept = database.motor.multitrainer_outbox
    notices = [notice async for one in kept.find({"does": "tell"}) for notice in one["notices"]]
    await kept.delete_many({})
    told = [Concerned(one["to"], (*one["facts"]["gained"],), (*one["facts"]["lost"],)) for one in notices]
    return sorted(told)


async def test_applying_and_reverting_twice_is_the_same_as_once(database: Database, services: Services) -> None:
    proposal = await made(services)
    first, second = await asyncio.gather(
        *(services.proposal_changes.apply(THE_ADMIN, proposal) for _ in range(2)),
    )
    assert (first["state"], second["state"]) == ("applied", "applied")
    after = await institute(database)
    await services.proposal_changes.apply(THE_ADMIN, proposal)
    assert await institute(database) == after
    for _ in range(2):
        await services.proposal_changes.revert(THE_ADMIN, proposal)
    with pytest.raises(ProposalNotReady, match="Propose again"):
        await services.proposal_changes.apply(THE_ADMIN, proposal)


async def test_of_two_proposals_applied_at_once_one_is_refused(database: Database, services: Services) -> None:
    two = [await made(services) for _ in range(2)]
    outcomes = await asyncio.gather(
        *(services.proposal_changes.apply(THE_ADMIN, proposal) for proposal in two), return_exceptions=True
    )
    (refusal,) = [one for one in outcomes if isinstance(one, BaseException)]
    assert isinstance(refusal, PlanOutdated | ProposalHalfApplied)
    assert sorted([await state_of(services, proposal) for proposal in two]) == ["applied", "ready"]
    assert await found_by_the_doctor(services) == []


async def test_what_changed_since_it_was_made_is_named_and_nothing_is_done(
    database: Database, services: Services
) -> None:
    proposal = await made(services)
    await services.batch_people.name_primary(THE_ADMIN, FOURTH, JOHN)
    await services.planning_facts.set_trainer(THE_ADMIN, MARIA, TrainerPlanning(weekly_hours=10))
    before = await institute(database)
    with pytest.raises(PlanOutdated) as refused:
        await services.proposal_changes.apply(THE_ADMIN, proposal)
    named = {(d["of"], d["id"], d["field"]) for d in refused.value.facts["differences"]}
    assert named == {("batch", FOURTH, "current"), ("trainer", MARIA, "capacity")}
    assert await institute(database) == before
    assert await state_of(services, proposal) == "ready"


async def test_names_and_students_that_change_are_no_reason_to_refuse(database: Database, services: Services) -> None:
    proposal = await made(services)
    await database.motor.batches.update_one({"_id": school.BATCHES[0]}, {"$set": {"name": "New", "students": []}})
    assert (await services.proposal_changes.apply(THE_ADMIN, proposal))["state"] == "applied"


async def test_nothing_is_reverted_where_somebody_was_moved_since(database: Database, services: Services) -> None:
    proposal = await made(services)
    await services.proposal_changes.apply(THE_ADMIN, proposal)
    moved = (await services.proposals.read(THE_ADMIN, proposal))["plan"]["changes"][0]["batch"]
    await services.batch_people.name(THE_ADMIN, moved, JOHN, Duty.ASSISTANT)
    before = await institute(database)
    with pytest.raises(PlanOutdated) as refused:
        await services.proposal_changes.revert(THE_ADMIN, proposal)
    assert [d["id"] for d in refused.value.facts["differences"]] == [moved]
    assert await institute(database) == before


async def test_a_primary_who_is_locked_is_not_taken_away_by_reverting(database: Database, services: Services) -> None:
    proposal = await made(services)
    await services.proposal_changes.apply(THE_ADMIN, proposal)
    await services.planning_facts.lock(THE_ADMIN, THIRD, locked=True)
    before = await institute(database)
    with pytest.raises(PlanOutdated, match="Batch 3 is locked now") as refused:
        await services.proposal_changes.revert(THE_ADMIN, proposal)
    assert [(d["id"], d["field"]) for d in refused.value.facts["differences"]] == [(THIRD, "pinned")]
    assert (await institute(database), await state_of(services, proposal)) == (before, "applied")
    await services.planning_facts.lock(THE_ADMIN, THIRD, locked=False)
    assert (await services.proposal_changes.revert(THE_ADMIN, proposal))["state"] == "reverted"


async def test_nothing_is_applied_where_a_batch_was_locked_since(services: Services) -> None:
    proposal = await made(services)
    await services.planning_facts.lock(THE_ADMIN, THIRD, locked=True)
    with pytest.raises(PlanOutdated) as refused:
        await services.proposal_changes.apply(THE_ADMIN, proposal)
    assert {d["field"] for d in refused.value.facts["differences"]} == {"pinned"}


async def test_a_proposal_says_which_batch_is_locked_to_somebody_on_leave(services: Services) -> None:
    await services.planning_facts.lock(THE_ADMIN, THIRD, locked=True)
    plan = (await services.proposals.read(THE_ADMIN, await made(services)))["plan"]
    assert "Batch 3 is locked to Maria, who is on leave." in plan["explanations"]
    leave = Question(courses=(COURSE,), suppose=Suppositions(leaves=(Leave(trainer=MARIA),)))
    supposed = await services.proposals.answer(THE_ADMIN, leave)
    assert "Batch 3 is locked to Maria, who is on leave." in supposed["explanations"]


async def test_a_course_is_planned_once_at_a_time(database: Database, services: Services) -> None:
    running = {"_id": school.ALEX, "courses": [school.COURSE], "kind": "assign", "state": "running"}
    await database.motor.multitrainer_proposals.insert_one({**running, "beat_at": clock.now(), "options": {}})
    with pytest.raises(PlanRunning) as refused:
        await services.proposals.make(THE_ADMIN, [COURSE], ASSIGN)
    assert refused.value.facts == {"proposal": ALEX}
    with pytest.raises(ProposalNotReady):
        await services.proposals.delete(THE_ADMIN, ALEX)


async def test_what_would_be_if_is_answered_and_stored_nowhere(database: Database, services: Services) -> None:
    before = await institute(database)
    leave = Suppositions(leaves=(Leave(trainer=JOHN),))
    plan = await services.proposals.answer(THE_ADMIN, Question(courses=(COURSE,), suppose=leave))
    assert {change["batch"] for change in plan["changes"]} >= {FIRST, SECOND}
    assert JOHN not in {change["after"]["primary"] for change in plan["changes"]}
    assert await database.motor.multitrainer_proposals.count_documents({}) == 0
    what_if = await made(services, NewProposal(kind=ProposalKind.WHAT_IF, suppose=leave))
    with pytest.raises(ProposalNotReady):
        await services.proposal_changes.apply(THE_ADMIN, what_if)
    assert [b for b in await institute(database) if "course" in b] == [b for b in before if "course" in b]


async def test_a_proposal_whose_service_died_reads_as_interrupted_and_the_doctor_ends_it(
    database: Database, services: Services
) -> None:
    proposal = await made(services)
    long_ago = {"state": "running", "beat_at": clock.now() - 2 * SILENCE}
    await database.motor.multitrainer_proposals.update_one({}, {"$set": long_ago})
    assert await state_of(services, proposal) == "interrupted"
    assert await found_by_the_doctor(services) == [("proposal-interrupted", False)]
    assert await found_by_the_doctor(services, repair=True) == [("proposal-interrupted", True)]
    assert await found_by_the_doctor(services) == []
    await services.proposals.make(THE_ADMIN, [COURSE], ASSIGN)


async def cut_off(database: Database, services: Services) -> str:
    """A proposal that moves several batches, of which the first has been written, and whoever did it is gone."""
    proposal = await made(services)
    change = (await services.proposals.read(THE_ADMIN, proposal))["plan"]["changes"][0]
    await services.batch_people.name_primary(THE_ADMIN, change["batch"], change["after"]["primary"])
    half = {"state": "applying", "beat_at": clock.now() - 2 * SILENCE}
    await database.motor.multitrainer_proposals.update_one({"_id": ObjectId(proposal)}, {"$set": half})
    return proposal


async def test_the_doctor_finishes_what_was_cut_off_while_it_was_applied(
    database: Database, services: Services
) -> None:
    proposal = await cut_off(database, services)
    assert await found_by_the_doctor(services, repair=True) == [("proposal-half-applied", True)]
    applied = await services.proposals.read(THE_ADMIN, proposal)
    assert applied["state"] == "applied"
    now = await primaries(database)
    places = {str(batch): n for n, batch in enumerate(school.BATCHES)}
    assert all(now[places[c["batch"]]] == c["after"]["primary"] for c in applied["plan"]["changes"])


async def test_the_doctor_takes_back_what_was_cut_off_where_others_changed_something_of_it(
    database: Database, services: Services
) -> None:
    before = await primaries(database)
    proposal = await cut_off(database, services)
    changes = (await services.proposals.read(THE_ADMIN, proposal))["plan"]["changes"]
    theirs = [str(batch) for batch in school.BATCHES].index(changes[1]["batch"])
    await services.batch_people.name_primary(THE_ADMIN, changes[1]["batch"], SARAH)
    assert await found_by_the_doctor(services, repair=True) == [("proposal-half-applied", True)]
    assert await state_of(services, proposal) == "ready"
    assert await primaries(database) == [*before[:theirs], SARAH, *before[theirs + 1 :]]


async def test_while_one_is_cut_off_no_other_for_its_courses_is_made_or_applied_or_reverted(
    database: Database, services: Services
) -> None:
    later = await made(services)
    half = ObjectId(await cut_off(database, services))
    before, changes = await institute(database), services.proposal_changes
    await refused(services.proposals.make(THE_ADMIN, [COURSE], ASSIGN), half)
    await refused(changes.apply(THE_ADMIN, later), half)
    await database.motor.multitrainer_proposals.update_one({"_id": ObjectId(later)}, {"$set": {"state": "applied"}})
    await refused(changes.revert(THE_ADMIN, later), half)
    assert await institute(database) == before
    await database.motor.multitrainer_proposals.update_one({"_id": ObjectId(later)}, {"$set": {"state": "ready"}})
    assert await found_by_the_doctor(services, repair=True) == [("proposal-half-applied", True)]
    with pytest.raises(PlanOutdated):
        await changes.apply(THE_ADMIN, later)


async def refused(asking: Awaitable[Any], proposal: ObjectId) -> None:
    with pytest.raises(ProposalHalfApplied, match=r"cut off while it was applying.*doctor --repair") as refusal:
        await asking
    assert refusal.value.facts == {"proposal": str(proposal)}


async def test_one_that_may_still_be_at_work_is_named_as_such_and_left_alone(
    database: Database, services: Services
) -> None:
    proposal = await cut_off(database, services)
    a_moment_ago = {"beat_at": clock.now() - SILENCE / 3}
    await database.motor.multitrainer_proposals.update_one({}, {"$set": a_moment_ago})
    steps = [step async for step in services.doctor.examine(THE_ADMIN, repair=True)]
    (finding,) = [finding for step in steps for finding in step.found]
    assert (finding.violation.code, finding.repaired, finding.passing) == ("proposal-at-work", False, True)
    assert re.search(f"Proposal {proposal} is applying.*look again in (19|20) s", finding.violation.detail)
    assert await state_of(services, proposal) == "applying"


async def test_a_deleted_proposal_is_gone_with_its_parts(database: Database, services: Services) -> None:
    proposal = await made(services)
    await services.proposals.delete(THE_ADMIN, proposal)
    assert await database.motor.multitrainer_proposal_parts.count_documents({}) == 0
    with pytest.raises(ProposalNotFound):
        await services.proposals.read(THE_ADMIN, proposal)


async def test_what_becomes_of_a_proposal_is_in_the_audit(services: Services) -> None:
    proposal = await made(services)
    await services.proposal_changes.apply(THE_ADMIN, proposal)
    await services.proposal_changes.revert(THE_ADMIN, proposal)
    entries = [entry async for entry in await services.audit.export(THE_ADMIN, proposal)]
    assert [entry["action"] for entry in entries] == ["make-proposal", "apply-proposal", "revert-proposal"]
