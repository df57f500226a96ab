"""Pages of a list that is sorted by a value, and where that is the same, by id."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import orjson

from multitrainer.domain.errors import InvalidInput
from multitrainer.domain.sentences import Sentence
from multitrainer.repositories.pages import Paged

Raw = dict[str, Any]
Key = tuple[Any, str]


def sorted_page(rows: list[Raw], sort: str, id_: str, cursor: str | None, limit: int) -> Paged:
    """The page behind a cursor, by a field, with a minus before it backwards. Raises InvalidInput for another's cursor.

    What comes or goes meanwhile shifts nothing else: the cursor names the last value, not a position.
    """
    field, backwards = sort.removeprefix("-"), sort.startswith("-")

    def key(row: Raw) -> Key:
        value = row.get(field)
        return (value.casefold() if isinstance(value, str) else value or 0 if field != "name" else "", row[id_])

    ordered = sorted(rows, key=key, reverse=backwards)
    if cursor is not None:
        last = _read(cursor, sort, field)
        ordered = [row for row in ordered if (key(row) < last if backwards else key(row) > last)]
    shown = ordered[:limit]
    return Paged(shown, _written(sort, key(shown[-1])) if len(ordered) > limit else None)


def _written(sort: str, last: Key) -> str:
    return urlsafe_b64encode(orjson.dumps([sort, *last])).decode().rstrip("=")


def _read(cursor: str, sort: str, field: str) -> Key:
    wanted = str if field == "name" else int | float
    try:
        found = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        by, value, id_ = found
        if by == sort and isinstance(value, wanted) and isinstance(id_, str):
            return value, id_
    except (ValueError, TypeError):  # no base64, no JSON, not three things
        pass
    problem = {"field": "query.cursor", "message": "is not a cursor that this service gave out for this list"}
    raise InvalidInput(
        Sentence("This page of the list is not there any more. Begin at its first page."),
        "The cursor is not one that this service gave out for this list.",
        errors=[problem],
    )
