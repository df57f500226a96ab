"""Covers between their documents and the domain's values."""

from datetime import datetime
from typing import Any

from multitrainer.domain.covers.states import CoverState, OfferState
from multitrainer.domain.covers.tiers import Tier
from multitrainer.domain.covers.values import Cover, Offer
from multitrainer.domain.intervals import Interval
from multitrainer.domain.taught import TaughtSession
from multitrainer.stored.ids import hexed, made_of, oid, oids
from multitrainer.stored.reading import moment, of_collection

Raw = dict[str, Any]


def cover_id(session: TaughtSession) -> str:
    """The id of the search for a session of a trainer, at its time: always the same one."""
    return str(made_of(session.start, session.id, session.trainer, session.end.isoformat()))


@of_collection("multitrainer_covers")
def read_cover(raw: Raw) -> Cover:
    """The value of a stored cover. Raises MalformedData."""
    moved = raw.get("movedTo")
    return Cover(
        _id(raw["_id"]),
        _session(raw),
        _id(raw["leave"]),
        moment(raw["openedAt"]),
        CoverState(raw["state"]),
        tuple(map(_read_offer, raw["offers"])),
        hexed(raw.get("substitute")),
        int(raw["opening"]),
        raw.get("alone", False),
        hexed(raw.get("combinedWith")),
        Interval(moment(moved["start"]), moment(moved["end"])) if moved else None,
        told_lead_at=_maybe(raw.get("toldLeadAt")),
        told_admin_at=_maybe(raw.get("toldAdminAt")),
        look_at=_maybe(raw.get("lookAt")),
        held=_held(raw.get("report")),
    )


def write_cover(cover: Cover) -> Raw:
    """The document of a cover, but for its report. What is not there is left out."""
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
    session, course, batch, trainer = (_id(raw[name]) for name in ("session", "course", "batch", "trainer"))
    return TaughtSession(session, course, batch, trainer, moment(raw["start"]), moment(raw["end"]))


def _read_offer(raw: Raw) -> Offer:
    return Offer(
        _id(raw["trainer"]),
        Tier(raw["tier"]),
        moment(raw["madeAt"]),
        moment(raw["deadline"]),
        int(raw["opening"]),
        tuple(map(_id, raw["together"])),
        OfferState(raw["state"]),
        _maybe(raw.get("answeredAt")),
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


def _held(report: Any) -> bool:
    return not isinstance(report, dict) or report.get("held", True) is not False


def _id(value: Any) -> str:
    return str(oid(str(value)))


def _maybe(value: Any) -> datetime | None:
    return None if value is None else moment(value)


def _oid(value: str | None) -> Any:
    return oid(value) if value else None
