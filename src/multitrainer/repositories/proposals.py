"""Proposals as they are kept: how far each is, and in parts what it was made from and came to."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from bson import ObjectId

from multitrainer import leases
from multitrainer.clock import Clock
from multitrainer.database import Outdated, Session
from multitrainer.documents import ProposalDocument, ProposalPart
from multitrainer.domain.errors import Contended, PlanRunning, ProposalHalfApplied, ProposalNotFound
from multitrainer.domain.proposals import HALF_WAY, IN_WORK, SENTENCES, ProposalState, Step
from multitrainer.domain.sentences import Sentence
from multitrainer.repositories.pages import Paged, before, paged
from multitrainer.stored.ids import oid

Raw = dict[str, Any]

PIECE_BYTES = 8 * 2**20
"""Far enough below the 16 MB that a document may have."""

SILENCE = timedelta(seconds=30)
"""Whoever works at a proposal tells so far more often: after this nobody does any more."""

STARTING = "proposals"
"""The lease under which proposals begin to be made or, without transactions, to be applied or reverted: of two for the
same course the second finds the first."""


class Proposals:
    """Reads and writes proposals. What somebody works at stands under its state: whoever is too late meets Outdated."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def start(self, proposal: Raw) -> bool:
        """Keep a proposal that is running from now on. Returns False where an earlier try has kept one of its id.

        Raises PlanRunning while another one plans some of its courses, and ProposalHalfApplied.
        """
        now = self._clock()
        new = {**proposal, "state": ProposalState.RUNNING.value, "made_at": now, "beat_at": now, "cancel": False}
        async with _one_by_one():
            if await ProposalDocument.get_motor_collection().find_one({"_id": new["_id"]}, {"_id": 1}):
                return False
            await self._must_be_free(new)
            await ProposalDocument.get_motor_collection().insert_one(new)
        return True

    async def find(self, proposal: str, session: Session = None) -> Raw:
        """One proposal as it is kept; `interrupted` once nobody has worked at it for long. Raises ProposalNotFound."""
        found = await ProposalDocument.get_motor_collection().find_one({"_id": oid(proposal)}, session=session)
        if found is None:
            raise no_proposal(proposal)
        return self._as_it_is(found)

    async def page(self, cursor: str | None, limit: int, courses: Collection[str] | None = None) -> Paged:
        """The newest first, of all courses or of some. Raises InvalidInput for a foreign cursor."""
        match: Raw = {"_id": ids} if (ids := before(cursor)) else {}
        if courses is not None:
            match["courses"] = {"$in": [oid(course) for course in courses]}
        found = ProposalDocument.get_motor_collection().find(match).sort("_id", -1).limit(limit + 1)
        return paged([self._as_it_is(one) for one in await found.to_list(None)], limit)

    async def ready(self, limit: int) -> list[Raw]:
        """Those that wait to be applied, the newest first."""
        wait = {"state": ProposalState.READY.value}
        found = ProposalDocument.get_motor_collection().find(wait).sort("_id", -1).limit(limit)
        return list(await found.to_list(None))

    async def beat(self, proposal: str, progress: Mapping[str, Any]) -> bool:
        """Tell that somebody works at it and how far it is. Returns whether the best so far will do, or is too late."""
        running = {"_id": oid(proposal), "state": ProposalState.RUNNING.value}
        change = {"$set": {"beat_at": self._clock(), "progress": dict(progress)}}
        await ProposalDocument.get_motor_collection().update_one(running, change)
        found = await ProposalDocument.get_motor_collection().find_one(running, {"cancel": 1})
        return found is None or bool(found.get("cancel"))

    async def cancel(self, proposal: str) -> None:
        """The best so far will do."""
        running = {"_id": oid(proposal), "state": ProposalState.RUNNING.value}
        await ProposalDocument.get_motor_collection().update_one(running, {"$set": {"cancel": True}})

    async def move(
        self, proposal: str, was: ProposalState, to: ProposalState, session: Session = None, **also: Any
    ) -> None:
        """Bring a proposal from one state to another, with what else is to be kept of it. Raises Outdated."""
        now = self._clock()
        fields: Raw = {"state": to.value, "beat_at": now, **also}
        if to not in IN_WORK:
            fields["ended_at"] = now
        still = {"_id": oid(proposal), "state": was.value}
        done = await ProposalDocument.get_motor_collection().update_one(still, {"$set": fields}, session=session)
        if not done.matched_count:
            raise Outdated

    async def enter(self, proposal: Raw, step: Step) -> None:
        """Begin a step that is taken without transactions. Raises Outdated, ProposalHalfApplied."""
        async with _one_by_one():
            await self.must_be_alone(proposal)
            await self.move(str(proposal["_id"]), step.was, step.over)

    async def must_be_alone(self, proposal: Raw, session: Session = None) -> None:
        """Raises ProposalHalfApplied where another one is applied or reverted in part on some of its courses."""
        for other in await self._in_work([state.value for state in HALF_WAY], session):
            if other["_id"] != proposal["_id"] and {*other["courses"]} & {*proposal["courses"]}:
                raise ProposalHalfApplied(*self._half_way(other), proposal=str(other["_id"]))

    async def alive(self, proposal: str) -> None:
        """Tell that somebody still applies or reverts it."""
        change = {"$set": {"beat_at": self._clock()}}
        await ProposalDocument.get_motor_collection().update_one({"_id": oid(proposal)}, change)

    async def abandoned(self) -> list[Raw]:
        """Those that somebody worked at and does no more, as they are kept."""
        found = await self._in_work([state.value for state in IN_WORK])
        return [one for one in found if self._is_silent(one)]

    async def at_work(self) -> list[tuple[Raw, timedelta]]:
        """Those that are applied or reverted in part, perhaps still, and how long to wait until that is known."""
        found = await self._in_work([state.value for state in HALF_WAY])
        return [(one, one["beat_at"] + SILENCE - self._clock()) for one in found if not self._is_silent(one)]

    async def delete(self, proposal: str) -> None:
        """Delete a proposal, and before it its parts."""
        await ProposalPart.get_motor_collection().delete_many({"proposal": oid(proposal)})
        await ProposalDocument.get_motor_collection().delete_one({"_id": oid(proposal)})

    async def keep(self, proposal: str, part: str, data: bytes) -> None:
        """Keep a part of a proposal."""
        packed = await asyncio.to_thread(zlib.compress, data, 6)
        pieces = [packed[at : at + PIECE_BYTES] for at in range(0, len(packed), PIECE_BYTES)]
        for n, piece in enumerate(pieces):
            place = {"proposal": oid(proposal), "part": part, "n": n}
            await ProposalPart.get_motor_collection().update_one(place, {"$set": {"data": piece}}, upsert=True)

    async def part(self, proposal: str, part: str, session: Session = None) -> bytes | None:
        """A part of a proposal; None where there is none."""
        place = {"proposal": oid(proposal), "part": part}
        found = ProposalPart.get_motor_collection().find(place, session=session).sort("n", 1)
        pieces = [one["data"] for one in await found.to_list(None)]
        return await asyncio.to_thread(zlib.decompress, b"".join(pieces)) if pieces else None

    async def _must_be_free(self, new: Raw) -> None:
        await self.must_be_alone(new)
        for other in await self._in_work([ProposalState.RUNNING.value]):
            if not self._is_silent(other) and {*other["courses"]} & {*new["courses"]}:
                raise PlanRunning(
                    Sentence(
                        "Another proposal is being made for some of these courses. Wait until it is ready, or cancel "
                        "it."
                    ),
                    f"Proposal {other['_id']} is being made for some of these courses. Wait until it is ready, or "
                    "cancel it.",
                    proposal=str(other["_id"]),
                )

    async def _in_work(self, states: list[str], session: Session = None) -> list[Raw]:
        found = ProposalDocument.get_motor_collection().find({"state": {"$in": states}}, session=session)
        return list(await found.to_list(None))

    def _as_it_is(self, found: Raw) -> Raw:
        is_over = found["state"] == ProposalState.RUNNING.value and self._is_silent(found)
        return {**found, "state": ProposalState.INTERRUPTED.value} if is_over else dict(found)

    def _half_way(self, found: Raw) -> tuple[Sentence, str]:
        state = ProposalState(found["state"])
        if not self._is_silent(found):
            words = Sentence(
                "Another proposal {stands} on some of these courses. Try again in a minute.", stands=SENTENCES[state]
            )
            return words, f"Proposal {found['_id']} {SENTENCES[state]} on some of these courses. Try again in a minute."
        return (
            Sentence(
                "Another proposal for some of these courses was cut off half-way. Whoever runs the service can end it."
            ),
            f"Proposal {found['_id']} was cut off while it was {state} on some of these courses. End it first: "
            "`multitrainer doctor --repair`.",
        )

    def _is_silent(self, found: Raw) -> bool:
        beat = found.get("beat_at")
        return not isinstance(beat, datetime) or beat < self._clock() - SILENCE


@asynccontextmanager
async def _one_by_one() -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(leases.held(STARTING))
        except TimeoutError:
            raise Contended(Sentence("Another service has been starting proposals for long. Try again.")) from None
        yield


def no_proposal(proposal: str) -> ProposalNotFound:
    """What is said where there is no such proposal, or none that whoever asks may know of."""
    return ProposalNotFound(
        Sentence("There is no such proposal."), f"There is no proposal {proposal}.", proposal=proposal
    )


def of_courses(courses: Collection[str]) -> list[ObjectId]:
    """The courses of a proposal as they are kept."""
    return [oid(course) for course in courses]
