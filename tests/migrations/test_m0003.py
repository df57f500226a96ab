"""The rule of m0003 for one course and its batches, in Python."""

from typing import Any

import pytest
from bson import ObjectId

from multitrainer.domain.workload import LoadRules
from multitrainer.migrations import m0003_recount as m0003
from multitrainer.migrations.migration import Around
from multitrainer.migrations.verdicts import Raw
from multitrainer.stored.order import key
from tests.migrations.raws import (
    COURSE,
    ENTRY,
    JOHN,
    MARIA,
    NOBODY,
    ONE,
    SARAH,
    STUDENT,
    TWO,
    USERS,
    changed,
    entry,
    is_left,
)

LEAD = entry(SARAH, "lead", assignedBatches=[ONE, TWO])


def teaching(*people: Raw) -> Around:
    batches = [{"_id": id_, "course": COURSE, **who} for id_, who in zip((ONE, TWO), people, strict=False)]
    return Around(USERS, {key(COURSE): batches}, LoadRules(5, 20))


def by(primary: ObjectId, **more: list[ObjectId]) -> Raw:
    return {"trainers": {"primary": primary, "backup": [], "assistants": [], **more}}


def test_every_other_primary_joins_as_assistant_with_the_batches_and_the_workload() -> None:
    change = changed(m0003, {"trainers": [LEAD]}, teaching(by(JOHN), by(JOHN)))
    assert change.kind == "assistants-added"
    assert change.after["trainers"] == [LEAD, entry(JOHN, assignedBatches=[ONE, TWO], workload=50)]


def test_who_stands_by_joins_as_substitute() -> None:
    change = changed(m0003, {"trainers": [LEAD]}, teaching(by(SARAH), by(SARAH, backup=[MARIA])))
    assert change.after["trainers"][1] == entry(MARIA, "substitute")


def test_a_lead_without_batches_answers_for_all_of_them() -> None:
    change = changed(m0003, {"trainers": [entry(SARAH, "lead")]}, teaching(by(SARAH), by(SARAH)))
    assert (change.kind, change.after["trainers"]) == ("recounted", [{**LEAD, "workload": 50}])


def test_what_was_counted_wrong_is_counted_anew_and_what_is_not_ours_stays() -> None:
    johns = entry(JOHN, _id=ENTRY, note={"x": 1}, workload=99, assignedBatches=[ObjectId()])
    change = changed(m0003, {"trainers": [{**LEAD, "since": 2019}, johns]}, teaching(by(JOHN), by(SARAH)))
    assert change.after["trainers"] == [
        {**LEAD, "since": 2019, "workload": 25},
        {**johns, "workload": 25, "assignedBatches": [ONE]},
    ]


def test_who_stands_on_the_roster_twice_becomes_one_with_the_keys_of_both() -> None:
    twice = [entry(JOHN, _id=ENTRY, a=1, b=1), entry(JOHN, b=2, c=2)]
    change = changed(m0003, {"trainers": [{**LEAD, "assignedBatches": []}, *twice]}, teaching())
    assert change.after["trainers"][1:] == [entry(JOHN, _id=ENTRY, a=1, b=1, c=2)]


def test_a_new_entry_takes_no_id_that_another_has() -> None:
    roster = [{**LEAD, "_id": JOHN}]
    (_, johns) = changed(m0003, {"trainers": roster}, teaching(by(JOHN), by(JOHN))).after["trainers"]
    assert (johns["trainer"], johns["_id"] == JOHN) == (JOHN, False)


def test_what_is_null_in_an_entry_becomes_what_it_is_read_as() -> None:
    johns = entry(JOHN, role=None, status=None, workload=None, assignedBatches=None)
    change = changed(m0003, {"trainers": [LEAD, johns]}, teaching(by(JOHN), by(JOHN)))
    assert change.kind == "recounted"
    assert change.after["trainers"][1] == entry(JOHN, workload=50, assignedBatches=[ONE, TWO])


@pytest.mark.parametrize("trainers", [{}, {"trainers": None}, {"trainers": "x"}, {"trainers": {"backup": []}}])
def test_a_trainer_whom_a_batch_names_that_could_not_be_moved_over_counts_as_its_primary(trainers: Raw) -> None:
    change = changed(m0003, {"trainers": [LEAD]}, teaching({"instructor": JOHN, **trainers}, by(SARAH)))
    assert [(e["trainer"], e["workload"]) for e in change.after["trainers"]] == [(SARAH, 25), (JOHN, 25)]


@pytest.mark.parametrize("named", [STUDENT, NOBODY, str(JOHN), [JOHN]])
def test_what_was_set_aside_because_it_names_no_trainer_does_not_count(named: Any) -> None:
    assert is_left(m0003, {"trainers": [LEAD]}, teaching({"instructor": named}, {"instructor": named}))


@pytest.mark.parametrize("named", [STUDENT, NOBODY])
def test_nobody_who_is_no_trainer_leads_a_course_whose_roster_is_empty(named: ObjectId) -> None:
    change = changed(m0003, {"trainers": [], "instructor": named}, teaching(by(JOHN), by(JOHN)))
    assert change.after == {
        "trainers": [entry(JOHN, assignedBatches=[ONE, TWO], workload=50)],
        "instructor": named,
    }


def test_who_disagrees_with_a_primary_is_no_concern_of_the_count() -> None:
    around = teaching({**by(SARAH), "instructor": JOHN}, by(SARAH))
    assert is_left(m0003, {"trainers": [{**LEAD, "workload": 50}]}, around)


def test_a_batch_of_several_courses_is_nobodys() -> None:
    around = teaching()
    around.batches[key(COURSE)].append({"_id": ONE, "course": [COURSE], **by(JOHN)})  # type: ignore[attr-defined]  # the list made above
    assert is_left(m0003, {"trainers": [{**LEAD, "assignedBatches": []}]}, around)


def test_what_is_counted_rightly_is_left() -> None:
    roster = [LEAD, entry(JOHN, assignedBatches=[ONE, TWO], workload=50)]
    assert is_left(m0003, {"trainers": roster}, teaching(by(JOHN), by(JOHN)))


@pytest.mark.parametrize("trainers", [{}, {"trainers": None}, {"trainers": "x"}, {"trainers": [{"role": "lead"}]}])
def test_a_course_without_a_roster_that_can_be_read_is_left(trainers: dict[str, Any]) -> None:
    assert is_left(m0003, {"instructor": SARAH, **trainers}, teaching(by(JOHN)))


def test_instructor_stays_what_it_is() -> None:
    change = changed(m0003, {"trainers": [LEAD], "instructor": SARAH}, teaching(by(JOHN)))
    assert change.after["instructor"] == SARAH
    assert "instructor" not in changed(m0003, {"trainers": [LEAD]}, teaching(by(JOHN))).after


def test_counting_again_what_was_counted_finds_nothing() -> None:
    around = teaching(by(JOHN, backup=[MARIA]), by(SARAH))
    assert is_left(m0003, changed(m0003, {"trainers": [LEAD]}, around).after, around)
