"""What a question to stand in is by now, to whoever was asked it."""

from datetime import datetime
from enum import StrEnum

from multitrainer.domain.covers.states import CoverState, OfferState
from multitrainer.domain.covers.steps import HAS_SOMEBODY
from multitrainer.domain.covers.values import Cover, Offer


class Standing(StrEnum):
    """How an offer stands; the first that holds, of several, says most."""

    OPEN = "open"
    HELD = "held"
    """They have the session."""
    GIVEN_BACK = "given-back"
    REFUSED = "refused"
    TAKEN = "taken"
    """Somebody else has it."""
    AGAIN = "again"
    """They were asked anew, and may answer that."""
    EXPIRED = "expired"
    NOT_NEEDED = "not-needed"


def standing(cover: Cover, trainer: str, made_at: datetime, now: datetime) -> Standing:
    """How the offer that was made to somebody at a time stands."""
    offer = next((one for one in reversed(cover.offers) if one.trainer == trainer and one.made_at == made_at), None)
    if cover.substitute == trainer:
        return Standing.HELD
    if offer is None:
        return Standing.NOT_NEEDED
    if _is_asked_anew(cover, offer, now):
        return Standing.AGAIN
    if offer.state is OfferState.RELEASED:
        return Standing.GIVEN_BACK
    if offer.state is OfferState.REFUSED:
        return Standing.REFUSED
    return _unanswered(cover, offer, now)


def _is_asked_anew(cover: Cover, offer: Offer, now: datetime) -> bool:
    last = cover.offer_to(offer.trainer)
    return last is not None and last is not offer and cover.state is CoverState.SEARCHING and last.is_open(now)


def _unanswered(cover: Cover, offer: Offer, now: datetime) -> Standing:
    if cover.state in HAS_SOMEBODY:
        return Standing.TAKEN
    if cover.state not in {CoverState.SEARCHING, CoverState.EXHAUSTED} or offer.state is OfferState.WITHDRAWN:
        return Standing.NOT_NEEDED
    return Standing.OPEN if cover.state is CoverState.SEARCHING and offer.is_open(now) else Standing.EXPIRED
