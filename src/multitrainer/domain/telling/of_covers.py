"""Who is to be told what of covers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from multitrainer.domain.covers.values import Cover, CoverStep, Effect, EffectKind
from multitrainer.domain.moments import period_written, written
from multitrainer.domain.telling.notices import Fact, Kind, Meeting, Notice

K = EffectKind
OF_TRAINER = {
    K.ASKED: Kind.COVER_ASKED,
    K.OFFER_EXPIRED: Kind.COVER_OFFER_OVER,
    K.OFFER_WITHDRAWN: Kind.COVER_NOT_NEEDED,
    K.TAKEN: Kind.COVER_TAKEN,
    K.RELIEVED: Kind.COVER_RELIEVED,
    K.GIVEN_BACK: Kind.COVER_GIVEN_BACK,
    K.HELD: Kind.COVER_REPORT_DUE,
}
OF_OTHERS = {K.FOUND: Kind.COVER_FOUND, K.SEARCHED_AGAIN: Kind.COVER_SEARCHED_AGAIN}
URGENT = {K.ASKED, K.TAKEN, K.RELIEVED, K.TELL_LEAD, K.TELL_ADMIN}
"""What waits neither for the end of somebody's quiet hours nor for a digest: it is about days or hours."""

NEEDS_ADMINS = {K.TELL_LEAD, K.TELL_ADMIN}
NEEDS_LEAD = {K.FOUND, K.SEARCHED_AGAIN, K.TELL_LEAD}


class Concerned(NamedTuple):
    """Whom a cover concerns besides those in it: the batch's lead, admins; its date, for calendars.

    `ways` are what can be decided where nobody was found.
    """

    lead: str | None
    admins: tuple[str, ...]
    meeting: Meeting
    ways: tuple[str, ...] = ()


def notices_of(told: Iterable[tuple[CoverStep, Concerned]]) -> list[Notice]:
    """What each person has to know of some covers. Who is asked for several at once is told of them in one."""
    return [*_together(notice for step, concerned in told for notice in _of_step(step, concerned))]


def _of_step(step: CoverStep, concerned: Concerned) -> Iterator[Notice]:
    for effect in step.effects:
        yield from _of_effect(step.cover, effect, concerned)


def _of_effect(cover: Cover, effect: Effect, concerned: Concerned) -> Iterator[Notice]:
    kind, facts = effect.kind, _facts(cover)
    if kind in OF_TRAINER and effect.trainer:
        due: Mapping[str, Fact] = {"until": written(effect.until)} if effect.until else {}
        meeting = _meeting(kind, concerned.meeting)
        yield Notice(OF_TRAINER[kind], effect.trainer, {**facts, **due}, kind in URGENT, meeting)
    elif kind in OF_OTHERS:
        who: Mapping[str, Fact] = {"substitute": effect.trainer} if effect.trainer else {}
        for to in _others(cover, effect, concerned):
            yield Notice(OF_OTHERS[kind], to, {**facts, **who})
    elif kind in {K.TELL_LEAD, K.TELL_ADMIN}:
        for to in _deciding(cover, kind, concerned):
            yield Notice(Kind.COVER_NOT_FOUND, to, {**facts, "ways": concerned.ways}, urgent=True)


def _facts(cover: Cover) -> dict[str, Fact]:
    session = cover.session
    when = period_written(session.start, session.end)
    ids = {"course": session.course, "batch": session.batch, "trainer": session.trainer}
    return {**ids, "when": when, "cover": cover.id}


def _meeting(kind: EffectKind, meeting: Meeting) -> Meeting | None:
    """Calendars get what is sure: a date of theirs, and that it is none any more."""
    if kind is K.RELIEVED:
        return replace(meeting, cancelled=True)
    return meeting if kind is K.TAKEN else None


def _others(cover: Cover, effect: Effect, concerned: Concerned) -> list[str]:
    """Whoever is away and the batch's lead, but for who takes it, who knows."""
    people = dict.fromkeys((cover.session.trainer, concerned.lead))
    return [one for one in people if one and one != effect.trainer]


def _deciding(cover: Cover, kind: EffectKind, concerned: Concerned) -> tuple[str, ...]:
    """The lead; where there is none, or it is they who are away, admins at once."""
    if kind is K.TELL_ADMIN or concerned.lead in {None, cover.session.trainer}:
        return concerned.admins
    return (concerned.lead,)


def _together(notices: Iterable[Notice]) -> Iterator[Notice]:
    """Those who are asked for neighbouring sessions get one question, with all of them."""
    asked: dict[tuple[str, Fact], list[Notice]] = {}
    for notice in notices:
        if notice.kind is Kind.COVER_ASKED:
            asked.setdefault((notice.to, notice.facts.get("until")), []).append(notice)
        else:
            yield notice
    for same in asked.values():
        yield same[0] if len(same) == 1 else _joined(same)


def _joined(same: list[Notice]) -> Notice:
    names = [name for name in same[0].facts if name != "until"]
    several = {name: (*dict.fromkeys(str(one.facts[name]) for one in same),) for name in names}
    return replace(same[0], facts={**same[0].facts, **several})
