"""One call of each method that keeps leave."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from multitrainer.domain.leave.values import Leave, LeaveState
from multitrainer.repositories.by_start import Within
from multitrainer.repositories.leaves import Due, Leaves
from multitrainer.stored.ids import new_id
from tests.repositories.calls import World, cursor_after

LEAVES = Leaves()
START, DAY = datetime(2026, 3, 2, tzinfo=UTC), timedelta(days=1)


async def entered(w: World) -> list[Leave]:
    """Ten of each of three trainers, every other one of them approved and still to turn."""
    there = await LEAVES.of_trainer(w.users_there[0])
    if there:
        return there
    for trainer in w.users_there[:3]:
        for n in range(10):
            state = LeaveState.APPROVED if n % 2 else LeaveState.REQUESTED
            leave = Leave(new_id(), trainer, START + n * DAY, START + n * DAY + DAY, state=state)
            await LEAVES.insert(leave, Due(leave.start if n % 2 else None, START), None)
    return await LEAVES.of_trainer(w.users_there[0])


async def find(w: World) -> None:
    await LEAVES.find((await entered(w))[0].id)


async def pages(w: World) -> None:
    last = (await entered(w))[4].id
    for cursor in (None, cursor_after(last)):
        for trainer in (w.users_there[0], None):
            await LEAVES.page(trainer, LeaveState.APPROVED, cursor, 3)
        await LEAVES.page(w.users_there[0], None, cursor, 3)


async def during(w: World) -> None:
    await entered(w)
    time = Within(START + 2 * DAY, START + 6 * DAY)
    for trainer, state in ((None, None), (w.users_there[0], None), (None, LeaveState.APPROVED)):
        first = await LEAVES.during(trainer, state, time, None, 3)
        assert first.next
        await LEAVES.during(trainer, state, time, first.next, 3)


async def save(w: World) -> None:
    leave = (await entered(w))[1]
    await LEAVES.save(leave, replace(leave, note="x"), Due(None, START), None)


async def turned(w: World) -> None:
    await LEAVES.turned((await entered(w))[3], START)


async def put_off(w: World) -> None:
    await LEAVES.put_off((await entered(w))[3].id, START)


async def delete(w: World) -> None:
    await LEAVES.delete([(await entered(w))[9].id], None)


async def due(w: World) -> None:
    await entered(w)
    assert await LEAVES.due(START + 5 * DAY, 50)


async def notes(w: World) -> None:
    (leave,) = [one for one in await entered(w) if one.start == START + 7 * DAY]
    assert leave.id in await LEAVES.notes_due(START, START + 30 * DAY, 500)
    assert await LEAVES.notes_asked_for(leave.id) is not None
    await LEAVES.ask_for_notes(leave, w.batches_there[:2], START, None)
    assert await LEAVES.notes_asked_for(leave.id) is None
    assert leave.id not in await LEAVES.notes_due(START, START + 30 * DAY, 500)
    await LEAVES.save(leave, leave, Due(leave.start, START), None)
    assert await LEAVES.notes_asked_for(leave.id) == {*w.batches_there[:2]}


CALLS: dict[str, Callable[[World], Awaitable[object]]] = {
    "Leaves.insert": entered,
    "Leaves.of_trainer": entered,
    "Leaves.find": find,
    "Leaves.page": pages,
    "Leaves.page of everybody": lambda _: LEAVES.page(None, None, None, 3),
    "Leaves.page of everybody after a cursor": lambda _: LEAVES.page(None, None, cursor_after(new_id()), 3),
    "Leaves.during": during,
    "Leaves.save": save,
    "Leaves.turned": turned,
    "Leaves.put_off": put_off,
    "Leaves.due": due,
    "Leaves.notes_due": notes,
    "Leaves.notes_asked_for": notes,
    "Leaves.ask_for_notes": notes,
    "Leaves.look_at_no_notes": lambda _: LEAVES.look_at_no_notes(new_id(), START),
    "Leaves.delete": delete,
}
