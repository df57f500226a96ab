"""`migrate status`: how far everything is, put into words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from multitrainer.domain.migrating import State
from multitrainer.migrating.aside import as_data, line
from multitrainer.migrating.reports import WHERE_LISTED, Report, ending_of, number
from multitrainer.services.moving_over.enforcement import Standing
from multitrainer.services.moving_over.enforcement import State as Enforcing
from multitrainer.stored.holders import holder_of, named

if TYPE_CHECKING:
    from multitrainer.services.moving_over.migrations import Status

Raw = dict[str, Any]
Entry = Mapping[str, Any]

ENFORCING: Mapping[Enforcing, str] = {
    Enforcing.OFF: "nothing is demanded",
    Enforcing.COUNTING: "nothing of ours is demanded: the institute's own validator would have to be weakened to warn",
    Enforcing.WARNING: "the server's log tells of documents of another shape",
    Enforcing.REFUSING: "documents of another shape are refused",
    Enforcing.INTERRUPTED: "putting or taking off the validator was interrupted; repeat the command",
    Enforcing.CHANGED: "the validator was changed by hand",
    Enforcing.ABSENT: "there is no such collection",
}
"""What a collection does, in words."""


SHOWN = ("fence", "checkpoint", "undoneAt", "lastChangeAt", "lastSweepAt")
SHOWN_WHEN = {State.APPLIED: ("counts", "appliedAt"), State.PENDING: ("left",)}
"""What programs are told of an entry of the ledger, where it is there."""


def standing(
    migrations: Sequence[Status],
    sync: Entry,
    validators: Sequence[Standing] | str,
    aside: Sequence[Raw] | None,
    now: datetime,
) -> Report:
    """The report of `status`. `validators` may be words about why they can't be told."""
    lines = [words for one in migrations for words in _migration(one, now)]
    lines += [f"sync: {_sync(sync, now)}", *_demanded(validators)]
    total = sum(one.aside for one in migrations)
    data = {
        "command": "status",
        "migrations": [_as_data(one, now) for one in migrations],
        "sync": {"running": holder_of(sync, now) is not None, **_entry_data(sync, now)},
        "validators": validators if isinstance(validators, str) else [*map(demand, validators)],
    }
    if aside is not None:
        lines += map(line, aside)
        data["setAside"] = [*map(as_data, aside)]
    elif total:
        lines.append(f"{number(total, 'document is', 'documents are')} set aside. {WHERE_LISTED}")
    return Report(lines, data, ending_of(total))


def _migration(one: Status, now: datetime) -> Iterator[str]:
    yield f"{one.migration} ({one.collection}): {_state(one, now)}"
    entry = one.entry
    if checkpoint := entry.get("checkpoint"):
        yield f"  checkpoint: {number(checkpoint['seen'])} in, at {_time(entry.get('at'))}"
    if one.state is State.APPLIED and entry.get("counts"):
        yield f"  {number(entry['counts']['seen'])} verified then"
    if one.state is State.PENDING and entry.get("left"):
        left = number(entry["left"], "document was left as it is", "documents were left as they are")
        yield f"  {left} when it was undone"
    if one.aside:
        yield f"  {number(one.aside)} set aside"


def _state(one: Status, now: datetime) -> str:
    if one.state is State.APPLIED:
        return f"applied, {_time(one.entry.get('appliedAt'))}"
    if holder := holder_of(one.entry, now):
        return f"{one.state}, {_held(holder)}"
    if one.state is State.PENDING:
        return "pending"
    goes_on = "down" if one.state is State.UNDOING else "up"
    return f"{one.state}, interrupted; `multitrainer migrate {goes_on}` goes on where it was"


def _held(holder: Raw) -> str:
    return f"held by {named(holder)} until {_time(holder['until'])} or longer"


def _sync(entry: Entry, now: datetime) -> str:
    times = {"last change": entry.get("lastChangeAt"), "last sweep": entry.get("lastSweepAt")}
    told = [f"{name} {_time(at)}" for name, at in times.items() if at]
    if holder := holder_of(entry, now):
        return ", ".join([f"following since {_time(holder.get('since'))}", _held(holder), *told])
    return ", ".join(["not running", *told])


def _demanded(validators: Sequence[Standing] | str) -> list[str]:
    if isinstance(validators, str):
        return [f"validators: {validators}"]
    return [f"validator of {one.collection}: {ENFORCING[one.state]}" for one in validators]


def demand(one: Standing) -> Raw:
    """Without the offenders, whom nobody has counted here."""
    return {"collection": one.collection, "state": one.state.value, "theirs": one.theirs}


def _as_data(one: Status, now: datetime) -> Raw:
    told = {"migration": one.migration, "collection": one.collection, "state": one.state.value, "aside": one.aside}
    return {**told, **_entry_data(one.entry, now)}


def _entry_data(entry: Entry, now: datetime) -> Raw:
    holder = holder_of(entry, now)
    held = {"heldBy": holder} if holder else {}
    names = (*SHOWN, *SHOWN_WHEN.get(entry.get("state", State.PENDING), ()))
    return {**{name: entry[name] for name in names if entry.get(name) is not None}, **held}


def _time(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S UTC") if at else "a time that the ledger does not say"
