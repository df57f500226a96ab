"""Replies that courses keep, on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from multitrainer.schemas.base import READABLE, Body, Id, Listed, Text, View

MOST_TEXT = 5_000


class NewReply(Body):
    """A reply to what is asked often: what it is about, and the answer."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"title": "Certificates", "text": "You get yours a week after the last session."}]
        }
    )

    title: Text
    text: Annotated[str, StringConstraints(min_length=1, max_length=MOST_TEXT, strip_whitespace=True), READABLE]


class ReplyView(View):
    """A reply, who wrote it last, and when."""

    id: Id = Field(alias="_id")
    course: Id
    title: str
    text: str
    by: str
    at: datetime


class ReplySuggestions(View):
    """The replies that share most with a question, the best first."""

    items: Listed[ReplyView]
