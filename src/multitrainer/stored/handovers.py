"""Handover notes between their documents and the domain's values."""

from datetime import datetime
from typing import Any

from multitrainer.domain.handovers import Version
from multitrainer.stored.ids import hexed, oid

Raw = dict[str, Any]


def read_version(raw: Raw) -> Version:
    """The value of a stored version. A text that somebody's hand wrote badly is none."""
    stands, watch_for, materials = (_text(raw.get(name)) for name in ("stands", "watchFor", "materials"))
    by, at = raw.get("by"), raw.get("at")
    return Version(
        str(raw["batch"]),
        int(raw["number"]),
        stands,
        watch_for,
        materials,
        by if isinstance(by, str) else None,
        at if isinstance(at, datetime) else None,
    )


def read_old_note(raw: Raw) -> Version | None:
    """The note of a batch from before there were versions, as its first one; None where there is none."""
    kept = raw.get("handover")
    if hexed(raw["_id"]) is None or not isinstance(kept, dict) or not _text(kept.get("text")):
        return None
    return read_version({"batch": raw["_id"], "number": 1, **kept, "stands": kept["text"]})


def write_version(version: Version, course: str) -> Raw:
    """The document of a version."""
    return {
        "batch": oid(version.batch),
        "course": oid(course),
        "number": version.number,
        "stands": version.stands,
        "watchFor": version.watch_for,
        "materials": version.materials,
        "by": version.by,
        "at": version.at,
    }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
