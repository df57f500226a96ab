"""Forms as our pages send them, and what is said of those that can't be done."""

import re
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from functools import partial
from http import HTTPStatus
from itertools import count, takewhile
from typing import Any, NamedTuple, Protocol, TypeVar
from urllib.parse import parse_qsl, urlsplit

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ValidationError
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from multitrainer.domain.errors import InvalidInput, MultitrainerError
from multitrainer.domain.sentences import Sentence
from multitrainer.schemas.statuses import status_of
from multitrainer.schemas.wording import invalid_input
from multitrainer.services import Services
from multitrainer.web.rendering import page
from multitrainer.web.visitors import Visitor, visitor

FORM, WITH_FILES = "application/x-www-form-urlencoded", "multipart/form-data"
MOST_FIELDS, MOST_FILES = 1000, 100
MARK = "mark"
"""The field by which a form shows that it comes from one of our pages."""

DIGITS = re.compile(r"[0-9]{1,9}")
"""A whole number, as somebody means one: of thousands of digits Python makes none."""
Model = TypeVar("Model", bound=BaseModel)


class NoForm(Exception):
    """What arrived is not what a form of ours sends."""


class Sent:
    """The fields of a form, as they were sent, and its files. What is missing is empty."""

    def __init__(self, fields: Sequence[tuple[str, str]] = (), files: Sequence[UploadFile] = ()) -> None:
        self._fields = fields
        self.files = files

    def __getitem__(self, name: str) -> str:
        """A field; the last, where there are several."""
        return next((value for field, value in reversed(self._fields) if field == name), "")

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Each with its name, in their order."""
        return iter(self._fields)

    def all(self, name: str) -> list[str]:
        """All of one name that are not empty."""
        return [value for field, value in self._fields if field == name and value]

    def beside(self, *more: tuple[str, str]) -> "Sent":
        """The same with some fields besides, and without its files, which have been taken."""
        return Sent([*self._fields, *more])

    def given(self, *names: str) -> dict[str, str]:
        """Those of some names in which something stands."""
        return {name: self[name] for name in names if self[name].strip()}

    def numbers(self, *names: str) -> dict[str, str | int]:
        """The same; what is a whole number is one, because bodies take no text for it."""
        return {name: int(value) if DIGITS.fullmatch(value) else value for name, value in self.given(*names).items()}

    def lines(self, name: str, parts: Sequence[str]) -> list[dict[str, str]]:
        """What stands in numbered lines, as in `name-0-part`; lines with nothing in them are left out."""
        fields = dict(self._fields)
        there = takewhile(lambda n: f"{name}-{n}-{parts[0]}" in fields, count())
        lines = [{part: fields.get(f"{name}-{n}-{part}", "").strip() for part in parts} for n in there]
        return [line for line in lines if any(line.values())]


class Refusal(NamedTuple):
    """Why what a form asked for was not done: altogether, and of single fields."""

    status: int
    detail: Sentence
    fields: dict[str, Sentence | str]


async def sent(request: Request, most: int | None = None) -> Sent:
    """The fields of a form in their order, the same one several times perhaps. Nothing sent has none.

    `most` bytes are read of a form with files, which is one only where files are let through. Raises NoForm.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == WITH_FILES and getattr(request.state, "has_files", False):
        return await _with_files(request, most)
    body = await request.body()
    if body and kind != FORM:
        raise NoForm
    try:
        text = body.decode(errors="replace")
        return Sent(parse_qsl(text, keep_blank_values=True, errors="replace", max_num_fields=MOST_FIELDS))
    except ValueError:  # more fields
        raise NoForm from None


async def _with_files(request: Request, most: int | None) -> Sent:
    """In parts with boundaries. A field for files in which none was chosen comes as one without a name."""
    pieces = _at_most(request.stream(), most)
    parser = MultiPartParser(request.headers, pieces, max_files=MOST_FILES, max_fields=MOST_FIELDS)
    try:
        parts = (await parser.parse()).multi_items()
    except MultiPartException:
        raise NoForm from None
    request.state.files = [part for _, part in parts if isinstance(part, UploadFile)]
    fields = [(name, part) for name, part in parts if isinstance(part, str)]
    return Sent(fields, [file for file in request.state.files if file.filename])


async def close_files(request: Request) -> None:
    """Let go of the files that came with a request, wherever they lie."""
    for file in getattr(request.state, "files", ()):
        await file.close()


async def _at_most(pieces: AsyncIterator[bytes], most: int | None) -> AsyncGenerator[bytes, None]:
    size = 0
    async for piece in pieces:
        size += len(piece)
        if most is not None and size > most:
            raise NoForm
        yield piece


class Again(Protocol):
    """The page on which a form stands, shown with what was typed into it and why it was refused."""

    async def __call__(self, services: Services, who: Visitor, *, sent: Sent, error: MultitrainerError) -> Response:
        """Make it."""


async def filled_in(request: Request, again: Again | None = None) -> tuple[Services, Visitor, Sent]:
    """The services, who looks, and a form that was shown to them: no other site can have made it.

    Where what it asks for is refused, the answer is the page `again`, so that doors need not say so each
    (`refused_form`). Raises NoForm, NotSignedIn.
    """
    sent_from_here(request)
    services, who = await visitor(request)
    found = await sent(request)
    if not services.visitors.is_ours(who.known, found[MARK]):
        raise NoForm
    if again:
        request.state.shown_again = partial(again, services, who, sent=found)
    return services, who, found


async def refused_form(request: Request, error: MultitrainerError) -> Response | None:
    """The page of the form that a request brought, with why it was refused; nothing where it brought none."""
    again = getattr(request.state, "shown_again", None)
    return await again(error=error) if again else None


def sent_from_here(request: Request) -> None:
    """Browsers say which site a form stands on. Raises NoForm where it is another one."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site not in {"same-origin", "none"}:
        raise NoForm
    if site is None and origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise NoForm


def body(model: type[Model], **fields: Any) -> Model:
    """What a use case wants, out of the fields of a form. Raises InvalidInput."""
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise invalid_input([*map(_missing_if_empty, error.errors())], body=model) from None


def _missing_if_empty(error: Any) -> Any:
    """Nobody who left a field empty wants to read what an id looks like."""
    found = error["input"]
    return {**error, "type": "missing", "ctx": {}} if isinstance(found, str) and not found.strip() else error


def refusal(error: MultitrainerError) -> Refusal:
    """What a page says of an error: beside a field where it is about one."""
    wrong = error.wrong if isinstance(error, InvalidInput) else {}
    fields = {field.removeprefix("body."): message for field, message in wrong.items()}
    if "field" in error.facts:
        fields[error.facts["field"]] = error.said
    return Refusal(status_of(type(error)), error.said, fields)


def answered(
    template: str, who: Visitor, shown: dict[str, Any], sent: Sent | None = None, error: MultitrainerError | None = None
) -> Response:
    """A page with forms on it; the one that was sent and refused comes back with what was typed, and why."""
    refused = refusal(error) if error else None
    status = refused.status if refused else HTTPStatus.OK
    return page(template, who, status, refused=refused, typed=sent or Sent(), **shown)


def fresh_id(sent: Sent) -> str | None:
    """The id that a form brings for what it makes: sent twice, it makes one thing."""
    return sent["fresh"] if re.fullmatch(r"[0-9a-f]{24}", sent["fresh"]) else None


def done(address: str) -> Response:
    """The browser asks for a page anew, so that loading it once more sends no form again."""
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)
