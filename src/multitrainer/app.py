"""The web application: doors, and what stands around them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from multitrainer import __version__, wiring
from multitrainer.api import batch_people, batches, courses, docs, health, problems, roster, trainers
from multitrainer.api.bodies import Bodies
from multitrainer.api.idempotency import Repeats
from multitrainer.api.observing import Observing
from multitrainer.database import Database
from multitrainer.failures import AWAY, TOO_SLOW
from multitrainer.metrics import Metrics
from multitrainer.settings import Settings


def create_app(settings: Settings, uri: str) -> FastAPI:
    """The service on the MongoDB at this URI. It connects when it starts, which fails while the server is away."""
    metrics = Metrics()
    database = Database(uri, settings, metrics)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with database:
            yield

    app = FastAPI(
        title=docs.TITLE,
        version=__version__,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # an answer that no description has; what is not there is said to be so
        lifespan=lifespan,
    )
    app.state.services = wiring.build(database, settings)
    app.state.metrics = metrics
    _add_doors(app)
    app.add_middleware(Repeats)  # innermost first
    app.add_middleware(Bodies, limit=settings.max_body_bytes, seconds=settings.body_timeout_seconds)
    app.add_middleware(Observing, metrics=metrics)
    return app


def _add_doors(app: FastAPI) -> None:
    for door in (courses, roster, batches, batch_people, trainers, health):
        app.router.routes.extend(door.router.routes)  # those of an included router are matched twice over
    docs.install(app)
    problems.install(app, *AWAY, *TOO_SLOW)
