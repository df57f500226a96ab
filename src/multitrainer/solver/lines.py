"""What a planning process says on its standard output: one JSON object a line, the last one is the answer."""

from typing import Any

from pydantic import ValidationError

from multitrainer.solver.documents.document import Document
from multitrainer.solver.documents.objective import Measured
from multitrainer.solver.documents.solution import Solution


class Step(Document):
    """How far it is: `limits.Progress`, as JSON."""

    phase: str
    done: float
    values: dict[Measured, int]


class Refusal(Document):
    """Why there is no answer: an error of multitrainer.domain.errors."""

    code: str
    detail: str
    facts: dict[str, Any]


class Line(Document):
    """One line; exactly one of these."""

    heartbeat: float | None = None
    """Seconds since it began, at least every second."""

    progress: Step | None = None
    solution: Solution | None = None
    refusal: Refusal | None = None

    def written(self) -> bytes:
        """With its line break."""
        return self.model_dump_json(by_alias=True, exclude_unset=True).encode() + b"\n"


def read_line(text: bytes) -> Line | None:
    """The line, or None if it is none."""
    try:
        return Line.model_validate_json(text)
    except ValidationError:
        return None
