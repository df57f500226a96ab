"""Who is told what of a cover."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from multitrainer.domain.covers.steps import opened
from multitrainer.domain.covers.values import CoverStep, Effect, EffectKind
from multitrainer.domain.moments import written
from multitrainer.domain.telling.notices import Kind, Meeting, Notice
from multitrainer.domain.telling.of_covers import NEEDS_ADMINS, NEEDS_LEAD, Concerned, notices_of
from tests.domain.covers.searches import at, session

K = EffectKind
COVER = opened("cover", session(18, 20), "leave", at(0)).cover
MEETING = Meeting("s@multitrainer", at(18), at(20), 3)
EVERYBODY = Concerned("lena", ("ada", "abe"), MEETING, ("substitute", "cancel"))
SAID: dict[EffectKind, tuple[Kind | None, set[str]]] = {
    K.ASKED: (Kind.COVER_ASKED, {"ann"}),
    K.OFFER_EXPIRED: (Kind.COVER_OFFER_OVER, {"ann"}),
    K.OFFER_WITHDRAWN: (Kind.COVER_NOT_NEEDED, {"ann"}),
    K.TAKEN: (Kind.COVER_TAKEN, {"ann"}),
    K.FOUND: (Kind.COVER_FOUND, {"john", "lena"}),
    K.SEARCHED_AGAIN: (Kind.COVER_SEARCHED_AGAIN, {"john", "lena"}),
    K.RELIEVED: (Kind.COVER_RELIEVED, {"ann"}),
    K.GIVEN_BACK: (Kind.COVER_GIVEN_BACK, {"ann"}),
    K.TELL_LEAD: (Kind.COVER_NOT_FOUND, {"lena"}),
    K.TELL_ADMIN: (Kind.COVER_NOT_FOUND, {"ada", "abe"}),
    K.TELL_STUDENTS: (None, set()),
    K.HELD: (Kind.COVER_REPORT_DUE, {"ann"}),
}
"""To whom, of an effect that is about Ann."""


def notices(kind: EffectKind, concerned: Concerned = EVERYBODY, trainer: str | None = "ann") -> list[Notice]:
    about = None if kind in {K.SEARCHED_AGAIN, K.TELL_LEAD, K.TELL_ADMIN, K.TELL_STUDENTS} else trainer
    return notices_of([(CoverStep(COVER, (Effect(kind, COVER.id, about, at(6)),)), concerned)])


@pytest.mark.parametrize("kind", EffectKind)
def test_each_effect_is_told_to_whom_it_concerns(kind: EffectKind) -> None:
    found = notices(kind)
    said, to = SAID[kind]
    assert {notice.to for notice in found} == to
    assert {notice.kind for notice in found} == ({said} if said else set())
    assert all(notice.facts["trainer"] == "john" and notice.facts["cover"] == "cover" for notice in found)


def test_whoever_is_needed_for_what_is_told_is_asked_for() -> None:
    without = Concerned(None, (), MEETING)
    assert {kind for kind in EffectKind if notices(kind) != notices(kind, without)} == NEEDS_ADMINS | NEEDS_LEAD


def test_all_times_of_facts_are_in_utc_and_say_so_in_one_form() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    local = replace(COVER, session=replace(COVER.session, start=at(18).astimezone(berlin), end=at(20)))
    (asked,) = notices_of([(CoverStep(local, (Effect(K.ASKED, COVER.id, "ann", at(6)),)), EVERYBODY)])
    assert asked.facts["when"] == "2026-11-30T17:00:00Z/2026-11-30T19:00:00Z"
    assert asked.facts["until"] == "2026-11-30T05:00:00Z"


@pytest.mark.parametrize("kind", [K.TELL_LEAD, K.TELL_ADMIN])
def test_whoever_has_to_decide_is_told_what_can_be_decided(kind: EffectKind) -> None:
    assert all(one.facts["ways"] == ("substitute", "cancel") for one in notices(kind))


def test_a_lead_who_takes_it_or_is_away_hears_of_it_once() -> None:
    assert [one.to for one in notices(K.FOUND, trainer="lena")] == ["john"]
    assert [one.to for one in notices(K.FOUND, Concerned("john", (), MEETING))] == ["john"]


@pytest.mark.parametrize("lead", [None, "john"])
def test_where_no_lead_is_there_to_decide_admins_are_told_at_once(lead: str | None) -> None:
    assert [one.to for one in notices(K.TELL_LEAD, Concerned(lead, ("ada",), MEETING))] == ["ada"]


def test_calendars_get_what_is_sure() -> None:
    assert {kind: notices(kind)[0].meeting for kind in SAID if notices(kind) and notices(kind)[0].meeting} == {
        K.TAKEN: MEETING,
        K.RELIEVED: replace(MEETING, cancelled=True),
    }


def test_what_can_not_wait_is_urgent() -> None:
    urgent = {kind for kind in EffectKind if any(one.urgent for one in notices(kind))}
    assert urgent == {K.ASKED, K.TAKEN, K.RELIEVED, K.TELL_LEAD, K.TELL_ADMIN}


def test_neighbouring_sessions_are_asked_for_in_one_question_of_each_person() -> None:
    second = opened("cover-2", session(20.5, 22, "t"), "leave", at(0)).cover
    asking = [Effect(K.ASKED, "", who, at(6)) for who in ("ann", "ben")]
    found = notices_of((CoverStep(cover, tuple(asking)), EVERYBODY) for cover in (COVER, second))
    assert [one.to for one in found] == ["ann", "ben"]
    assert found[0].facts["cover"] == ("cover", "cover-2")
    assert found[0].facts["until"] == written(at(6))
    assert found[0].facts["batch"] == ("batch",)


def test_who_is_to_answer_at_different_times_gets_two_questions() -> None:
    found = notices_of((CoverStep(COVER, (Effect(K.ASKED, COVER.id, "ann", at(hour)),)), EVERYBODY) for hour in (6, 7))
    assert len(found) == 2
