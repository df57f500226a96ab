"""What time does to a cover that is no search any more."""

from dataclasses import replace
from datetime import datetime, timedelta

from multitrainer.domain.covers.rules import CoverRules
from multitrainer.domain.covers.states import CoverEvent, CoverState, after
from multitrainer.domain.covers.steps import close
from multitrainer.domain.covers.values import Cover, CoverStep, Effect, EffectKind

TAKEN = (CoverState.COVERED, CoverState.ASSISTED)


def pass_time(cover: Cover, now: datetime, rules: CoverRules, *, took_place: bool = True) -> CoverStep:
    """The cover as it is now: done once its session is over, told to an admin once the lead had time.

    One whose session was cancelled or moved after it had begun, or just before, is closed: nobody has held it then.
    A search is looked at with `asking.look`; here it stays as it is.
    """
    if cover.state in TAKEN and cover.session.end <= now:
        return _held(cover) if took_place else close(cover, now, gone=True)
    if cover.state is CoverState.EXHAUSTED and cover.told_admin_at is None and _is_due(cover, now, rules):
        return _escalated(cover, now)
    return CoverStep(cover)


def _held(cover: Cover) -> CoverStep:
    done = replace(cover, state=after(cover.state, CoverEvent.HELD), look_at=None)
    return CoverStep(done, (Effect(EffectKind.HELD, cover.id, cover.substitute),))


def _is_due(cover: Cover, now: datetime, rules: CoverRules) -> bool:
    """Whether the lead had time enough, or there is no time left for that."""
    told = cover.told_lead_at or cover.opened_at
    later = told + timedelta(minutes=rules.admin_minutes)
    return later <= now or cover.session.start <= later


def _escalated(cover: Cover, now: datetime) -> CoverStep:
    told = replace(cover, state=after(cover.state, CoverEvent.ESCALATED), told_admin_at=now, look_at=None)
    return CoverStep(told, (Effect(EffectKind.TELL_ADMIN, cover.id),))
