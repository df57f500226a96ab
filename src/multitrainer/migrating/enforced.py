"""`migrate enforce`: what is wanted, and what came of it."""

from collections.abc import Iterator, Sequence
from enum import Enum, auto

from multitrainer.migrating.reports import Ending, Report
from multitrainer.migrating.standing import ENFORCING
from multitrainer.services.enforcement import Enforced


class Wanted(Enum):
    """What `enforce` shall do."""

    LOOK = auto()
    WARNING = auto()
    ERROR = auto()
    OFF = auto()


def enforced(found: Sequence[Enforced], wanted: Wanted) -> Report:
    """The report. Whoever takes validators off does not care who offends."""
    lines = [line for one in found for line in _lines(one)]
    data = {"command": "enforce", "wanted": wanted.name.lower(), "collections": [one.as_json() for one in found]}
    offending = wanted is not Wanted.OFF and any(one.offenders for one in found)
    return Report(lines, data, Ending.LEFT_OVER if offending else Ending.DONE)


def _lines(one: Enforced) -> Iterator[str]:
    yield f"{one.collection}: {ENFORCING[one.state]}."
    if one.theirs:
        yield "  The institute's own validator stays beside it."
    if one.offenders:
        more = ", …" if one.offenders > len(one.samples) else ""
        yield f"  {one.offenders:,} documents are of another shape: {', '.join(one.samples)}{more}"
