"""The rule of m0001 for one course, in Python."""

from typing import Any

import pytest

from multitrainer.migrations import m0001_course_roster as m0001
from multitrainer.migrations.migration import Around
from multitrainer.migrations.references import Users
from multitrainer.migrations.verdicts import SetAside
from tests.migrations.raws import AROUND, ENTRY, JOHN, MARIA, ONE, SARAH, STUDENT, changed, entry, is_left, reason
from tests.migrations.references import each_unusable


def test_the_instructor_becomes_the_lead() -> None:
    change = changed(m0001, {"instructor": SARAH})
    assert (change.kind, change.before) == ("roster-made", {"instructor": SARAH})
    assert change.after == {"instructor": SARAH, "trainers": [entry(SARAH, "lead")]}


def test_an_empty_roster_beside_an_instructor_is_none() -> None:
    change = changed(m0001, {"instructor": SARAH, "trainers": []})
    assert (change.kind, change.after["trainers"]) == ("roster-made", [entry(SARAH, "lead")])


def test_a_course_whose_lead_is_the_instructor_is_left() -> None:
    assert is_left(m0001, {"instructor": SARAH, "trainers": [entry(JOHN), {"trainer": SARAH, "role": "lead"}]})


def test_an_instructor_written_as_text_becomes_an_id() -> None:
    change = changed(m0001, {"instructor": str(SARAH).upper()})
    assert change.after == {"instructor": SARAH, "trainers": [entry(SARAH, "lead")]}


def test_a_lead_named_as_text_is_converted_and_the_roster_stays() -> None:
    roster = [entry(SARAH, "lead", note="x")]
    change = changed(m0001, {"instructor": str(SARAH), "trainers": roster})
    assert (change.kind, change.after) == ("id-converted", {"instructor": SARAH, "trainers": roster})


def test_where_somebody_else_is_named_they_lead_and_the_former_lead_hands_the_scope_on() -> None:
    roster = [entry(MARIA), entry(SARAH, "lead", assignedBatches=[ONE], note="x", workload=5)]
    change = changed(m0001, {"instructor": JOHN, "trainers": roster})
    assert change.kind == "lead-replaced"
    assert change.after["trainers"] == [
        entry(JOHN, "lead", assignedBatches=[ONE]),
        entry(MARIA),
        entry(SARAH, "assistant", assignedBatches=[], note="x", workload=5),
    ]


def test_an_assistant_who_is_named_leads_with_all_that_the_entry_has() -> None:
    roster = [entry(SARAH, "lead", assignedBatches=[ONE]), entry(JOHN, _id=ENTRY, note={"x": 1}, status="inactive")]
    change = changed(m0001, {"instructor": JOHN, "trainers": roster})
    assert change.after["trainers"] == [
        entry(JOHN, "lead", _id=ENTRY, note={"x": 1}, assignedBatches=[ONE]),
        entry(SARAH, assignedBatches=[]),
    ]


def test_a_second_lead_who_is_named_moves_to_the_front_and_nothing_else_changes() -> None:
    first, second = entry(SARAH, "lead", assignedBatches=[ONE]), entry(JOHN, "lead", note="x")
    change = changed(m0001, {"instructor": JOHN, "trainers": [first, entry(MARIA), second]})
    assert (change.kind, change.after["trainers"]) == ("lead-replaced", [second, first, entry(MARIA)])


def test_a_roster_without_a_lead_is_completed_and_not_overwritten() -> None:
    change = changed(m0001, {"instructor": SARAH, "trainers": [entry(JOHN, note="x")]})
    assert change.kind == "lead-named"
    assert change.after["trainers"] == [entry(SARAH, "lead"), entry(JOHN, note="x")]


@pytest.mark.parametrize("status", ["on_leave", "inactive"])
def test_a_lead_who_is_away_stays_lead_and_who_leads_meanwhile_is_the_instructor(status: str) -> None:
    roster = [entry(SARAH, "lead", status=status), entry(JOHN, "lead")]
    change = changed(m0001, {"instructor": SARAH, "trainers": roster})
    assert (change.kind, change.after) == ("instructor-restored", {"instructor": JOHN, "trainers": roster})


def test_where_nobody_leads_meanwhile_the_instructor_is_null() -> None:
    roster = [entry(SARAH, "lead", status="on_leave")]
    assert changed(m0001, {"instructor": SARAH, "trainers": roster}).after == {"instructor": None, "trainers": roster}


@pytest.mark.parametrize("said", [{}, {"instructor": None}], ids=["absent", "null"])
def test_where_the_instructor_is_empty_the_lead_becomes_what_the_old_application_sees(said: dict[str, Any]) -> None:
    roster = [entry(SARAH, "lead")]
    change = changed(m0001, {**said, "trainers": roster})
    assert (change.kind, change.after) == ("instructor-restored", {"instructor": SARAH, "trainers": roster})
    assert change.before == {**said, "trainers": roster}


@pytest.mark.parametrize("said", [{}, {"instructor": None}], ids=["absent", "null"])
def test_a_course_of_nobody_is_left_when_it_has_a_roster_and_set_aside_when_it_has_none(said: dict[str, Any]) -> None:
    assert is_left(m0001, {**said, "trainers": []})
    assert is_left(m0001, {**said, "trainers": [entry(JOHN)]})
    assert reason(m0001, said) == "no-instructor"
    assert reason(m0001, {**said, "trainers": None}) == "no-instructor"


@each_unusable
def test_an_instructor_who_is_no_trainer_sets_a_course_aside(instructor: Any, why: str) -> None:
    assert reason(m0001, {"instructor": instructor}) == why
    assert reason(m0001, {"instructor": instructor, "trainers": [entry(SARAH, "lead")]}) == why


@pytest.mark.parametrize(
    "malformed",
    [
        {"trainers": "Sarah"},
        {"trainers": {"primary": SARAH}},
        {"trainers": [SARAH]},
        {"trainers": [None]},
        {"trainers": [{"role": "lead"}]},
        {"trainers": [{"trainer": str(SARAH)}]},
        {"trainers": [{"trainer": SARAH, "role": "boss"}]},
        {"trainers": [{"trainer": SARAH, "role": ["lead"]}]},
        {"trainers": [{"trainer": SARAH, "role": {"is": "lead"}}]},
        {"trainers": [{"trainer": SARAH, "status": ["active"]}]},
        {"trainers": [{"trainer": SARAH, "status": ""}]},
        {"trainers": [{"trainer": SARAH, "assignedBatches": "all"}]},
        {"__v": "1"},
        {"__v": True},
        {"__v": 2**53},
        {"__v": float("nan")},
    ],
    ids=str,
)
def test_a_course_that_can_not_be_read_is_set_aside_whoever_is_named(malformed: dict[str, Any]) -> None:
    assert reason(m0001, {"instructor": SARAH, **malformed}) == "malformed"


@pytest.mark.parametrize("field", ["role", "status", "workload", "assignedBatches"])
def test_a_null_in_an_entry_says_no_more_than_a_field_that_is_missing(field: str) -> None:
    absent = {name: value for name, value in entry(JOHN).items() if name != field}
    for rest in ([], [entry(SARAH, "lead")]):
        null, missing = (
            changed(m0001, {"instructor": MARIA, "trainers": [*rest, johns]})
            for johns in (absent | {field: None}, absent)
        )
        assert null.kind == missing.kind
        assert null.after["trainers"][:-1] == missing.after["trainers"][:-1]
        assert null.after["trainers"][-1] == absent | {field: None}


def test_a_lead_whose_status_is_null_is_active() -> None:
    assert is_left(m0001, {"instructor": SARAH, "trainers": [entry(SARAH, "lead", status=None)]})
    change = changed(m0001, {"instructor": None, "trainers": [entry(SARAH, "lead", status=None)]})
    assert (change.kind, change.after["instructor"]) == ("instructor-restored", SARAH)


def test_a_version_that_is_null_is_none() -> None:
    assert changed(m0001, {"instructor": SARAH, "__v": None}).kind == "roster-made"


def test_an_entry_that_has_the_new_leads_id_as_its_own_sets_the_course_aside() -> None:
    roster = [entry(SARAH, "lead", _id=JOHN)]
    assert reason(m0001, {"instructor": JOHN, "trainers": roster}) == "entry-id-taken"
    assert is_left(m0001, {"instructor": SARAH, "trainers": roster})


def test_a_long_role_is_named_in_short() -> None:
    around = Around(Users({STUDENT: "x" * 500}, ("trainer",)))
    verdict = m0001.judge({"_id": 1, "instructor": STUDENT}, around)
    assert isinstance(verdict, SetAside)
    assert len(verdict.detail) < 150
    assert verdict.detail.endswith("…."), verdict.detail


def test_judging_again_what_was_changed_finds_nothing() -> None:
    roster = [entry(SARAH, "lead", assignedBatches=[ONE]), entry(JOHN)]
    for instructor in (SARAH, JOHN, MARIA, str(MARIA), None):
        verdict = m0001.judge({"_id": 1, "instructor": instructor, "trainers": roster}, AROUND)
        assert verdict is None or is_left(m0001, changed(m0001, {"instructor": instructor, "trainers": roster}).after)


def test_a_former_lead_without_a_scope_hands_on_an_empty_one() -> None:
    for scope in ({"assignedBatches": None}, {}):
        former = {key: value for key, value in entry(SARAH, "lead").items() if key != "assignedBatches"} | scope
        made = changed(m0001, {"instructor": JOHN, "trainers": [former]})
        assert [one["assignedBatches"] for one in made.after["trainers"]] == [[], []]
