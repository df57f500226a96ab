"""The answer to a planning problem. docs/planning.md describes every field."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from multitrainer.solver.documents.document import Document
from multitrainer.solver.documents.objective import Measured, Rule


class SolutionStatus(StrEnum):
    """What is known of an answer."""

    OPTIMAL = "optimal"
    """Every term is proved to be as good as it gets, in the order that was asked for."""

    FEASIBLE = "feasible"
    """Every required rule holds; better answers may exist."""

    INFEASIBLE = "infeasible"
    """What is required contradicts itself, so that not even an empty plan keeps it. `explanations` say what."""

    CANCELLED = "cancelled"
    """Ended before its time; the best answer so far."""


class Assignment(Document):
    """Who stands on one batch."""

    batch: str
    primary: str | None
    backup: tuple[str, ...] = ()
    assistants: tuple[str, ...] = ()
    changed: Annotated[bool, Field(description="Whether the primary is another than today.")] = False


class TermValue(Document):
    """One line of the objective."""

    term: Measured
    stage: Annotated[int, Field(ge=1, description="Which stage of the order it belongs to.")]
    weight: int
    value: int
    bound: Annotated[int | None, Field(description="No answer that keeps the stages before is below; null: unknown.")]
    gap: Annotated[float | None, Field(description="(value - bound) / max(1, |value|).")]


class Load(Document):
    """What one trainer carries."""

    trainer: str
    batches: int
    hours: Annotated[float, Field(description="Hours a week, what they do elsewhere included.")]
    share: Annotated[float, Field(description="Per cent of the capacity, one decimal.")]
    share_today: Annotated[float, Field(description="The same with today's primaries.")]


class Uncovered(Document):
    """A batch that nobody teaches, and what keeps each trainer from it."""

    batch: str
    forbids: Annotated[
        dict[Rule, tuple[str, ...]], Field(description="The trainers whom each rule is first to forbid.")
    ]


class Solution(Document):
    """Who teaches what, how good that is, and why."""

    status: SolutionStatus
    people: tuple[Assignment, ...]
    terms: tuple[TermValue, ...]
    loads: tuple[Load, ...]
    uncovered: tuple[Uncovered, ...] = ()
    explanations: Annotated[tuple[str, ...], Field(description="Sentences about the plan as a whole.")] = ()
