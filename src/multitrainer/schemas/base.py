"""What bodies, views and their fields have in common."""

import re
import unicodedata
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Generic, Self, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    PrivateAttr,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema, core_schema

from multitrainer.domain.readable import is_plain, is_seen
from multitrainer.domain.sentences import InEnglish, Sentence

T = TypeVar("T")


def _printable(value: str) -> str:
    """Control characters and lone surrogates have no place in a name. What is unassigned may be a new emoji."""
    if any(unicodedata.category(c) in {"Cc", "Cs"} for c in value):
        raise ValueError(Sentence("must not contain control characters"))
    return value


def _plain(value: str) -> str:
    """With line ends as they are here."""
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    if not is_plain(text):
        raise ValueError(MUST_BE_PLAIN)
    return text


def _seen(value: str) -> str:
    if not is_seen(value):
        raise ValueError(Sentence("must not be blank"))
    return value


MUST_BE_PLAIN = Sentence("must not contain control characters or such that change the direction of a text")
PLAIN = AfterValidator(_plain)
"""Of what people write: line ends and tabs are its only control characters."""

READABLE = AfterValidator(lambda value: _seen(_plain(value)))
"""The same, with something to read in it."""

READABLE_IF_ANY = AfterValidator(lambda value: text if is_seen(text := _plain(value)) else "")
"""The same, or empty, which it is also where nothing of it can be seen."""

Flag = Annotated[bool, Field(strict=True)]
"""JSON's true or false, and not what may be meant by it."""


class Must:
    """Whatever is wrong with a value, this is said of it: what it must be. Words instead of a sentence stay English."""

    def __init__(self, said: Sentence | str) -> None:
        self._said = said if isinstance(said, Sentence) else InEnglish(f"must be {said}")

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        context: Any = {"said": self._said}
        return core_schema.custom_error_schema(
            handler(source),
            custom_error_type="must_be",
            custom_error_message=str(self._said),
            custom_error_context=context,
        )


Id = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-fA-F]{24}$", to_lower=True),
    Must(Sentence("must be an id: 24 hexadecimal digits")),
    Field(description="An id: 24 hexadecimal digits.", examples=["66f1a2b3c4d5e6f708192a3b"]),
]
Text = Annotated[
    str,
    # Forms and copied lists leave spaces around a name: stripped, because nobody sees that two names differ by them.
    # The pattern is for readers of the JSON schema, which has no word for that.
    StringConstraints(min_length=1, max_length=200, pattern=r"\S", strip_whitespace=True),
    AfterValidator(_printable),
    READABLE,
]


def _written(value: Any) -> Any:
    """A bare number would be taken for seconds since 1970."""
    if not isinstance(value, str | datetime) or (isinstance(value, str) and not WRITTEN.match(value)):
        raise ValueError("is no time")
    return value


def _in_utc(value: datetime) -> datetime:
    """The first and the last hours that can be written lie in no year there."""
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("is no time") from None


WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}")
Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_written),
    AfterValidator(_in_utc),
    Must(Sentence("must be a time with its zone, like 2026-11-22T08:00:00Z")),
]


class _Absent:
    """None is what a program sees where nothing was sent; it can't be sent."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        nullable = handler(source)
        inner: CoreSchema = nullable["schema"]  # of what `T | None` makes
        return inner


LeftOut = Annotated[T | None, _Absent()]
"""A body's field that may be left out, which is None."""


Listed = Annotated[list[T], BeforeValidator(lambda found: [] if found is None else found)]
"""A view's list, empty where the database has stored null."""


class Body(BaseModel):
    """A request body: unknown fields and null are refused, a field that isn't meant is left out."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=False, alias_generator=to_camel, populate_by_name=True
    )
    null_means: ClassVar[frozenset[str]] = frozenset()
    """Fields that null takes away, which leaving them out does not."""

    @field_validator("*", mode="before")
    @classmethod
    def _not_null(cls, value: Any, info: ValidationInfo) -> Any:
        if value is None and info.field_name not in cls.null_means:
            raise ValueError(Sentence("must not be null; leave out what is not meant"))
        return value


class Form(Body):
    """A body that is sent as a form, with names as they are."""

    model_config = ConfigDict(alias_generator=str)


class View(BaseModel):
    """What the service answers. The institute's documents have more fields, which are kept."""

    model_config = ConfigDict(extra="allow", alias_generator=to_camel, populate_by_name=True, defer_build=True)

    _etag: str | None = PrivateAttr(default=None)

    @classmethod
    def read(cls, data: Any, etag: str | None = None) -> Self:
        """The view of some JSON, with the tag that came beside it. Raises ValidationError."""
        view = cls.model_validate(data)
        view._etag = etag
        return view

    @property
    def etag(self) -> str | None:
        """What to send as If-Match with a write: the tag it was answered with. What stood in a list has none."""
        return self._etag


class Page(View, Generic[T]):
    """One page of a list, in the order in which things were made."""

    items: list[T]
    next: str | None = Field(
        default=None,
        description="The cursor of the next page; null on the last.",
        examples=["ZvGis8TV5vcIGSo7"],
    )
