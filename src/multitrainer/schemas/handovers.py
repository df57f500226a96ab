"""Handover notes on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, StringConstraints

from multitrainer.schemas.base import Body, Id, View

MOST_TEXT = 20_000
A_TEXT = "We are on page 34. Mehmet needs the large print. The key is in room 12."


class NewHandover(Body):
    """Where the class stands, what to watch for, where the materials are. An empty text: there is nothing to say."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": A_TEXT}]})

    text: Annotated[str, StringConstraints(max_length=MOST_TEXT, strip_whitespace=True)]


class HandoverView(View):
    """A batch's handover note, who wrote it last, and when."""

    batch: Id
    text: str
    by: str | None = None
    at: datetime | None = None
