"""`multitrainer export`: what is kept, in files that people and programs can read."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from multitrainer import __version__, clock
from multitrainer.cli.carrying import carry_out, tell
from multitrainer.cli.common import Course, fail, say
from multitrainer.cli.folders import Folder, NotEmpty
from multitrainer.domain.errors import InvalidInput
from multitrainer.migrating.reports import extended, number
from multitrainer.services import Services

if TYPE_CHECKING:
    from multitrainer.services.courses.exports import CourseExport

SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}$")

export = typer.Typer(no_args_is_help=True, help="Write what is kept into files.")

AsJson = Annotated[bool, typer.Option("--json", help="Print what was written as one JSON object.")]


@export.callback()
def _group() -> None:
    """So that `course` is named, and others can stand beside it."""


@export.command("course")
def export_course(
    course: Course,
    folder: Annotated[
        Path | None, typer.Argument(help="A new or empty folder; course-COURSE in this one where none is named.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Write everything of a course into a folder: JSON lines for each kind of document, and the files of its threads.

    Each line is a document as it is stored, in MongoDB's extended JSON, which `mongoimport` reads. manifest.json says
    what each file holds. Of people it has names and contacts, but nothing that signs them in. Only you can read it.

    Works on MULTITRAINER_MONGODB_URI, or on the embedded database, also while `serve` runs. Writes nothing there.
    """
    into = (folder or Path(f"course-{course}")).absolute()
    carry_out(lambda services: write_course(services, course, into, as_json=json), as_json=json, writes=False)


async def write_course(services: Services, course: str, into: Path, *, as_json: bool = False) -> None:
    """Write it, and say what was written. Raises CourseNotFound; ends the command where the folder can't be written."""
    try:
        with Folder(into) as folder:
            export = await services.exports.course(course)
            await _write_parts(export, folder)
            await _write_files(export, folder)
            made = {"course": course, "at": clock.now(), "version": __version__, "files": folder.files}
            folder.write("manifest.json", extended(made))
    except NotEmpty:
        fail(f"{into} is not empty. Name a new folder.", as_json=as_json, code=InvalidInput.code)
    except OSError as error:
        fail(f"{into} can't be written: {error.strerror}.", as_json=as_json)
    say(extended({"folder": str(into), **made}) if as_json else str(into))


async def _write_parts(export: "CourseExport", folder: Folder) -> None:
    async for name, documents in export.parts():
        with folder.lines(f"{name}.jsonl") as lines:
            async for document in documents:
                lines.line(extended(document))
        tell(f"{name}: {number(lines.count)}")


async def _write_files(export: "CourseExport", folder: Folder) -> None:
    """By their ids, so that no name that somebody gave a file leads anywhere."""
    count = 0
    async for id_, name, content in export.files():
        with folder.file(f"files/{id_}{safe_suffix(name)}") as file:
            async for piece in content:
                file.add(piece)
        count += 1
    tell(f"files: {count}")


def safe_suffix(name: str) -> str:
    """The ending of a file's name, such as .pdf; nothing where it has none that is usual."""
    return found.group().lower() if (found := SUFFIX.search(name)) else ""
