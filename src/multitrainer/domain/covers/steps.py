"""What people do with a cover. Each step gives the cover as it is then and what is to be told, or raises."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from multitrainer.domain.covers.asking import ended
from multitrainer.domain.covers.criteria import BINDING, IN_WORDS, Reason
from multitrainer.domain.covers.hindsight import NAMED_FOR, is_settled
from multitrainer.domain.covers.states import IS, CoverEvent, CoverState, OfferState, after
from multitrainer.domain.covers.tiers import Tier
from multitrainer.domain.covers.values import Cover, CoverStep, Effect, EffectKind, Offer
from multitrainer.domain.errors import CannotCover, CoverNotReady, CoverTaken, OfferNotFound, OfferNotOpen
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.taught import TaughtSession

K = EffectKind
HAS_SOMEBODY = (CoverState.COVERED, CoverState.ASSISTED, CoverState.DONE)
ENDINGS = {
    OfferState.ACCEPTED: Sentence("This offer has been accepted already"),
    OfferState.REFUSED: Sentence("This offer has been refused"),
    OfferState.EXPIRED: Sentence("This offer has run out"),
    OfferState.WITHDRAWN: Sentence("This offer was taken back"),
    OfferState.RELEASED: Sentence("This offer was accepted, and the session given back"),
}


def opened(cover: str, session: TaughtSession, leave: str, now: datetime) -> CoverStep:
    """A new search for a session of a leave. Look at it at once."""
    return CoverStep(Cover(cover, session, leave, now, look_at=now))


def accept(cover: Cover, trainer: str, now: datetime, against: Reason | None) -> CoverStep:
    """Whoever was asked takes the session; everybody else who is being asked need not answer any more.

    `against` is why the trainer can't take it as things stand now (`criteria.rejection`).

    Raises:
        OfferNotFound: they were not asked.
        CoverTaken: somebody else was quicker.
        CoverNotReady, OfferNotOpen, CannotCover.
    """
    offer = _offer(cover, trainer)
    if cover.state in HAS_SOMEBODY and cover.substitute != trainer:
        raise CoverTaken(Sentence("Somebody else has taken this session. Thank you; nothing is left to do."))
    if offer.state is OfferState.ACCEPTED:
        raise _not_open(OfferState.ACCEPTED)
    after(cover.state, CoverEvent.ACCEPTED, gone=cover.gone)
    _must_be_open(offer, now)
    _must_not_be_forbidden(trainer, against)
    return _taken(cover, trainer, CoverEvent.ACCEPTED, now)


def refuse(cover: Cover, trainer: str, now: datetime) -> CoverStep:
    """Whoever was asked does not take the session. Look at it at once, to ask the next.

    Raises:
        OfferNotFound, CoverNotReady, OfferNotOpen.
    """
    offer = _offer(cover, trainer)
    state = after(cover.state, CoverEvent.REFUSED, gone=cover.gone)
    _must_be_open(offer, now)
    offers = _with(cover, offer, OfferState.REFUSED, now)
    return CoverStep(replace(cover, state=state, offers=offers, look_at=now))


def answer(
    covers: Iterable[Cover], trainer: str, taking: Collection[str], now: datetime, against: Mapping[str, Reason | None]
) -> tuple[CoverStep, ...]:
    """Whoever was asked for several takes some (`taking`, ids of sessions) and refuses the rest, which goes on.

    `against` is why not, by id of the session, judged by all that they take. Raises what `accept` and `refuse` raise.
    """
    return tuple(
        accept(cover, trainer, now, against.get(cover.session.id))
        if cover.session.id in taking
        else refuse(cover, trainer, now)
        for cover in covers
    )


def withdraw(cover: Cover, trainer: str, now: datetime) -> CoverStep:
    """Whoever is being asked can't take the session any more: they need not answer. Look at it at once.

    Raises:
        OfferNotFound, CoverNotReady, OfferNotOpen.
    """
    offer = _offer(cover, trainer)
    state = after(cover.state, CoverEvent.WITHDRAWN, gone=cover.gone)
    if offer.state is not OfferState.OPEN:
        raise _not_open(offer.state)
    step = ended(cover, (offer,), OfferState.WITHDRAWN, now)
    return CoverStep(replace(step.cover, state=state, look_at=now), step.effects)


def reassign(
    cover: Cover,
    trainer: str,
    now: datetime,
    against: Reason | None,
    overruling: bool = False,
    *,
    settling: bool = False,
) -> CoverStep:
    """Somebody is named by hand, also in place of whoever had taken it.

    Overruling sets aside what may be: limits, stated availability, exclusion. Long after the session only whoever is
    `settling` names somebody: they correct the ledger, too.

    Raises:
        CoverNotReady, CannotCover.
    """
    after(cover.state, CoverEvent.REASSIGNED, gone=cover.gone)
    if cover.substitute == trainer:
        return CoverStep(cover)
    if not settling:
        _must_not_be_settled(cover, now)
    _must_not_be_forbidden(trainer, against if against in BINDING or not overruling else None)
    freed = _freed(cover, OfferState.WITHDRAWN, now)
    taken = named(freed.cover, trainer, CoverEvent.REASSIGNED, now)
    return CoverStep(taken.cover, (*freed.effects, *taken.effects))


def named(cover: Cover, trainer: str, event: CoverEvent, now: datetime) -> CoverStep:
    """Somebody has the session whom others name: what they are being asked is answered with that, if they are."""
    return _taken(_naming(cover, trainer, now), trainer, event, now)


def release(cover: Cover, now: datetime) -> CoverStep:
    """Whoever had taken the session gives it back, and is not asked for it again; the search begins anew.

    Raises:
        CoverNotReady: nobody has it, or it has begun.
    """
    state = after(cover.state, CoverEvent.RELEASED, gone=cover.gone)
    _must_not_have_begun(cover, now)
    freed = _freed(cover, OfferState.RELEASED, now)
    again = Effect(K.SEARCHED_AGAIN, cover.id)
    return CoverStep(_searching(freed.cover, state, now), (*freed.effects, again))


def reopen(cover: Cover, now: datetime) -> CoverStep:
    """The search begins anew: its trainer is away again, or there may be others to ask.

    Raises:
        CoverNotReady: it is not at its end, or the session has begun.
    """
    state = after(cover.state, CoverEvent.REOPENED, gone=cover.gone)
    _must_not_have_begun(cover, now)
    return CoverStep(_searching(cover, state, now))


def close(cover: Cover, now: datetime, *, gone: bool = False) -> CoverStep:
    """Its trainer is back: nobody is needed, and whoever was asked or had taken it is told.

    Its trainer is told that it is theirs again where somebody had it; else it never was anybody else's. Nobody is of a
    session that is gone, or at another time, or another's by now.

    Raises CoverNotReady.
    """
    state = after(cover.state, CoverEvent.CLOSED)
    unasked = ended(cover, cover.open_offers, OfferState.WITHDRAWN, now)
    freed = _freed(unasked.cover, OfferState.WITHDRAWN, now)
    is_given_back = cover.substitute is not None and not gone
    given_back = (Effect(K.GIVEN_BACK, cover.id, cover.session.trainer),) if is_given_back else ()
    closed = replace(freed.cover, state=state, look_at=None, gone=gone)
    return CoverStep(closed, (*unasked.effects, *freed.effects, *given_back))


def _taken(cover: Cover, trainer: str, event: CoverEvent, now: datetime) -> CoverStep:
    others = tuple(offer for offer in cover.open_offers if offer.trainer != trainer)
    rest = ended(cover, others, OfferState.WITHDRAWN, now)
    offers = _with(rest.cover, _offer(rest.cover, trainer), OfferState.ACCEPTED, now)
    taken = replace(
        rest.cover,
        state=after(cover.state, event),
        offers=offers,
        substitute=trainer,
        told_lead_at=None,
        told_admin_at=None,
        look_at=cover.session.end,
    )
    return CoverStep(taken, (Effect(K.TAKEN, cover.id, trainer), Effect(K.FOUND, cover.id, trainer), *rest.effects))


def _naming(cover: Cover, trainer: str, now: datetime) -> Cover:
    """The cover with an open offer to somebody, who may be asked already."""
    if any(offer.trainer == trainer for offer in cover.open_offers):
        return cover
    named = Offer(trainer, Tier.HAND, now, now, cover.opening, (cover.id,))
    return replace(cover, offers=(*cover.offers, named))


def _freed(cover: Cover, state: OfferState, now: datetime) -> CoverStep:
    """The cover without whoever had taken it, who is told."""
    if cover.substitute is None:
        return CoverStep(cover)
    offers = _with(cover, _offer(cover, cover.substitute), state, now)
    told = Effect(K.RELIEVED, cover.id, cover.substitute)
    return CoverStep(replace(cover, offers=offers, substitute=None), (told,))


def _searching(cover: Cover, state: CoverState, now: datetime) -> Cover:
    return replace(
        cover,
        state=state,
        opening=cover.opening + 1,
        alone=False,
        gone=False,
        told_lead_at=None,
        told_admin_at=None,
        look_at=now,
    )


def _with(cover: Cover, offer: Offer, state: OfferState, now: datetime) -> tuple[Offer, ...]:
    return tuple(replace(o, state=state, answered_at=now) if o is offer else o for o in cover.offers)


def _offer(cover: Cover, trainer: str) -> Offer:
    if (offer := cover.offer_to(trainer)) is None:
        raise OfferNotFound(
            Sentence(
                "This trainer was not asked to take this session. The lead who answers for the batch, or an admin, can "
                "name by hand who takes it, themself too."
            ),
            f"{trainer} was not asked to take this session. The lead who answers for the batch, or an admin, can name "
            f"by hand who takes it, themself too: PUT /api/covers/{cover.id}/substitute.",
            trainer=trainer,
        )
    return offer


def _must_be_open(offer: Offer, now: datetime) -> None:
    if not offer.is_open(now):
        raise _not_open(OfferState.EXPIRED if offer.state is OfferState.OPEN else offer.state)


def _not_open(state: OfferState) -> OfferNotOpen:
    words = Sentence("{ended}, so it can't be answered. The course's lead can still name you.", ended=ENDINGS[state])
    return OfferNotOpen(words, state=state.value)


def _must_not_be_forbidden(trainer: str, against: Reason | None) -> None:
    if against:
        words = Sentence("This trainer can't take this session. {why}", why=IN_WORDS[against])
        detail = f"{trainer} can't take this session. {IN_WORDS[against]}"
        raise CannotCover(words, detail, trainer=trainer, reason=against.value)


def _must_not_be_settled(cover: Cover, now: datetime) -> None:
    if is_settled(cover.session.start, now):
        raise CoverNotReady(
            Sentence(
                "The session began {days} days ago or earlier: by now only an admin can name who held it.",
                days=NAMED_FOR.days,
            ),
            state=cover.state.value,
            possible=[],
        )


def _must_not_have_begun(cover: Cover, now: datetime) -> None:
    if cover.session.start <= now:
        can = [] if is_settled(cover.session.start, now) else [CoverEvent.REASSIGNED.value]
        what = f"What can be done: {', '.join(can)}." if can else "Only an admin can still name who held it."
        words = Sentence("{so_it_is}, and the session has begun.", so_it_is=IS[cover.state])
        if not can:
            words += Sentence("Only an admin can still name who held it.")
        detail = f"{IS[cover.state]}, and the session has begun. {what}"
        raise CoverNotReady(words, detail, state=cover.state.value, possible=can)
