"""The minutes between sessions as an expression."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise

from ortools.sat.python.cp_model import IntVar, LinearExpr

from multitrainer.solver.exact.model import Model, weighted
from multitrainer.solver.instances.days import by_day

Slots = Mapping[tuple[int, int], list[IntVar]]
"""By beginning and end: who could be the reason that somebody is busy then."""


def idle_minutes(model: Model) -> LinearExpr:
    """For each trainer and day: pieces of time with a session before and one after, and none in them."""
    return LinearExpr.sum([_idle(model, slots) for t in model.instance.trainers for slots in _days_of(model, t)])


def _days_of(model: Model, t: int) -> Iterator[Slots]:
    weekly: dict[int, dict[tuple[int, int], list[IntVar]]] = defaultdict(lambda: defaultdict(list))
    dated: dict[int, dict[tuple[int, int], list[IntVar]]] = defaultdict(lambda: defaultdict(list))
    for u, var in model.of[t].items():
        for days, found in zip((weekly, dated), by_day(model.instance.days[u]), strict=True):
            for day, spans in found.items():
                for span in spans:
                    days[day][span.start, span.end].append(var)
    yield from (*weekly.values(), *dated.values())


def _idle(model: Model, slots: Slots) -> LinearExpr:
    pieces = [*pairwise(sorted({minute for slot in slots for minute in slot}))]
    begun = _so_far(model, [[v for (start, _), vs in slots.items() if start == low for v in vs] for low, _ in pieces])
    to_end = [[v for (_, end), vs in slots.items() if end == high for v in vs] for _, high in pieces]
    coming = _so_far(model, to_end[::-1])[::-1]
    waiting = []
    for (low, high), before, after in zip(pieces, begun, coming, strict=True):
        teaching = [v for (start, end), vs in slots.items() if start <= low and high <= end for v in vs]
        idle = model.yes_or_no()
        model.cp.add_bool_or(~before, ~after, *teaching, idle)
        waiting.append((idle, high - low))
    return weighted(waiting)


def _so_far(model: Model, reasons: list[list[IntVar]]) -> list[IntVar]:
    """Whether there has been any reason up to each place."""
    found = [model.yes_or_no() for _ in reasons]
    for here, several in zip(found, reasons, strict=True):
        for reason in several:
            model.cp.add_implication(reason, here)
    for before, after in pairwise(found):
        model.cp.add_implication(before, after)
    return found
