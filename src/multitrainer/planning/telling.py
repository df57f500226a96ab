"""What is asked of a plan that is made, and answered at once or, by `__main__.py`, in a process of its own."""

import orjson

from multitrainer.planning.view import IsOver, Ways, explanation_view, plan_view
from multitrainer.solver.documents.document import Document
from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.documents.solution import Solution


class Question(Document):
    """A plan, and the batch that is asked about; without one, all is told of the plan."""

    problem: Problem
    solution: Solution
    batch: str | None = None


def question(problem: bytes, solution: bytes, batch: str | None = None) -> bytes:
    """The text of a question, from the texts of a problem and a solution."""
    about = orjson.dumps(batch)
    return b'{"problem":%b,"solution":%b,"batch":%b}' % (problem, solution, about)


def answered(text: bytes, ways: Ways, is_over: IsOver = lambda: False) -> bytes:
    """The answer as JSON: `null` where the plan has no such batch.

    `ways` finds ways out, None if not in time; once `is_over` says so, no more reasons are looked for.
    """
    asked = Question.model_validate_json(text)
    if asked.batch is None:
        return orjson.dumps(plan_view(asked.problem, asked.solution, ways, is_over))
    return orjson.dumps(explanation_view(asked.problem, asked.solution, asked.batch))
