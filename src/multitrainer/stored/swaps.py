"""Swaps between their documents and the domain's values."""

from typing import Any

from multitrainer.domain.swaps import Swap, SwapState
from multitrainer.domain.taught import TaughtSession
from multitrainer.stored.ids import oid, oids
from multitrainer.stored.reading import moment, of_collection

Raw = dict[str, Any]


@of_collection("multitrainer_swaps")
def read_swap(raw: Raw) -> Swap:
    """The value of a stored swap. Raises MalformedData."""
    return Swap(
        str(oid(str(raw["_id"]))),
        _read_side(raw["one"]),
        _read_side(raw["other"]),
        raw["by"],
        frozenset(map(str, raw["confirmed"])),
        SwapState(raw["state"]),
        raw.get("lookAt"),
        raw.get("note", ""),
    )


def write_swap(swap: Swap) -> Raw:
    """The document of a swap. What is not there is left out."""
    sides = (swap.one, swap.other)
    until = {"live": oids([side.id for side in sides]), "lookAt": swap.look_at} if swap.look_at else {}
    return {
        "_id": oid(swap.id),
        "one": _write_side(swap.one),
        "other": _write_side(swap.other),
        "by": swap.by,
        "confirmed": oids(sorted(swap.confirmed)),
        "state": swap.state.value,
        "note": swap.note,
        "trainers": oids([*swap.trainers]),
        "courses": oids([*dict.fromkeys(side.course for side in sides)]),
        **until,
    }


def _read_side(raw: Raw) -> TaughtSession:
    session, course, batch, trainer = (str(oid(str(raw[name]))) for name in ("session", "course", "batch", "trainer"))
    return TaughtSession(session, course, batch, trainer, moment(raw["start"]), moment(raw["end"]))


def _write_side(side: TaughtSession) -> Raw:
    ids = {"session": side.id, "course": side.course, "batch": side.batch, "trainer": side.trainer}
    return {**{name: oid(id_) for name, id_ in ids.items()}, "start": side.start, "end": side.end}
