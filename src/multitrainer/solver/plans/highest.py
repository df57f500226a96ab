"""The highest load: what it is, and what it leaves everybody."""

from collections.abc import Sequence

from multitrainer.solver.documents.objective import Term
from multitrainer.solver.instances.instance import Instance
from multitrainer.solver.plans.board import Board
from multitrainer.solver.plans.plan import Plan


def highest(plan: Plan) -> int:
    """The value of the term `highestLoad`."""
    return Board(plan, [Term.HIGHEST_LOAD]).values[Term.HIGHEST_LOAD]


def rooms_under(instance: Instance, aim: int, rooms: Sequence[int]) -> list[int]:
    """What everybody may be given, if no load is to be above so many per mille of the capacity."""
    return [
        min(room, aim * instance.capacity[t] // 1000 - instance.elsewhere[t]) for t, room in enumerate(rooms)
    ]  # fmt: skip
