"""Whom an import names: rows of a file, or values in documents, each with where it stood."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from bson import ObjectId

from multitrainer.domain.batching import MOST_WISHES
from multitrainer.services.spreadsheets import Cell, Row

STUDENT, SLOTS, JOINED_AT = COLUMNS = ("student", "slots", "joinedAt")
AN_ID = re.compile("[0-9a-fA-F]{24}")
LONGEST_ADDRESS = 254


class Wanted(NamedTuple):
    """Somebody to enrol, by id or e-mail address. What is None stays as it is, where they are enrolled already."""

    where: str
    line: int | None
    student: str
    slots: tuple[str, ...] | None = None
    joined_at: datetime | None = None


class Bad(NamedTuple):
    """What can't be taken, and what to do about it."""

    where: str
    line: int | None
    message: str

    @classmethod
    def of(cls, wanted: Wanted, message: str) -> "Bad":
        """Of somebody who was named."""
        return cls(wanted.where, wanted.line, message)


def of_rows(rows: Sequence[Row], slots: Sequence[str]) -> Iterator[Wanted | Bad]:
    """Each row, in a course that has these slots."""
    for row in rows:
        where = f"line {row.line}"
        try:
            student = _student(row.cells.get(STUDENT, ""))
            wishes = _wishes(row.cells.get(SLOTS), slots)
            yield Wanted(where, row.line, student, wishes, _time(row.cells.get(JOINED_AT)))
        except ValueError as wrong:
            yield Bad(where, row.line, str(wrong))


def of_documents(kind: str, documents: Sequence[dict[str, Any]], path: str) -> Iterator[Wanted | Bad]:
    """Each value under a dotted path, through lists."""
    for document in documents:
        for value in _under(document, path.split(".")):
            where = f"{kind} {document['_id']}: {path}"
            if isinstance(value, ObjectId) or (isinstance(value, str) and AN_ID.fullmatch(value)):
                yield Wanted(where, None, str(value).lower())
            else:
                yield Bad(where, None, "A value there is no id of a user. Name the field with the ids: --path a.b.c.")


def _under(value: Any, path: Sequence[str]) -> Iterator[Any]:
    if isinstance(value, list):
        for one in value:
            yield from _under(one, path)
    elif not path:
        yield from () if value is None else (value,)
    elif isinstance(value, dict) and path[0] in value:
        yield from _under(value[path[0]], path[1:])


def _student(cell: Cell) -> str:
    said = str(cell)
    if not said:
        raise ValueError("`student` is empty; name the student's id or e-mail address.")
    _must_be_no_formula(said)
    if AN_ID.fullmatch(said):
        return said.lower()
    if "@" not in said or len(said) > LONGEST_ADDRESS or not said.isprintable():
        raise ValueError("`student` is neither an id (24 hexadecimal digits) nor an e-mail address.")
    return said


def _wishes(cell: Cell | None, known: Sequence[str]) -> tuple[str, ...] | None:
    if cell is None:
        return None
    _must_be_no_formula(str(cell))
    named = tuple(dict.fromkeys(part for slot in str(cell).split("|") if (part := slot.strip())))
    if unknown := next((slot for slot in named if slot not in known), None):
        there = f"has: {', '.join(known)}" if known else "has none: set its batching first"
        raise ValueError(f"{unknown[:40]!r} is no slot of the course, which {there}.")
    if len(named) > MOST_WISHES:
        raise ValueError(f"`slots` names {len(named)}; the first {MOST_WISHES} are enough.")
    return named


def _time(cell: Cell | None) -> datetime | None:
    if cell is None:
        return None
    if isinstance(cell, str):
        _must_be_no_formula(cell)
        try:
            cell = datetime.fromisoformat(cell)
        except ValueError:
            raise ValueError("`joinedAt` is no time; write it like 2026-11-22 or 2026-11-22T08:00:00Z.") from None
    moment = cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001
    try:
        known = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError:
        raise ValueError("`joinedAt` lies beyond the years 1 to 9999.") from None
    return known.replace(microsecond=known.microsecond // 1000 * 1000)


def _must_be_no_formula(said: str) -> None:
    if said.startswith("="):
        raise ValueError("A cell holds a formula; put its value there.")
