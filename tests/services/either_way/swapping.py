"""John and Maria, who swap sessions, and what came of it."""

from collections.abc import Awaitable
from datetime import date
from typing import Any

import pytest

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind
from multitrainer.domain.errors import (
    SwapNotPossible,
)
from multitrainer.schemas.leaves import NewLeave
from multitrainer.schemas.sessions import NewTimetable
from multitrainer.schemas.swaps import NewSwap
from multitrainer.services import Services
from multitrainer.services.changes.tags import Tagged
from tests import school

Raw = dict[str, Any]
SARAH, JOHN, MARIA, ALEX = (str(one) for one in (school.SARAH, school.JOHN, school.MARIA, school.ALEX))
FIRST, SECOND, THIRD = (str(batch) for batch in school.BATCHES[:3])
SPRING = (date(2026, 3, 1), date(2026, 3, 31))


def as_trainer(trainer: str) -> Actor:
    return Actor(ActorKind.TRAINER, trainer)


JOHNSELF, MARIASELF, SARAHSELF, ALEXSELF = map(as_trainer, (JOHN, MARIA, SARAH, ALEX))


async def meets(services: Services, batch: str, *times: tuple[str, str, str]) -> None:
    weekly = [dict(zip(("day", "start", "end"), one, strict=True)) for one in times]
    stated = NewTimetable.model_validate({"sessions": weekly, "from": "2026-03-02"})
    await services.timetables.put(THE_ADMIN, batch, stated)


async def sessions(services: Services, batch: str) -> list[str]:
    """Those of a batch, by their ids."""
    found = await services.sessions.of_batch(THE_ADMIN, batch, *SPRING, None, 100)
    return [str(one["_id"]) for one in found.items]


async def both(services: Services) -> tuple[str, str]:
    """John's first session, and Maria's."""
    return (await sessions(services, FIRST))[0], (await sessions(services, THIRD))[0]


async def proposed(services: Services, who: Actor = JOHNSELF) -> str:
    """A swap of these."""
    return str((await propose(services, who, *await both(services))).view["_id"])


async def propose(services: Services, who: Actor, one: str, other: str) -> Tagged:
    return await services.swaps.propose(who, NewSwap(session=one, other=other))


async def agreed(services: Services) -> str:
    swap = await proposed(services)
    await services.swaps.confirm(MARIASELF, swap)
    return swap


async def state(services: Services, swap: str) -> str:
    return str((await services.swaps.read(THE_ADMIN, swap)).view["state"])


async def teachers(database: Database) -> list[str | None]:
    """Who teaches in place of primaries, by time."""
    found = await database.motor.multitrainer_sessions.find({}).sort("start", 1).to_list(None)
    return [str(one["teacher"]) if "teacher" in one else None for one in found]


async def told(database: Database, prefix: str = "swap") -> list[tuple[str, str]]:
    entries = [entry async for entry in database.motor.multitrainer_outbox.find({}).sort("_id", 1)]
    notices = [notice for entry in entries for notice in entry["notices"] or ()]
    return [(one["kind"], one["to"]) for one in notices if one["kind"].startswith(prefix)]


async def mine(services: Services, trainer: str) -> list[tuple[str, str]]:
    """When, and as what, somebody has sessions."""
    found = await services.sessions.of_trainer(THE_ADMIN, trainer, *SPRING, None, 100)
    return [(one["localStart"][8:], one["as"]) for one in found.items]


async def away(services: Services, who: str, start: str, end: str) -> str:
    new = NewLeave.model_validate({"start": f"2026-03-{start}", "end": f"2026-03-{end}", "kind": "sick"})
    leave = await services.leaves.request(THE_ADMIN, who, new)
    while await services.cover_search.run():
        pass
    return str(leave.view["_id"])


async def reason(refused: Awaitable[object]) -> str:
    with pytest.raises(SwapNotPossible) as refusal:
        await refused
    return str(refusal.value.facts["reason"])
