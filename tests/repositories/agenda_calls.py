"""One call of each method that reads what many have at once."""

from collections.abc import Awaitable, Callable

from multitrainer.repositories.agendas import Agendas, Only
from tests.repositories.calls import World
from tests.repositories.cover_calls import MARCH as LATER
from tests.repositories.cover_calls import sought
from tests.repositories.leave_calls import entered
from tests.repositories.session_calls import MARCH, met

AGENDAS = Agendas()


async def sessions(w: World) -> None:
    await met(w)
    assert len(await AGENDAS.sessions(MARCH, None)) >= 12
    some = Only(w.batches_there[:1], w.users_there[0])
    assert {one.batch for one in await AGENDAS.sessions(MARCH, some)} == {w.batches_there[0]} | {
        one.batch for one in await AGENDAS.sessions(MARCH, None) if w.users_there[0] in {one.cover, one.teacher}
    }


async def meetings(w: World) -> None:
    await met(w)
    hours = sum(one.hours for one in await AGENDAS.meetings(MARCH, None))
    held = [one for one in await AGENDAS.sessions(MARCH, None) if one.status != "cancelled"]
    assert hours == sum((one.end - one.start).total_seconds() / 3600 for one in held) > 0
    await AGENDAS.meetings(MARCH, Only(w.batches_there[:1], w.users_there[0]))


async def searches(w: World) -> None:
    await sought(w)
    assert {one.state for one in await AGENDAS.searches(LATER)} >= {"searching", "covered", "closed"}


async def leaves(w: World) -> None:
    await entered(w)
    assert {one.state for one in await AGENDAS.leaves(MARCH)} == {"requested", "approved"}


CALLS: dict[str, Callable[[World], Awaitable[object]]] = {
    "Agendas.sessions": sessions,
    "Agendas.meetings": meetings,
    "Agendas.searches": searches,
    "Agendas.leaves": leaves,
}
