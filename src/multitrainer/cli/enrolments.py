"""`multitrainer enrolments`: students of a course, many at once."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from multitrainer import wire
from multitrainer.cli.carrying import JsonLines, carry_out, say_table
from multitrainer.cli.common import Course, err, fail, printable, say
from multitrainer.cli.named import rows_in
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.enrolment_imports import How, Source
from multitrainer.domain.enrolments import EnrolmentStatus
from multitrainer.migrating.reports import Ending
from multitrainer.services import Services

if TYPE_CHECKING:
    from multitrainer.services.enrolments.imports import Listener

NOT_FOUND = (
    "No document has this path, so nobody was found: --path names where the ids stand, --from in which documents."
)
PAGE = 500
MOST_BYTES = 100_000_000
LINE = "{:24}  {:24}  {:9}  {:24}  {:10}  {}"
HEADINGS = LINE.format("ID", "STUDENT", "STATUS", "BATCH", "JOINED", "WISHES")
PATH = re.compile(r"[A-Za-z_]\w*(\.\w+)*")

Raw = dict[str, Any]
Taking = Callable[[Services, How, "Listener"], Awaitable[Raw]]


def _a_path(value: str) -> str:
    if not PATH.fullmatch(value):
        raise typer.BadParameter("this takes a dotted path, like students or class.members.user.")
    return value


DryRun = Annotated[bool, typer.Option("--dry-run", help="Only tell what would come of it. Writes nothing.")]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="Leave out what is wrong; else nothing is taken at all.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object at the end.")]

enrolments = typer.Typer(
    no_args_is_help=True,
    help="Enrol students on a course, many at once, and list them. docs/enrolments.md tells the columns of a file. "
    "Works on MULTITRAINER_MONGODB_URI, or on the embedded database, also while `serve` runs.\n\nExit codes: 0, done. "
    "1, done, and some rows are wrong. 2, refused or failed.",
)


@enrolments.command("import")
def import_file(
    course: Course,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV (UTF-8) or an XLSX.")],
    dry_run: DryRun = False,
    skip_bad: SkipBad = False,
    json: Json = False,
) -> None:
    """Enrol whom a spreadsheet names, by id or e-mail address. The same file again changes nothing.

    What is wrong is named by its line. Then nothing is imported, unless it is to be left out.
    """
    data = _read(file, as_json=json)

    async def take(services: Services, how: How, listener: "Listener") -> Raw:
        return await services.enrolment_imports.from_file(THE_ADMIN, course, data, how, listener)

    _take(take, How(dry_run, skip_bad), as_json=json)


@enrolments.command()
def adopt(
    course: Course,
    path: Annotated[
        str, typer.Option(callback=_a_path, help="Where in the documents the students' ids stand, through lists.")
    ] = "students",
    source: Annotated[Source, typer.Option("--from", help="Look into the course's batches, or the course.")] = (
        Source.BATCHES
    ),
    dry_run: DryRun = False,
    skip_bad: SkipBad = False,
    json: Json = False,
) -> None:
    """Enrol whom existing documents name. Who sits in a batch is placed there, others wait."""

    async def take(services: Services, how: How, listener: "Listener") -> Raw:
        return await services.enrolment_imports.adopt(THE_ADMIN, course, path, source, how, listener)

    _take(take, How(dry_run, skip_bad), as_json=json)


@enrolments.command("list")
def list_enrolments(
    course: Course,
    status: Annotated[EnrolmentStatus | None, typer.Option(help="Only those of this status.")] = None,
    json: JsonLines = False,
) -> None:
    """List a course's enrolments in the order they were made. Writes nothing. With --json, one object a line."""
    carry_out(lambda services: _listed(services, course, status, as_json=json), as_json=json, writes=False)


def _read(file: Path, *, as_json: bool) -> bytes:
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        fail(f"{file} can't be read: {error.strerror}.", as_json=as_json)
    except ValueError:
        fail("This name can't be looked for.", as_json=as_json)
    if len(data) > MOST_BYTES:
        fail(f"{file} is larger than {MOST_BYTES} bytes. Hand it in in several parts.", as_json=as_json)
    return data


def _take(take: Taking, how: How, *, as_json: bool) -> None:
    async def work(services: Services) -> Raw:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
            task = bar.add_task("Enrolling", total=None)
            return await take(services, how, lambda done, total: bar.update(task, completed=done, total=total))

    report = carry_out(work, as_json=as_json, writes=not how.dry_run)
    for line in [wire.encode(report).decode()] if as_json else _told(report):
        say(line)
    raise typer.Exit(Ending.LEFT_OVER if report["badRows"] else Ending.DONE)


def _told(report: Raw) -> Iterator[str]:
    yield from rows_in(report["bad"])
    if (more := report["badRows"] - len(report["bad"])) > 0:
        yield f"… and {more} more that are wrong."
    if report["ignoredColumns"]:
        yield f"Columns that were not looked at: {printable(', '.join(report['ignoredColumns']))}."
    said = ", ".join(_counted(report))
    nobody = "There is nobody to enrol." if report["pathFound"] else NOT_FOUND
    yield f"{said}." if said else nobody


def _counted(report: Raw) -> Iterator[str]:
    """What came of it in numbers, without those that are 0."""
    many = "would be" if report["dryRun"] else "were"
    one = many if report["dryRun"] else "was"
    placed = f" ({report['placed']} placed)" if report["placed"] else ""
    words = {
        "new": (f"{one} enrolled{placed}", f"{many} enrolled{placed}"),
        "changed": (f"{one} changed", f"{many} changed"),
        "unchanged": ("is as before", "are as before"),
        "withdrawn": ("has withdrawn", "have withdrawn"),
        "badRows": ("is wrong", "are wrong"),
    }
    yield from (f"{report[name]} {said[report[name] > 1]}" for name, said in words.items() if report[name])


async def _listed(services: Services, course: str, status: EnrolmentStatus | None, *, as_json: bool) -> None:
    found = _all(services, course, status)
    if as_json:
        async for one in found:
            say(wire.encode(one).decode())
    else:
        await say_table(HEADINGS, (_line(one) async for one in found), none="There are no such enrolments.")


async def _all(services: Services, course: str, status: EnrolmentStatus | None) -> AsyncIterator[Raw]:
    cursor: str | None = None
    while True:
        page = await services.enrolments.page(THE_ADMIN, course, status, None, cursor, PAGE)
        for one in page.items:
            yield one
        if (cursor := page.next) is None:
            return


def _line(one: Raw) -> str:
    ids = (str(one["_id"]), str(one["student"]), one["status"], str(one["batch"] or "-"))
    return LINE.format(*ids, f"{one['joinedAt']:%Y-%m-%d}", printable(" | ".join(one["slots"]) or "any"))
