"""Handover notes: what whoever stands in for a batch has to know."""

from datetime import datetime

from beanie import Document, PydanticObjectId
from pydantic import ConfigDict
from pydantic.alias_generators import to_camel
from pymongo import ASCENDING, IndexModel


class HandoverVersion(Document):
    """A version of a batch's note, which nothing ever changes; the last one is the note.

    A batch and a number are unique, so of two who write at once one is first, on any server.
    """

    model_config = ConfigDict(extra="allow", alias_generator=to_camel, populate_by_name=True)

    batch: PydanticObjectId
    course: PydanticObjectId
    number: int
    stands: str
    watch_for: str
    materials: str
    by: str
    at: datetime

    class Settings:
        name = "multitrainer_handover_versions"
        indexes = (IndexModel([("batch", ASCENDING), ("number", ASCENDING)], name="number", unique=True),)
