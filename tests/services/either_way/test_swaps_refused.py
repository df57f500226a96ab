"""Swaps that may not be, can't be, or are outrun; with transactions and without."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from bson import ObjectId

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import (
    NotAllowed,
    SenselessSwap,
    SessionNotFound,
    SwapNotFound,
    SwapNotPossible,
    SwapNotReady,
)
from multitrainer.schemas.planning import TrainerPlanning
from multitrainer.schemas.sessions import SessionPatch
from multitrainer.schemas.swaps import NewSwap
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests import school
from tests.marks import without_transactions_when_long
from tests.services.either_way.swapping import (
    ALEX,
    ALEXSELF,
    FIRST,
    JOHN,
    JOHNSELF,
    MARIA,
    MARIASELF,
    SARAH,
    SARAHSELF,
    THIRD,
    away,
    both,
    meets,
    propose,
    proposed,
    reason,
    sessions,
    state,
    teachers,
    told,
)
from tests.services.people import SetClock


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"time_zone": "Europe/Berlin", "sessions_ahead_days": 9})


@pytest.fixture
def time() -> SetClock:
    clock = SetClock()
    clock.at = datetime(2026, 3, 2, 11, tzinfo=UTC)  # Monday noon
    return clock


@pytest.fixture
async def services(database: Database, settings: Settings, time: SetClock) -> Services:
    """John teaches the first batch on Tuesdays, Maria the third on Wednesdays; Sarah leads, and answers for both."""
    services = wiring.build(database, settings, now=time)
    await meets(services, FIRST, ("tuesday", "16:00", "17:30"))
    await meets(services, THIRD, ("wednesday", "16:00", "17:30"))
    return services


@without_transactions_when_long
async def test_a_lead_proposes_and_withdraws_only_what_lies_in_their_scope(
    services: Services, database: Database
) -> None:
    lead = {"trainer": school.ALEX, "role": "lead", "status": "active", "assignedBatches": [*school.BATCHES[1:]]}
    scope = {"$set": {"trainers.0.assignedBatches": [school.BATCHES[0]]}}
    await database.motor.courses.update_one({"_id": school.COURSE}, scope)
    await database.motor.courses.update_one({"_id": school.COURSE}, {"$push": {"trainers": lead}})
    with pytest.raises(NotAllowed):
        await proposed(services, SARAHSELF)
    swap = await proposed(services)
    with pytest.raises(NotAllowed):
        await services.swaps.withdraw(SARAHSELF, swap)
    seen = (await services.swaps.read(SARAHSELF, swap)).view
    assert (seen["state"], seen["actions"]) == ("proposed", [])


@without_transactions_when_long
async def test_strangers_neither_propose_nor_read_nor_answer_it(services: Services, database: Database) -> None:
    one, other = await both(services)
    with pytest.raises(SessionNotFound):
        await propose(services, ALEXSELF, one, other)
    swap = await proposed(services)
    for refused in (services.swaps.read, services.swaps.confirm, services.swaps.decline, services.swaps.withdraw):
        with pytest.raises(SwapNotFound):
            await refused(ALEXSELF, swap)
    with pytest.raises(NotAllowed):
        await services.swaps.withdraw(MARIASELF, swap)
    assert not (await services.swaps.page(ALEXSELF, None, None, 10)).items
    for who in (JOHNSELF, MARIASELF, SARAHSELF, THE_ADMIN):
        assert len((await services.swaps.page(who, None, None, 10)).items) == 1


@without_transactions_when_long
async def test_a_lead_lists_of_a_colleague_what_touches_their_courses(services: Services, database: Database) -> None:
    entries = [{"trainer": school.ALEX, "role": "lead", "status": "active", "assignedBatches": []}]
    entries += [{"trainer": school.JOHN, "role": "assistant", "status": "active", "assignedBatches": []}]
    await database.motor.courses.insert_one({"_id": ObjectId(), "name": "Other", "trainers": entries})
    await proposed(services)
    seen = {who.id: await services.swaps.of_trainer(who, JOHN, None, None, 10) for who in (SARAHSELF, ALEXSELF)}
    assert {id_: len(page.items) for id_, page in seen.items()} == {SARAH: 1, ALEX: 0}
    assert len((await services.swaps.of_trainer(MARIASELF, MARIA, None, None, 10)).items) == 1


@without_transactions_when_long
async def test_whoever_proposes_it_knows_the_other_trainer(services: Services, database: Database) -> None:
    """Else sessions could be asked about by their ids."""
    course, batch = ObjectId(), ObjectId()
    await database.motor.courses.insert_one({"_id": course, "name": "Other", "trainers": [], "instructor": None})
    people = {"primary": school.ALEX, "backup": [], "assistants": []}
    await database.motor.batches.insert_one({"_id": batch, "course": course, "name": "O", "trainers": people})
    await meets(services, str(batch), ("friday", "16:00", "17:30"))
    (theirs, *_), (own, _) = await sessions(services, str(batch)), await both(services)
    with pytest.raises(SessionNotFound):
        await propose(services, JOHNSELF, own, theirs)
    assert (await propose(services, THE_ADMIN, own, theirs)).view["state"] == "proposed"


@without_transactions_when_long
async def test_what_makes_no_swap_is_refused(services: Services, time: SetClock) -> None:
    (one, other), mine_too = await both(services), (await sessions(services, FIRST))[1]
    for pair in ((one, one), (one, mine_too)):
        with pytest.raises(SenselessSwap):
            await propose(services, JOHNSELF, *pair)
    for pair in ((one, str(ObjectId())), (str(ObjectId()), one)):
        with pytest.raises(SessionNotFound):
            await propose(services, JOHNSELF, *pair)
    await services.sessions.patch(THE_ADMIN, mine_too, SessionPatch.model_validate({"status": "cancelled"}))
    assert await reason(propose(services, JOHNSELF, mine_too, other)) == "not-planned"
    time.at = datetime(2026, 3, 3, 15, tzinfo=UTC)
    assert await reason(propose(services, JOHNSELF, one, other)) == "past"


async def test_a_session_is_in_one_swap_at_a_time_however_fast(services: Services) -> None:
    one, other = await both(services)
    later = (await sessions(services, THIRD))[1]
    answers = await asyncio.gather(
        propose(services, JOHNSELF, one, other), propose(services, JOHNSELF, one, later), return_exceptions=True
    )
    (refusal,) = [answer for answer in answers if isinstance(answer, BaseException)]
    assert isinstance(refusal, SwapNotPossible)
    assert refusal.facts["reason"] == "in-a-swap"


async def test_the_same_request_again_is_the_same_swap(services: Services, database: Database) -> None:
    one, other = await both(services)
    id_ = str(ObjectId())
    for _ in range(2):
        made = await services.swaps.propose(JOHNSELF, NewSwap(session=one, other=other), id_)
        assert str(made.view["_id"]) == id_
    assert await told(database) == [("swap-proposed", MARIA)]


async def test_both_who_confirm_at_once_agree_once_and_are_told_once(services: Services, database: Database) -> None:
    swap = await proposed(services, THE_ADMIN)
    await asyncio.gather(services.swaps.confirm(JOHNSELF, swap), services.swaps.confirm(MARIASELF, swap))
    assert await teachers(database) == [MARIA, JOHN, None, None]
    assert [kind for kind, _ in await told(database)].count("swap-agreed") == 2
    found = await database.motor.multitrainer_sessions.find({"teacher": {"$exists": True}}).to_list(None)
    assert [one["sequence"] for one in found] == [1, 1]


async def test_of_a_confirmation_and_a_refusal_at_once_one_holds(services: Services, database: Database) -> None:
    swap = await proposed(services, THE_ADMIN)
    await services.swaps.confirm(JOHNSELF, swap)
    answers = await asyncio.gather(
        services.swaps.confirm(MARIASELF, swap), services.swaps.decline(JOHNSELF, swap), return_exceptions=True
    )
    (refusal,) = [answer for answer in answers if isinstance(answer, BaseException)]
    assert isinstance(refusal, SwapNotReady)
    expected = {"agreed": [MARIA, JOHN, None, None], "declined": [None] * 4}
    assert await teachers(database) == expected[await state(services, swap)]


@without_transactions_when_long
@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"start": "2026-03-03T18:00", "end": "2026-03-03T19:30"}, "changed"),
        ({"status": "cancelled"}, "not-planned"),
        ("busy", "not-free"),
        ("away", "on-leave"),
        ("limited", "daily-limit"),
        ("unskilled", "skills"),
        ("handed over", "changed"),
    ],
)
async def test_what_has_changed_since_forbids_it(services: Services, database: Database, change: Any, why: str) -> None:
    (one, _), swap = await both(services), await proposed(services)
    if change == "busy":
        await meets(services, THIRD, ("wednesday", "16:00", "17:30"), ("tuesday", "17:00", "18:00"))
    elif change == "away":
        await away(services, MARIA, "03T00:00", "04T00:00")
    elif change == "limited":
        planning = TrainerPlanning.model_validate({"limits": {"hoursPerDay": 1}})
        await services.planning_facts.set_trainer(THE_ADMIN, MARIA, planning)
    elif change == "unskilled":
        skills = {"$set": {"skills": ["b2"]}}
        await database.motor.multitrainer_batches.update_one({"_id": school.BATCHES[0]}, skills)
    elif change == "handed over":
        people = {"$set": {"trainers.primary": school.SARAH, "instructor": school.SARAH}}
        await database.motor.batches.update_one({"_id": school.BATCHES[0]}, people)
    else:
        await services.sessions.patch(THE_ADMIN, one, SessionPatch.model_validate(change))
    assert await reason(services.swaps.confirm(MARIASELF, swap)) == why
    assert await state(services, swap) == "proposed"
    assert set(await teachers(database)) == {None}


@without_transactions_when_long
async def test_a_session_that_somebody_covers_or_is_sought_for_is_not_swapped(services: Services) -> None:
    one, other = await both(services)
    leave = await away(services, JOHN, "03T00:00", "04T00:00")
    assert await reason(propose(services, MARIASELF, other, one)) == "covered"
    cover = (await services.covers.page(THE_ADMIN, None, None, None, None, None, 10)).items[0]
    await services.cover_answers.accept(SARAHSELF, str(cover["_id"]))
    assert await reason(propose(services, MARIASELF, other, one)) == "covered"
    await services.leaves.cancel(THE_ADMIN, leave)
    while await services.cover_search.run():
        pass
    assert (await propose(services, MARIASELF, other, one)).view["state"] == "proposed"
