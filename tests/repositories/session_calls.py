"""One call of each method that keeps timetables, sessions and calendars."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bson import ObjectId

from multitrainer.domain.sessions import Session
from multitrainer.domain.timetable import Holiday, Planned
from multitrainer.repositories.by_start import Within
from multitrainer.repositories.calendars import Calendars, Kept
from multitrainer.repositories.sessions import Sessions
from multitrainer.repositories.timetables import Timetables
from multitrainer.stored.timetables import new_session
from tests.repositories.calls import World

SESSIONS, TIMETABLES, CALENDARS = Sessions(), Timetables(), Calendars()
START = datetime(2026, 3, 2, 18, tzinfo=UTC)
WEEK, HOUR = timedelta(days=7), timedelta(hours=1)
MARCH = Within(START, START + 4 * WEEK)


async def met(w: World) -> list[Session]:
    """Ten weeks of three batches, the first of which somebody covers."""
    there = await SESSIONS.since(w.batches_there[0], START.date())
    if there:
        return there
    for batch in w.batches_there[:3]:
        weeks = [START + n * WEEK for n in range(10)]
        sessions = [new_session(batch, Planned(at.date(), 0, at, at + HOUR)) for at in weeks]
        await SESSIONS.insert([replace(sessions[0], cover=w.users_there[0]), *sessions[1:]], None)
    return await SESSIONS.since(w.batches_there[0], START.date())


async def find(w: World) -> None:
    await SESSIONS.find((await met(w))[0].id)


async def save(w: World) -> None:
    session = (await met(w))[1]
    await SESSIONS.save([(session, session.cancelled())], None)


async def pages(w: World) -> None:
    await met(w)
    first = await SESSIONS.of_batches(w.batches_there[:2], MARCH, None, 3)
    assert first.next
    await SESSIONS.of_batches(w.batches_there[:2], MARCH, first.next, 3)


async def stated(w: World) -> None:
    fields = {"course": ObjectId(w.courses_there[0]), "sessions": [], "timetable": {"from": "2026-03-02"}}
    await TIMETABLES.set(await TIMETABLES.find(w.batches_there[5]), fields, None)


async def made(w: World) -> None:
    await stated(w)
    await TIMETABLES.made(await TIMETABLES.find(w.batches_there[5]), "2026-06-01", 1, None)


async def due(w: World) -> None:
    await made(w)
    assert await TIMETABLES.due("2026-07-01", 1, 10) == [w.batches_there[5]]
    await TIMETABLES.due("2026-05-01", 2, 10)


async def holidays(w: World) -> None:
    day = Holiday("Labour Day", date(2026, 5, 1), date(2026, 5, 1))
    for _ in range(2):
        await TIMETABLES.set_holidays(await TIMETABLES.holidays(), [day], None)


async def of_a_trainer(w: World) -> None:
    await met(w)
    await SESSIONS.of_trainer(w.users_there[0], w.batches_there[1:3], MARCH, None, 3)


async def met_by(w: World) -> None:
    await met(w)
    assert await SESSIONS.met(w.batches_there[:2], MARCH)
    await SESSIONS.met(w.batches_there[:2], MARCH, w.users_there[0])


async def make_due(w: World) -> None:
    await stated(w)
    await TIMETABLES.make_due(w.courses_there[0], None)
    await TIMETABLES.make_due(w.courses_there[0], None, w.batches_there[5])


async def calendar(w: World) -> None:
    before = await CALENDARS.find(w.users_there[0])
    await CALENDARS.save(w.users_there[0], before, Kept(before.number + 1, is_open=True), None)


CALLS: dict[str, Callable[[World], Awaitable[object]]] = {
    "Sessions.find": find,
    "Sessions.since": met,
    "Sessions.insert": met,
    "inserting.insert_new": met,
    "Sessions.save": save,
    "Sessions.to_come": lambda _: SESSIONS.to_come(MARCH),
    "Sessions.of_batches": pages,
    "Sessions.of_trainer": of_a_trainer,
    "Sessions.met": met_by,
    "Sessions.near": lambda w: SESSIONS.near(w.batches_there[0], MARCH),
    "Sessions.taken_over": lambda w: SESSIONS.taken_over(w.users_there[0], w.batches_there[0], MARCH.since),
    "Sessions.taken_over_by": lambda w: SESSIONS.taken_over_by(w.users_there[0], MARCH.since),
    "Sessions.who_took_over": lambda w: SESSIONS.who_took_over(w.batches_there[0], MARCH.since),
    "Timetables.find": lambda w: TIMETABLES.find(w.batches_there[0]),
    "Timetables.some": lambda w: TIMETABLES.some(w.batches_there[:2]),
    "Timetables.of_courses": lambda w: TIMETABLES.of_courses([ObjectId(w.courses_there[0])]),
    "Timetables.periods": lambda w: TIMETABLES.periods([ObjectId(w.courses_there[0])]),
    "Timetables.set": stated,
    "Timetables.make_due": make_due,
    "Timetables.made": made,
    "Timetables.due": due,
    "Timetables.holidays": lambda _: TIMETABLES.holidays(),
    "Timetables.set_holidays": holidays,
    "Calendars.find": calendar,
    "Calendars.save": calendar,
    "Batches.there": lambda w: w.batches.there(w.courses_there[:3], w.batches_there[:20]),
    "Batches.named": lambda w: w.batches.named(w.batches_there[:20]),
}
