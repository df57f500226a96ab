"""/api/trainers."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from multitrainer.api.answers import LINKED, MADE, OF_PAGE, REPEATABLE, WITH_BODY, WRITING, describe, done, view
from multitrainer.api.dependencies import Cursor, IdempotencyKey, IfMatch, Limit, NewId, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import EmailTaken, MalformedData, TrainerNotFound
from multitrainer.schemas.base import Id, Page
from multitrainer.schemas.batches import BatchOfTrainer
from multitrainer.schemas.trainers import NewTrainer, Trainer, TrainerPatch

router = APIRouter(prefix="/api/trainers", tags=["trainers"], route_class=Strict)

AtMost = Annotated[int | None, Query(ge=1, le=500, description="How many at the most; left out, all.")]


@router.get("", **describe(200, Page[Trainer], headers=OF_PAGE))
async def list_trainers(request: Request, cursor: Cursor = None, limit: Limit = 100) -> Response:
    """List trainers in the order they were made."""
    services, caller = asked(request)
    page = await services.trainers.page(caller, cursor, limit)
    return view(page._asdict())


@router.post("", **describe(201, Trainer, EmailTaken, *WRITING[1:], *WITH_BODY, *REPEATABLE, headers=MADE))
async def create_trainer(
    request: Request, body: NewTrainer, new_id: NewId, idempotency_key: IdempotencyKey = None
) -> Response:
    """Create a trainer."""
    services, caller = asked(request)
    answer = await services.trainers.create(caller, body, new_id)
    return done(answer, 201, f"/api/trainers/{answer.view['_id']}")


@router.get("/{trainer_id}", **describe(200, Trainer, TrainerNotFound))
async def read_trainer(request: Request, trainer_id: Id) -> Response:
    """Read a trainer."""
    services, caller = asked(request)
    return view(await services.trainers.read(caller, trainer_id))


@router.patch("/{trainer_id}", **describe(200, Trainer, TrainerNotFound, EmailTaken, *WRITING, *WITH_BODY))
async def patch_trainer(request: Request, trainer_id: Id, body: TrainerPatch, if_match: IfMatch = None) -> Response:
    """Change a trainer."""
    services, caller = asked(request)
    return done(await services.trainers.patch(caller, trainer_id, body, if_match))


@router.get("/{trainer_id}/batches", **describe(200, list[BatchOfTrainer], MalformedData, headers=LINKED))
async def list_trainer_batches(
    request: Request,
    trainer_id: Id,
    cursor: Cursor = None,
    limit: AtMost = None,
) -> Response:
    """List the batches whose primary a trainer is, each with its course's name.

    All of them, unless `limit` is given; then a `Link` header leads to the next page.
    """
    services, caller = asked(request)
    page = await services.trainers.batches(caller, trainer_id, cursor, limit)
    return view(page.items, _leading_on(request, page.next) if page.next else None)


def _leading_on(request: Request, cursor: str) -> dict[str, str]:
    """A link without a host: which one we are known by, only whoever asks says, and they may say anything."""
    following = request.url.include_query_params(cursor=cursor)
    return {"Link": f'<{following.path}?{following.query}>; rel="next"'}
