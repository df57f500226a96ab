"""What the kinds of proposals have in common: how each is made, applied and taken back."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from multitrainer.domain.actors import Actor
from multitrainer.domain.proposals import ProposalKind, ProposalState
from multitrainer.schemas.proposals import NewProposal
from multitrainer.solver.documents.limits import Progress

Raw = dict[str, Any]
Tell = Callable[[Progress], None]
COLLECTION = "multitrainer_proposals"
PROBLEM, SOLUTION, VIEW = "problem", "solution", "view"
"""The parts of a proposal that are kept: what it is made from, what it comes to, and what is shown of it."""


class Made(NamedTuple):
    """What has been made: its parts, what lists say of it, and why it is no plan, where it is none."""

    parts: Mapping[str, bytes]
    summary: Raw
    error: str | None = None


Making = Callable[[Tell, asyncio.Event], Awaitable[Made]]
"""Makes it, telling how far it is; once the event is set, the best so far will do."""


class Begun(NamedTuple):
    """What a proposal is made from, and how."""

    parts: Mapping[str, bytes]
    make: Making


class Kind(Protocol):
    """What one kind of proposal is. Proposals are handed over as they are kept, once whoever asks may."""

    shown_as: str
    """The field under which its view is answered."""

    async def begin(self, actor: Actor, scope: Sequence[str], new: NewProposal) -> Begun:
        """Read what there is to plan. Writes nothing. Raises what refuses it at once."""

    async def apply(self, actor: Actor, found: Raw) -> None:
        """Do what it says, whole or not at all. Raises ProposalNotReady, PlanOutdated."""

    async def revert(self, actor: Actor, found: Raw) -> None:
        """Undo that, whole or not at all. Raises ProposalNotReady, PlanOutdated."""

    async def mend(self, actor: Actor, found: Raw) -> ProposalState:
        """End what was cut off, forwards or backwards. Raises PlanOutdated where neither can be done."""


Kinds = Mapping[ProposalKind, Kind]


def kind_of(found: Raw) -> ProposalKind:
    """The kind of a proposal as it is kept."""
    return ProposalKind(str(found["kind"]))
