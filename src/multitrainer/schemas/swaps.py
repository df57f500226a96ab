"""Swaps on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from multitrainer.domain.swaps import SwapDoing, SwapState
from multitrainer.schemas.base import READABLE_IF_ANY, Body, Id, Listed, Page, View

MOST_NOTE = 1_000
Note = Annotated[str, StringConstraints(max_length=MOST_NOTE, strip_whitespace=True), READABLE_IF_ANY]


class NewSwap(Body):
    """Two sessions that are to change hands, of two trainers."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "session": "66f1a2b3c4d5e6f708192a39",
                    "other": "66f1a2b3c4d5e6f708192a3a",
                    "note": "I have a doctor's appointment that evening.",
                }
            ]
        }
    )

    session: Id
    other: Id
    note: Note = ""


class SwapTrainer(View):
    """Whose a session is."""

    id: Id = Field(alias="_id")
    name: str | None = None


class SwapSide(View):
    """A session of a swap as it was when it was proposed, with whose it was, and whether they have confirmed."""

    session: Id
    course: Id
    course_name: str | None = None
    batch: Id
    batch_name: str | None = None
    trainer: SwapTrainer
    start: datetime
    end: datetime
    local_start: str
    local_end: str
    confirmed: bool


class SwapView(View):
    """A swap. `by` proposed it; it expires unless both confirm before.

    `actions` are what whoever reads it can do with it, each by a POST to the address of its name.
    """

    id: Id = Field(alias="_id")
    one: SwapSide
    other: SwapSide
    by: str
    note: str
    state: SwapState
    actions: Listed[SwapDoing]
    expires_at: datetime | None = None


SwapPage = Page[SwapView]
