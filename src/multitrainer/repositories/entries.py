"""Entries of the migrations' ledger as they can be relied on, whatever people or a later version made of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from multitrainer.domain.errors import LedgerUnreadable
from multitrainer.domain.migrating import State
from multitrainer.migrations import ALL

Raw = dict[str, Any]
Kinds = Mapping[str, type | tuple[type, ...]]

NUMBER = (int, float)

KINDS: Kinds = {
    "until": datetime,
    "at": datetime,
    "appliedAt": datetime,
    "undoneAt": datetime,
    "lastChangeAt": datetime,
    "lastSweepAt": datetime,
    "left": NUMBER,
    "images": NUMBER,
    "state": str,
    "token": dict,
}
OF_A_HOLDER: Kinds = {"host": str, "pid": NUMBER, "since": datetime}
MIGRATIONS = {migration.name for migration in ALL}
STATES = (*State,)


def readable(entry: Raw) -> Raw:
    """An entry without what is not of its kind, so that whoever reads it finds a field right or not at all.

    Raises LedgerUnreadable where the state of a migration is none that there is: nothing can be told or done then.
    """
    if entry["_id"] in MIGRATIONS and entry.get("state") not in STATES:
        raise _unknown(entry["_id"], entry.get("state"))
    return {
        **_of_kinds(entry, KINDS),
        "holders": [_of_kinds(one, OF_A_HOLDER) for one in _listed(entry.get("holders")) if isinstance(one, dict)],
        "counts": _counts(entry.get("counts")),
        "checkpoint": _checkpoint(entry.get("checkpoint")),
    }


def _of_kinds(fields: Raw, kinds: Kinds) -> Raw:
    return {name: value for name, value in fields.items() if isinstance(value, kinds.get(name, object))}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _counts(value: Any) -> Raw | None:
    """What an applied migration came to, if it says how many documents it saw."""
    if not isinstance(value, dict) or not isinstance(value.get("seen"), NUMBER):
        return None
    return {"changed": {}, "aside": {}, **_of_kinds(value, {"changed": dict, "aside": dict})}


def _checkpoint(value: Any) -> Raw | None:
    """Where to go on, if it says behind what: without that everything is walked through again, which changes less."""
    usable = isinstance(value, dict) and "after" in value and isinstance(value.get("seen"), NUMBER)
    return value if usable else None


def _unknown(name: str, state: Any) -> LedgerUnreadable:
    said = "no state" if state is None else f"{state!r}"
    return LedgerUnreadable(
        f"The ledger says {said} of {name}, which this version does not know. Use the version that wrote it; or, if a "
        'person did, set state to "pending" in multitrainer_migrations and run `migrate up`.',
        migration=name,
    )
