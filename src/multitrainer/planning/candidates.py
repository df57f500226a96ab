"""Who could teach a batch, as things stand today."""

from typing import Any

from multitrainer.domain.errors import MalformedData
from multitrainer.domain.sentences import Sentence
from multitrainer.planning.problem import members, problem_of
from multitrainer.planning.school import School
from multitrainer.schemas.plan_options import PlanOptions
from multitrainer.solver.explaining.explainer import Explainer
from multitrainer.solver.reading.checking import check
from multitrainer.solver.reading.faults import Faults

Raw = dict[str, Any]


def candidates_of(school: School, batch: str) -> Raw:
    """Every trainer of the school for a batch of its own, as it is answered (schemas/candidates.py).

    Raises MalformedData where the batch's course is such that nothing can be planned on it.
    """
    problem = problem_of(school, PlanOptions())
    check(problem, faults := Faults())
    if faults.number:
        raise MalformedData(
            Sentence("Nothing can be planned as things stand. Whoever runs the service can find out what is wrong."),
            f"Nothing can be planned as things stand: {faults.listed[0]}. `multitrainer doctor` names what is wrong.",
            course=school.course_of[batch],
        )
    found = Explainer(problem).candidates(batch).model_dump(mode="json", by_alias=True)
    names, there = {trainer.id: trainer.name for trainer in problem.trainers}, {*members(school)}
    return {
        "batch": batch,
        "name": school.names.get(batch),
        "course": school.course_of[batch],
        "primary": found["primary"],
        "candidates": [
            {**one, "name": names[one["trainer"]], "onCourse": one["trainer"] in there} for one in found["candidates"]
        ],
    }
