"""Who comes into question, in which order, and why somebody doesn't."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from multitrainer.domain.availability import Availability, Level, Painted
from multitrainer.domain.covers.criteria import BINDING, IN_WORDS, Reason, points, rejection
from multitrainer.domain.covers.persons import Person
from multitrainer.domain.covers.rules import CRITERIA, Answering, CoverRules, Criterion, Quiet
from multitrainer.domain.covers.tiers import ORDER, CoverOrder, Place, Tier, common_places, places
from multitrainer.domain.covers.wanted import Wanted, wanted
from multitrainer.domain.errors import SenselessCoverRules
from multitrainer.domain.intervals import Interval
from multitrainer.domain.week import Day
from tests.domain.covers.searches import RULES, ZONE, at, lesson, ranked, session, stand

EVENING = session(18, 20)
WANTED = wanted((EVENING,), RULES, needs=frozenset({"german", "a1"}), excluded=frozenset({"ed"}))


def painted(level: Level) -> Availability:
    return Availability((Painted(Day.MONDAY, 19 * 60, 22 * 60, level),))


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        (Person("ann", (lesson(16, 18), lesson(20, 21))), None),
        (Person("ann", (lesson(19.5, 21),)), Reason.NOT_FREE),
        (Person("ann", (lesson(18, 20, "s"),)), None),
        (Person("ann", away=(Interval(at(0), at(18.5)),)), Reason.ON_LEAVE),
        (Person("ann", away=(Interval(at(0), at(18)),)), None),
        (Person("ed"), Reason.EXCLUDED),
        (Person("john"), Reason.EXCLUDED),
        (Person("ann", active=False), Reason.INACTIVE),
        (Person("ann", (lesson(8, 14), lesson(-2, 0))), None),
        (Person("ann", (lesson(8, 14.5),)), Reason.DAILY_LIMIT),
        (Person("ann", (lesson(8, 9),), daily_hours=2.5), Reason.DAILY_LIMIT),
        (Person("ann", week_hours=28), None),
        (Person("ann", week_hours=28.5), Reason.WEEKLY_LIMIT),
        (Person("ann", week_hours=4, weekly_hours=5), Reason.WEEKLY_LIMIT),
        (Person("ann", availability=painted(Level.NOT)), Reason.NOT_AVAILABLE),
        (Person("ann", availability=painted(Level.RATHER_NOT)), None),
    ],
)
def test_each_hard_criterion_rejects_by_itself(person: Person, reason: Reason | None) -> None:
    assert rejection(person, WANTED, RULES) is reason


def test_the_first_reason_is_the_one_that_is_told() -> None:
    person = Person(
        "ed",
        (lesson(18, 19), lesson(6, 15)),
        week_hours=40,
        away=(Interval(at(0), at(24)),),
        active=False,
        availability=painted(Level.NOT),
    )
    cures: tuple[Callable[[Person], Person], ...] = (
        lambda p: p._replace(lessons=(lesson(6, 15),)),
        lambda p: p._replace(away=()),
        lambda p: p._replace(trainer="ann"),
        lambda p: p._replace(active=True),
        lambda p: p._replace(lessons=()),
        lambda p: p._replace(week_hours=0),
        lambda p: p,
    )
    for reason, cure in zip(Reason, cures, strict=True):
        assert rejection(person, WANTED, RULES) is reason
        person = cure(person)
    assert {*IN_WORDS} == {*Reason}
    assert {*Reason} > BINDING


@pytest.mark.parametrize(
    ("person", "given"),
    [
        (Person("ann"), {Criterion.SHORT_DAY: 10, Criterion.FAIR: 10}),
        (Person("ann", knows=frozenset({"batch"})), {Criterion.KNOWS_BATCH: 30}),
        (Person("ann", skills=frozenset({"a1", "french"})), {Criterion.SKILLS: 12.5}),
        (Person("ann", (lesson(16, 17.5),)), {Criterion.NEXT_TO_OWN: 15}),
        (Person("ann", (lesson(20.5, 21),)), {Criterion.NEXT_TO_OWN: 15}),
        (Person("ann", (lesson(21, 22),)), {Criterion.NEXT_TO_OWN: 0}),
        (Person("ann", (lesson(10, 11),)), {Criterion.SHORT_DAY: 0}),
        (Person("ann", covered_hours=5), {Criterion.FAIR: 7.5}),
        (Person("ann", covered_hours=50), {Criterion.FAIR: 0}),
        (Person("ann", covered_hours=-50), {Criterion.FAIR: 20}),
        (Person("ann", availability=painted(Level.RATHER_NOT)), {Criterion.RATHER_NOT: -25}),
    ],
)
def test_each_soft_criterion_gives_its_points(person: Person, given: dict[Criterion, float]) -> None:
    found = dict(zip(CRITERIA, points(person, WANTED, RULES), strict=True))
    plain = dict(zip(CRITERIA, points(Person("ann"), WANTED, RULES), strict=True))
    assert found == plain | given


def test_who_takes_several_is_measured_by_all_of_them() -> None:
    both = wanted((session(10, 12), session(12.5, 14.5, "t", "other batch")), RULES)
    between = Person("ann", (lesson(12, 12.5),))
    assert rejection(between, both, RULES) is None
    assert rejection(Person("ann", daily_hours=3), both, RULES) is Reason.DAILY_LIMIT
    assert rejection(Person("ann", (lesson(14, 15),)), both, RULES) is Reason.NOT_FREE
    assert points(Person("ann", knows=frozenset({"batch"})), both, RULES)[0] == 0
    assert points(Person("ann", knows=frozenset({"batch", "other batch"})), both, RULES)[0] == 30


def test_tiers_come_in_their_order_and_everybody_in_the_first_of_theirs() -> None:
    people = {Tier.BACKUP: ("b", "a"), Tier.LEAD: ("c", "a"), Tier.POOL: ("d", "c")}
    assert places(CoverOrder(), people) == {
        "b": Place(Tier.BACKUP, 0, 0),
        "a": Place(Tier.BACKUP, 0, 1),
        "c": Place(Tier.LEAD, 2, 0),
        "d": Place(Tier.POOL, 4, 0),
    }
    assert places(CoverOrder((Tier.POOL, Tier.LEAD)), people)["c"] == Place(Tier.POOL, 0, 1)
    assert [*CoverOrder().tiers] == [tier for tier in Tier if tier is not Tier.HAND] == [*ORDER]


def test_for_sessions_of_two_batches_count_those_who_come_into_question_for_both() -> None:
    one, other = stand(backup="ab", lead="c"), stand(assistant="b", lead="d", pool="ca")
    assert common_places([one, other]) == {
        "a": Place(Tier.POOL, 4, 1),
        "b": Place(Tier.ASSISTANT, 1, 0),
        "c": Place(Tier.POOL, 4, 0),
    }
    assert common_places([one]) == one


def test_backups_keep_their_order_the_others_go_by_points_and_the_busy_come_last() -> None:
    knows = frozenset({"batch"})
    people = [
        Person("a", knows=knows),
        Person("b"),
        Person("c"),
        Person("d", knows=knows),
        Person("e", covered_hours=-100),
        Person("f", covered_hours=-50),
        Person("g", active=False),
        Person("x"),
        Person("h", asked_later=True),
    ]
    found = ranked((EVENING,), people, stand(backup="hba", assistant="cdgef", pool="b"))
    assert [one.trainer for one in found.candidates] == ["b", "a", "d", "e", "f", "c", "h"]
    assert found.reason_against("g") is Reason.INACTIVE
    assert found.reason_against("a") is found.reason_against("x") is None
    assert found.rejected[0].words == "They are inactive."
    assert found.candidates[2].total == sum(found.candidates[2].points)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("weights", {"weights": (1.0,)}),
        ("answering", {"answering": (Answering(0, 5, 0),)}),
        ("answering", {"answering": ()}),
        ("answering", {"answering": (Answering(60, 5),)}),
        ("answering", {"answering": (Answering(0, 5), Answering(60, 5))}),
        ("answering", {"answering": (Answering(0, 0),)}),
        ("quiet", {"quiet": Quiet(60, 60)}),
        ("quiet", {"quiet": Quiet(60, 1440)}),
        ("fairHours", {"fair_hours": 0.0}),
    ],
)
def test_settings_that_make_no_sense_are_refused(field: str, given: dict[str, Any]) -> None:
    with pytest.raises(SenselessCoverRules) as refusal:
        replace(RULES, **given)
    assert refusal.value.facts == {"field": field}
    assert CoverRules(ZONE, quiet=None).quiet_until(at(0)) is None


@pytest.mark.parametrize("tiers", [(Tier.LEAD, Tier.LEAD), (Tier.HAND,)])
def test_an_order_names_each_tier_once(tiers: tuple[Tier, ...]) -> None:
    with pytest.raises(SenselessCoverRules, match="each once"):
        CoverOrder(tiers)


def test_sessions_wanted_are_worked_out_once() -> None:
    assert isinstance(WANTED, Wanted)
    assert (WANTED.hours, WANTED.day) == (2, Interval(at(0), at(24)))
