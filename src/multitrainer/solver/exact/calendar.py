"""The minutes that units take of each day and week, as sums for limits."""

from collections import defaultdict
from collections.abc import Mapping

from multitrainer.solver.instances.days import WEEKDAYS, by_day, length
from multitrainer.solver.instances.instance import Instance

Minutes = Mapping[int, int]
"""By unit, where there are any."""


def days_of_units(instance: Instance) -> list[Minutes]:
    """For each day of the week, and each date with what happens every week besides."""
    weekly, dated = _minutes(instance)
    dates = [_sum(weekly[date % WEEKDAYS], minutes) for date, minutes in dated.items()]
    return [*weekly.values(), *dates]


def weeks_of_units(instance: Instance) -> list[Minutes]:
    """For a week without dates, and for each one that has any."""
    weekly, dated = _minutes(instance)
    unscheduled = {u: sum(d.unscheduled for d in days) for u, days in enumerate(instance.days)}
    always = _sum(unscheduled, *weekly.values())
    weeks: dict[int, list[Minutes]] = defaultdict(list)
    for date, minutes in dated.items():
        weeks[date // WEEKDAYS].append(minutes)
    return [always, *(_sum(always, *days) for days in weeks.values())]


def _minutes(instance: Instance) -> tuple[dict[int, Minutes], dict[int, Minutes]]:
    """By day of the week, and by date."""
    weekly: dict[int, dict[int, int]] = {day: {} for day in range(WEEKDAYS)}
    dated: dict[int, dict[int, int]] = defaultdict(dict)
    for u, days in enumerate(instance.days):
        for times, found in zip((weekly, dated), by_day(days), strict=True):
            for day, spans in found.items():
                times[day][u] = length(spans)
    return dict(weekly), dict(dated)


def _sum(*several: Minutes) -> Minutes:
    total: dict[int, int] = defaultdict(int)
    for minutes in several:
        for u, n in minutes.items():
            total[u] += n
    return {u: n for u, n in total.items() if n}
