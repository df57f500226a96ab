"""A search for cover, the offers in it, and what it tells to whom."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from multitrainer.domain.covers.states import CoverState, OfferState
from multitrainer.domain.covers.tiers import Tier
from multitrainer.domain.intervals import Interval
from multitrainer.domain.taught import TaughtSession


@dataclass(frozen=True, slots=True)
class Offer:
    """One person is asked, from `made_at` until just before `deadline` (aware, in UTC), in one opening of the search.

    `together` are the covers that they were asked for in one question, this one among them.
    """

    trainer: str
    tier: Tier
    made_at: datetime
    deadline: datetime
    opening: int
    together: tuple[str, ...]
    state: OfferState = OfferState.OPEN
    answered_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be answered."""
        return self.state is OfferState.OPEN and now < self.deadline


@dataclass(frozen=True, slots=True)
class Cover:
    """The search for somebody to take one session of one leave, and its result.

    `substitute` is who takes the session; `opening` counts how often the search began; `alone` says that nobody could
    take the session together with its neighbours. `combined_with` is the batch whose session the students join,
    `moved_to` the session's other time (in UTC). `look_at` is when time changes something next (aware, in UTC), None
    when it changes nothing. `held` is whether the session took place, as far as anybody has reported.
    """

    id: str
    session: TaughtSession
    leave: str
    opened_at: datetime
    state: CoverState = CoverState.SEARCHING
    offers: tuple[Offer, ...] = ()
    substitute: str | None = None
    opening: int = 1
    alone: bool = False
    combined_with: str | None = None
    moved_to: Interval | None = None
    told_lead_at: datetime | None = None
    told_admin_at: datetime | None = None
    look_at: datetime | None = None
    held: bool = True

    @property
    def open_offers(self) -> tuple[Offer, ...]:
        """Those not yet answered, run out or taken back."""
        return tuple(offer for offer in self.offers if offer.state is OfferState.OPEN)

    @property
    def asked(self) -> frozenset[str]:
        """Who is not asked again in this opening: who was already, and who gave the session back ever."""
        return frozenset(
            offer.trainer
            for offer in self.offers
            if offer.opening == self.opening or offer.state is OfferState.RELEASED
        )

    @property
    def asked_before(self) -> frozenset[str]:
        """Whoever was asked in any opening."""
        return frozenset(offer.trainer for offer in self.offers)

    @property
    def concerned(self) -> frozenset[str]:
        """Whoever knows of it: who is away, and who was asked."""
        return self.asked_before | {self.session.trainer}

    def offer_to(self, trainer: str) -> Offer | None:
        """The last one to somebody."""
        return next((offer for offer in reversed(self.offers) if offer.trainer == trainer), None)


class EffectKind(StrEnum):
    """What is to be told, and to whom."""

    ASKED = "asked"
    """A trainer, until when to answer."""
    OFFER_EXPIRED = "offer-expired"
    """A trainer: their time to answer is over."""
    OFFER_WITHDRAWN = "offer-withdrawn"
    """A trainer who was asked: they need not answer any more."""
    TAKEN = "taken"
    """A trainer who has the session now."""
    FOUND = "found"
    """Whoever is away, and the batch's lead: who takes it."""
    SEARCHED_AGAIN = "searched-again"
    """Whoever is away, and the batch's lead: who had taken it gave it back."""
    RELIEVED = "relieved"
    """A trainer who had the session, and has it no more."""
    GIVEN_BACK = "given-back"
    """Whoever was away: the session is theirs again."""
    TELL_LEAD = "tell-lead"
    """The batch's lead: nobody was found. With the ways out."""
    TELL_ADMIN = "tell-admin"
    """An admin: the same, and the lead has found no way out in time."""
    TELL_STUDENTS = "tell-students"
    """The students' contacts: the session is cancelled, combined or moved."""
    HELD = "held"
    """A trainer: the session is over, write a short report. The ledger counts it."""


class Effect(NamedTuple):
    """Something to be told of one cover. `trainer` is whom it is about, `until` when an answer is due, in UTC."""

    kind: EffectKind
    cover: str
    trainer: str | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class CoverStep:
    """A cover after something happened, and what is to be told of that."""

    cover: Cover
    effects: tuple[Effect, ...] = field(default=())
