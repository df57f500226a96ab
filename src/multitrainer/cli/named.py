"""What a refusal names besides its detail, as lines for people: what has changed since, which rows are wrong."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from multitrainer.cli.common import printable

MOST_PLACES = 5


def named_in(facts: Mapping[str, Any]) -> Iterator[str]:
    """A line for each thing that a refusal names, in its words."""
    yield from map(printable, facts.get("words") or map(_plainly, facts.get("differences", ())))
    rows = facts.get("rows", ())
    yield from rows_in(rows)
    if rows and (more := facts.get("count", 0) - len(rows)) > 0:
        yield f"… and {more} more; a dry run names up to a hundred."


def _plainly(one: str | Mapping[str, Any]) -> str:
    """What has no words of its own, because it changed in the moment of applying."""
    return one if isinstance(one, str) else f"{one['of']} {one['id']}: {one['field']} changed meanwhile."


def rows_in(bad: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Where each thing is wrong: one cause, which may be that of many rows, is one line."""
    found: dict[str, list[str]] = {}
    for one in bad:
        found.setdefault(one["message"], []).append(one["where"])
    for message, places in found.items():
        more = f" and {len(places) - MOST_PLACES} more" if len(places) > MOST_PLACES else ""
        yield printable(f"{', '.join(places[:MOST_PLACES])}{more}: {message}")
