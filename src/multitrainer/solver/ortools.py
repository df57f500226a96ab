"""Whether OR-Tools is there. What needs it lies in `exact/`, and is imported once this has said so."""

from importlib.util import find_spec

from multitrainer.solver.documents.limits import Limits


class ExtraMissing(Exception):
    """Something was demanded that only the extra `solver` can do."""

    def __init__(self) -> None:
        super().__init__(
            "Exact answers need OR-Tools, which is not there: install multitrainer[solver], or do without `exact`."
        )


def is_there() -> bool:
    """Whether the extra is installed."""
    return find_spec("ortools") is not None


def is_wanted(limits: Limits, pairs: int, units: int) -> bool:
    """Whether a problem of this size is to be solved exactly.

    Raises:
        ExtraMissing: it is demanded and can't be done.
    """
    if limits.exact:
        if not is_there():
            raise ExtraMissing
        return True
    return limits.exact is None and units <= MOST_UNITS and pairs <= MOST_PAIRS and is_there()


def can_narrow(limits: Limits, pairs: int) -> bool:
    """Whether what each pair adds to a linear relaxation is worth knowing."""
    in_time = SECONDS_TO_IMPORT + SECONDS_A_PAIR * pairs <= WORTH * limits.seconds
    return limits.exact is not False and pairs <= MOST_TO_NARROW and in_time and is_there()


MOST_UNITS = 120
MOST_PAIRS = 3000
"""Pairs of a unit and a trainer who may teach it. Beyond this little is proved within a minute on two cores."""

MOST_TO_NARROW = 60_000
"""Pairs. The linear relaxation of so many takes seconds."""

SECONDS_TO_IMPORT = 0.4
SECONDS_A_PAIR = 6e-5
"""About what the linear relaxation takes, which nothing can end before."""

WORTH = 0.1
"""Which part of all time that may be."""
