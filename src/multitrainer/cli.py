"""The command line."""

import asyncio
import sys
from enum import IntEnum
from io import TextIOWrapper
from typing import Annotated, NoReturn

import typer
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from rich.console import Console

from multitrainer import __version__, examining, logs, serving
from multitrainer.connecting import CannotConnect
from multitrainer.domain.errors import MultitrainerError
from multitrainer.embedded import EmbeddedServerFailed
from multitrainer.settings import Settings

cli = typer.Typer(
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    help="Courses and batches with several trainers, on the MongoDB an institute already has. "
    "Settings come from MULTITRAINER_* variables or a .env file; .env.example explains each.",
)
err = Console(stderr=True)
out = Console()


class Exit(IntEnum):
    """Exit codes."""

    CLEAN = 0
    VIOLATIONS = 1
    FAILED = 2


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
    settings = _settings(**{k: v for k, v in {"port": port, "host": host}.items() if v is not None})
    logs.configure(settings.log_level)
    try:
        asyncio.run(serving.serve(settings, out, demo=demo))
    except (CannotConnect, EmbeddedServerFailed) as error:
        _fail(error)
    except (KeyboardInterrupt, asyncio.CancelledError):
        raise typer.Exit(Exit.CLEAN) from None


@cli.command()
def doctor(
    repair: Annotated[bool, typer.Option("--repair", help="Repair what is derived: scopes, workloads, ...")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object per finding and one at the end.")] = False,
    course: Annotated[str | None, typer.Option(help="Examine one course only, by its id.")] = None,
) -> None:
    """Check every rule over all data, and name what breaks one.

    Exits with 0 when all is well (or repaired), 1 when something is not, 2 when the check could not run.
    """
    settings = _settings()
    logs.configure("warning")
    try:
        well = asyncio.run(examining.examine(settings, out, err, course=course, repair=repair, as_json=json))
    except (CannotConnect, EmbeddedServerFailed, MultitrainerError) as error:
        _fail(error)
    except KeyboardInterrupt:
        raise typer.Exit(Exit.FAILED) from None
    raise typer.Exit(Exit.CLEAN if well else Exit.VIOLATIONS)


@cli.command()
def version() -> None:
    """Print the version."""
    out.print(__version__, highlight=False)


def _version(wanted: bool) -> None:
    if wanted:
        version()
        raise typer.Exit(Exit.CLEAN)


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
    cli()


def _settings(**given: object) -> Settings:
    try:
        return Settings(**given)  # type: ignore[arg-type]  # the command line's own, validated like the others
    except ValidationError as error:
        _fail(ValueError(f"A setting is wrong. {'; '.join(map(_wrong, error.errors()))}"))
    except UnicodeDecodeError:
        _fail(ValueError("The file .env is no UTF-8 text. Save it as UTF-8."))
    except OSError as error:
        _fail(ValueError(f"The file .env can't be read: {error.strerror}."))


def _wrong(found: ErrorDetails) -> str:
    name = "_".join(map(str, found["loc"])).upper()
    return f"MULTITRAINER_{name}: {found['msg'].removeprefix('Value error, ')}"


def _fail(error: Exception) -> NoReturn:
    err.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(Exit.FAILED)
