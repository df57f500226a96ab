"""The rule of m0002 for one batch, in Python."""

from typing import Any

import pytest

from multitrainer.migrations import m0002_batch_trainers as m0002
from tests.migrations.raws import JOHN, MARIA, NOBODY, SARAH, changed, is_left, reason
from tests.migrations.references import each_unusable

JOHNS = {"primary": JOHN, "backup": [], "assistants": []}


@pytest.mark.parametrize("stored", [{}, {"trainers": None}, {"trainers": {}}], ids=["absent", "null", "empty"])
def test_the_instructor_becomes_the_primary(stored: dict[str, Any]) -> None:
    change = changed(m0002, {"instructor": JOHN, **stored})
    assert (change.kind, change.before) == ("people-made", {"instructor": JOHN, **stored})
    assert change.after == {"instructor": JOHN, "trainers": JOHNS}


def test_a_batch_whose_primary_is_the_instructor_is_left_as_it_is() -> None:
    assert is_left(m0002, {"instructor": JOHN, "trainers": {"primary": JOHN, "note": "x"}})
    assert is_left(m0002, {"instructor": JOHN, "trainers": {"primary": JOHN, "backup": [JOHN]}})


def test_an_instructor_written_as_text_becomes_an_id() -> None:
    assert changed(m0002, {"instructor": str(JOHN)}).after == {"instructor": JOHN, "trainers": JOHNS}
    change = changed(m0002, {"instructor": str(JOHN), "trainers": {"primary": JOHN, "backup": [MARIA]}})
    assert (change.kind, change.after["instructor"]) == ("id-converted", JOHN)
    assert change.after["trainers"] == {"primary": JOHN, "backup": [MARIA]}


def test_people_without_a_primary_are_completed_and_not_overwritten() -> None:
    change = changed(m0002, {"instructor": JOHN, "trainers": {"backup": [SARAH], "note": {"x": 1}}})
    assert change.kind == "primary-named"
    assert change.after["trainers"] == {"backup": [SARAH], "note": {"x": 1}, "primary": JOHN, "assistants": []}


def test_where_somebody_else_is_named_they_are_primary_and_leave_the_lists() -> None:
    people = {"primary": SARAH, "backup": [JOHN, MARIA, JOHN], "assistants": [JOHN], "note": "x"}
    change = changed(m0002, {"instructor": JOHN, "trainers": people})
    assert change.kind == "primary-replaced"
    assert change.after["trainers"] == {"primary": JOHN, "backup": [MARIA], "assistants": [], "note": "x"}


@pytest.mark.parametrize("said", [{}, {"instructor": None}], ids=["absent", "null"])
def test_where_the_instructor_is_empty_the_primary_becomes_what_the_old_application_sees(said: dict[str, Any]) -> None:
    change = changed(m0002, {**said, "trainers": JOHNS})
    assert (change.kind, change.after) == ("instructor-restored", {"instructor": JOHN, "trainers": JOHNS})
    assert change.before == {**said, "trainers": JOHNS}


@pytest.mark.parametrize("said", [{}, {"instructor": None}], ids=["absent", "null"])
def test_a_batch_of_nobody_is_left_when_it_has_people_and_set_aside_when_it_has_none(said: dict[str, Any]) -> None:
    assert is_left(m0002, {**said, "trainers": {}})
    assert is_left(m0002, {**said, "trainers": {"primary": None, "backup": [JOHN]}})
    assert reason(m0002, said) == "no-instructor"
    assert reason(m0002, {**said, "trainers": None}) == "no-instructor"


def test_a_primary_who_is_no_user_any_more_is_no_question_while_both_agree() -> None:
    assert is_left(m0002, {"instructor": NOBODY, "trainers": {"primary": NOBODY}})


@each_unusable
def test_an_instructor_who_is_no_trainer_sets_a_batch_aside(instructor: Any, why: str) -> None:
    assert reason(m0002, {"instructor": instructor}) == why
    assert reason(m0002, {"instructor": instructor, "trainers": JOHNS}) == why


@pytest.mark.parametrize(
    "malformed",
    [
        {"trainers": "John"},
        {"trainers": [JOHN]},
        {"trainers": {"primary": str(JOHN)}},
        {"trainers": {"primary": [JOHN]}},
        {"trainers": {"backup": JOHN}},
        {"trainers": {"assistants": [None]}},
        {"__v": "1"},
        {"__v": False},
    ],
    ids=str,
)
def test_a_batch_that_can_not_be_read_is_set_aside_whoever_is_named(malformed: dict[str, Any]) -> None:
    assert reason(m0002, {"instructor": JOHN, **malformed}) == "malformed"


def test_judging_again_what_was_changed_finds_nothing() -> None:
    for people in (None, {}, {"backup": [JOHN]}, {"primary": SARAH, "assistants": [JOHN]}):
        assert is_left(m0002, changed(m0002, {"instructor": JOHN, "trainers": people}).after)
