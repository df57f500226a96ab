"""Moments as texts for programs: all in UTC, and all in the same form."""

from datetime import UTC, datetime


def written(at: datetime) -> str:
    """An aware moment, such as 2026-12-07T18:00:00Z; of a second's parts, the milliseconds, as elsewhere in the API."""
    exactly = "milliseconds" if at.microsecond else "seconds"
    return at.astimezone(UTC).isoformat(timespec=exactly).replace("+00:00", "Z")


def period_written(start: datetime, end: datetime) -> str:
    """From a moment to another one, with a slash between them."""
    return f"{written(start)}/{written(end)}"
