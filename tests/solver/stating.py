"""Problems and solutions as people write them, in few words."""

import json
from typing import Any

from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.documents.solution import Assignment
from multitrainer.solver.reading.texts import read_problem

Json = dict[str, Any]


def trainer(of: str, /, **more: Any) -> Json:
    return {"id": of, "capacity": 20, **more}


def batch(of: str, /, **more: Any) -> Json:
    return {"id": of, "course": "German A1", "hours": 5, **more}


def weekly(day: str, start: str, end: str) -> Json:
    return {"day": day, "start": start, "end": end}


def dated(start: str, end: str) -> Json:
    return {"start": start, "end": end}


def stated(**problem: Any) -> Json:
    """A problem of two trainers and two batches, unless others are given."""
    people = {"trainers": [trainer("John"), trainer("Maria")], "batches": [batch("B1"), batch("B2")]}
    return {**people, **problem}


def endless() -> Json:
    """A problem of which nobody proves within minutes that an answer is the best. The first answer comes at once."""
    trainers = [trainer(f"T{n}", capacity=40 + 7 * n % 11) for n in range(40)]
    batches = [batch(f"B{n}", hours=1 + 37 * n % 23 / 4) for n in range(150)]
    costs = [{"trainer": f"T{13 * n % 40}", "batch": f"B{n // 2}", "cost": n % 17} for n in range(300)]
    return stated(trainers=trainers, batches=batches, pairs=costs)


def problem(**given: Any) -> Problem:
    return read_problem(json.dumps(stated(**given)).encode())


def taught(**primary: str | None) -> tuple[Assignment, ...]:
    """Who teaches what, and nothing else of it."""
    return tuple(Assignment(batch=name, primary=trainer) for name, trainer in primary.items())
