"""The web application: doors, and what stands around them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from zoneinfo import ZoneInfo

from fastapi import FastAPI

from multitrainer import __version__, clock, wiring
from multitrainer.api import (
    attachments,
    audit,
    auth,
    availability,
    batch_people,
    batches,
    calendars,
    courses,
    cover_settings,
    cover_ways,
    covers,
    docs,
    enrolments,
    events,
    handovers,
    health,
    holidays,
    keys,
    leaves,
    ledger,
    migration,
    notification_preferences,
    notifications,
    outbox,
    planning_facts,
    problems,
    proposals,
    questions,
    replies,
    reports,
    roster,
    sessions,
    swaps,
    terms,
    threads,
    trainers,
    webhooks,
    workload,
)
from multitrainer.api.bodies import Bodies
from multitrainer.api.idempotency import Repeats
from multitrainer.api.observing import Observing
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.failures import AWAY, TOO_SLOW
from multitrainer.metrics import Metrics
from multitrainer.services import Services
from multitrainer.services.planning.planner import Planner
from multitrainer.settings import Settings
from multitrainer.web import cover_links, doors, set_up, static_files, unsubscribing
from multitrainer.web.browsers import ForBrowsers
from multitrainer.web.compressed import Compressed


def create_app(settings: Settings, uri: str, planner: Planner | None = None, now: clock.Clock = clock.now) -> FastAPI:
    """The service on the MongoDB at this URI. It connects when it starts, which fails while the server is away.

    `planner` makes the plans; else processes of their own do. `now` is the time.
    """
    metrics = Metrics()
    database = Database(uri, settings, metrics)
    services = wiring.build(database, settings, now, planner)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with database, _in_background(settings, services):
            yield

    app = FastAPI(
        title=docs.TITLE,
        version=__version__,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # an answer that no description has; what is not there is said to be so
        lifespan=lifespan,
    )
    app.state.services = services
    app.state.zone, app.state.stays_days = ZoneInfo(settings.time_zone), settings.sign_in_days
    app.state.metrics = metrics
    _add_doors(app)
    app.add_middleware(Compressed)  # innermost first
    app.add_middleware(Repeats)
    app.add_middleware(
        Bodies,
        limit=settings.max_body_bytes,
        limit_of_files=settings.max_import_bytes,
        limit_of_attachments=settings.max_attachment_bytes,
        seconds=settings.body_timeout_seconds,
    )
    app.add_middleware(Observing, metrics=metrics)
    app.add_middleware(ForBrowsers)
    return app


@asynccontextmanager
async def _in_background(settings: Settings, services: Services) -> AsyncIterator[None]:
    """What runs beside the requests."""
    tasks = [asyncio.create_task(services.sync.keep(THE_ADMIN))] if settings.sync else []
    tasks.append(asyncio.create_task(services.feed.keep()))
    if settings.worker:
        tasks.append(asyncio.create_task(services.worker.keep()))
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await services.proposals.finish()
        await services.key_uses.finish()


def _add_doors(app: FastAPI) -> None:
    school = (courses, roster, batches, batch_people, enrolments, trainers, planning_facts, workload, proposals)
    timed = (sessions, holidays, calendars, leaves, availability)
    covered = (covers, cover_ways, swaps, handovers, reports, cover_settings, ledger, terms)
    talked = (threads, attachments, questions, replies)
    told = (notifications, notification_preferences, webhooks, outbox, events)
    pages = (set_up, cover_links, unsubscribing, *doors.ALL)
    for door in (*school, *timed, *covered, *talked, *told, migration, auth, keys, audit, health, *pages):
        app.router.routes.extend(door.router.routes)  # those of an included router are matched twice over
    static_files.install(app)
    docs.install(app)
    problems.install(app, *AWAY, *TOO_SLOW)
