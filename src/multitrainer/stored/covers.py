"""Covers between their documents and the domain's values."""

from datetime import datetime
from typing import Any

from multitrainer.domain.covers.states import CoverState, OfferState
from multitrainer.domain.covers.tiers import Tier
from multitrainer.domain.covers.values import Cover, Offer
from multitrainer.domain.intervals import Interval
from multitrainer.domain.taught import TaughtSession
from multitrainer.stored.ids import hexed, made_of, oid, oids

Raw = dict[str, Any]


def cover_id(session: TaughtSession) -> str:
    """The id of the search for a session of a trainer, at its time: always the same one."""
    return str(made_of(session.start, session.id, session.trainer, session.end.isoformat()))


def read_cover(raw: Raw) -> Cover:
    """The value of a stored cover."""
    moved = raw.get("movedTo")
    return Cover(
        str(raw["_id"]),
        _session(raw),
        str(raw["leave"]),
        raw["openedAt"],
        CoverState(raw["state"]),
        tuple(map(_read_offer, raw["offers"])),
        hexed(raw.get("substitute")),
        raw["opening"],
        raw.get("alone", False),
        hexed(raw.get("combinedWith")),
        Interval(moved["start"], moved["end"]) if moved else None,
        raw.get("toldLeadAt"),
        raw.get("toldAdminAt"),
        raw.get("lookAt"),
    )


def write_cover(cover: Cover) -> Raw:
    """The document of a cover. What is not there is left out."""
    session, moved = cover.session, cover.moved_to
    fields = {
        "_id": oid(cover.id),
        "session": oid(session.id),
        "course": oid(session.course),
        "batch": oid(session.batch),
        "trainer": oid(session.trainer),
        "leave": oid(cover.leave),
        "start": session.start,
        "end": session.end,
        "state": cover.state.value,
        "openedAt": cover.opened_at,
        "opening": cover.opening,
        "offers": [*map(_write_offer, cover.offers)],
        "openTo": [oid(offer.trainer) for offer in cover.open_offers] or None,
        "substitute": _oid(cover.substitute),
        "alone": cover.alone,
        "combinedWith": _oid(cover.combined_with),
        "movedTo": moved._asdict() if moved else None,
        "toldLeadAt": cover.told_lead_at,
        "toldAdminAt": cover.told_admin_at,
        "lookAt": cover.look_at,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _session(raw: Raw) -> TaughtSession:
    session, course, batch, trainer = (str(raw[name]) for name in ("session", "course", "batch", "trainer"))
    return TaughtSession(session, course, batch, trainer, raw["start"], raw["end"])


def _read_offer(raw: Raw) -> Offer:
    answered: datetime | None = raw.get("answeredAt")
    return Offer(
        str(raw["trainer"]),
        Tier(raw["tier"]),
        raw["madeAt"],
        raw["deadline"],
        raw["opening"],
        tuple(map(str, raw["together"])),
        OfferState(raw["state"]),
        answered,
    )


def _write_offer(offer: Offer) -> Raw:
    return {
        "trainer": oid(offer.trainer),
        "tier": offer.tier.value,
        "madeAt": offer.made_at,
        "deadline": offer.deadline,
        "opening": offer.opening,
        "together": oids([*offer.together]),
        "state": offer.state.value,
        **({"answeredAt": offer.answered_at} if offer.answered_at else {}),
    }


def _oid(value: str | None) -> Any:
    return oid(value) if value else None
