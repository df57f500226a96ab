"""Who is to be told what of swaps."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from multitrainer.domain.moments import period_written
from multitrainer.domain.swaps import Swap, SwapState
from multitrainer.domain.taught import TaughtSession
from multitrainer.domain.telling.notices import Fact, Kind, Meeting, Notice

NEAR = timedelta(days=2)
"""A swap of a session that begins within this time waits neither for the end of quiet hours nor for a digest."""

ENDED = {
    SwapState.DECLINED: Kind.SWAP_DECLINED,
    SwapState.WITHDRAWN: Kind.SWAP_WITHDRAWN,
    SwapState.EXPIRED: Kind.SWAP_EXPIRED,
}


def of_proposed(swap: Swap, now: datetime) -> list[Notice]:
    """Whoever has not confirmed yet is asked, with the note of whoever proposed it."""
    asked = [trainer for trainer in swap.trainers if trainer not in swap.confirmed]
    note: Mapping[str, Fact] = {"note": swap.note} if swap.note else {}
    return [Notice(Kind.SWAP_PROPOSED, one, {**_facts(swap, one), **note}, _is_near(swap, now)) for one in asked]


def of_ended(swap: Swap, by: str, also: str | None, now: datetime) -> list[Notice]:
    """A swap that comes to nothing: both are told, and `also` whoever proposed it, but for whoever ended it."""
    kind = ENDED[swap.state]
    told = [one for one in dict.fromkeys((*swap.trainers, also)) if one and one != by]
    return [Notice(kind, one, _facts(swap, one), _is_near(swap, now)) for one in told]


def of_agreed(swap: Swap, sequences: Mapping[str, int], leads: Mapping[str, str | None], now: datetime) -> list[Notice]:
    """Both are told what they have now, and have no more; and the leads of both batches, that they exchanged.

    `sequences` are those of the sessions by their ids, `leads` those who answer for the batches.
    """
    return [*_of_dates(swap, sequences, now), *_of_leads(swap, leads)]


def _of_dates(swap: Swap, sequences: Mapping[str, int], now: datetime) -> Iterator[Notice]:
    near = _is_near(swap, now)
    for trainer in swap.trainers:
        gets, gives = _sides(swap, trainer)
        facts = _facts(swap, trainer)
        yield Notice(Kind.SWAP_AGREED, trainer, facts, near, _meeting(gets, sequences))
        given = {**_about(gives), "trainer": facts["trainer"], "swap": swap.id}
        yield Notice(Kind.SWAP_GIVEN_AWAY, trainer, given, near, _meeting(gives, sequences, cancelled=True))


def _of_leads(swap: Swap, leads: Mapping[str, str | None]) -> Iterator[Notice]:
    """Whoever is one of the two knows."""
    told = dict.fromkeys(leads.get(batch) for batch in (swap.one.batch, swap.other.batch))
    one, other = swap.trainers
    for lead in told:
        if lead and lead not in swap.trainers:
            yield Notice(Kind.SWAP_IN_BATCH, lead, {**_facts(swap, other), "trainer": one, "substitute": other})


def _facts(swap: Swap, trainer: str) -> dict[str, Fact]:
    """As one of the two sees it: what they get, from whom, and what they give. Others see it as the second does."""
    gets, gives = _sides(swap, trainer)
    return {**_about(gets), "trainer": gets.trainer, "lost": gives.batch, "given": _when(gives), "swap": swap.id}


def _sides(swap: Swap, trainer: str) -> tuple[TaughtSession, TaughtSession]:
    """What somebody gets, and what they give."""
    return (swap.other, swap.one) if trainer == swap.one.trainer else (swap.one, swap.other)


def _about(session: TaughtSession) -> dict[str, Fact]:
    return {"course": session.course, "batch": session.batch, "when": _when(session)}


def _when(session: TaughtSession) -> str:
    return period_written(session.start, session.end)


def _meeting(session: TaughtSession, sequences: Mapping[str, int], *, cancelled: bool = False) -> Meeting:
    sequence = sequences.get(session.id, 0)
    return Meeting(f"{session.id}@multitrainer", session.start, session.end, sequence, cancelled)


def _is_near(swap: Swap, now: datetime) -> bool:
    return min(swap.one.start, swap.other.start) <= now + NEAR
