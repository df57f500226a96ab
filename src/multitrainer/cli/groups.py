"""What holds for every command."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from typer import Context, TyperException
from typer.core import TyperGroup

from multitrainer.cli.common import tell_programs
from multitrainer.domain.errors import InvalidInput

ARGUMENTS = "multitrainer.arguments"


class Root(TyperGroup):
    """All commands. What is wrong with an option is told to programs as well, where they asked for JSON."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take what stands before the command, and remember all the rest."""
        ctx.meta[ARGUMENTS] = [*args]
        with _telling(ctx):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Take the command's own options, and carry it out."""
        with _telling(ctx):
            return super().invoke(ctx)


@contextmanager
def _telling(ctx: Context) -> Iterator[None]:
    try:
        yield
    except TyperException as error:  # which goes on to be told to people
        if "--json" in ctx.meta[ARGUMENTS]:
            tell_programs(error.format_message(), code=InvalidInput.code)
        raise
