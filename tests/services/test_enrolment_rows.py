"""Rows of a file and values in documents, as enrolments that are wanted."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from bson import ObjectId

from multitrainer.services.enrolments.rows import Bad, Wanted, is_found, of_documents, of_rows
from multitrainer.services.enrolments.spreadsheets import Cell, Row

ID, OTHER = ObjectId(), ObjectId()
KNOWN = ("Mon", "Tue", "a", "b", "c", "d")


def row(**cells: Cell) -> Wanted | Bad:
    (found,) = of_rows([Row(7, {"student": "z@x.example", **cells})], KNOWN)
    return found


def test_a_row_says_who_what_they_wish_for_and_since_when() -> None:
    wanted = row(student=str(ID).upper(), slots=" Tue|Mon| Tue ", joinedAt="2026-01-02T03:04:05.678901+02:00")
    since = datetime(2026, 1, 2, 1, 4, 5, 678000, UTC)
    assert wanted == Wanted("line 7", 7, str(ID), ("Tue", "Mon"), since)


@pytest.mark.parametrize("cell", ["2026-01-02", date(2026, 1, 2), datetime(2026, 1, 2), "2026-01-02T00:00:00Z"])  # noqa: DTZ001
def test_a_time_without_a_zone_is_utc(cell: Cell) -> None:
    assert row(joinedAt=cell) == Wanted("line 7", 7, "z@x.example", None, datetime(2026, 1, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"student": ""}, "is empty"),
        ({"student": "Zoe"}, "neither an id"),
        ({"student": "a@b\n"}, "neither an id"),
        ({"student": "=A1"}, "formula"),
        ({"slots": "Mon|Sun"}, "'Sun' is no slot of the course, which has: Mon"),
        ({"slots": "Mon, Tue"}, "Between slots stands a vertical bar: |"),
        ({"slots": "a|b|c|d|Mon|Tue"}, "names 6; the first 5"),
        ({"joinedAt": "yesterday"}, "is no time"),
        ({"joinedAt": "0001-01-01T00:00:00+14:00"}, "beyond the years"),
    ],
)
def test_a_row_that_is_wrong_says_what_to_do(cells: dict[str, Cell], words: str) -> None:
    found = row(**cells)
    said = (found.message,) if isinstance(found, Bad) else found.faults
    assert [words in one for one in said] == [True]
    assert found.line == 7


def test_all_that_is_wrong_with_a_row_is_said() -> None:
    found = row(student="Zoe", slots="Sun|Sat|Mon", joinedAt="yesterday")
    assert isinstance(found, Bad)
    assert all(words in found.message for words in ("neither an id", "'Sun', 'Sat' are no slots", "is no time"))


def test_a_course_without_slots_says_the_same_of_every_row() -> None:
    rows = [Row(n, {"student": "z@x.example", "slots": name}) for n, name in enumerate(("Mon", "Tue"))]
    said = {one.faults for one in of_rows(rows, ()) if isinstance(one, Wanted)}
    assert [["the course has none" in fault for fault in faults] for faults in said] == [[True]]


def test_a_dotted_path_leads_through_lists_and_what_is_no_id_is_named() -> None:
    documents = [{"_id": 1, "people": [{"user": ID}, {"user": [str(OTHER)]}, {"user": 5}, {}, {"user": None}]}]
    first, second, third = of_documents("batch", documents, "people.user")
    assert [first, second] == [Wanted("batch 1: people.user", None, str(one)) for one in (ID, OTHER)]
    assert isinstance(third, Bad)
    assert [*of_documents("batch", documents, "nowhere")] == []


@pytest.mark.parametrize(
    ("document", "found"),
    [
        pytest.param({"class": {"members": [1]}}, True, id="somebody"),
        pytest.param({"class": {"members": []}}, True, id="an empty list at its end"),
        pytest.param({"class": []}, True, id="an empty list on the way"),
        pytest.param({"class": {"members": None}}, True, id="nothing"),
        pytest.param({"class": {"students": [1]}}, False, id="another field"),
        pytest.param({"class": "A1"}, False, id="no object"),
        pytest.param({}, False, id="no field"),
    ],
)
def test_a_path_that_no_document_has_is_told_from_one_with_nobody_under_it(
    document: dict[str, Any], *, found: bool
) -> None:
    assert is_found([{}, document], "class.members") is found
    assert is_found([], "class.members")
