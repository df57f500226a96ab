"""What is stated of what trainers can do, or a batch asks for; what somebody's hand wrote badly is not stated."""

from typing import Any, NamedTuple

from multitrainer.stored.faults import as_list


class Limits(NamedTuple):
    """The most hours that a trainer teaches; None where nobody has said."""

    daily: float | None
    weekly: float | None


def read_skills(raw: Any) -> frozenset[str]:
    """The names of skills."""
    return frozenset(one for one in as_list(raw) if isinstance(one, str))


def read_limits(raw: Any) -> Limits:
    """A trainer's limits."""
    limits = raw if isinstance(raw, dict) else {}
    return Limits(_hours(limits.get("hoursPerDay")), _hours(limits.get("hoursPerWeek")))


def _hours(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
