"""Answers of those who are asked to stand in."""

from collections.abc import Collection
from datetime import datetime

from multitrainer.clock import Clock
from multitrainer.database import Database
from multitrainer.database import Session as Transaction
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor, ActorKind
from multitrainer.domain.covers import steps
from multitrainer.domain.covers.states import OfferState
from multitrainer.domain.covers.values import Cover, Offer
from multitrainer.domain.errors import OfferNotFound, OfferNotOpen
from multitrainer.domain.sentences import Sentence
from multitrainer.identity.callers import Caller
from multitrainer.repositories.covers import Covers
from multitrainer.services.changes.tags import Tagged, tagged
from multitrainer.services.covers.changes import Change, CoverChanges
from multitrainer.services.covers.sight import sight
from multitrainer.services.covers.stand_ins import StandIns
from multitrainer.services.covers.views import CoverViews
from multitrainer.services.gate import Gate
from multitrainer.services.permissions import must
from multitrainer.stored.covers import read_cover


class CoverAnswers:
    """Accepting and refusing: whoever is first has the session, and each hears at once what became of it."""

    def __init__(
        self,
        gate: Gate,
        database: Database,
        covers: Covers,
        stand_ins: StandIns,
        changes: CoverChanges,
        views: CoverViews,
        now: Clock,
    ) -> None:
        self._gate = gate
        self._database = database
        self._covers = covers
        self._stand_ins = stand_ins
        self._changes = changes
        self._views = views
        self._now = now

    async def accept(
        self, caller: Caller, cover: str, others: Collection[str] = (), *, asked_at: datetime | None = None
    ) -> Tagged:
        """Take a session, and with it `others` of those that were asked for together; the rest of them is refused.

        Taken already, it is answered as it is. `asked_at` says which question that answers: of one that was made at
        another time, it takes nothing.

        Raises:
            CoverNotFound, OfferNotFound: of `others`, for what was not asked for with it.
            NotAllowed: of a machine, which nobody asks.
            CoverTaken, CoverNotReady, OfferNotOpen, CannotCover: then all stays as it is.
        """
        found = await self._covers.find(cover)
        actor = await self._answering(caller, found)
        if found.substitute != actor.id:
            self._must_be_possible(found, actor.id, asked_at)
        async with self._database.alone_at(f"covering:{actor.id}"):
            return await self._answered(actor, found, {cover, *others}, asked_at)

    async def refuse(
        self, caller: Caller, cover: str, others: Collection[str] = (), *, asked_at: datetime | None = None
    ) -> Tagged:
        """Not take a session, nor `others`; the next one is asked at once. Refused already, it is answered as it is.

        `asked_at` as above.

        Raises CoverNotFound, OfferNotFound, CoverNotReady, OfferNotOpen.
        """
        found = await self._covers.find(cover)
        actor = await self._answering(caller, found)

        async def change(transaction: Transaction) -> Tagged:
            there = await self._covers.several({cover, *others}, transaction)
            left = [one for one in there if not _has_refused(one, actor.id)]
            for one in left:
                _must_be_the_question(one, actor.id, asked_at)
            refused = [Change(one, steps.refuse(one, actor.id, self._now())) for one in left]
            await self._changes.write(actor, Action.ANSWER_COVER, refused, transaction)
            return await self._view(cover, actor, transaction)

        return await self._database.atomically(f"covers:{found.session.trainer}", change)

    async def _answering(self, caller: Caller, found: Cover) -> Actor:
        """Whoever knows of it is let through: `steps` says to people who were not asked what they can do instead."""
        actor = await self._gate.on_cover(caller, Action.READ_COVER, found, found.concerned)
        if actor.kind is ActorKind.MACHINE:
            must(actor, Action.ANSWER_COVER)
        return actor

    async def _answered(self, actor: Actor, found: Cover, taking: Collection[str], asked_at: datetime | None) -> Tagged:
        async def change(transaction: Transaction) -> Tagged:
            there = await self._covers.find(found.id, transaction)
            if there.substitute != actor.id:
                self._must_be_possible(there, actor.id, asked_at)
                together = await self._together(there, actor.id, transaction)
                _must_be_among(taking, together, actor.id)
                answers = await self._answers(together, actor, taking, transaction)
                await self._changes.write(actor, Action.ANSWER_COVER, answers, transaction)
                await self._look_at_others(actor.id, together, taking, transaction)
            return await self._view(found.id, actor, transaction)

        return await self._database.atomically(f"covers:{found.session.trainer}", change)

    def _must_be_possible(self, cover: Cover, trainer: str, asked_at: datetime | None) -> None:
        """Whoever is too late hears so before anything is judged, which takes long. Raises what `accept` raises."""
        _must_be_the_question(cover, trainer, asked_at)
        steps.accept(cover, trainer, self._now(), None)

    async def _together(self, cover: Cover, trainer: str, transaction: Transaction) -> list[Cover]:
        """A cover, and those for which somebody was asked with it and has not answered yet."""
        if (offer := cover.offer_to(trainer)) is None:
            return [cover]
        open_ones = await self._covers.offered_to(trainer, transaction)
        return [cover, *(one for one in open_ones if one.id != cover.id and _is_with(one, offer))]

    async def _answers(
        self, together: list[Cover], actor: Actor, taking: Collection[str], transaction: Transaction
    ) -> list[Change]:
        """Judged by all that they take: two sessions may be more than a day's limit where one is not."""
        wanted = sorted((c.session for c in together if c.id in taking), key=lambda session: session.start)
        against = await self._stand_ins.against(actor.id, wanted, transaction)
        each = {session.id: against for session in wanted}
        found = steps.answer(together, actor.id, each.keys(), self._now(), each)
        return [Change(cover, step) for cover, step in zip(together, found, strict=True)]

    async def _look_at_others(
        self, trainer: str, together: list[Cover], taking: Collection[str], transaction: Transaction
    ) -> None:
        """Whatever else they are asked for at that time they can't take any more, which the search finds."""
        times = [cover.session.when for cover in together if cover.id in taking]
        rest = await self._covers.offered_to(trainer, transaction)
        hit = [one.id for one in rest if any(when.overlaps(*one.session.when) for when in times)]
        await self._covers.look_again(hit, self._now(), transaction)

    async def _view(self, cover: str, actor: Actor, transaction: Transaction) -> Tagged:
        raw = await self._covers.raw(cover, transaction)
        return tagged(await self._views.one(raw, await sight(self._gate, actor, read_cover(raw)), actor.id))


def _is_with(cover: Cover, offer: Offer) -> bool:
    theirs = cover.offer_to(offer.trainer)
    return theirs is not None and theirs.made_at == offer.made_at and cover.id in offer.together


def _must_be_among(taking: Collection[str], together: list[Cover], trainer: str) -> None:
    """Raises OfferNotFound."""
    if strangers := sorted({*taking} - {cover.id for cover in together}):
        raise OfferNotFound(
            Sentence("Not all of these were asked for together with this session, or some are answered already."),
            f"Not asked for together with this session, or answered already: {', '.join(strangers)}.",
            trainer=trainer,
        )


def _must_be_the_question(cover: Cover, trainer: str, asked_at: datetime | None) -> None:
    """Raises OfferNotOpen where somebody was asked anew since."""
    offer = cover.offer_to(trainer)
    if asked_at and offer and offer.made_at != asked_at:
        raise OfferNotOpen(
            Sentence("You were asked for this session again since: answer that."), state=offer.state.value
        )


def _has_refused(cover: Cover, trainer: str) -> bool:
    offer = cover.offer_to(trainer)
    return offer is not None and offer.state is OfferState.REFUSED
