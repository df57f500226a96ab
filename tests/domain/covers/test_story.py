"""John is ill for three days; who is asked, who takes what, and what is counted in the end."""

from dataclasses import replace

from multitrainer.domain.cover_ledger import balances, booked
from multitrainer.domain.covers.passing import pass_time
from multitrainer.domain.covers.persons import Person
from multitrainer.domain.covers.states import CoverState
from multitrainer.domain.covers.steps import accept, close, opened, refuse
from multitrainer.domain.covers.tiers import CoverOrder, Tier, places
from multitrainer.domain.covers.values import EffectKind
from multitrainer.domain.leave.rules import LeaveRules
from multitrainer.domain.leave.sessions import session_change
from multitrainer.domain.leave.steps import Doer, change, request
from multitrainer.domain.leave.values import Leave, LeaveKind, away
from tests.domain.covers.searches import RULES, ZONE, at, looked, session

K = EffectKind
ADMIN = Doer("admin", admin=True)
LEAVE_RULES = LeaveRules(ZONE)
DAYS = tuple(session(24 * day + 18, 24 * day + 20, f"day {day}") for day in range(1, 5))
PEOPLE = [Person("sarah"), Person("mike"), Person("anna")]
WHERE = places(CoverOrder(), {Tier.BACKUP: ("sarah",), Tier.ASSISTANT: ("mike",), Tier.SUBSTITUTE: ("anna",)})


def test_john_is_ill_for_three_days_and_comes_back_on_the_third() -> None:
    ill = request(Leave("ill", "john", at(24), at(96), LeaveKind.SICK), (), ADMIN, at(8), LEAVE_RULES)
    theirs = session_change(DAYS, (), ill.newly, at(8))
    covers = [opened(s.id, s, ill.leave.id, at(8)).cover for s in theirs.newly]
    assert [cover.id for cover in covers] == ["day 1", "day 2", "day 3"]

    covers, told = looked(covers, PEOPLE, WHERE, at(8))
    assert [(e.kind, e.trainer) for e in told] == [(K.ASKED, "sarah")] * 3

    first, second, third = covers
    first, third = (accept(cover, "sarah", at(9), None).cover for cover in (first, third))
    second = refuse(second, "sarah", at(9)).cover
    (second,), told = looked([second], PEOPLE, WHERE, at(9))
    assert [(e.kind, e.trainer, e.until) for e in told] == [(K.ASKED, "mike", at(13))]
    (second,), told = looked([second], PEOPLE, WHERE, at(13))
    assert [(e.kind, e.trainer) for e in told] == [(K.OFFER_EXPIRED, "mike"), (K.ASKED, "anna")]
    second = accept(second, "anna", at(14), None).cover

    well = change(ill.leave, replace(ill.leave, end=at(72)), (), ADMIN, at(70), LEAVE_RULES)
    back = session_change(DAYS, away([ill.leave]), away([well.leave]), at(70))
    assert back.no_longer == (DAYS[2],)
    step = close(third, at(70))
    assert [(e.kind, e.trainer) for e in step.effects] == [(K.RELIEVED, "sarah"), (K.GIVEN_BACK, "john")]

    done = [pass_time(cover, at(100), RULES).cover for cover in (first, second, step.cover)]
    assert [cover.state for cover in done] == [CoverState.DONE, CoverState.DONE, CoverState.CLOSED]
    entries = [entry for cover in done[:2] for entry in booked(cover, at(100), ZONE)]
    assert balances(entries) == {"sarah": 2, "anna": 2, "john": -4}
