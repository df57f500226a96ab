"""`multitrainer migrate`: moving an institute over, and back."""

import asyncio
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from multitrainer.cli import migrate_options as options
from multitrainer.cli.common import confirm, err, fail, say, settings_from
from multitrainer.domain.errors import MultitrainerError
from multitrainer.embedded import EmbeddedServerFailed
from multitrainer.migrating import commands
from multitrainer.migrating.aside import STDOUT, CannotWrite
from multitrainer.migrating.enforced import Wanted
from multitrainer.migrating.reports import Report

if TYPE_CHECKING:
    from multitrainer.migrating.carrying import Command

migrate = typer.Typer(
    no_args_is_help=True,
    help="Move existing courses and batches over from one instructor to several trainers, while the old application "
    "keeps running, and back. The usual way: plan, up, verify, sync, and one day enforce. docs/migrating.md is the "
    "runbook. Each works on MULTITRAINER_MONGODB_URI, or on the embedded database.\n\n"
    "Exit codes: 0, done. 1, finished, and something is left for people: documents set aside, left as they are by "
    "`down`, or of another shape (`enforce`). 2, refused, failed or interrupted; `verify`: a difference was found, or "
    "nothing has been moved over yet.",
)


@migrate.command()
def status(
    set_aside: Annotated[bool, typer.Option("--set-aside", help="List each document that was set aside.")] = False,
    csv: options.Csv = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the FILE of --csv.")] = False,
    json: options.Json = False,
) -> None:
    """Tell how far everything is. Writes nothing to the database.

    Of each migration: pending, moving, verifying, applied or undoing; who holds it, or that it was interrupted; its
    checkpoint; how many documents were set aside. Then whether sync runs, and what the validators demand.

    Exits with 0, with 1 if documents are set aside, with 2 if it could not be told.
    """
    if csv is None:
        if force:
            _wrong("--force belongs to --csv FILE.")
        _carry_out(lambda services, _: commands.status(services, listed=set_aside), as_json=json, writes=False)
    if set_aside or (json and csv == STDOUT):
        _wrong("--csv takes the place of --set-aside; and --csv - prints no JSON.")
    _carry_out(lambda services, _: commands.export(services, csv, force=force), as_json=json, writes=False)


@migrate.command()
def plan(json: options.Json = False) -> None:
    """Tell what `up` would do, and do nothing: a dry run. Writes nothing.

    Counts by kind with samples before and after, and what would be set aside, why, and what to do about it. Run it
    first, mend what would be set aside as far as you can, and run it again. Afterwards: a backup, then `up`.

    Exits with 0, with 1 if documents would be set aside, with 2 if it failed.
    """
    _carry_out(commands.plan, as_json=json, writes=False)


@migrate.command()
def up(
    batch_size: options.BatchSize = None,
    max_rate: options.MaxRate = None,
    max_latency: options.MaxLatency = options.LATENCY_MS,
    pause_file: options.PauseFile = None,
    retry_set_aside: Annotated[
        bool, typer.Option("--retry-set-aside", help="Only try again what was set aside and has been mended.")
    ] = False,
    only: options.Only = None,
    json: options.Json = False,
) -> None:
    """Move courses and batches over. Writes.

    Before: a backup, and `plan`. The old application may keep running. What was there is kept in
    multitrainer_pre_images for the way back. It may be interrupted or killed at any moment: the same command goes on
    where it was. Done again, it changes nothing. What can't be moved is set aside with the reason, and the rest goes
    on. A migration counts as applied only after all its documents were verified. Afterwards: `verify`, and `sync` for
    as long as the old application writes.

    Exits with 0, with 1 if it finished with documents set aside, with 2 if it was refused, failed or interrupted.
    """
    if retry_set_aside and only:
        _wrong("--retry-set-aside tries all of them again; --only does not go with it.")
    limits = options.limits(batch_size, max_rate, max_latency, pause_file)
    if retry_set_aside:
        _carry_out(lambda services, listener: commands.retry(services, listener, limits), as_json=json)
    _carry_out(lambda services, listener: commands.up(services, listener, limits, options.chosen(only)), as_json=json)


@migrate.command()
def verify(json: options.Json = False) -> None:
    """Recompute every document that was moved over, and name each difference. Writes nothing.

    While the old application writes, run `sync` too: what it wrote and nobody brought after it is a difference.

    Exits with 0, with 1 if there is no difference but documents are set aside, with 2 if there is a difference, nothing
    has been moved over yet, it is being undone, or it failed.
    """
    _carry_out(commands.verify, as_json=json, writes=False)


@migrate.command()
def down(yes: options.Yes = False, json: options.Json = False) -> None:
    """Put trainers and instructor back as they were before `up`. Writes.

    A document whose trainers or instructor were changed since is left as it is, and listed. __v and updatedAt move on,
    so that the old application notices. Before: end `sync`, also the one in `serve`. It may be interrupted: the same
    command goes on.

    Exits with 0, with 1 if documents were left, with 2 if it was refused, failed or interrupted.
    """
    undoes = "trainers and instructor become what they were before `up`, wherever nobody changed them since."
    _confirm("Undo all migrations of {where}: " + undoes, yes=yes, as_json=json)
    _carry_out(commands.down, as_json=json)


@migrate.command()
def sync(
    once: Annotated[bool, typer.Option("--once", help="Look everything through once, and end.")] = False,
    batch_size: options.BatchSize = None,
    max_rate: options.MaxRate = None,
    max_latency: options.MaxLatency = options.LATENCY_MS,
    pause_file: options.PauseFile = None,
    json: options.Json = False,
) -> None:
    """Keep both formats true while the old application writes, until Ctrl-C. Writes.

    Where instructor disagrees with the lead or primary, the old application wrote it, and trainers are brought after
    it. Needs all migrations applied. `serve` does the same by itself with MULTITRAINER_SYNC=true; only one of them runs
    at a time.

    Exits with 0 when it was ended, with 2 if it was refused or failed. With --once: with 0, with 1 if documents are set
    aside, with 2 if it was refused, failed or interrupted.
    """
    limits, command = options.limits(batch_size, max_rate, max_latency, pause_file), commands.sync
    if once:
        command = commands.sync_once
    _carry_out(lambda services, listener: command(services, listener, limits), as_json=json)


@migrate.command()
def enforce(
    error: Annotated[bool, typer.Option("--error", help="Refuse writes of another shape.")] = False,
    force: Annotated[bool, typer.Option("--force", help="With --error: although such documents are there.")] = False,
    off: Annotated[bool, typer.Option("--off", help="Take it away again.")] = False,
    look: Annotated[bool, typer.Option("--look", help="Only tell how things stand; writes nothing.")] = False,
    yes: options.Yes = False,
    json: options.Json = False,
) -> None:
    """Let the database itself demand trainers of whoever writes: the last step. Writes validators.

    Without an option the server only warns in its log, and documents of another shape are counted. With --error such
    writes are refused, those of an old application that makes courses or batches without trainers included: end that
    first. It belongs behind an `up` that is applied; before, --error needs --force. A validator of the institute's own
    stays beside it.

    Exits with 0, with 1 if documents of another shape are there, with 2 if it was refused or failed.
    """
    if error + off + look > 1 or (force and not error):
        _wrong("--error, --off and --look exclude each other, and --force belongs to --error.")
    if force:
        _confirm("Refuse writes to {where} although documents of another shape may be there?", yes=yes, as_json=json)
    wanted = Wanted.ERROR if error else Wanted.OFF if off else Wanted.LOOK if look else Wanted.WARNING
    _carry_out(
        lambda services, listener: commands.enforce(services, listener, wanted, force=force),
        as_json=json,
        writes=wanted is not Wanted.LOOK,
    )


def _confirm(question: str, *, yes: bool, as_json: bool) -> None:
    """Ask about the database that is meant, by its name."""
    from multitrainer.connecting import CannotConnect, whereabouts  # see _carry_out

    try:
        where = whereabouts(settings_from(as_json=as_json))
    except CannotConnect as error:
        fail(error, as_json=as_json)
    confirm(question.format(where=where), yes=yes, as_json=as_json)


def _carry_out(command: "Command", *, as_json: bool, writes: bool = True) -> NoReturn:
    """Carry a command out, print what came of it, and end."""
    from multitrainer import logs  # the database's side takes two thirds of a second, which neither other commands
    from multitrainer.connecting import CannotConnect  # nor a refusal of the arguments needs
    from multitrainer.migrating import carrying

    settings = settings_from(as_json=as_json)
    logs.configure("warning")
    try:
        report = asyncio.run(carrying.carry_out(command, settings, err, writes=writes))
    except MultitrainerError as error:
        for difference in error.facts.get("differences", ()):
            err.print(f"  {difference}", markup=False, highlight=False, soft_wrap=True)
        fail(error.detail, as_json=as_json, code=error.code, facts=error.facts)
    except (CannotConnect, EmbeddedServerFailed, CannotWrite) as error:
        fail(error, as_json=as_json)
    except (KeyboardInterrupt, asyncio.CancelledError):
        goes_on = "The same command goes on where it was." if writes else "Nothing was written."
        fail(f"Ended before it was done. {goes_on}", as_json=as_json, code="interrupted")
    _show(report, as_json=as_json)
    raise typer.Exit(report.ending)


def _show(report: Report, *, as_json: bool) -> None:
    for line in [report.as_json()] if as_json else report.lines:
        say(line)


def _wrong(words: str) -> NoReturn:
    raise typer.BadParameter(words)
