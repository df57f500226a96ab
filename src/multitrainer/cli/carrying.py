"""How the commands on accounts and keys are carried out, and how they end."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated, Any, TypeVar

import typer
from pydantic import BaseModel, ValidationError

from multitrainer.cli.common import err, fail, say, settings_from
from multitrainer.cli.named import named_in
from multitrainer.domain.errors import MultitrainerError
from multitrainer.embedded import EmbeddedServerFailed
from multitrainer.schemas.wording import as_sentence, invalid_input
from multitrainer.services import Services

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)
JsonLines = Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")]


def carry_out(work: Callable[[Services], Awaitable[T]], *, as_json: bool = False, writes: bool = True) -> T:
    """What the work comes to. Ends the command where it can't be done."""
    from multitrainer import logs, managing  # the database's side takes two thirds of a second, which neither other
    from multitrainer.connecting import CannotConnect  # commands nor a refusal of the arguments needs

    settings = settings_from(as_json=as_json)
    logs.configure("warning")
    try:
        return asyncio.run(managing.carry_out(work, settings, tell, writes=writes))
    except MultitrainerError as error:
        for line in () if as_json else named_in(error.facts):
            tell(line)
        fail(error.detail, as_json=as_json, code=error.code, facts=error.facts)
    except (CannotConnect, EmbeddedServerFailed) as error:
        fail(error, as_json=as_json)
    except (KeyboardInterrupt, asyncio.CancelledError):
        fail("Ended before it was done. Give the same command again.", as_json=as_json, code="interrupted")


def checked(model: type[M], **values: Any) -> M:
    """What the command line says, as a thing that may be. Ends the command where it may not."""
    try:
        return model(**values)
    except ValidationError as error:
        refused = invalid_input(error.errors())
        fail(" ".join(map(as_sentence, refused.facts["errors"])))


async def say_table(headings: str, lines: AsyncIterator[str], *, none: str) -> None:
    """Print lines below their headings; where there are none, that is said instead."""
    empty = True
    async for line in lines:
        if empty:
            say(headings)
        empty = False
        say(line)
    if empty:
        tell(none)


def tell(words: str) -> None:
    """Say something that is not what the command comes to."""
    err.print(words, markup=False, highlight=False, soft_wrap=True)
