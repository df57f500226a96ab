"""Brings the highest load down with few moves: whoever has too much hands on, by the shortest chains."""

from collections.abc import Sequence

from multitrainer.solver.board import Board
from multitrainer.solver.chains import Wanted, shortest
from multitrainer.solver.instance import Instance
from multitrainer.solver.limits import Budget
from multitrainer.solver.objective import Term
from multitrainer.solver.plan import Plan


def level(plan: Plan, least: int, wanted: Wanted, budget: Budget) -> None:
    """Make the highest load as low as chains can, by halving what lies between the least there can be and what is."""
    low, high = least, highest(plan)
    while low < high and not budget.is_spent:
        aim = (low + high) // 2
        if levelled(plan, aim, wanted):
            high = min(aim, highest(plan))
        else:
            low = aim + 1


def levelled(plan: Plan, aim: int, wanted: Wanted) -> bool:
    """Bring every load down to an aim in per mille, or leave the plan as it was."""
    before, rooms = [*plan.primary], plan.room
    plan.room = rooms_under(plan.instance, aim, rooms)
    done = all(_relieved(plan, t, wanted) for t in plan.instance.trainers if plan.taught[t])
    plan.room = rooms
    if not done:
        plan.filled(before)
    return done


def highest(plan: Plan) -> int:
    """The value of the term `highestLoad`."""
    return Board(plan, [Term.HIGHEST_LOAD]).values[Term.HIGHEST_LOAD]


def rooms_under(instance: Instance, aim: int, rooms: Sequence[int]) -> list[int]:
    """What everybody may be given, if no load is to be above so many per mille of the capacity."""
    return [
        min(room, aim * instance.capacity[t] // 1000 - instance.elsewhere[t]) for t, room in enumerate(rooms)
    ]  # fmt: skip


def _relieved(plan: Plan, t: int, wanted: Wanted) -> bool:
    """Take from somebody until they have no more than their room; what is just enough first."""
    while (above := plan.given[t] - plan.room[t]) > 0 and plan.taught[t]:
        minutes_of, pinned = plan.instance.minutes_of, plan.instance.pinned
        units = [u for u in plan.taught[t] if not pinned[u]]
        units.sort(key=lambda u: (minutes_of(u, t) < above, abs(minutes_of(u, t) - above), u))
        moves = next((moves for u in units if (moves := shortest(plan, u, wanted))), None)
        if moves is None:
            return False
        for u, taker in moves:
            plan.give(u, taker)
    return True


def least_highest(instance: Instance) -> int:
    """No plan that covers everything has a lower highest load than this: all hours, on all capacity."""
    hours, capacity = sum(instance.minutes) + sum(instance.elsewhere), sum(instance.capacity)
    return -(-1000 * hours // max(1, capacity))
