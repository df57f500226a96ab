"""The ledger of cover and the institute's terms between their documents and the domain's values."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from multitrainer.domain.cover_ledger import EntryKind, LedgerEntry, Term, week_of
from multitrainer.stored.ids import hexed, oid

Raw = dict[str, Any]


def read_entry(raw: Raw) -> LedgerEntry:
    """The value of a stored entry."""
    return LedgerEntry(
        raw["_id"],
        str(raw["trainer"]),
        raw["hours"],
        date.fromisoformat(raw["day"]),
        EntryKind(raw["kind"]),
        hexed(raw.get("cover")),
        raw["at"],
        raw.get("reason"),
        raw.get("by"),
        hexed(raw.get("other")),
        raw.get("corrects"),
    )


def write_entry(entry: LedgerEntry) -> Raw:
    """The document of an entry; what it does not have is left out."""
    maybe = {
        "cover": oid(entry.cover) if entry.cover else None,
        "reason": entry.reason,
        "by": entry.by,
        "other": oid(entry.other) if entry.other else None,
        "corrects": entry.corrects,
    }
    return {
        "_id": entry.id,
        "trainer": oid(entry.trainer),
        "hours": float(entry.hours),
        "day": entry.day.isoformat(),
        "week": week_of(entry.day),
        "kind": entry.kind.value,
        "at": entry.at,
        **{field: value for field, value in maybe.items() if value is not None},
    }


def read_terms(terms: Iterable[Raw]) -> tuple[Term, ...]:
    """The values of stored terms."""
    return tuple(Term(t["name"], date.fromisoformat(t["first"]), date.fromisoformat(t["last"])) for t in terms)


def write_terms(terms: Iterable[Term]) -> list[Raw]:
    """What is stored of terms."""
    return [{"name": one.name, "first": one.first.isoformat(), "last": one.last.isoformat()} for one in terms]
