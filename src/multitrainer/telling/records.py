"""Notices as they are stored, with the names of what they name."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from multitrainer.domain.telling.notices import Meeting, Notice

Raw = dict[str, Any]

OF = {
    "course": "courses",
    "batch": "batches",
    "other": "batches",
    "gained": "batches",
    "lost": "batches",
    "trainer": "users",
    "substitute": "users",
}
"""Which facts are ids, and of what."""


def record_of(notice: Notice) -> Raw:
    """A notice as it is stored."""
    facts = {name: [*value] if isinstance(value, tuple) else value for name, value in notice.facts.items()}
    meeting = asdict(notice.meeting) if notice.meeting else None
    known = {"facts": facts, "names": {**notice.names}}
    return {"kind": notice.kind.value, "to": notice.to, **known, "urgent": notice.urgent, "meeting": meeting}


def meeting_of(record: Mapping[str, Any]) -> Meeting | None:
    """The date that a stored notice is about."""
    found = record.get("meeting")
    return Meeting(**found) if found else None


def ids_named(records: Iterable[Mapping[str, Any]]) -> dict[str, set[str]]:
    """The ids that some notices name, by the collection."""
    found: dict[str, set[str]] = {collection: set() for collection in OF.values()}
    for record in records:
        for fact, collection in OF.items():
            found[collection].update(several(record["facts"].get(fact)))
    return found


def several(value: Any) -> list[str]:
    """A fact's values, of which there may be none, one or more."""
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
