"""Who is asked next, and until when: what time does to a search.

The sessions of a block are asked for together. Each look at it lets offers run out, takes back those to people who
can't take the sessions any more, and fills up the wave: so a refusal, or silence, asks the next at once.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from multitrainer.domain.covers.neighbours import Block
from multitrainer.domain.covers.ranking import Candidate, Ranking
from multitrainer.domain.covers.rules import CoverRules
from multitrainer.domain.covers.states import CoverEvent, OfferState, after
from multitrainer.domain.covers.values import Cover, CoverStep, Effect, EffectKind, Offer
from multitrainer.domain.quiet_hours import QuietHours

ENDED = {OfferState.EXPIRED: EffectKind.OFFER_EXPIRED, OfferState.WITHDRAWN: EffectKind.OFFER_WITHDRAWN}


def look(block: Block, ranking: Ranking, now: datetime, rules: CoverRules) -> tuple[CoverStep, ...]:
    """What becomes of the searches of a block at this time; a step for each, in their order.

    `ranking` is of all sessions of the block, as things stand now. Where nobody is left who could take them all, each
    goes on by itself: look at each again at once (`look_at` is now).

    Raises:
        CoverNotReady: one of them is no search.
    """
    steps = tuple(_cleared(cover, ranking, now) for cover in block)
    covers = tuple(step.cover for step in steps)
    if min(cover.session.start for cover in covers) <= now:
        found = tuple(_begun(cover, now, rules) for cover in covers)
    else:
        found = _asking(covers, ranking, now, rules)
    return tuple(CoverStep(b.cover, (*a.effects, *b.effects)) for a, b in zip(steps, found, strict=True))


def ended(cover: Cover, offers: tuple[Offer, ...], state: OfferState, now: datetime) -> CoverStep:
    """The cover with some of its open offers run out or taken back, which those people are told."""
    kept = tuple(replace(o, state=state, answered_at=now) if o in offers else o for o in cover.offers)
    effects = tuple(Effect(ENDED[state], cover.id, offer.trainer) for offer in offers)
    return CoverStep(replace(cover, offers=kept), effects)


def exhausted(cover: Cover, now: datetime, rules: CoverRules) -> CoverStep:
    """Nobody is left: the lead is told, and an admin later, or at once where later were too late."""
    state = after(cover.state, CoverEvent.NOBODY_LEFT)
    later = now + timedelta(minutes=rules.admin_minutes)
    gone = replace(cover, state=state, told_lead_at=now, look_at=later if later < cover.session.start else now)
    return CoverStep(gone, (Effect(EffectKind.TELL_LEAD, cover.id),))


def _cleared(cover: Cover, ranking: Ranking, now: datetime) -> CoverStep:
    after(cover.state, CoverEvent.EXPIRED)
    silent = tuple(offer for offer in cover.open_offers if not offer.is_open(now))
    rest = ended(cover, silent, OfferState.EXPIRED, now)
    against = {one.trainer for one in ranking.rejected}
    unable = tuple(offer for offer in rest.cover.open_offers if offer.trainer in against)
    cleared = ended(rest.cover, unable, OfferState.WITHDRAWN, now)
    return CoverStep(cleared.cover, (*rest.effects, *cleared.effects))


def _begun(cover: Cover, now: datetime, rules: CoverRules) -> CoverStep:
    """One of the block has begun: for that one it is too late, the others are looked at again without it."""
    if now < cover.session.start:
        return CoverStep(replace(cover, look_at=now))
    late = ended(cover, cover.open_offers, OfferState.WITHDRAWN, now)
    over = exhausted(late.cover, now, rules)
    return CoverStep(over.cover, (*late.effects, *over.effects))


def _asking(covers: Block, ranking: Ranking, now: datetime, rules: CoverRules) -> tuple[CoverStep, ...]:
    if len({frozenset(o.trainer for o in cover.open_offers) for cover in covers}) > 1:
        return tuple(CoverStep(replace(cover, look_at=now)) for cover in covers)
    unasked = _unasked(covers, ranking)
    if not unasked and not covers[0].open_offers:
        return _nobody_left(covers, now, rules)
    to_ask, later = _now(covers, unasked, now, rules)
    return tuple(_offered(cover, covers, to_ask, later, now, rules) for cover in covers)


def _unasked(covers: Block, ranking: Ranking) -> list[Candidate]:
    """Who can be asked yet, in order; whoever was asked in an earlier opening comes last."""
    asked = frozenset[str]().union(*(cover.asked for cover in covers))
    before = frozenset[str]().union(*(cover.asked_before for cover in covers))
    left = (one for one in ranking.candidates if one.trainer not in asked)
    return sorted(left, key=lambda one: one.trainer in before)


def _nobody_left(covers: Block, now: datetime, rules: CoverRules) -> tuple[CoverStep, ...]:
    if len(covers) == 1:
        return (exhausted(covers[0], now, rules),)
    return tuple(CoverStep(replace(cover, alone=True, look_at=now)) for cover in covers)


def _now(
    covers: Block, unasked: list[Candidate], now: datetime, rules: CoverRules
) -> tuple[tuple[Candidate, ...], datetime | None]:
    """Whom to ask now, and when the quiet hours end that hold them up."""
    starts = covers[0].session.start
    room = rules.answering_at(starts, now).wave - len(covers[0].open_offers)
    if room <= 0 or not unasked:
        return (), None
    quiet_until = rules.quiet_until(now)
    if quiet_until is None or rules.is_near(starts, now):
        return tuple(unasked[:room]), None
    return (), min(quiet_until, starts - timedelta(minutes=rules.near_minutes))


def _offered(
    cover: Cover,
    covers: Block,
    to_ask: tuple[Candidate, ...],
    later: datetime | None,
    now: datetime,
    rules: CoverRules,
) -> CoverStep:
    due, together = deadline(covers[0].session.start, now, rules), tuple(c.id for c in covers)
    made = tuple(Offer(one.trainer, one.place.tier, now, due, cover.opening, together) for one in to_ask)
    asked = replace(cover, offers=(*cover.offers, *made), state=after(cover.state, CoverEvent.OFFERED))
    times = [offer.deadline for offer in asked.open_offers] + ([later] if later else [])
    effects = tuple(Effect(EffectKind.ASKED, cover.id, offer.trainer, offer.deadline) for offer in made)
    return CoverStep(replace(asked, look_at=min(times)), effects)


def deadline(session_starts: datetime, now: datetime, rules: CoverRules) -> datetime:
    """Until when somebody has to answer who is asked now, at the latest when the session begins.

    Time to answer that falls into quiet hours comes after them, unless the session is near by then.
    """
    time = timedelta(minutes=rules.answering_at(session_starts, now).minutes)
    near = session_starts - timedelta(minutes=rules.near_minutes)
    plain, quiet = now + time, rules.quiet_hours
    if quiet is None or near <= now:
        return min(plain, session_starts)
    return min(_put_off(now, time, quiet, near), max(plain, near), session_starts)


def _put_off(now: datetime, time: timedelta, quiet: QuietHours, latest: datetime) -> datetime:
    """The end of a time that does not end while it is quiet; what falls into those hours comes after them."""
    while quiet.hold_at(ends := now + time) and now < latest:
        time -= max(quiet.since(ends) - now, timedelta())
        now = quiet.until(ends)
    return now + time
