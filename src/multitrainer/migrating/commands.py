"""What each command asks of the services, and the report of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from multitrainer import clock
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import MigrationOutOfOrder, RefusedByDatabase
from multitrainer.domain.migrating import State
from multitrainer.migrating import aside, reports
from multitrainer.migrating.enforced import Wanted, enforced, taken_off
from multitrainer.migrating.reports import Report
from multitrainer.migrating.standing import standing
from multitrainer.migrations.migration import Migration
from multitrainer.services import Services
from multitrainer.services.moving_over.enforcement import FORCED, Enforced, Enforcement, Standing
from multitrainer.services.moving_over.limits import Limits
from multitrainer.services.moving_over.listening import Listener

if TYPE_CHECKING:
    from multitrainer.services.moving_over.migrations import Status


async def status(services: Services, *, listed: bool) -> Report:
    """How far everything is; what is aside one by one if that is wanted."""
    migrations = await services.migrations.status(THE_ADMIN)
    entries = [entry async for entry in services.migrations.set_aside(THE_ADMIN)] if listed else None
    return standing(migrations, await services.sync.state(THE_ADMIN), await _validators(services), entries, clock.now())


async def _validators(services: Services) -> Sequence[Standing] | str:
    try:
        return await services.enforcement.glance(THE_ADMIN)
    except RefusedByDatabase as refused:  # whoever may not see them still wants to know the rest
        return refused.detail


async def export(services: Services, file: Path, *, force: bool) -> Report:
    """Write what is aside into a table. Raises CannotWrite."""
    rows = await aside.export(services.migrations.set_aside(THE_ADMIN), file, force=force)
    listed = reports.number(rows, "document that is set aside is", "documents that are set aside are")
    lines = [] if file == aside.STDOUT else [f"{listed} listed in {file}."]
    return Report(lines, {"command": "status", "rows": rows, "file": str(file)}, reports.ending_of(rows))


async def plan(services: Services, listener: Listener) -> Report:
    """What `up` would do. Raises MigrationOutOfOrder where there is nothing at all."""
    await services.migrations.must_have_documents(THE_ADMIN, listener)
    return reports.planned(await services.migrations.plan(THE_ADMIN, listener))


async def up(services: Services, listener: Listener, limits: Limits, only: Sequence[Migration]) -> Report:
    """Apply what is not applied yet. Raises MigrationOutOfOrder where there is nothing at all."""
    await services.migrations.must_have_documents(THE_ADMIN, listener)
    done = await services.migrations.up(THE_ADMIN, listener, limits, only)
    return reports.moved("up", "applied and verified", done, await _aside(services))


async def retry(services: Services, listener: Listener, limits: Limits) -> Report:
    """Try again what is aside."""
    done = await services.sync.retry_set_aside(THE_ADMIN, listener, limits)
    return reports.moved("up", "tried again", done, await _aside(services))


async def verify(services: Services, listener: Listener) -> Report:
    """Recompute what has been moved over. Raises MigrationOutOfOrder where nothing has, or it is being undone."""
    states = await services.migrations.status(THE_ADMIN)
    not_begun = _not_begun(states)
    if len(not_begun) == len(states):
        raise MigrationOutOfOrder("Nothing has been moved over yet, so there is nothing to verify.")
    return reports.verified(await services.migrations.verify(THE_ADMIN, listener), not_begun)


async def down(services: Services, listener: Listener) -> Report:
    """Undo everything."""
    return reports.undone(await services.migrations.down(THE_ADMIN, listener))


async def sync_once(services: Services, listener: Listener, limits: Limits) -> Report:
    """One sweep."""
    done = await services.sync.once(THE_ADMIN, listener, limits)
    return reports.moved("sync", "looked through", done, await _aside(services))


async def sync(services: Services, listener: Listener, limits: Limits) -> Report:
    """Follow until a signal ends it, which is its orderly end."""
    try:
        await services.sync.run(THE_ADMIN, listener, limits)
    except asyncio.CancelledError:
        return Report(["Sync has ended. Started again, it goes on where it was."], {"command": "sync"})
    raise AssertionError("sync never ends by itself")


async def enforce(services: Services, listener: Listener, wanted: Wanted, *, force: bool) -> Report:
    """Set, take away or look at the validators.

    Raises MigrationOutOfOrder where writes should be refused before everything is moved over, unless it is forced.
    """
    if wanted is Wanted.OFF:
        return taken_off(await services.enforcement.off(THE_ADMIN))
    missing = _missing(await services.migrations.status(THE_ADMIN))
    if missing and wanted is Wanted.ERROR and not force:
        raise MigrationOutOfOrder(f"{missing} {FORCED}")
    listener.begins("enforce", "counting documents of another shape", 0)
    return enforced(await _demanded(services.enforcement, wanted, force=force), wanted, missing)


async def _demanded(service: Enforcement, wanted: Wanted, *, force: bool) -> Sequence[Enforced]:
    if wanted is Wanted.ERROR:
        return await service.refuse(THE_ADMIN, force=force)
    return await (service.warn if wanted is Wanted.WARNING else service.look)(THE_ADMIN)


def _missing(states: Sequence[Status]) -> str | None:
    """What `up` has left to do, in a sentence; None where everything is applied."""
    if len(_not_begun(states)) == len(states):
        return "Nothing has been moved over yet: `multitrainer migrate up` comes first."
    for one in states:
        if one.state is not State.APPLIED:
            return f"{one.migration} is not applied: `multitrainer migrate up` comes first."
    return None


def _not_begun(states: Sequence[Status]) -> list[str]:
    return [one.migration for one in states if one.state is State.PENDING]


async def _aside(services: Services) -> dict[str, int]:
    return {one.migration: one.aside for one in await services.migrations.status(THE_ADMIN)}
