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
        if "--json" in ctx.meta[ARGUMENTS] and _has_json(error):
            tell_programs(error.format_message(), code=InvalidInput.code)
        raise


def _has_json(error: TyperException) -> bool:
    """Whether the command that was meant prints JSON; what another prints may be kept for what it was asked for."""
    command = getattr(getattr(error, "ctx", None), "command", None)
    if command is None or isinstance(command, TyperGroup):
        return True
    return any("--json" in option.opts for option in command.params)
