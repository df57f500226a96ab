"""Telling whether a document is as a migration should have left it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bson import Int64

from multitrainer.migrations import m0001_course_roster as m0001
from multitrainer.migrations.verdicts import Raw
from multitrainer.migrations.verifying import difference, overtaken
from tests.migrations.raws import AROUND, COURSE, JOHN, MARIA, SARAH, changed, entry

AT = datetime(2024, 3, 1, tzinfo=UTC)


def image_of(document: Raw) -> Raw:
    change = changed(m0001, document)
    written = {"version": 1, "at": AT}
    return {"migration": m0001.name, "of": COURSE, "before": change.before, "after": change.after, **written}


def as_left(image: Raw, **more: Any) -> Raw:
    return {"_id": COURSE, "__v": 1, "updatedAt": AT, **image["after"], **more}


def told(document: Raw, image: Raw | None) -> str | None:
    return difference(document, m0001.judge(document, AROUND), image)


IMAGE = image_of({"instructor": SARAH})


def test_a_document_that_is_as_it_was_left_is_right() -> None:
    assert told(as_left(IMAGE), IMAGE) is None


def test_a_document_that_needed_no_change_is_right() -> None:
    assert told(as_left(IMAGE), None) is None


def test_what_was_not_moved_over_is_named_by_what_is_left_to_be_done() -> None:
    assert told({"_id": COURSE, "instructor": SARAH}, None) == "Not moved over: roster-made."


def test_what_is_set_aside_is_no_difference() -> None:
    assert told({"_id": COURSE, "instructor": "Sarah"}, None) is None


@pytest.mark.parametrize(
    "planted",
    [
        {"workload": 1},
        {"workload": 0.0},
        {"workload": Int64(0)},
        {"status": "on_leave"} | {"role": "assistant"},
        {"note": "x"},
        {"_id": JOHN},
    ],
    ids=str,
)
def test_a_corruption_is_found_to_the_byte(planted: Raw) -> None:
    lead = {**IMAGE["after"]["trainers"][0], **planted}
    corrupt = as_left(IMAGE, trainers=[lead], instructor=SARAH if lead["role"] == "lead" else None)
    words = told(corrupt, IMAGE)
    assert words
    assert "trainers" in words


def test_what_somebody_changed_since_is_theirs() -> None:
    later = AT + timedelta(milliseconds=1)
    assert told(as_left(IMAGE, updatedAt=later, trainers=[entry(SARAH, "lead", note="x")]), IMAGE) is None
    assert told(as_left(IMAGE, updatedAt=None, trainers=[entry(SARAH, "lead", note="x")]), IMAGE) is None


def test_the_order_of_keys_counts() -> None:
    turned = dict(reversed(IMAGE["after"]["trainers"][0].items()))
    assert told(as_left(IMAGE, trainers=[turned]), IMAGE) is not None


def test_another_instructor_written_before_the_move_shows_what_the_image_should_have_been() -> None:
    """The image was kept for Sarah; then the old application named John, whom the server moved over."""
    john = image_of({"instructor": JOHN})
    assert told(as_left(john), IMAGE)
    corrected = overtaken(m0001, as_left(john), IMAGE, AROUND)
    assert corrected == {**IMAGE, "before": {"instructor": JOHN}, "after": john["after"]}
    assert told(as_left(john), corrected) is None


def test_a_write_of_the_same_millisecond_is_told_by_the_version() -> None:
    theirs = as_left(IMAGE, trainers=[entry(SARAH, "lead", note="x")])
    assert told(theirs, IMAGE)
    assert told({**theirs, "__v": 0}, IMAGE) is None


def test_a_document_written_anew_without_trainers_before_the_move_does_so_too() -> None:
    image = image_of({"instructor": JOHN, "trainers": [entry(SARAH, "lead", note="x"), entry(MARIA)]})
    anew = image_of({"instructor": JOHN})
    corrected = overtaken(m0001, as_left(anew), image, AROUND)
    assert corrected == {**image, "before": {"instructor": JOHN}, "after": anew["after"]}
    assert told(as_left(anew), corrected) is None


def test_nothing_overtook_what_is_as_it_was_left_or_was_changed_since() -> None:
    assert overtaken(m0001, as_left(IMAGE), IMAGE, AROUND) is None
    later = as_left(image_of({"instructor": JOHN}), updatedAt=AT + timedelta(seconds=1))
    assert overtaken(m0001, later, IMAGE, AROUND) is None
