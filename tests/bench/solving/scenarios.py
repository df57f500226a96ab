"""The two examples that the project began with: German A1 with one lead, and English B2 with two."""

from multitrainer.domain.roster import Role
from multitrainer.solver.documents.problem import Batch, Problem, Trainer

HOURS = 5.0


def german_a1() -> Problem:
    """Twelve batches, a lead and three assistants."""
    people = {"Sarah": Role.LEAD, "John": Role.ASSISTANT, "Maria": Role.ASSISTANT, "Alex": Role.ASSISTANT}
    trainers = (_trainer("German A1", name, role, 20.0) for name, role in people.items())
    return Problem(trainers=tuple(trainers), batches=_batches("German A1", 12, 25))


def english_b2() -> Problem:
    """Twenty-five batches, two leads, eight assistants of 15 hours, who together can take 24, and three substitutes."""
    course = "English B2"
    leads = [_trainer(course, name, Role.LEAD, 20.0) for name in ("Smith", "Johnson")]
    assistants = [_trainer(course, f"Assistant {number}", Role.ASSISTANT, 15.0) for number in range(1, 9)]
    substitutes = [_trainer(course, f"Substitute {number}", Role.SUBSTITUTE, 20.0) for number in range(1, 4)]
    return Problem(trainers=(*leads, *assistants, *substitutes), batches=_batches(course, 25, 20))


def _trainer(course: str, name: str, role: Role, capacity: float) -> Trainer:
    return Trainer(id=name, capacity=capacity, roles={course: role})


def _batches(course: str, many: int, students: int) -> tuple[Batch, ...]:
    numbers = range(1, many + 1)
    return tuple(Batch(id=f"Batch {number}", course=course, hours=HOURS, students=students) for number in numbers)
