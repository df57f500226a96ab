"""The command line."""

import asyncio
import os
import re
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import Annotated

import typer

from multitrainer import __version__, examining, logs, serving
from multitrainer.cli.common import err, fail, out, settings_from
from multitrainer.cli.migrate import migrate
from multitrainer.connecting import CannotConnect
from multitrainer.domain.errors import MultitrainerError
from multitrainer.embedded import EmbeddedServerFailed
from multitrainer.migrating.reports import Ending

URI = re.compile(r"mongodb(\+srv)?://", re.IGNORECASE)

cli = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",  # in which a paragraph's lines are as long as the terminal is wide
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    help="Courses and batches with several trainers, on the MongoDB an institute already has. "
    "Settings come from MULTITRAINER_* variables or a .env file; .env.example explains each.",
)
cli.add_typer(migrate, name="migrate")


@cli.command()
def serve(
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    demo: Annotated[
        bool, typer.Option(help="Load two courses to look at, unless the institute has courses of its own.")
    ] = False,
) -> None:
    """Serve the API.

    Without MULTITRAINER_MONGODB_URI an embedded database is started, with its data in the user's data folder.
    """
    settings = settings_from(**{k: v for k, v in {"port": port, "host": host}.items() if v is not None})
    logs.configure(settings.log_level)
    try:
        asyncio.run(serving.serve(settings, out, demo=demo))
    except (CannotConnect, EmbeddedServerFailed) as error:
        fail(error)
    except (KeyboardInterrupt, asyncio.CancelledError):
        raise typer.Exit(Ending.DONE) from None


@cli.command()
def doctor(
    repair: Annotated[bool, typer.Option("--repair", help="Repair what is derived: scopes, workloads, ...")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object per finding and one at the end.")] = False,
    course: Annotated[str | None, typer.Option(help="Examine one course only, by its id.")] = None,
) -> None:
    """Check every rule over all data, and name what breaks one.

    Exits with 0 when all is well (or repaired), 1 when something is not, 2 when the check could not run.
    """
    settings = settings_from()
    logs.configure("warning")
    try:
        well = asyncio.run(examining.examine(settings, out, err, course=course, repair=repair, as_json=json))
    except (CannotConnect, EmbeddedServerFailed, MultitrainerError) as error:
        fail(error)
    except KeyboardInterrupt:
        raise typer.Exit(Ending.FAILED) from None
    raise typer.Exit(Ending.DONE if well else Ending.LEFT_OVER)


@cli.command()
def version() -> None:
    """Print the version."""
    out.print(__version__, highlight=False)


def _version(wanted: bool) -> None:
    if wanted:
        version()
        raise typer.Exit(Ending.DONE)


@cli.callback()
def every_command(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """What comes before a command."""


def main() -> None:
    """Run the command line."""
    if isinstance(sys.stdout, TextIOWrapper):  # which need not be able to show every character of a folder's name
        sys.stdout.reconfigure(errors="backslashreplace")
    if any(URI.match(argument) for argument in sys.argv[1:]):  # an answer would show its password
        sys.exit(_told("A URI is no argument: name it in MULTITRAINER_MONGODB_URI, which no list of processes shows."))
    try:
        cli()
    except OSError as error:
        _give_up_printing()
        sys.exit(_told(f"The output can't be written: {error.strerror}."))


def _told(words: str) -> int:
    with suppress(OSError):
        sys.stderr.write(f"{words}\n")
    return Ending.FAILED


def _give_up_printing() -> None:
    """What is left to be printed goes nowhere; else Python would try once more when it ends, and fail."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
