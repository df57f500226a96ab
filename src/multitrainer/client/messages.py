"""What is sent and what comes back, as the schemas' models."""

from collections.abc import Callable
from typing import Any, TypeVar

import httpx
from pydantic import ValidationError

from multitrainer.client.problems import ApiError
from multitrainer.schemas.base import Body, View
from multitrainer.schemas.wording import invalid_input

B = TypeVar("B", bound=Body)
V = TypeVar("V", bound=View)
T = TypeVar("T")


def body(kind: type[B], /, **given: object) -> B:
    """A body of what was given; None means left out. Raises InvalidInput, as the service would."""
    try:
        return kind.model_validate({name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        raise invalid_input(error.errors(include_url=False, include_input=False), "body") from None


def view(kind: type[V], answer: httpx.Response) -> V:
    """An answer, with its tag. Raises ApiError."""
    return _understood(answer, lambda data: kind.read(data, tag(answer)))


def views(kind: type[V], answer: httpx.Response, etag: str | None = None) -> list[V]:
    """An answer that is a list, each with this tag. Raises ApiError."""
    return _understood(answer, lambda data: [kind.read(item, etag) for item in data])


def tag(answer: httpx.Response) -> str | None:
    """The ETag of what an answer is about."""
    found: str | None = answer.headers.get("ETag")
    return found


def _understood(answer: httpx.Response, read: Callable[[Any], T]) -> T:
    try:
        return read(answer.json())
    except (ValueError, TypeError) as error:  # no JSON, or not of that shape
        raise ApiError(answer.status_code, answer.text) from error
