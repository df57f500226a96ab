"""What a plan changes, as a table that fits into 80 columns, and below it why."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.table import Table

from multitrainer.cli.common import cell, out, printable, say
from multitrainer.solver.explaining.words import listed

Raw = dict[str, Any]
Names = Mapping[str, str | None]

ROOM_FOR_IDS = 120
"""From so many columns on, ids stand in the table; JSON has them always."""


def show_changes(plan: Raw, courses: Names) -> None:
    """All that changes, and what nobody teaches, neither today nor then; with the course where several are planned."""
    names = {load["trainer"]: load.get("name") for load in plan["loads"]}
    changes, with_ids = plan["changes"], out.width >= ROOM_FOR_IDS
    table = Table("Batch", *(["Course"] if courses else []), "Today", "Then", "Stand by")
    if with_ids:
        table.add_column("ID", no_wrap=True)
    for one, *cells in (*(_of_change(change, names) for change in changes), *_left(plan)):
        course = [cell(courses.get(one["course"]) or one["course"])] if courses else []
        table.add_row(cell(_batch(one)), *course, *map(cell, cells), *([one["batch"]] if with_ids else []))
    out.print(table)
    for why, batches in _reasons(changes, courses).items():
        say(printable(f"{listed(batches)}: {why}"))


def _reasons(changes: Sequence[Raw], courses: Names) -> dict[str, list[str]]:
    """What is said of batches, once for all of which it is the same."""
    found: dict[str, list[str]] = {}
    for change in (change for change in changes if change["reasons"]):
        of = f" of {courses.get(change['course']) or change['course']}" if courses else ""
        found.setdefault(" ".join(change["reasons"]), []).append(f"{_batch(change)}{of}")
    return found


def _of_change(change: Raw, names: Names) -> tuple[Any, ...]:
    before, after = change["before"], change["after"]
    stand_by = ", ".join(_named(one, names) for one in after["backup"])
    return change, _named(before["primary"], names), _named(after["primary"], names), stand_by


def _left(plan: Raw) -> Iterator[tuple[Any, ...]]:
    changed = {change["batch"] for change in plan["changes"]}
    return ((one, "nobody", "nobody", "") for one in plan["uncovered"] if one["batch"] not in changed)


def _batch(one: Raw) -> str:
    return str(one["name"] or one["batch"])


def _named(trainer: str | None, names: Names) -> str:
    return "nobody" if trainer is None else names.get(trainer) or trainer
