"""Problems of which it is known how good an answer can be."""

from dataclasses import dataclass

from multitrainer.solver.documents.objective import Stage, Term
from multitrainer.solver.documents.problem import Problem

SCALE_OF_PREFERENCES = 100


@dataclass(frozen=True)
class Known:
    """A problem, the term that it is about, and the best value known, or a bound if that isn't known to be reached."""

    name: str
    problem: Problem
    term: Term
    best: int
    source: str


def only(term: Term) -> tuple[Stage, ...]:
    """Cover everything, then this."""
    return Stage(terms={Term.UNCOVERED: 1}), Stage(terms={term: 1})
