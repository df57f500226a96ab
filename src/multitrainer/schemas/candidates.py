"""Who could teach a batch, on the wire."""

from typing import Annotated

from pydantic import Field

from multitrainer.schemas.base import Id, View

Changes = Annotated[
    dict[str, int], Field(description="What each term would be more by; below 0 is better. docs/planning.md has them.")
]


class ExchangedBatches(View):
    """Batches that a candidate would give away in return, to whom, and what would change altogether."""

    batches: list[str]
    to: str
    changes: Changes


class CandidateForBatch(View):
    """One trainer: the first rule that forbids them, or what would change if they took the batch; both in `words`.

    `share` is their load with it, in per cent. Whoever is not `on_course` counts as if they were its assistant.
    """

    trainer: str
    name: str | None = None
    on_course: bool
    is_primary: bool
    forbids: str | None = None
    words: str | None = None
    changes: Changes | None = None
    share: float | None = None
    exchange: ExchangedBatches | None = None


class CandidatesForBatch(View):
    """Every trainer for a batch: first who can take it, the best first; then who can exchange; then who can't."""

    batch: Id
    name: str | None = None
    course: Id
    primary: str | None = None
    candidates: list[CandidateForBatch]
