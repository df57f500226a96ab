"""What a plan comes to: batches whose people become others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from multitrainer.domain.people import People
from multitrainer.solver.documents.problem import Problem, Team
from multitrainer.solver.documents.solution import Assignment, Solution


@dataclass(frozen=True, slots=True)
class Move:
    """One batch, with its people before and after."""

    batch: str
    course: str
    before: People
    after: People


def moves_of(problem: Problem, solution: Solution) -> tuple[Move, ...]:
    """All batches whose people are others in the solution than today, in the problem's order."""
    after = {one.batch: people_of(one) for one in solution.people}
    before = {batch.id: people_of(batch.current) for batch in problem.batches}
    return tuple(
        Move(batch.id, batch.course, before[batch.id], after[batch.id])
        for batch in problem.batches
        if after.get(batch.id, before[batch.id]) != before[batch.id]
    )


def reversed_moves(moves: Sequence[Move]) -> tuple[Move, ...]:
    """The same the other way round."""
    return tuple(Move(move.batch, move.course, move.after, move.before) for move in moves)


def by_course(moves: Iterable[Move]) -> dict[str, list[Move]]:
    """The moves of each course."""
    found: dict[str, list[Move]] = {}
    for move in moves:
        found.setdefault(move.course, []).append(move)
    return found


def people_of(team: Team | Assignment) -> People:
    """The people as the school's rules know them."""
    return People(team.primary, team.backup, team.assistants)
