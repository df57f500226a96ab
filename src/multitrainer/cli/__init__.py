"""The command line."""

import asyncio
import re
import sys
from typing import Annotated, NoReturn

import typer

from multitrainer import __version__
from multitrainer.cli import streams
from multitrainer.cli.api_keys import apikey
from multitrainer.cli.common import err, fail, out, settings_from, tell_programs
from multitrainer.cli.enrolments import enrolments
from multitrainer.cli.export import export
from multitrainer.cli.groups import Root
from multitrainer.cli.ledger import ledger
from multitrainer.cli.migrate import migrate
from multitrainer.cli.outbox import outbox
from multitrainer.cli.proposals import plan
from multitrainer.cli.users import user
from multitrainer.domain.errors import InvalidInput, MultitrainerError
from multitrainer.embedded import EmbeddedServerFailed
from multitrainer.migrating.reports import Ending

URI = re.compile(r"mongodb(\+srv)?://", re.IGNORECASE)

READER_HAS_ENOUGH = 128 + 13
"""What a shell tells of a program that SIGPIPE ended, as most are whose reader has enough."""

cli = typer.Typer(
    cls=Root,
    no_args_is_help=True,
    rich_markup_mode="markdown",  # in which a paragraph's lines are as long as the terminal is wide
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    help="Courses and batches with several trainers, on the MongoDB an institute already has. "
    "Settings come from MULTITRAINER_* variables or a .env file; .env.example explains each.",
)
cli.add_typer(migrate, name="migrate")
cli.add_typer(user, name="user")
cli.add_typer(apikey, name="apikey")
cli.add_typer(plan, name="plan")
cli.add_typer(enrolments, name="enrolments")
cli.add_typer(outbox, name="outbox")
cli.add_typer(export, name="export")


@cli.command()
def serve(
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    demo: Annotated[
        bool,
        typer.Option(help="Load two courses to look at, with accounts, unless the institute has courses of its own."),
    ] = False,
) -> None:
    """Serve the API.

    Without MULTITRAINER_MONGODB_URI an embedded database is started, with its data in the user's data folder.
    """
    from multitrainer import logs, serving  # they and the database's side take a second, which no other command needs
    from multitrainer.connecting import CannotConnect

    settings = settings_from({k: v for k, v in {"port": port, "host": host}.items() if v is not None})
    logs.configure(settings.log_level)
    try:
        asyncio.run(serving.serve(settings, out, demo=demo))
    except (CannotConnect, EmbeddedServerFailed) as error:
        fail(error)
    except (KeyboardInterrupt, asyncio.CancelledError):
        raise typer.Exit(Ending.DONE) from None


@cli.command()
def worker() -> None:
    """Do what goes on beside the requests: tell people and webhooks, look for cover, make sessions ahead.

    `serve` does it as well, unless MULTITRAINER_WORKER=false. Several at once share the work.
    """
    from multitrainer import logs, working  # they and the database's side take a second, which no other command needs
    from multitrainer.cli.carrying import tell
    from multitrainer.connecting import CannotConnect

    settings = settings_from()
    logs.configure(settings.log_level)
    try:
        asyncio.run(working.work(settings, tell))
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
    from multitrainer import examining, logs  # the database's side takes two thirds of a second, which neither other
    from multitrainer.connecting import CannotConnect  # commands nor a refusal of the arguments needs

    settings = settings_from(as_json=json)
    logs.configure("warning")
    try:
        well = asyncio.run(examining.examine(settings, out, err, course=course, repair=repair, as_json=json))
    except MultitrainerError as error:
        fail(error.detail, as_json=json, code=error.code, facts=error.facts)
    except (CannotConnect, EmbeddedServerFailed) as error:
        fail(error, as_json=json)
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


cli.command()(ledger)


def main() -> None:
    """Run the command line."""
    streams.prepare()
    if any(URI.match(argument) for argument in sys.argv[1:]):  # an answer would show its password
        _refuse_uri(as_json="--json" in sys.argv)
    try:
        _run()
    except streams.ReaderHasEnough:
        sys.exit(READER_HAS_ENOUGH)
    except OSError as error:
        sys.stderr.write(f"The output can't be written: {error.strerror}.\n")
        sys.exit(Ending.FAILED)


def _run() -> None:
    """Everything is printed before it ends: else Python would print the rest, and end in another way if it can't."""
    try:
        cli()
    finally:
        sys.stdout.flush()


def _refuse_uri(*, as_json: bool) -> NoReturn:
    words = "A URI is no argument: name it in MULTITRAINER_MONGODB_URI, which no list of processes shows."
    if as_json:
        tell_programs(words, code=InvalidInput.code)
    sys.stderr.write(f"{words}\n")
    sys.exit(Ending.FAILED)
