"""Small problems in few words, and plans for them as people would write them."""

from typing import Any

from multitrainer.domain.roster import Role
from multitrainer.domain.week import Day
from multitrainer.solver.documents.intervals import Weekly
from multitrainer.solver.documents.problem import Batch, Problem, Team, Trainer
from multitrainer.solver.documents.solution import Assignment, Solution, SolutionStatus
from multitrainer.solver.explaining.drawn import drawn
from multitrainer.solver.instances.instance import compiled
from multitrainer.solver.plans.plan import Plan


def trainer(of: str, /, **more: Any) -> Trainer:
    """Somebody who may teach 20 hours."""
    return Trainer(id=of, **{"capacity": 20, **more})


def batch(of: str, /, **more: Any) -> Batch:
    """A batch of five hours."""
    return Batch(id=of, **{"course": "German", "hours": 5, **more})


def taught_by(name: str | None, batch: str, **more: Any) -> Batch:
    """The same with a primary of today."""
    return Batch(id=batch, current=Team(primary=name), **{"course": "German", "hours": 5, **more})


def weekly(day: Day, start: str, end: str) -> Weekly:
    """The same time every week."""
    return Weekly(day=day, start=start, end=end)


TUESDAY_EVENING = weekly(Day.TUESDAY, "18:00", "19:30")


def problem(*of: Trainer | Batch, **more: Any) -> Problem:
    """Trainers and batches, in any order."""
    trainers = tuple(one for one in of if isinstance(one, Trainer))
    return Problem(trainers=trainers, batches=tuple(one for one in of if isinstance(one, Batch)), **more)


def solution(of: Problem, **primaries: str) -> Solution:
    """The plan in which these teach these batches, and nobody the others."""
    people = tuple(Assignment(batch=one.id, primary=primaries.get(one.id)) for one in of.batches)
    return Solution(status=SolutionStatus.FEASIBLE, people=people, terms=(), loads=())


def plan(of: Problem, **primaries: str) -> Plan:
    """The same in numbers."""
    return drawn(compiled(of), {b: Team(primary=t) for b, t in primaries.items()})[0]


def scenario_2() -> Problem:
    """25 batches, eight assistants with 15 hours each, two leads and three substitutes."""
    team = [trainer(f"Assistant {n}", capacity=15, roles={"English": Role.ASSISTANT}) for n in range(1, 9)]
    team += [trainer(name, roles={"English": Role.LEAD}) for name in ("Smith", "Johnson")]
    team += [trainer(f"Substitute {n}", roles={"English": Role.SUBSTITUTE}) for n in range(1, 4)]
    return problem(*team, *(batch(f"B{n}", course="English") for n in range(1, 26)))
