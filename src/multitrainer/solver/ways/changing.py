"""A change to a problem, as data: what a way out, or somebody who asks what if, would have otherwise."""

from collections.abc import Hashable, Iterable
from typing import Annotated, TypeVar

from pydantic import Field

from multitrainer.solver.documents.document import Document
from multitrainer.solver.documents.problem import Batch, Link, Pair, Problem, Trainer


class ProblemChange(Document):
    """What is otherwise. Who or what the problem has is replaced, by id; the rest is new."""

    trainers: tuple[Trainer, ...] = ()
    batches: tuple[Batch, ...] = ()
    pairs: Annotated[tuple[Pair, ...], Field(description="Replaced or new, by trainer and batch.")] = ()
    without_links: Annotated[tuple[Link, ...], Field(description="Links that are left out.")] = ()


def changed(problem: Problem, change: ProblemChange) -> Problem:
    """The problem with a change. Whether the result makes sense is for `checking` to say."""
    return problem.model_copy(
        update={
            "trainers": _replaced(((one.id, one) for one in problem.trainers), ((t.id, t) for t in change.trainers)),
            "batches": _replaced(((one.id, one) for one in problem.batches), ((b.id, b) for b in change.batches)),
            "pairs": _replaced(
                (((one.trainer, one.batch), one) for one in problem.pairs),
                (((one.trainer, one.batch), one) for one in change.pairs),
            ),
            "links": tuple(link for link in problem.links if link not in change.without_links),
        }
    )


Key = TypeVar("Key", bound=Hashable)
One = TypeVar("One")


def _replaced(those: Iterable[tuple[Key, One]], by: Iterable[tuple[Key, One]]) -> tuple[One, ...]:
    return tuple({**dict(those), **dict(by)}.values())
