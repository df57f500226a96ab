"""The ledger of cover: /api/ledger, /api/trainers/{trainer}/ledger."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from multitrainer.api.answers import MADE, OF_PAGE, REPEATABLE, WITH_BODY, WRITING, describe, done, view
from multitrainer.api.dependencies import Cursor, IdempotencyKey, Limit, NewId, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import LedgerEntryNotFound, SenselessCorrection, TrainerNotFound
from multitrainer.domain.ledger_parts import By
from multitrainer.schemas.base import Id, Page
from multitrainer.schemas.ledger import EntryId, LedgerEntryView, LedgerOfTrainer, LedgerSum, NewCorrection
from multitrainer.schemas.sessions import LocalDay

router = APIRouter(prefix="/api", tags=["ledger"], route_class=Strict)

Since = Annotated[LocalDay | None, Query(description="The first day of the institute's clock that counts.")]
Until = Annotated[LocalDay | None, Query(description="The last one.")]


@router.get("/ledger", **describe(200, Page[LedgerSum], headers=OF_PAGE))
async def list_ledger_sums(
    request: Request,
    by: Annotated[By, Query(description="How long the parts are. Days in no term are in no part.")] = By.MONTH,
    since: Since = None,
    until: Until = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Response:
    """List what each trainer covered and was covered for in each week, month or term, the latest first."""
    services, caller = asked(request)
    return view((await services.ledger_sums.page(caller, by, since, until, cursor, limit))._asdict())


@router.get("/trainers/{trainer_id}/ledger", **describe(200, LedgerOfTrainer, TrainerNotFound, headers=OF_PAGE))
async def list_trainer_ledger(
    request: Request,
    trainer_id: Id,
    since: Since = None,
    until: Until = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Response:
    """List a trainer's entries, the latest day first, with the balance of all within these days."""
    services, caller = asked(request)
    return view((await services.cover_ledgers.of_trainer(caller, trainer_id, since, until, cursor, limit))._asdict())


@router.get("/ledger/{entry_id}", **describe(200, LedgerEntryView, LedgerEntryNotFound))
async def read_ledger_entry(request: Request, entry_id: EntryId) -> Response:
    """Read an entry."""
    services, caller = asked(request)
    return view(await services.cover_ledgers.read(caller, entry_id))


@router.post(
    "/ledger/{entry_id}/corrections",
    **describe(
        201,
        LedgerEntryView,
        LedgerEntryNotFound,
        SenselessCorrection,
        *WRITING[1:],
        *WITH_BODY,
        *REPEATABLE,
        headers=MADE,
    ),
)
async def correct_ledger(
    request: Request, entry_id: EntryId, body: NewCorrection, new_id: NewId, idempotency_key: IdempotencyKey = None
) -> Response:
    """Count some hours besides, on the day of an entry and for its trainer, who is told. The entry stays."""
    services, caller = asked(request)
    answer = await services.cover_ledgers.correct(caller, entry_id, body.hours, body.reason, new_id)
    return done(answer, 201, f"/api/ledger/{answer.view['_id']}")
