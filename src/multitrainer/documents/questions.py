"""Students' questions, and the replies that courses keep for those that are asked often."""

from datetime import datetime
from typing import Any

from beanie import Document, PydanticObjectId
from pydantic import ConfigDict
from pydantic.alias_generators import to_camel
from pymongo import ASCENDING, IndexModel


class Question(Document):
    """A student's question. `entries` are for everybody who may read it, `notes` for those who answer.

    `trail` is how it came to whoever has it. `turn` grows with each change; a write is made only where it is as it was
    read. `look_at` is when time changes something.
    """

    model_config = ConfigDict(extra="allow", alias_generator=to_camel, populate_by_name=True)

    course: PydanticObjectId
    batch: PydanticObjectId | None = None
    student: PydanticObjectId
    asked_at: datetime
    state: str
    holder: PydanticObjectId
    step: str
    since: datetime
    due: datetime | None = None
    look_at: datetime | None = None
    trail: list[dict[str, Any]]
    entries: list[dict[str, Any]]
    notes: list[dict[str, Any]]
    first_answer: dict[str, Any] | None = None
    turn: int

    class Settings:
        name = "multitrainer_questions"
        indexes = (
            *(
                index
                for who in ("holder", "student", "course", "batch")
                for index in (
                    IndexModel([(who, ASCENDING), ("_id", ASCENDING)], name=who),
                    IndexModel([(who, ASCENDING), ("state", ASCENDING), ("_id", ASCENDING)], name=f"{who}_state"),
                )
            ),
            IndexModel([("course", ASCENDING), ("askedAt", ASCENDING)], name="course_asked"),
            IndexModel([("batch", ASCENDING), ("askedAt", ASCENDING)], name="batch_asked"),
            IndexModel([("askedAt", ASCENDING)], name="asked"),
            IndexModel([("state", ASCENDING), ("_id", ASCENDING)], name="state"),
            IndexModel([("lookAt", ASCENDING)], name="look_at", sparse=True),
        )


class Reply(Document):
    """A reply that a course keeps. `words` are those of its title and text, as they are searched for."""

    model_config = ConfigDict(extra="allow", alias_generator=to_camel, populate_by_name=True)

    course: PydanticObjectId
    title: str
    text: str
    words: list[str]
    by: str
    at: datetime

    class Settings:
        name = "multitrainer_replies"
        indexes = (
            IndexModel([("course", ASCENDING), ("_id", ASCENDING)], name="course"),
            IndexModel([("course", ASCENDING), ("words", ASCENDING)], name="words"),
        )
