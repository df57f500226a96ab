"""`migrate enforce`: what is wanted, and what came of it."""

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import Any

from multitrainer.migrating.reports import Ending, Report, number
from multitrainer.migrating.standing import ENFORCING, demand
from multitrainer.services.moving_over.enforcement import Enforced, Standing

Raw = dict[str, Any]


class Wanted(Enum):
    """What `enforce` shall do."""

    LOOK = auto()
    WARNING = auto()
    ERROR = auto()
    OFF = auto()


def enforced(found: Sequence[Enforced], wanted: Wanted, missing: str | None) -> Report:
    """The report. `missing` is a sentence about what has not been moved over yet."""
    lines = [line for one in found for line in (*_stands(one), *_offending(one))]
    lines += [f"{missing} What the old application wrote is of another shape until then."] if missing else []
    ending = Ending.LEFT_OVER if any(one.offenders for one in found) else Ending.DONE
    return Report(lines, {**_data(wanted, [one.as_json() for one in found]), "notMovedOver": missing}, ending)


def taken_off(found: Sequence[Standing]) -> Report:
    """The report of `--off`. Whoever takes validators off does not care who offends."""
    lines = [line for one in found for line in _stands(one)]
    return Report(lines, _data(Wanted.OFF, [*map(demand, found)]))


def _data(wanted: Wanted, collections: list[Raw]) -> Raw:
    return {"command": "enforce", "wanted": wanted.name.lower(), "collections": collections}


def _stands(one: Enforced | Standing) -> Iterator[str]:
    yield f"{one.collection}: {ENFORCING[one.state]}."
    if one.theirs:
        yield "  The institute's own validator stays beside it."


def _offending(one: Enforced) -> Iterator[str]:
    if one.offenders:
        more = ", …" if one.offenders > len(one.samples) else ""
        offending = number(one.offenders, "document is", "documents are")
        yield f"  {offending} of another shape: {', '.join(one.samples)}{more}"
