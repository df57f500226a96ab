"""/healthz, /readyz and /metrics, for whoever watches over the service."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from multitrainer import wire
from multitrainer.metrics import CONTENT_TYPE, Metrics
from multitrainer.schemas.health import Health, Readiness
from multitrainer.services import Services

router = APIRouter(tags=["health"])

READY: dict[int | str, dict[str, Any]] = {
    200: {"model": Readiness},
    503: {"model": Readiness, "description": "A dependency is down; `dependencies` says which."},
}


@router.get("/healthz")
async def alive() -> Health:
    """Tell that the process answers."""
    return Health(status="ok")


@router.get("/readyz", response_model=None, responses=READY)
async def ready(request: Request) -> Response:
    """Tell whether the service can do its work, and which dependency is down if it can't."""
    services: Services = request.app.state.services
    dependencies = await services.health.dependencies()
    well = all(dependencies.values())
    told = {name: "ok" if answers else "down" for name, answers in dependencies.items()}
    body = wire.encode({"status": "ok" if well else "down", "dependencies": told})
    return Response(body, 200 if well else 503, media_type="application/json")


@router.get("/metrics", response_class=PlainTextResponse)
async def metrics(request: Request) -> Response:
    """Tell what was measured, in Prometheus' text format."""
    measured: Metrics = request.app.state.metrics
    return Response(measured.exposition(), media_type=CONTENT_TYPE)
