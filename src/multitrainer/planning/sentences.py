"""What is worth saying of a plan as a whole, besides what the solver says."""

from collections.abc import Iterator
from math import floor

from multitrainer.domain.roster import Role, Status
from multitrainer.solver.problem import Batch, Problem, Trainer
from multitrainer.solver.solution import Solution


def sentences(problem: Problem, solution: Solution) -> Iterator[str]:
    """Why leads teach, where the assistants' hours alone prove that they have to."""
    primary = {one.batch: one.primary for one in solution.people}
    for course in dict.fromkeys(batch.course for batch in problem.batches):
        batches = [batch for batch in problem.batches if batch.course == course]
        leads = {trainer.id for trainer in problem.trainers if _is(trainer, Role.LEAD, course)}
        led = [batch for batch in batches if primary.get(batch.id) in leads]
        assistants = [trainer for trainer in problem.trainers if _is(trainer, Role.ASSISTANT, course)]
        most = sum(_most(trainer, batches) for trainer in assistants)
        if led and assistants and most < len(batches):
            yield _words(assistants, most, batches, led)


def _is(trainer: Trainer, role: Role, course: str) -> bool:
    return trainer.status is Status.ACTIVE and (trainer.roles or {}).get(course) is role


def _most(trainer: Trainer, batches: list[Batch]) -> int:
    """How many of the smallest batches fit into their week: nobody can have more."""
    smallest = min(batch.hours for batch in batches)
    return max(0, min(len(batches), floor((trainer.capacity - trainer.load) / smallest + 1e-9)))


def _words(assistants: list[Trainer], most: int, batches: list[Batch], led: list[Batch]) -> str:
    each = {_most(trainer, batches) for trainer in assistants}
    at = f" at {each.pop()} batches each" if len(each) == 1 else ""
    rest = "1 batch is" if len(led) == 1 else f"{len(led)} batches are"
    return (
        f"{len(assistants)} assistants{at} cannot cover {len(batches)} batches: their hours are enough for {most}. "
        f"So {rest} taught by leads."
    )
