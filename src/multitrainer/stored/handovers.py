"""Handover notes between their documents and the domain's values."""

from datetime import datetime
from typing import Any

from multitrainer.domain.handovers import Version
from multitrainer.stored.ids import oid

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
