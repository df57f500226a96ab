"""Cover is whole with transactions and without: opened, taken once, given back, done."""

import asyncio
import itertools
from datetime import timedelta
from typing import Any

import pytest

from multitrainer.database import Database, Outdated
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import CannotCover, CoverTaken, OfferNotOpen
from multitrainer.repositories.covers import Covers
from multitrainer.repositories.sessions import Sessions
from multitrainer.schemas.leaves import LeavePatch
from multitrainer.services import Services
from multitrainer.telling.records import several
from tests.services.covering.covering import (
    FRIDAY,
    JOHN,
    MARIA,
    SARAH,
    THIRD,
    as_trainer,
    ask_also,
    asked,
    away,
    covers,
    held_by,
    meets,
    searched,
    states,
    told,
)
from tests.services.people import SetClock


@pytest.fixture(scope="module", params=["auto", "never"])
def transactions(request: pytest.FixtureRequest) -> str:
    """With and without."""
    return str(request.param)


async def test_leave_opens_a_cover_for_exactly_the_sessions_that_it_overlaps(services: Services) -> None:
    await away(services, "03T17:00", "06T12:00")
    assert [cover["localStart"] for cover in await covers(services)] == ["2026-03-03T16:00", "2026-03-03T18:00"]


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


async def test_a_shortened_leave_gives_the_session_back_and_tells_whoever_had_taken_it(
    services: Services, database: Database
) -> None:
    leave = await away(services, "03T00:00", "07T00:00")
    friday = (await covers(services))[2]
    assert asked(friday) == [("Dr. Sarah", "open")]
    await services.cover_answers.accept(as_trainer(SARAH), str(friday["_id"]))
    shorter = LeavePatch.model_validate({"end": "2026-03-04T00:00"})
    await services.leaves.patch(THE_ADMIN, leave, shorter)
    await searched(services)
    now = await covers(services)
    assert states(now) == ["searching", "searching", "closed"]
    assert await held_by(database, now[2]) is None
    assert (await told(database, "cover-relieved"), await told(database, "cover-given-back")) == ([SARAH], [JOHN])


async def test_of_many_who_accept_at_once_one_has_it_and_the_others_hear_that(
    services: Services, database: Database, clock: SetClock
) -> None:
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    people = await ask_also(database, cover, 20)
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


async def test_nobody_takes_two_sessions_of_one_time_however_fast(services: Services, database: Database) -> None:
    await meets(database, THIRD, (FRIDAY, "16:30", "18:00"))
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
    services: Services, database: Database, clock: SetClock
) -> None:
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    await services.cover_answers.accept(as_trainer(SARAH), str(cover["_id"]))
    clock.at = cover["end"]
    await searched(services)
    assert states(await covers(services)) == ["done"]
    assert await told(database, "cover-report-due") == [SARAH]
    done = await services.covers.report(as_trainer(SARAH), str(cover["_id"]), "We read page 12.", held=True)
    assert done.view["report"]["text"] == "We read page 12."


async def test_a_session_that_is_reported_not_to_have_been_held_gives_nobody_hours(
    services: Services, database: Database, clock: SetClock
) -> None:
    await database.motor.multitrainer_cover_ledger.delete_many({})
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    id_ = str(cover["_id"])
    await services.cover_answers.accept(as_trainer(SARAH), id_)
    clock.at = cover["end"]
    await searched(services)

    async def hours_after(*reports: bool) -> list[float]:
        for held in reports:
            await services.covers.report(as_trainer(SARAH), id_, "Nobody came?", held=held)
            await searched(services)
        pages = [await services.cover_ledgers.of_trainer(THE_ADMIN, who, None, None, None, 9) for who in (SARAH, JOHN)]
        return [page.balance for page in pages]

    assert await hours_after() == [1.5, -1.5]
    assert await hours_after(False, False) == [0, 0]
    taken_back = await services.cover_ledgers.read(THE_ADMIN, f"{id_}:1:was-covered")
    assert (taken_back["hours"], taken_back["corrects"]) == (1.5, f"{id_}:was-covered")
    assert await hours_after(True) == [1.5, -1.5]
    assert await hours_after(False, True, True, False) == [0, 0]
    assert (await services.covers.read(THE_ADMIN, id_)).view["nextStepAt"] is None
    assert [found async for step in services.doctor.examine(THE_ADMIN, repair=False) for found in step.found] == []


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


async def test_whoever_is_asked_is_told_so_though_another_got_in_between(
    services: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two neighbouring sessions the second is written by somebody else at the moment in which both are offered."""
    saved, calls = Covers.save, itertools.count()

    async def outdated_once(*arguments: Any) -> None:
        if next(calls) == 1:
            raise Outdated
        await saved(*arguments)

    monkeypatch.setattr(Covers, "save", outdated_once)
    await away(services)
    entries = [entry async for entry in database.motor.multitrainer_outbox.find({})]
    notices = [one for entry in entries for one in entry["notices"] if one["kind"] == "cover-asked"]
    asked = {str(cover["_id"]) for cover in await covers(services) if cover["offers"]}
    assert len(asked) == 2
    assert sorted(asked) == sorted(id_ for one in notices for id_ in several(one["facts"]["cover"]))


async def test_a_session_that_changes_as_it_is_taken_follows_nonetheless(
    services: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    saved, calls = Sessions.save, itertools.count()

    async def outdated_once(*arguments: Any) -> None:
        if next(calls) == 0:
            raise Outdated
        await saved(*arguments)

    monkeypatch.setattr(Sessions, "save", outdated_once)
    await services.cover_answers.accept(as_trainer(SARAH), str(cover["_id"]))
    await searched(services)
    assert await held_by(database, cover) == SARAH
    assert await told(database, "cover-taken") == [SARAH]
