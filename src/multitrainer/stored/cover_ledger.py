"""The ledger of cover and the institute's terms between their documents and the domain's values."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from multitrainer.domain.cover_ledger import EntryKind, LedgerEntry, Term, week_of
from multitrainer.stored.ids import hexed, oid
from multitrainer.stored.reading import SENSELESS, moment, of_collection

Raw = dict[str, Any]


@of_collection("multitrainer_cover_ledger")
def read_entry(raw: Raw) -> LedgerEntry:
    """The value of a stored entry. Raises MalformedData."""
    return LedgerEntry(
        raw["_id"],
        str(oid(str(raw["trainer"]))),
        float(raw["hours"]),
        date.fromisoformat(raw["day"]),
        EntryKind(raw["kind"]),
        hexed(raw.get("cover")),
        moment(raw["at"]),
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
    """The values of stored terms. Those that somebody's hand wrote badly are none."""
    return tuple(term for raw in terms if (term := _term(raw)))


def write_terms(terms: Iterable[Term]) -> list[Raw]:
    """What is stored of terms."""
    return [{"name": one.name, "first": one.first.isoformat(), "last": one.last.isoformat()} for one in terms]


def _term(raw: Any) -> Term | None:
    try:
        return Term(raw["name"], date.fromisoformat(raw["first"]), date.fromisoformat(raw["last"]))
    except SENSELESS:
        return None
