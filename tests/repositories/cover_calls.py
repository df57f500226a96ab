"""One call of each method that keeps covers, and of those by which cover is found."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from multitrainer.database import Outdated
from multitrainer.domain.covers.states import CoverState, OfferState
from multitrainer.domain.covers.steps import opened
from multitrainer.domain.covers.tiers import Tier
from multitrainer.domain.covers.values import Cover, Offer
from multitrainer.domain.intervals import Interval
from multitrainer.domain.leave.values import Leave, LeaveState
from multitrainer.domain.taught import TaughtSession
from multitrainer.domain.timetable import Planned
from multitrainer.repositories.by_start import Within
from multitrainer.repositories.covers import Covers
from multitrainer.repositories.leaves import Due, Leaves
from multitrainer.repositories.lessons import Lessons
from multitrainer.repositories.sessions import Sessions
from multitrainer.stored.covers import cover_id
from multitrainer.stored.ids import new_id
from multitrainer.stored.timetables import new_session
from tests.repositories.calls import World

COVERS, LEAVES, LESSONS, SESSIONS = Covers(), Leaves(), Lessons(), Sessions()
START = datetime(2027, 3, 1, 18, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MARCH = Within(START, START + 30 * DAY)
A_DAY = Interval(START + 3 * DAY, START + 4 * DAY)
STATES = (CoverState.SEARCHING, CoverState.COVERED, CoverState.DONE, CoverState.EXHAUSTED, CoverState.CLOSED)
DEEP = 30
"""How many days somebody is away each time."""


async def sought(w: World) -> list[Cover]:
    """Three trainers are away for a month, a session a day, in every state; three others are asked or cover."""
    absent, others = w.users_there[8:32:8], w.users_there[32:56:8]
    there = await COVERS.of_trainer(absent[0], START - DAY)
    if there:
        return there
    for n, trainer in enumerate(absent):
        leave, batch = new_id(), w.batches_there[60 + n]
        for day in range(DEEP):
            begins = START + day * DAY
            session = TaughtSession(new_id(), w.courses_there[20], batch, trainer, begins, begins + HOUR)
            await COVERS.insert(_cover(session, leave, STATES[day % len(STATES)], others[n], others[n - 1]), None)
    return await COVERS.of_trainer(absent[0], START - DAY)


def _cover(session: TaughtSession, leave: str, state: CoverState, one: str, other: str) -> Cover:
    cover = opened(cover_id(session), session, leave, START).cover
    offer = Offer(one, Tier.BACKUP, START, START + HOUR, 1, (cover.id,))
    if state is CoverState.SEARCHING:
        return replace(cover, offers=(offer,), look_at=offer.deadline)
    took = replace(offer, trainer=other, state=OfferState.ACCEPTED, answered_at=START)
    taken = other if state in {CoverState.COVERED, CoverState.DONE} else None
    return replace(cover, state=state, offers=(took,), substitute=taken, look_at=None)


async def away(w: World) -> list[str]:
    """Three others are away now and then, and have been for years."""
    trainers = w.users_there[64:88:8]
    if not await LEAVES.of_trainer(trainers[0]):
        for trainer in trainers:
            for n in range(-20, 5):
                state = LeaveState.APPROVED if n % 2 else LeaveState.REQUESTED
                begins = START + n * 10 * DAY
                leave = Leave(new_id(), trainer, begins, begins + DAY, state=state)
                await LEAVES.insert(leave, Due(None, START), None)
    return trainers


async def met(w: World) -> list[str]:
    """Five batches meet each day; some sessions are covered, some taken over by another than the batch's primary."""
    batches = w.batches_there[90:95]
    if not await SESSIONS.since(batches[0], START.date()):
        for batch in batches:
            days = [START + n * DAY for n in range(DEEP)]
            sessions = [new_session(batch, Planned(at.date(), 0, at, at + HOUR)) for at in days]
            first, second = (
                replace(sessions[0], cover=w.users_there[8]),
                replace(sessions[1], teacher=w.users_there[16]),
            )
            await SESSIONS.insert([first, second, *sessions[2:]], None)
    return batches


def calling(call: Callable[[World, list[Cover]], Awaitable[object]]) -> Callable[[World], Awaitable[object]]:
    """A call that is handed the covers of one trainer."""

    async def called(w: World) -> None:
        await call(w, await sought(w))

    return called


async def insert(w: World) -> None:
    (first, *_) = await sought(w)
    try:
        await COVERS.insert(first, None)
    except Outdated:
        return
    raise AssertionError


async def pages(w: World, covers: list[Cover]) -> None:
    course, trainer = {"course": w.courses_there[20]}, covers[0].session.trainer
    theirs: list[dict[str, str]] = [{field: trainer} for field in ("openTo", "substitute", "trainer")]
    everybodys: list[dict[str, str]] = [{}]
    for whose in (everybodys, [course], theirs):
        for state in (None, CoverState.SEARCHING):
            if whose is theirs and state:
                continue  # which nobody asks for
            first = await COVERS.page(whose, state, MARCH, None, 3)
            assert first.next
            await COVERS.page(whose, state, MARCH, first.next, 3)


async def due(w: World, _: list[Cover]) -> None:
    assert await COVERS.due(START + 2 * HOUR, 5)


async def busy(w: World, covers: list[Cover]) -> None:
    people = [covers[0].offers[0].trainer, w.users_there[40], w.users_there[48]]
    everybody = [*people, *w.users_there[0:32:8]]
    for asked in (people, everybody):
        assert await COVERS.busy(asked, Interval(START, START + 30 * DAY), [covers[0].id])


async def covering(w: World, covers: list[Cover]) -> None:
    taken = next(one for one in covers if one.substitute)
    assert await COVERS.covering(taken.substitute or "", taken.session.batch, taken.session.start)
    assert not await COVERS.covering(taken.substitute or "", w.batches_there[0], taken.session.start)
    assert await COVERS.covered_by(taken.substitute or "", taken.session.start)
    assert taken.substitute in await COVERS.who_covers(taken.session.batch, taken.session.start)


async def of_session(_: World, covers: list[Cover]) -> None:
    taken = next(one for one in covers if one.state is CoverState.DONE)
    found = await COVERS.of_session(taken.session.id, taken.substitute or "", taken.session.start)
    assert found
    assert found.session == taken.session


async def unreported(w: World, covers: list[Cover]) -> None:
    done = [one for one in covers if one.state is CoverState.DONE]
    course, batches = w.courses_there[20], [done[0].session.batch]
    assert await COVERS.count_unreported(course, batches, MARCH) == len(done)
    first = await COVERS.unreported(course, batches, MARCH, None, 3)
    assert first.next
    await COVERS.unreported(course, batches, MARCH, first.next, 3)


async def look_again(_: World, covers: list[Cover]) -> None:
    await COVERS.look_again([one.id for one in covers[:5]], START, None)


async def owned(w: World) -> None:
    await met(w)
    primary = await LESSONS.primary_of(w.batches_there[91])
    assert primary
    assert await LESSONS.owned(primary, Interval(START, START + 9 * DAY))
    assert await LESSONS.owned(w.users_there[16], Interval(START, START + 9 * DAY))


async def held(w: World) -> None:
    await met(w)
    people, nine = [w.users_there[8], w.users_there[16]], Interval(START, START + 9 * DAY)
    found, among_all = await LESSONS.held(people, nine), await LESSONS.held(w.users_there[::8], nine)
    assert all(found.values())
    assert {one: {*among_all[one]} for one in people} == {one: {*found[one]} for one in people}


async def of_batches(w: World) -> None:
    assert await LESSONS.of_batches(await met(w), Interval(START, START + 9 * DAY))


async def some(w: World) -> None:
    found = await SESSIONS.since((await met(w))[0], START.date())
    assert len(await SESSIONS.some([one.id for one in found[:5]])) == 5


async def approved(w: World) -> None:
    trainers = await away(w)
    that_day = Interval(START + 10 * DAY, START + 11 * DAY)
    found = await LEAVES.approved(trainers, that_day)
    assert {*found} == {*trainers}
    assert await LEAVES.approved([*w.users_there[128:200:8], *trainers], that_day) == found


async def covers_due(w: World) -> None:
    await away(w)
    assert await LEAVES.covers_due(START, 3)


async def covers_looked_at(w: World) -> None:
    trainers = await away(w)
    await LEAVES.make_covers_due(trainers, START, None)
    await LEAVES.covers_looked_at(await LEAVES.waiting(trainers[0], START), START, START + DAY)


async def make_covers_due(w: World) -> None:
    await LEAVES.make_covers_due(await away(w), START, None)


async def absent(w: World) -> None:
    trainers = await away(w)
    assert {*trainers} <= {trainer async for trainer in LEAVES.absent(START)}


async def held_in(w: World) -> None:
    assert await LESSONS.held_in((await met(w))[0], Interval(START, START + 9 * DAY))


async def every_one(_: World, covers: list[Cover]) -> None:
    found = [cover.id async for chunk in COVERS.in_chunks() for cover in chunk]
    assert {cover.id for cover in covers} <= {*found}


CALLS: dict[str, Callable[[World], Awaitable[object]]] = {
    "Covers.insert": insert,
    "Covers.of_trainer": sought,
    "Covers.find": calling(lambda _, covers: COVERS.find(covers[0].id)),
    "Covers.raw": calling(lambda _, covers: COVERS.raw(covers[0].id)),
    "Covers.taken_by": calling(lambda _, covers: COVERS.taken_by(covers[1].substitute or "", START + 9 * DAY)),
    "Covers.offered_to": calling(lambda _, covers: COVERS.offered_to(covers[0].offers[0].trainer)),
    "Covers.searches": calling(lambda _, covers: COVERS.searches(covers[0].leave)),
    "Covers.due": calling(due),
    "Covers.busy": calling(busy),
    "Covers.who_covered": calling(lambda w, _: COVERS.who_covered(w.batches_there[60:63])),
    "Covers.page": calling(pages),
    "Covers.covering": calling(covering),
    "Covers.of_session": calling(of_session),
    "Covers.count_anew": calling(lambda _, covers: COVERS.count_anew(covers[2].id, START, None)),
    "Covers.unreported": calling(unreported),
    "Covers.count_unreported": calling(unreported),
    "Covers.covered_by": calling(covering),
    "Covers.who_covers": calling(covering),
    "Covers.unheld": calling(lambda w, _: COVERS.unheld(w.courses_there[20], A_DAY)),
    "Covers.save": calling(lambda _, covers: COVERS.save(covers[3], replace(covers[3], look_at=START), None)),
    "Covers.look_again": calling(look_again),
    "Covers.make_due": calling(lambda _, covers: COVERS.make_due([covers[4].id], START, None)),
    "Covers.taken_of": calling(lambda _, covers: COVERS.taken_of(covers[2].session.id)),
    "Covers.in_chunks": calling(every_one),
    "by_start.page_by_start": calling(pages),
    "Covers.several": calling(lambda _, covers: COVERS.several([one.id for one in covers[:3]])),
    "Leaves.absent": absent,
    "Lessons.held_in": held_in,
    "Lessons.owned": owned,
    "Lessons.of_batches": of_batches,
    "Lessons.held": held,
    "Lessons.taught_in": lambda w: LESSONS.taught_in(w.batches_there[3]),
    "Lessons.who_teaches": lambda w: LESSONS.who_teaches(w.batches_there[3:9]),
    "Lessons.primary_of": lambda w: LESSONS.primary_of(w.batches_there[3]),
    "Sessions.some": some,
    "Leaves.approved": approved,
    "Leaves.covers_due": covers_due,
    "Leaves.waiting": covers_looked_at,
    "Leaves.covers_looked_at": covers_looked_at,
    "Leaves.make_covers_due": make_covers_due,
    "Users.admins": lambda w: w.users.admins(),
}
