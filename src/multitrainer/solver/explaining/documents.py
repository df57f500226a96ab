"""What is answered to why, who else and what would have to change. docs/planning-explained.md describes every field."""

from typing import Annotated

from pydantic import Field

from multitrainer.solver.documents.document import Document
from multitrainer.solver.documents.objective import Measured, Rule

Differences = Annotated[
    dict[Measured, int],
    Field(description="What each term of the order would be more by; below 0 is better."),
]
Together = Annotated[
    tuple[str, ...], Field(description="Batches that links bind to this one, so that they go where it goes.")
]


class Exchange(Document):
    """Another batch that a trainer would give away in return."""

    batches: tuple[str, ...]
    to: str
    changes: Differences


class Candidate(Document):
    """What it would mean if one trainer took the batch and everybody else kept what they have."""

    trainer: str
    is_primary: Annotated[bool, Field(description="Whether they teach it in this plan.")] = False
    forbids: Annotated[Rule | None, Field(description="The first required rule that forbids it.")] = None
    words: Annotated[str | None, Field(description="What that rule comes to here, or what would change.")] = None
    changes: Annotated[Differences | None, Field(description="Null where a rule forbids it.")] = None
    share: Annotated[
        float | None, Field(description="Their load with the batch, in per cent of the capacity; null where forbidden.")
    ] = None
    exchange: Annotated[
        Exchange | None, Field(description="The best exchange of two batches, where the batch alone does not fit.")
    ] = None


class Candidates(Document):
    """Every trainer for one batch: first who can take it, best first; then who can exchange; then who can't."""

    batch: str
    together_with: Together = ()
    primary: str | None
    candidates: tuple[Candidate, ...]


class Alternative(Document):
    """The best that could be done instead."""

    trainer: str
    exchange: Exchange | None = None
    changes: Differences
    words: tuple[str, ...]


class NotTaken(Document):
    """Why one trainer does not have the batch: a rule that forbids it, or the first term that would be worse."""

    trainer: str
    rule: Rule | None = None
    term: Annotated[Measured | None, Field(description="Null where a rule forbids it, and where nothing is lost.")] = (
        None
    )
    words: str


class Explanation(Document):
    """Why one batch has the primary that it has."""

    batch: str
    together_with: Together = ()
    primary: str | None
    spoke_for: Annotated[
        Differences, Field(description="The terms that the best alternative would make worse, and by how much.")
    ]
    alternative: Alternative | None
    others: tuple[NotTaken, ...]
    words: Annotated[tuple[str, ...], Field(description="The same for people, in a few sentences.")]


class Conflict(Document):
    """Batches that can't all be taught, however everything else is planned."""

    batches: tuple[str, ...]
    uncovered: Annotated[tuple[str, ...], Field(description="The batches that nobody teaches for this reason.")]
    trainers: Annotated[tuple[str, ...], Field(description="Whoever may teach any of them.")]
    rules: Annotated[
        tuple[Rule, ...], Field(description="Without any one of these rules, all of these batches could be taught.")
    ]
    is_minimal: Annotated[
        bool, Field(description="Whether it is proved that without any one of the batches the others can be taught.")
    ]
    words: str
