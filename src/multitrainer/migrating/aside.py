"""What was set aside, for people: in lines, and as a table for a spreadsheet."""

import csv
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from multitrainer.migrations import ALL
from multitrainer.migrations.words import REASONS
from multitrainer.wire import shown_id

Raw = dict[str, Any]

STDOUT = Path("-")
COLUMNS = ("migration", "collection", "_id", "reason", "detail", "to do", "at")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of something to carry out."""

COLLECTIONS = {migration.name: migration.collection for migration in ALL}


class CannotWrite(Exception):
    """The table can't be written; the message says why and what to do."""


def as_data(entry: Mapping[str, Any]) -> Raw:
    """One entry for programs."""
    words = {name: entry[name] for name in ("reason", "detail", "at")}
    migration = entry["migration"]
    return {"migration": migration, "collection": COLLECTIONS.get(migration), "_id": entry["of"], **words}


def line(entry: Mapping[str, Any]) -> str:
    """One entry for people."""
    about = f"{COLLECTIONS.get(entry['migration'])} {shown_id(entry['of'])}"
    return f"  {entry['migration']}  {about}  {entry['reason']}: {entry['detail']}"


async def export(entries: AsyncIterator[Raw], file: Path, *, force: bool) -> int:
    """Write a table of everything, and tell how many rows. Raises CannotWrite."""
    count = 0
    with _opened(file, force=force) as table:
        writer = csv.writer(table)
        writer.writerow(COLUMNS)
        async for entry in entries:
            writer.writerow(row(entry))
            count += 1
    return count


def row(entry: Mapping[str, Any]) -> list[str]:
    """One entry as cells, none of which a spreadsheet carries out."""
    data = as_data(entry)
    to_do = REASONS[data["reason"]].to_do if data["reason"] in REASONS else ""
    shown = {**data, "to do": to_do, "_id": shown_id(data["_id"]), "at": data["at"].isoformat(timespec="seconds")}
    return [_defused(str(shown[name])) for name in COLUMNS]


def _defused(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


@contextmanager
def _opened(file: Path, *, force: bool) -> Iterator[TextIO]:
    if file == STDOUT:
        yield sys.stdout
        return
    try:
        # The mark at its beginning tells spreadsheets that this is UTF-8.
        with file.open("w" if force else "x", encoding="utf-8-sig", newline="") as table:
            yield table
    except FileExistsError:
        raise CannotWrite(f"{file} exists already. Choose another name, or overwrite it with --force.") from None
    except OSError as error:
        raise CannotWrite(f"{file} can't be written: {error.strerror}.") from None
