"""Moments as texts for programs: all in UTC, and all in the same form."""

from datetime import UTC, datetime


def written(at: datetime) -> str:
    """An aware moment, such as 2026-12-07T18:00:00Z."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def period_written(start: datetime, end: datetime) -> str:
    """From a moment to another one, with a slash between them."""
    return f"{written(start)}/{written(end)}"
