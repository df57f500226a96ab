"""Handover notes on the wire."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints

from multitrainer.schemas.base import READABLE_IF_ANY, Body, Id, View

MOST_TEXT = 20_000
Markdown = Annotated[str, StringConstraints(max_length=MOST_TEXT, strip_whitespace=True), READABLE_IF_ANY]
A_NOTE: dict[str, Any] = {
    "stands": "We are on page 34. **Dialogues** went well.",
    "watchFor": "Mehmet needs the large print.",
    "materials": "The key is in room 12.",
}


class NewHandover(Body):
    """A whole note: where the class stands, what to watch for, where the materials are. Each is Markdown.

    What is left out is empty.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [A_NOTE, {"stands": "We are on page 34."}]})

    stands: Markdown
    watch_for: Markdown = ""
    materials: Markdown = ""


class HandoverView(View):
    """A batch's handover note, who wrote this version of it, and when. Number 0, which is empty, was written by nobody.

    The texts are Markdown as it was written: whoever shows them has to make them safe.
    """

    batch: Id
    number: int = Field(description="Which version it is, counted from 1.", examples=[3])
    stands: str = Field(description="Where the class stands.")
    watch_for: str = Field(description="What to watch for.")
    materials: str = Field(description="Where the materials are.")
    by: str | None = None
    at: datetime | None = None


class HandoverVersionView(View):
    """That somebody wrote a version of a batch's note; its texts are at `…/versions/{number}`."""

    batch: Id
    number: int
    by: str | None = None
    at: datetime | None = None
