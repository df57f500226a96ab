"""Whoever is away is covered: asked in order, replaced, given back; and where nobody is left there are ways out."""

from datetime import UTC, datetime

import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor
from multitrainer.domain.errors import OfferNotFound, OfferNotOpen, Stale, WayNotPossible
from multitrainer.domain.sessions import SessionStatus
from multitrainer.schemas.sessions import SessionPatch
from multitrainer.services import Services
from tests.services.covering.covering import (
    ALEX,
    FIRST,
    FRIDAY,
    JOHN,
    MARIA,
    SARAH,
    SECOND,
    THIRD,
    TUESDAY,
    as_trainer,
    asked,
    away,
    covers,
    meets,
    searched,
    states,
    told,
    ways_told,
)
from tests.services.people import SetClock


async def test_neighbouring_sessions_are_offered_to_one_person_in_one_question(
    services: Services, database: Database
) -> None:
    await away(services)
    first, second = await covers(services)
    assert asked(first) == asked(second) == [("Dr. Sarah", "open")]
    assert await told(database, "cover-asked") == [SARAH]


async def test_accepting_a_part_offers_the_rest_to_the_next_at_once(services: Services) -> None:
    await away(services)
    first, second = await covers(services)
    await services.cover_answers.accept(as_trainer(SARAH), str(first["_id"]))
    await searched(services)
    first, second = await covers(services)
    assert (first["state"], asked(second)) == ("covered", [("Dr. Sarah", "refused"), ("Maria", "open")])


async def test_silence_asks_the_next(services: Services, clock: SetClock) -> None:
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    clock.at = cover["offers"][0]["deadline"]
    await searched(services)
    (cover,) = await covers(services)
    assert asked(cover) == [("Dr. Sarah", "expired"), ("Maria", "open")]
    with pytest.raises(OfferNotOpen, match="has run out"):
        await services.cover_answers.accept(as_trainer(SARAH), str(cover["_id"]))


async def test_whoever_was_not_asked_can_not_accept(services: Services) -> None:
    await away(services)
    cover = str((await covers(services))[0]["_id"])
    with pytest.raises(OfferNotFound):
        await services.cover_answers.accept(as_trainer(JOHN), cover)


@pytest.mark.parametrize("who", [as_trainer(SARAH), THE_ADMIN], ids=["the lead", "an admin"])
async def test_who_decides_and_was_not_asked_hears_that_and_what_they_can_do_instead(
    services: Services, database: Database, who: Actor
) -> None:
    await database.motor.batches.update_many({}, {"$set": {"trainers.backup": []}})
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    id_ = str(cover["_id"])
    assert asked(cover) == [("Maria", "open")]
    for answer in (services.cover_answers.accept, services.cover_answers.refuse):
        with pytest.raises(OfferNotFound, match=f"not asked .* PUT /api/covers/{id_}/substitute"):
            await answer(who, id_)
    named = await services.covers.reassign(who, id_, SARAH, overruling=False)
    assert named.view["substitute"]["name"] == "Dr. Sarah"


async def test_nobody_left_tells_the_lead_and_later_an_admin(
    services: Services, database: Database, clock: SetClock
) -> None:
    await away(services, "06T00:00", "07T00:00")
    cover = str((await covers(services))[0]["_id"])
    for trainer in (SARAH, MARIA):
        await services.cover_answers.refuse(as_trainer(trainer), cover)
        await searched(services)
    assert states(await covers(services)) == ["exhausted"]
    assert await told(database, "cover-not-found") == [SARAH]
    await database.motor.users.insert_one({"_id": ObjectId(), "name": "Ada", "role": "admin"})
    clock.move(hours=2)
    await searched(services)
    assert len(await told(database, "cover-not-found")) == 2


async def test_whoever_covers_and_falls_ill_is_replaced(services: Services) -> None:
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    await services.cover_answers.accept(as_trainer(SARAH), str(cover["_id"]))
    await away(services, "05T00:00", "08T00:00", who=SARAH)
    (cover,) = await covers(services)
    assert (cover["state"], asked(cover)) == ("searching", [("Dr. Sarah", "released"), ("Maria", "open")])


async def test_a_session_that_is_cancelled_while_it_runs_counts_for_nobody(
    services: Services, database: Database, clock: SetClock
) -> None:
    await database.motor.multitrainer_cover_ledger.delete_many({})
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    await services.cover_answers.accept(as_trainer(SARAH), str(cover["_id"]))
    clock.at = cover["start"]
    await services.sessions.patch(THE_ADMIN, str(cover["session"]), SessionPatch(status=SessionStatus.CANCELLED))
    clock.at = cover["end"]
    await searched(services)
    assert await told(database, "cover-report-due") == []
    assert await told(database, "cover-relieved") == [SARAH]
    assert await told(database, "cover-given-back") == []
    assert await database.motor.multitrainer_cover_ledger.count_documents({}) == 0


@pytest.mark.parametrize("became", [None, {"role": "student"}])
async def test_whoever_covers_and_is_no_trainer_any_more_is_replaced(
    services: Services, database: Database, clock: SetClock, became: dict[str, str] | None
) -> None:
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    await services.cover_answers.accept(as_trainer(SARAH), str(cover["_id"]))
    sarah = {"_id": ObjectId(SARAH)}
    await (
        database.motor.users.update_one(sarah, {"$set": became}) if became else database.motor.users.delete_one(sarah)
    )
    clock.move(minutes=11)
    await searched(services)
    (cover,) = await covers(services)
    assert [offer["state"] for offer in cover["offers"]] == ["released", "open"]
    assert await told(database, "cover-searched-again") == [JOHN, SARAH]


async def test_of_a_course_that_is_gone_nobody_is_asked_and_admins_are_told(
    services: Services, database: Database
) -> None:
    ada = ObjectId()
    await database.motor.users.insert_one({"_id": ada, "name": "Ada", "role": "admin"})
    await database.motor.courses.delete_many({})
    await away(services)
    assert states(await covers(services)) == ["exhausted", "exhausted"]
    assert await told(database, "cover-not-found") == [str(ada), str(ada)]
    assert await ways_told(database) == [[], []]


async def test_the_ways_out_are_those_that_are_possible(services: Services, database: Database) -> None:
    await meets(database, THIRD, (FRIDAY, "16:00", "17:30"))
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    id_ = str(cover["_id"])
    ways = await services.cover_ways.read(THE_ADMIN, id_)
    assert ways == {
        "cover": id_,
        "cancel": True,
        "combine": [{"_id": THIRD, "name": "Batch 3"}],
        "move": True,
        "assist": [],
    }
    with pytest.raises(WayNotPossible):
        await services.cover_ways.assist(THE_ADMIN, id_, ALEX)
    combined = await services.cover_ways.combine(THE_ADMIN, id_, THIRD, "In room 4")
    assert (combined.view["state"], combined.view["combinedWithName"]) == ("combined", "Batch 3")
    session = await database.motor.multitrainer_sessions.find_one({"_id": cover["session"]})
    assert session
    assert (session["status"], session["note"]) == ("cancelled", "In room 4")


async def test_whoever_has_to_decide_is_told_of_the_ways_that_are_possible_then(
    services: Services, database: Database, clock: SetClock
) -> None:
    await database.motor.users.insert_one({"_id": ObjectId(), "name": "Ada", "role": "admin"})
    await away(services, "06T00:00", "07T00:00")
    cover = str((await covers(services))[0]["_id"])
    for trainer in (SARAH, MARIA):
        await services.cover_answers.refuse(as_trainer(trainer), cover)
        await searched(services)
    assert await ways_told(database) == [["substitute", "cancel", "move"]]
    await meets(database, THIRD, (FRIDAY, "16:00", "17:30"))
    clock.move(hours=2)
    await searched(services)
    assert await ways_told(database) == [["substitute", "cancel", "move"], ["substitute", "cancel", "combine", "move"]]


async def test_of_a_session_that_has_begun_nothing_is_left_but_to_name_somebody(
    services: Services, database: Database, clock: SetClock
) -> None:
    await away(services, "06T00:00", "07T00:00")
    clock.at = datetime(2026, 3, 6, 15, 1, tzinfo=UTC)
    await searched(services)
    assert states(await covers(services)) == ["exhausted"]
    assert await ways_told(database) == [["substitute"]]


async def test_candidates_are_seen_with_their_points_and_the_others_with_the_reason(
    services: Services, database: Database
) -> None:
    await meets(database, THIRD, (FRIDAY, "16:00", "17:30"))
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    found = await services.covers.candidates(as_trainer(SARAH), str(cover["_id"]))
    (sarah,) = found["candidates"]
    assert (sarah["trainer"]["name"], sarah["tier"], sarah["offer"]) == ("Dr. Sarah", "backup", "open")
    assert sum(sarah["points"].values()) == sarah["total"]
    assert [(one["trainer"]["name"], one["reason"]) for one in found["rejected"]] == [
        ("John", "on-leave"),
        ("Maria", "not-free"),
    ]


async def test_a_cancelled_session_that_takes_place_after_all_is_sought_for_anew(
    services: Services, database: Database, clock: SetClock
) -> None:
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    done = await services.cover_ways.cancel(THE_ADMIN, str(cover["_id"]), "No room")
    assert (done.view["state"], done.view["actions"]) == ("cancelled", [])
    await services.sessions.patch(THE_ADMIN, str(cover["session"]), SessionPatch(status=SessionStatus.PLANNED))
    clock.move(minutes=11)
    await searched(services)
    (again,) = await covers(services)
    assert (again["state"], asked(again)) == ("searching", [("Dr. Sarah", "withdrawn"), ("Maria", "open")])


async def test_no_session_moves_to_where_whose_it_is_holds_another_one(services: Services, database: Database) -> None:
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    start, end = datetime(2026, 3, 3, 17, 30), datetime(2026, 3, 3, 18, 30)  # noqa: DTZ001
    with pytest.raises(WayNotPossible, match="Batch 2, 2026-03-03 18:00 to 19:30") as refusal:
        await services.cover_ways.move(THE_ADMIN, str(cover["_id"]), start, end)
    assert refusal.value.facts["reason"] == "not-free"
    assert [one["batch"] for one in refusal.value.facts["clashes"]] == [SECOND]
    await meets(database, THIRD, (TUESDAY, "12:00", "13:00"))
    await database.motor.multitrainer_sessions.update_one(
        {"batch": ObjectId(THIRD)}, {"$set": {"cover": ObjectId(JOHN)}}
    )
    with pytest.raises(WayNotPossible, match="2026-03-03 12:00"):
        await services.cover_ways.move(THE_ADMIN, str(cover["_id"]), start.replace(hour=12), end.replace(hour=13))
    free = start.replace(hour=13, minute=0)
    assert (await services.cover_ways.move(THE_ADMIN, str(cover["_id"]), free, end.replace(hour=14))).view["movedTo"]


async def test_a_session_moves_to_where_somebody_else_stands_in_for_its_trainers_other_one(
    services: Services, database: Database
) -> None:
    await database.motor.multitrainer_sessions.update_one(
        {"batch": ObjectId(SECOND)}, {"$set": {"cover": ObjectId(MARIA)}}
    )
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    start, end = datetime(2026, 3, 3, 18), datetime(2026, 3, 3, 19, 30)  # noqa: DTZ001
    assert (await services.cover_ways.move(THE_ADMIN, str(cover["_id"]), start, end)).view["movedTo"]


async def test_whoever_moves_a_session_by_hand_reads_what_else_its_holder_holds_then(
    services: Services, database: Database
) -> None:
    friday = await database.motor.multitrainer_sessions.find_one({"batch": ObjectId(FIRST), "day": "2026-03-06"})
    assert friday
    to = {"start": "2026-03-03T17:30", "end": "2026-03-03T18:30"}
    moved = await services.sessions.patch(THE_ADMIN, str(friday["_id"]), SessionPatch.model_validate(to))
    assert [(one["batchName"], one["localStart"]) for one in moved.view["clashes"]] == [("Batch 2", "2026-03-03T18:00")]
    later = SessionPatch.model_validate({"start": "2026-03-03T20:00", "end": "2026-03-03T21:00"})
    assert (await services.sessions.patch(THE_ADMIN, str(friday["_id"]), later, moved.tag)).view["clashes"] == []


async def test_a_session_moves_to_a_time_of_the_institutes_clock_and_asks_nobody(
    services: Services, database: Database
) -> None:
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    start, end = datetime(2026, 3, 30, 16), datetime(2026, 3, 30, 17, 30)  # noqa: DTZ001
    with pytest.raises(WayNotPossible):
        await services.cover_ways.move(THE_ADMIN, str(cover["_id"]), start.replace(day=6), end.replace(day=6))
    with pytest.raises(Stale):
        await services.cover_ways.move(THE_ADMIN, str(cover["_id"]), start, end, if_match='"old"')
    tag = (await services.covers.read(THE_ADMIN, str(cover["_id"]))).tag
    moved = await services.cover_ways.move(THE_ADMIN, str(cover["_id"]), start, end, "In room 4", tag)
    assert moved.view["movedTo"]["localStart"] == "2026-03-30T16:00"
    session = await database.motor.multitrainer_sessions.find_one({"_id": cover["session"]})
    assert session
    assert session["start"] == datetime(2026, 3, 30, 14, tzinfo=UTC)  # summer time by then
    assert session["note"] == "In room 4"
    assert (await services.cover_ways.read(THE_ADMIN, str(cover["_id"])))["cancel"] is False
