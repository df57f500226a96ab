"""Problems and solutions as they are kept: JSON."""

from multitrainer.planning.moves import Move, moves_of
from multitrainer.solver.documents.document import Document
from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.documents.solution import Solution


def written(document: Document) -> bytes:
    """The JSON of a problem or a solution."""
    return document.model_dump_json(by_alias=True).encode()


def read_plan(problem: bytes, solution: bytes) -> tuple[Problem, tuple[Move, ...]]:
    """What was asked, and what is to change."""
    asked = Problem.model_validate_json(problem)
    return asked, moves_of(asked, Solution.model_validate_json(solution))


def infeasible(solution: Solution) -> str:
    """Why there is no plan, in words."""
    return " ".join(("What is required contradicts itself.", *solution.explanations))
