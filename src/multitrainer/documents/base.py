"""What the institute's documents have in common: extra fields are kept, names are Mongoose's."""

from datetime import datetime

from beanie import Document, PydanticObjectId
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


class Embedded(BaseModel):
    """A sub-document, which may have keys that we don't know."""

    model_config = ConfigDict(extra="allow", populate_by_name=True, alias_generator=to_camel)


class Legacy(Document):
    """A document of a collection that the old application also writes."""

    model_config = ConfigDict(extra="allow", populate_by_name=True, alias_generator=to_camel)

    id: PydanticObjectId = Field(default_factory=PydanticObjectId, alias="_id")
    created_at: datetime | None = None
    updated_at: datetime | None = None
    version: int = Field(default=0, alias="__v")
