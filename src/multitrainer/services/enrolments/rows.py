"""Whom an import names: rows of a file, or values in documents, each with where it stood."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar

from bson import ObjectId

from multitrainer.domain.batching import MOST_WISHES
from multitrainer.services.enrolments.spreadsheets import Cell, Row

STUDENT, SLOTS, JOINED_AT = COLUMNS = ("student", "slots", "joinedAt")
T = TypeVar("T")
AN_ID = re.compile("[0-9a-fA-F]{24}")
OTHER_BARS = re.compile("[,;/]")
LONGEST_ADDRESS = 254


class Wanted(NamedTuple):
    """Somebody to enrol, by id or e-mail address. What is None stays as it is, where they are enrolled already.

    `faults` are sentences about what else stands there and can't be taken.
    """

    where: str
    line: int | None
    student: str
    slots: tuple[str, ...] | None = None
    joined_at: datetime | None = None
    faults: tuple[str, ...] = ()


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
        where, cells = f"line {row.line}", row.cells
        faults: list[str] = []
        student = _or_fault(faults, lambda: _student(cells.get(STUDENT, "")))  # noqa: B023 (called at once)
        wishes = _or_fault(faults, lambda: _wishes(cells.get(SLOTS), slots))  # noqa: B023
        since = _or_fault(faults, lambda: _time(cells.get(JOINED_AT)))  # noqa: B023
        if student is None:
            yield Bad(where, row.line, " ".join(faults))
        else:
            yield Wanted(where, row.line, student, wishes, since, tuple(faults))


def of_documents(kind: str, documents: Sequence[dict[str, Any]], path: str) -> Iterator[Wanted | Bad]:
    """Each value under a dotted path, through lists."""
    for document in documents:
        for value in _under(document, path.split(".")):
            where = f"{kind} {document['_id']}: {path}"
            if isinstance(value, ObjectId) or (isinstance(value, str) and AN_ID.fullmatch(value)):
                yield Wanted(where, None, str(value).lower())
            else:
                yield Bad(where, None, "A value there is no id of a user. Name the field with the ids: --path a.b.c.")


def is_found(documents: Sequence[dict[str, Any]], path: str) -> bool:
    """Whether a dotted path leads anywhere in some document, if only to nothing; so it does where there are none."""
    return not documents or any(_leads(document, path.split(".")) for document in documents)


def _leads(value: Any, path: Sequence[str]) -> bool:
    if isinstance(value, list):
        return not value or any(_leads(one, path) for one in value)
    return not path or (isinstance(value, dict) and path[0] in value and _leads(value[path[0]], path[1:]))


def _or_fault(faults: list[str], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except ValueError as wrong:
        faults.append(str(wrong))
        return None


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
    if named and not known:
        raise ValueError(
            "`slots` names slots, and the course has none: PUT /api/courses/{id}/batching with slots first."
        )
    if unknown := [slot for slot in named if slot not in known]:
        raise ValueError(_no_slots(unknown, known))
    if len(named) > MOST_WISHES:
        raise ValueError(f"`slots` names {len(named)}; the first {MOST_WISHES} are enough.")
    return named


def _no_slots(unknown: Sequence[str], known: Sequence[str]) -> str:
    which = ", ".join(repr(slot[:40]) for slot in unknown[:MOST_WISHES])
    words = (
        f"{which} {'is no slot' if len(unknown) == 1 else 'are no slots'} of the course, which has: {', '.join(known)}."
    )
    parts = (part.strip() for slot in unknown for part in OTHER_BARS.split(slot)[1:])
    return f"{words} Between slots stands a vertical bar: |." if any(part in known for part in parts) else words


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
