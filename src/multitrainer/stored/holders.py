"""Who holds an entry of the migrations' ledger."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

Raw = dict[str, Any]


def holder_of(entry: Mapping[str, Any] | None, now: datetime) -> Raw | None:
    """The process that holds an entry: host, pid, since and until when; None where nobody does."""
    if not entry or entry.get("until", now) <= now:
        return None
    return {**last_holder(entry), "until": entry["until"]}


def named(holder: Mapping[str, Any]) -> str:
    """A holder in words."""
    if "pid" not in holder:
        return "a process that the ledger does not name"
    return f"process {holder['pid']} on {holder.get('host', 'an unknown host')}"


def last_holder(entry: Mapping[str, Any] | None) -> Raw:
    """The process that held an entry last, whether it still does or not; empty where the entry names none."""
    holders: list[Raw] = (entry or {}).get("holders") or [{}]
    return holders[-1]
