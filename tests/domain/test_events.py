"""Who may hear that something changed, and in which order news gets into the feed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multitrainer.domain.actors import Actor, ActorKind, Scope
from multitrainer.domain.audit import FieldChange, of_deletion, of_fields
from multitrainer.domain.events import MANY, Changed, Onlooker, changed_by, in_order, may_move, may_see
from multitrainer.domain.people import People
from multitrainer.domain.recount import Batch
from multitrainer.domain.roster import Entry, Role
from multitrainer.domain.team import Team

COURSE, OTHER, BATCH, ANOTHER = "c" * 24, "0" * 24, "b" * 24, "d" * 24
LEAD, TEACHES, ON_COURSE, STRANGER, STUDENT = (f"{n}" * 24 for n in range(1, 6))
TEAM = Team(
    COURSE,
    (Entry(LEAD, Role.LEAD), Entry(TEACHES), Entry(ON_COURSE)),
    (Batch(BATCH, People(TEACHES)), Batch(ANOTHER, People())),
)


def trainer(id_: str) -> Onlooker:
    named = id_ in {LEAD, TEACHES, ON_COURSE}
    return Onlooker(Actor(ActorKind.TRAINER, id_), {COURSE: TEAM} if named else {})


ADMIN = Onlooker(Actor(ActorKind.ADMIN, "9" * 24))
PUPIL = Onlooker(Actor(ActorKind.STUDENT, STUDENT), classes=frozenset({BATCH}))
READER = Onlooker(Actor(ActorKind.MACHINE, "8" * 24, frozenset({Scope.READ})))
EVERYBODY = {
    "admin": ADMIN, "lead": trainer(LEAD), "teaches": trainer(TEACHES), "on course": trainer(ON_COURSE),
    "stranger": trainer(STRANGER), "student": PUPIL, "reader": READER,
}  # fmt: skip
ALL = {*EVERYBODY}


@pytest.mark.parametrize(
    ("changed", "who"),
    [
        (Changed("course", COURSE, COURSE), {"admin", "lead", "teaches", "on course", "reader"}),
        (Changed("course", OTHER, OTHER), {"admin", "reader"}),
        (Changed("batch", BATCH, COURSE, BATCH), {"admin", "lead", "teaches", "student", "reader"}),
        (Changed("batch", ANOTHER, COURSE, ANOTHER), {"admin", "lead", "reader"}),
        (Changed("batch", None, COURSE), {"admin", "lead", "teaches", "reader"}),
        (Changed("session", OTHER, COURSE, BATCH), {"admin", "lead", "teaches", "student", "reader"}),
        (Changed("handover", BATCH, COURSE, BATCH), {"admin", "lead", "teaches", "reader"}),
        (Changed("report", OTHER, COURSE, BATCH), {"admin", "lead", "teaches", "reader"}),
        (Changed("leave", OTHER, trainer=TEACHES), {"admin", "lead", "teaches", "reader"}),
        (Changed("trainer", TEACHES, trainer=TEACHES), {"admin", "lead", "teaches", "on course", "reader"}),
        (Changed("calendar", TEACHES, trainer=TEACHES), {"admin", "teaches"}),
        (Changed("proposal", OTHER, courses=(COURSE,)), {"admin", "lead", "reader"}),
        (Changed("proposal", OTHER, courses=(COURSE, OTHER)), {"admin", "reader"}),
        (Changed("enrolment", OTHER, COURSE, about=frozenset({STUDENT})), {"admin", "lead", "student", "reader"}),
        (Changed("enrolment", OTHER, COURSE), {"admin", "lead", "reader"}),
        (
            Changed("question", OTHER, COURSE, BATCH, about=frozenset({STUDENT, STRANGER})),
            {"admin", "lead", "teaches", "stranger", "student", "reader"},
        ),
        (Changed("question", OTHER, COURSE, BATCH), {"admin", "lead", "teaches", "reader"}),
        (Changed("question", OTHER, COURSE), {"admin", "lead", "reader"}),
        (Changed("reply", OTHER, COURSE), {"admin", "lead", "teaches", "on course", "reader"}),
        (Changed("holidays", "institute"), ALL),
        (Changed("webhook", OTHER), {"admin"}),
        (Changed("something-new", OTHER, COURSE), {"admin"}),
        (
            Changed("batch", OTHER, OTHER, OTHER, about=frozenset({STRANGER}), gone=True),
            {"admin", "reader", "stranger"},
        ),
    ],
    ids=lambda part: part.what if isinstance(part, Changed) else "",
)
def test_whoever_may_read_a_thing_hears_that_it_changed(changed: Changed, who: set[str]) -> None:
    assert {name for name, onlooker in EVERYBODY.items() if may_see(onlooker, changed)} == who


def test_a_handover_note_is_told_by_its_batch() -> None:
    noted = of_fields("multitrainer_handover_versions", BATCH, {"number": 1}, {"number": 2})
    assert changed_by(noted, COURSE) == [Changed("handover", BATCH, COURSE, BATCH, about=frozenset({BATCH}))]


def test_what_a_change_names_is_told_with_its_place() -> None:
    noted = [
        *of_fields("courses", COURSE, {"trainers": []}, {"trainers": [{"trainer": LEAD}]}),
        *of_fields("courses", COURSE, {"name": "A"}, {"name": "B"}),
        *of_fields("batches", BATCH, {"name": "A"}, {"name": "B"}),
    ]
    assert changed_by(noted, COURSE) == [
        Changed("course", COURSE, COURSE, about=frozenset({COURSE, LEAD})),
        Changed("batch", BATCH, COURSE, BATCH, about=frozenset({BATCH})),
    ]


def test_a_leave_is_told_with_its_trainer_and_nothing_that_was_written() -> None:
    [changed] = changed_by(of_fields("multitrainer_leaves", OTHER, {}, {"note": "the flu"}), TEACHES)
    assert changed == Changed("leave", OTHER, trainer=TEACHES, about=frozenset({OTHER}))


def test_what_is_deleted_is_told_as_gone() -> None:
    [changed] = changed_by(of_deletion("batches", BATCH, {"course": COURSE, "students": [STUDENT]}), None)
    assert changed.gone
    assert (changed.course, changed.about >= {STUDENT}) == (COURSE, True)


def test_very_many_things_are_told_as_one_for_each_course() -> None:
    noted = [FieldChange("multitrainer_enrolments", f"{n:024x}", "x", 0, 1) for n in range(MANY + 1)]
    [changed] = changed_by(noted, COURSE)
    assert (changed.id, changed.course) == (None, COURSE)
    assert len(changed_by(noted[1:], COURSE)) == MANY


def test_a_change_of_a_roster_may_move_those_who_are_on_it_and_those_it_names() -> None:
    roster = Changed("course", COURSE, COURSE, about=frozenset({STRANGER}))
    moved = {name for name, onlooker in EVERYBODY.items() if may_move(onlooker, roster)}
    assert moved == {"lead", "teaches", "on course", "stranger"}


def test_whoever_stands_in_from_now_on_or_no_more_is_moved_by_that() -> None:
    there, cover = "a" * 24, "c" * 24
    for before, after in ((None, there), (there, None)):
        (changed,) = changed_by([FieldChange("multitrainer_covers", cover, "substitute", before, after)], None)
        assert may_move(trainer(there), changed)
        assert may_see(trainer(there), changed)
        assert not may_move(trainer("b" * 24), changed)


NEWS = st.lists(st.tuples(st.integers(0, 9), st.sampled_from([None, "a", "b"])), max_size=30)


@given(NEWS)
def test_within_a_line_news_stands_in_its_places_whatever_the_clocks_say(drawn: list[tuple[int, str | None]]) -> None:
    begins = datetime(2026, 1, 1, tzinfo=UTC)
    waiting: list[dict[str, Any]] = [
        {"_id": n, "at": begins + timedelta(seconds=second), **({"line": line, "place": n} if line else {})}
        for n, (second, line) in enumerate(drawn)
    ]
    ordered = in_order(waiting)
    assert sorted(one["_id"] for one in ordered) == [*range(len(waiting))]
    for line in ("a", "b"):
        places = [one["place"] for one in ordered if one.get("line") == line]
        assert places == sorted(places)
