"""What clients were told, set against what is there afterwards.

A fact is a true sentence about the data, such as ("primary", batch, trainer). A command claims facts to be so, or not
to be so, once it is accepted. Afterwards each claim of an accepted command must hold, unless another command that
ended after this one began, and so may have come later, can have changed that very fact. And nothing may have changed
that no command can have changed.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from math import inf

ANY = "*"
Fact = tuple[str, str, str]


@dataclass(frozen=True)
class Command:
    """A request, what it claims once accepted, and patterns of the facts that it may change."""

    method: str
    path: str
    body: dict[str, object] | None
    claims: Mapping[Fact, bool]
    may_change: frozenset[Fact]


class Outcome(Enum):
    """What a client learned of its command. Unanswered ones may have had their effect, or may yet have it."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Sent:
    """A command with its outcome, and when it began and ended by one clock."""

    command: Command
    outcome: Outcome
    began: float
    ended: float = inf

    def may_have_changed(self, fact: Fact) -> bool:
        """Whether the fact may be of this command's making."""
        return self.outcome is not Outcome.REFUSED and any(
            all(part in (ANY, name) for part, name in zip(pattern, fact, strict=True))
            for pattern in self.command.may_change
        )


@dataclass
class Ledger:
    """Everything that was sent."""

    sent: list[Sent] = field(default_factory=list)
    _more: asyncio.Event = field(default_factory=asyncio.Event)

    def note(self, sent: Sent) -> None:
        """Write down one command."""
        self.sent.append(sent)
        self._more.set()

    async def has_accepted(self, number: int) -> None:
        """Wait until so many were accepted."""
        while len(self.accepted) < number:
            self._more.clear()
            await self._more.wait()

    @property
    def accepted(self) -> list[Sent]:
        """What was accepted, in the order in which the answers came."""
        return [s for s in self.sent if s.outcome is Outcome.ACCEPTED]

    def lost(self, after: set[Fact]) -> list[str]:
        """The claims that neither hold nor can have been superseded."""
        return [
            f"{sent.command.method} {sent.command.path} {sent.command.body}: {fact} is not {claimed}"
            for sent in self.accepted
            for fact, claimed in sent.command.claims.items()
            if (fact in after) is not claimed and not self._superseded(sent, fact)
        ]

    def visible(self, after: set[Fact]) -> list[Sent]:
        """The accepted commands all of whose claims hold."""
        return [s for s in self.accepted if all((f in after) is claimed for f, claimed in s.command.claims.items())]

    def unexplained(self, before: set[Fact], after: set[Fact], kinds: Iterable[str]) -> list[Fact]:
        """The facts of these kinds that changed although no command can have changed them."""
        changed = (fact for fact in before ^ after if fact[0] in kinds)
        return sorted(fact for fact in changed if not any(s.may_have_changed(fact) for s in self.sent))

    def _superseded(self, earlier: Sent, fact: Fact) -> bool:
        later = (s for s in self.sent if s is not earlier and s.ended > earlier.began)
        return any(s.may_have_changed(fact) for s in later)
