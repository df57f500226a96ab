"""What problem and solution documents have in common."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel


class Document(BaseModel):
    """JSON with camelCase names. Nothing is guessed: an unknown field or a number in quotes is refused."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        alias_generator=to_camel,
        populate_by_name=True,
        allow_inf_nan=False,
        defer_build=True,  # most commands start without reading a problem
    )


HOURS_OF_A_WEEK = 168

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Hours = Annotated[float, Field(ge=0, le=HOURS_OF_A_WEEK, description="Hours a week.")]
SomeHours = Annotated[float, Field(gt=0, le=HOURS_OF_A_WEEK, description="Hours a week, more than none.")]
