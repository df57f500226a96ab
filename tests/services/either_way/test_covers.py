"""Whoever is away is covered: asked in order, taken once, given back; with transactions and without."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bson import ObjectId

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind
from multitrainer.domain.errors import CannotCover, CoverTaken, OfferNotFound, OfferNotOpen, WayNotPossible
from multitrainer.schemas.leaves import LeavePatch, NewLeave
from multitrainer.schemas.sessions import NewTimetable
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests import school
from tests.services.people import SetClock

Raw = dict[str, Any]
SARAH, JOHN, MARIA, ALEX = (str(one) for one in (school.SARAH, school.JOHN, school.MARIA, school.ALEX))
FIRST, SECOND, THIRD = (str(batch) for batch in school.BATCHES[:3])


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"time_zone": "Europe/Berlin"})


@pytest.fixture
def time() -> SetClock:
    clock = SetClock()
    clock.at = datetime(2026, 3, 2, 11, tzinfo=UTC)  # Monday noon
    return clock


@pytest.fixture
async def services(database: Database, settings: Settings, time: SetClock) -> Services:
    """John teaches two batches on Tuesday evening, one after the other, and the first on Friday too."""
    services = wiring.build(database, settings, now=time)
    await meets(services, FIRST, ("tuesday", "16:00", "17:30"), ("friday", "16:00", "17:30"))
    await meets(services, SECOND, ("tuesday", "18:00", "19:30"))
    return services


async def meets(services: Services, batch: str, *times: tuple[str, str, str]) -> None:
    weekly = [dict(zip(("day", "start", "end"), one, strict=True)) for one in times]
    stated = NewTimetable.model_validate({"sessions": weekly, "from": "2026-03-02"})
    await services.timetables.put(THE_ADMIN, batch, stated)


async def away(services: Services, start: str = "03T00:00", end: str = "04T00:00", who: str = JOHN) -> str:
    """Somebody is away in March, on Tuesday unless another time is said; and the search has begun."""
    new = {"start": f"2026-03-{start}", "end": f"2026-03-{end}", "kind": "sick"}
    leave = await services.leaves.request(THE_ADMIN, who, NewLeave.model_validate(new))
    await searched(services)
    return str(leave.view["_id"])


async def searched(services: Services) -> None:
    while await services.cover_search.run():
        pass


async def covers(services: Services) -> list[Raw]:
    """All, by when their sessions begin."""
    return (await services.covers.page(THE_ADMIN, None, None, None, None, None, 100)).items


def states(covers: list[Raw]) -> list[str]:
    return [cover["state"] for cover in covers]


def asked(cover: Raw) -> list[tuple[str, str]]:
    return [(offer["trainer"]["name"], offer["state"]) for offer in cover["offers"]]


def as_trainer(trainer: str) -> Actor:
    return Actor(ActorKind.TRAINER, trainer)


async def held_by(database: Database, cover: Raw) -> str | None:
    session = await database.motor.multitrainer_sessions.find_one({"_id": cover["session"]})
    assert session
    return str(session["cover"]) if session.get("cover") else None


async def told(database: Database, kind: str) -> list[str]:
    entries = [entry async for entry in database.motor.multitrainer_outbox.find({})]
    return [notice["to"] for entry in entries for notice in entry["notices"] or () if notice["kind"] == kind]


async def test_leave_opens_a_cover_for_exactly_the_sessions_that_it_overlaps(services: Services) -> None:
    await away(services, "03T17:00", "06T12:00")
    assert [cover["localStart"] for cover in await covers(services)] == ["2026-03-03T16:00", "2026-03-03T18:00"]


async def test_neighbouring_sessions_are_offered_to_one_person_in_one_question(
    services: Services, database: Database
) -> None:
    await away(services)
    first, second = await covers(services)
    assert asked(first) == asked(second) == [("Dr. Sarah", "open")]
    assert await told(database, "cover-asked") == [SARAH]


async def test_whoever_accepts_has_the_sessions_and_the_others_hear_of_it(
    services: Services, database: Database
) -> None:
    await away(services)
    first, second = await covers(services)
    await services.cover_answers.accept(as_trainer(SARAH), str(first["_id"]), [str(second["_id"])])
    now = await covers(services)
    assert states(now) == ["covered", "covered"]
    assert [await held_by(database, cover) for cover in now] == [SARAH, SARAH]
    assert await told(database, "cover-taken") == [SARAH, SARAH]
    assert await told(database, "cover-found") == [JOHN, JOHN]  # Sarah, who leads, knows


async def test_accepting_a_part_offers_the_rest_to_the_next_at_once(services: Services) -> None:
    await away(services)
    first, second = await covers(services)
    await services.cover_answers.accept(as_trainer(SARAH), str(first["_id"]))
    await searched(services)
    first, second = await covers(services)
    assert (first["state"], asked(second)) == ("covered", [("Dr. Sarah", "refused"), ("Maria", "open")])


async def test_silence_asks_the_next(services: Services, time: SetClock) -> None:
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    time.at = cover["offers"][0]["deadline"]
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


async def test_nobody_left_tells_the_lead_and_later_an_admin(
    services: Services, database: Database, time: SetClock
) -> None:
    await away(services, "06T00:00", "07T00:00")
    cover = str((await covers(services))[0]["_id"])
    for trainer in (SARAH, MARIA):
        await services.cover_answers.refuse(as_trainer(trainer), cover)
        await searched(services)
    assert states(await covers(services)) == ["exhausted"]
    assert await told(database, "cover-not-found") == [SARAH]
    await database.motor.users.insert_one({"_id": ObjectId(), "name": "Ada", "role": "admin"})
    time.move(hours=2)
    await searched(services)
    assert len(await told(database, "cover-not-found")) == 2


async def test_a_shortened_leave_gives_the_session_back_and_tells_whoever_had_taken_it(
    services: Services, database: Database
) -> None:
    leave = await away(services, "03T00:00", "07T00:00")
    friday = (await covers(services))[2]
    assert asked(friday) == [("Maria", "open")]  # because Sarah has a question already
    await services.cover_answers.accept(as_trainer(MARIA), str(friday["_id"]))
    shorter = LeavePatch.model_validate({"end": "2026-03-04T00:00"})
    await services.leaves.patch(THE_ADMIN, leave, shorter)
    await searched(services)
    now = await covers(services)
    assert states(now) == ["searching", "searching", "closed"]
    assert await held_by(database, now[2]) is None
    assert (await told(database, "cover-relieved"), await told(database, "cover-given-back")) == ([MARIA], [JOHN])


async def test_whoever_covers_and_falls_ill_is_replaced(services: Services) -> None:
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    await services.cover_answers.accept(as_trainer(SARAH), str(cover["_id"]))
    await away(services, "05T00:00", "08T00:00", who=SARAH)
    (cover,) = await covers(services)
    assert (cover["state"], asked(cover)) == ("searching", [("Dr. Sarah", "released"), ("Maria", "open")])


async def test_of_many_who_accept_at_once_one_has_it_and_the_others_hear_that(
    services: Services, database: Database, time: SetClock
) -> None:
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    people = await ask_also(database, cover, 20, time)
    answers = await asyncio.gather(
        *(services.cover_answers.accept(as_trainer(one), str(cover["_id"])) for one in (SARAH, *people)),
        return_exceptions=True,
    )
    assert sum(not isinstance(answer, BaseException) for answer in answers) == 1
    assert {type(answer) for answer in answers if isinstance(answer, BaseException)} == {CoverTaken}
    (now,) = await covers(services)
    taken, spared = await told(database, "cover-taken"), await told(database, "cover-not-needed")
    assert taken == [now["substitute"]["_id"]]
    assert sorted([*taken, *spared]) == sorted([SARAH, *people])


async def ask_also(database: Database, cover: Raw, count: int, time: SetClock) -> list[str]:
    """So many more trainers are asked for a session, as a large wave would."""
    people = [ObjectId() for _ in range(count)]
    await database.motor.users.insert_many([{"_id": id_, "name": f"T {id_}", "role": "trainer"} for id_ in people])
    stored = await database.motor.multitrainer_covers.find_one({"_id": cover["_id"]})
    assert stored
    offers = [*stored["offers"], *({**stored["offers"][0], "trainer": id_} for id_ in people)]
    everybody = [offer["trainer"] for offer in offers]
    change = {"$set": {"offers": offers, "openTo": everybody}}
    await database.motor.multitrainer_covers.update_one({"_id": cover["_id"]}, change)
    return [str(id_) for id_ in people]


async def test_nobody_takes_two_sessions_of_one_time_however_fast(services: Services) -> None:
    await meets(services, THIRD, ("friday", "16:30", "18:00"))
    await away(services, "06T00:00", "07T00:00")
    await away(services, "06T00:00", "07T00:00", who=MARIA)
    one, other = await covers(services)
    assert asked(one) == asked(other) == [("Dr. Sarah", "open")]
    answers = await asyncio.gather(
        *(services.cover_answers.accept(as_trainer(SARAH), str(each["_id"])) for each in (one, other)),
        return_exceptions=True,
    )
    (refusal,) = [answer for answer in answers if isinstance(answer, BaseException)]
    assert isinstance(refusal, CannotCover)
    await searched(services)
    assert sorted(states(await covers(services))) == ["covered", "exhausted"]


async def test_a_session_that_was_held_by_somebody_else_is_done(
    services: Services, database: Database, time: SetClock
) -> None:
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    await services.cover_answers.accept(as_trainer(SARAH), str(cover["_id"]))
    time.at = cover["end"]
    await searched(services)
    assert states(await covers(services)) == ["done"]
    assert await told(database, "cover-report-due") == [SARAH]
    done = await services.covers.report(as_trainer(SARAH), str(cover["_id"]), "We read page 12.", held=True)
    assert done.view["report"]["text"] == "We read page 12."


async def test_the_ways_out_are_those_that_are_possible(services: Services, database: Database) -> None:
    await meets(services, THIRD, ("friday", "16:00", "17:30"))
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    id_ = str(cover["_id"])
    ways = await services.cover_ways.read(THE_ADMIN, id_)
    assert (ways.cancel, ways.combine, ways.move, ways.assistants) == (True, (THIRD,), True, ())
    with pytest.raises(WayNotPossible):
        await services.cover_ways.assist(THE_ADMIN, id_, ALEX)
    combined = await services.cover_ways.combine(THE_ADMIN, id_, THIRD, "In room 4")
    assert (combined.view["state"], combined.view["combinedWithName"]) == ("combined", "Batch 3")
    session = await database.motor.multitrainer_sessions.find_one({"_id": cover["session"]})
    assert session
    assert (session["status"], session["note"]) == ("cancelled", "In room 4")


async def test_candidates_are_seen_with_their_points_and_the_others_with_the_reason(services: Services) -> None:
    await meets(services, THIRD, ("friday", "16:00", "17:30"))
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


async def test_several_are_refused_in_one_and_an_answer_to_another_question_does_nothing(services: Services) -> None:
    await away(services)
    first, second = await covers(services)
    asked_at, answers, sarah = first["offers"][0]["madeAt"], services.cover_answers, as_trainer(SARAH)
    for answer in (answers.accept, answers.refuse):
        with pytest.raises(OfferNotOpen, match="again"):
            await answer(sarah, str(first["_id"]), [str(second["_id"])], asked_at=asked_at - timedelta(milliseconds=1))
    assert states(await covers(services)) == ["searching", "searching"]
    await answers.refuse(sarah, str(first["_id"]), [str(second["_id"])], asked_at=asked_at)
    assert [asked(cover) for cover in await covers(services)] == [[("Dr. Sarah", "refused")]] * 2
