"""A problem document with the path of each fault; no crash, no endless run."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multitrainer.domain.errors import InvalidInput, NotAProblem
from multitrainer.solver.reading.texts import MEGABYTE, MOST_IN_ENTRY, read_problem, read_solution
from tests.solver.stating import batch, dated, problem, stated, trainer, weekly

EVENING = weekly("tuesday", "18:00", "19:30")


def refused(text: bytes | str, **limits: int) -> NotAProblem:
    with pytest.raises(NotAProblem) as error:
        read_problem(text.encode() if isinstance(text, str) else text, **limits)
    return error.value


def faults(**problem: Any) -> dict[str, str]:
    """What is wrong with a problem, by path."""
    found = refused(json.dumps(stated(**problem))).facts["errors"]
    named = {one["field"]: one["message"] for one in found}
    assert len(named) == len(found)
    return named


def test_a_problem_is_read_as_it_is_written() -> None:
    read = problem(batches=[batch("B1", sessions=[EVENING, dated("2026-03-02T18:00", "2026-03-02T19:30")])])
    assert [one.id for one in read.trainers] == ["John", "Maria"]
    assert read.model_dump(mode="json", by_alias=True, exclude_unset=True)["batches"] == [
        batch("B1", sessions=[EVENING, dated("2026-03-02T18:00:00", "2026-03-02T19:30:00")])
    ]


def test_a_mark_at_the_beginning_as_some_editors_leave_is_no_fault() -> None:
    assert read_problem(b"\xef\xbb\xbf" + json.dumps(stated()).encode()) == problem()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"hello", "is not JSON: expecting value at line 1, column 1"),
        (b'{"trainers": [}', "is not JSON"),
        (b'{"trainers": []', "is not JSON"),
        (b"\xff\xfe", "is not UTF-8 text, from byte 1 on"),
        (b"[]", "must be a JSON object in braces"),
        (b"null", "must be a JSON object in braces"),
        (b"NaN", "must be a JSON object in braces"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'{"a":' * 100_000, "is nested too deeply"),
    ],
)
def test_what_is_no_problem_at_all_is_refused_in_words(text: bytes, words: str) -> None:
    error = refused(text)
    assert error.detail.startswith(f"The problem {words}")
    assert error.facts["more"] == 0


def test_what_is_too_large_is_not_read() -> None:
    assert refused(b" " * (MEGABYTE + 1), largest_mb=1).detail.startswith("The problem is larger than 1 MB")


def test_brackets_alone_do_not_fill_the_memory() -> None:
    assert refused(b"[" + b"{}," * 10_000_000).detail.startswith("The problem has more than 10,000,000 values")


def test_one_entry_with_a_million_faults_is_one_fault() -> None:
    assert faults(trainers=[trainer("John", skills=[0] * (MOST_IN_ENTRY + 2))]) == {
        "trainers[0]": "has more than 100,000 values, which is the most that is read of one entry"
    }


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e999", "1" * 1_000_000], ids=lambda digits: digits[:9]
)
def test_what_is_no_finite_number_is_refused_with_its_path(number: str) -> None:
    text = f'{{"trainers": [{{"id": "John", "capacity": {number}}}], "batches": [], "backups": {number}}}'
    assert {one["field"]: one["message"] for one in refused(text).facts["errors"]} == {
        "trainers[0].capacity": "must be a number; NaN, Infinity and what is too large are none",
        "backups": "must be a whole number",
    }


def test_a_name_that_stands_twice_is_a_fault_rather_than_the_second_taken() -> None:
    text = json.dumps(stated())[:-1] + ',"batches":[{"id":"B1","id":"B2","course":"c","hours":1}]}'
    listed = [one["field"] for one in refused(text).facts["errors"]]
    assert listed == ["batches", "batches[0].id"]


def test_every_fault_is_named_with_its_path() -> None:
    backwards = [weekly("monday", "10:00", "11:00"), weekly("monday", "12:00", "11:00")]
    found = faults(
        trainers=[{"capacity": 0, "load": 200, "roles": {"German A1": "boss", "": "lead"}, "limits": []}, 7],
        batches=[
            batch("B1", hours=-1, sessions=backwards, pinned=1),
            batch("B2", sessions=[dated("2026-03-02T18:00", "2026-03-02T18:00"), {"day": "mon"}], skills="C1"),
            batch("B3", sessions=[dated("2026-03-02", "2026-03-02T19:00Z"), 3], students=1.5, colour="red"),
        ],
        pairs=[{"trainer": "John", "batch": "B1", "level": "must", "cost": "1"}],
        links=[{"kind": "same", "batches": ["B1"]}],
        rules={"status": "perhaps", "nonsense": "required"},
        order=[{"terms": {"nonsense": 1, "spread": 0}, "slack": 2}, {"terms": {}}],
        restMinutes=-1,
    )
    assert found["trainers[0].capacity"].endswith("the status inactive, or leave them out of the problem")
    assert found == found | {
        "trainers[0].id": "is required",
        "trainers[0].load": "must be at most 168",
        "trainers[0].roles['German A1']": "must be 'lead', 'assistant' or 'substitute'",
        "trainers[0].roles['']": "has a name that must not be empty",
        "trainers[0].limits": "must be an object in braces",
        "trainers[1]": "must be an object in braces",
        "batches[0].hours": "must be more than 0",
        "batches[0].sessions[1].end": "must end after it begins; what goes beyond midnight is two intervals",
        "batches[0].pinned": "must be true or false",
        "batches[1].sessions[0].end": "must end after it begins; what goes beyond midnight is two intervals",
        "batches[1].sessions[1].start": "is required",
        "batches[1].skills": "must be a list in brackets",
        "batches[2].sessions[0].start": "must be a date and a time, as 2026-03-02T18:00",
        "batches[2].sessions[0].end": "must be a local time without a zone, as 2026-03-02T18:00",
        "batches[2].sessions[1]": "must be an object in braces",
        "batches[2].students": "must be a whole number",
        "batches[2].colour": "is no field here",
        "pairs[0].level": "must be 'required', 'preferred', 'neutral', 'discouraged' or 'prohibited'",
        "pairs[0].cost": "must be a number",
        "links[0].batches": "must have at least 2 entries",
        "rules.status": "must be 'required', 'preferred' or 'neutral'",
        "order[0].slack": "must be at most 1",
        "order[0].terms.spread": "must be at least 1",
        "order[1].terms": "must have at least 1 entries",
        "restMinutes": "must be at least 0",
    }
    assert found["order[0].terms.nonsense"].startswith("is nothing that is measured; uncovered, ")
    assert found["rules.nonsense"].startswith("has a name that must be 'status', ")


@pytest.mark.parametrize(("start", "end"), [("18:00", "1\u0660:00"), ("1\u0660:00", "18:00")])
def test_a_time_has_the_digits_that_are_compared(start: str, end: str) -> None:
    found = faults(batches=[batch("B1", sessions=[weekly("monday", start, end)])])
    assert "must be a time from 00:00 to 24:00, as 18:00" in found.values()


def test_the_lists_themselves_may_be_missing_or_none() -> None:
    assert {one["field"]: one["message"] for one in refused('{"trainers": 3}').facts["errors"]} == {
        "trainers": "must be a list in brackets",
        "batches": "is required",
    }


def test_more_sessions_than_anybody_holds_are_refused_before_they_take_minutes() -> None:
    minutely = [
        weekly("monday", f"{n // 60:02}:{n % 60:02}", f"{(n + 1) // 60:02}:{(n + 1) % 60:02}") for n in range(1001)
    ]
    assert faults(batches=[batch("B1", sessions=minutely)]) == {
        "batches[0].sessions": "must have at most 1,000 entries, not 1,001"
    }


def test_large_limits_are_named_as_people_write_them() -> None:
    order = [{"terms": {"uncovered": 2_000_000}}]
    assert faults(order=order) == {"order[0].terms.uncovered": "must be at most 1,000,000"}


def test_a_hundred_faults_are_listed_and_the_others_counted() -> None:
    error = refused(json.dumps(stated(batches=[{"id": f"B{n}", "course": "c"} for n in range(250)])))
    assert (len(error.facts["errors"]), error.facts["more"]) == (100, 150)
    assert error.detail == "The problem has 250 faults, the first: batches[0].hours: is required."


def test_whoever_has_very_many_faults_is_told_so_at_once() -> None:
    error = refused(b'{"trainers": [], "batches": [' + b"0," * 200_000 + b"0]}")
    assert error.detail.startswith("The problem has 100,000 faults or more, the first: batches[0]: must be an object")


def test_a_name_that_is_no_text_is_shown_on_one_line() -> None:
    text = json.dumps(stated())[:-1] + ',"a\\n\\ud800' + "x" * 500 + '": 1, "rules": {"\\ud800": 1}}'
    assert all(len(one["field"]) < 100 and one["field"].isprintable() for one in refused(text).facts["errors"])


def test_a_solution_is_read_with_the_same_care() -> None:
    with pytest.raises(InvalidInput) as error:
        read_solution(b'{"status": "fine", "people": [{"batch": 1}], "terms": [], "loads": []}')
    assert [one["field"] for one in error.value.facts["errors"]] == ["people[0].batch", "people[0].primary", "status"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)
few = settings(max_examples=50)
FIELDS = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("trainers", "batches", "pairs", "links", "rules", "order", "backups"), JSON)
)
ENTRIES = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("id", "course", "hours", "capacity", "roles", "skills", "current", "terms"), JSON),
        "sessions": st.lists(st.fixed_dictionaries({}, optional={"day": JSON, "start": JSON, "end": JSON}) | JSON),
    },
)


def survives(text: bytes) -> None:
    try:
        read_problem(text)
    except NotAProblem as error:
        listed = error.facts["errors"]
    else:
        return
    assert listed
    assert all(one["message"] for one in listed)


@few
@given(st.binary())
def test_no_bytes_crash_it(text: bytes) -> None:
    survives(text)


@few
@given(JSON | FIELDS)
def test_no_json_crashes_it(value: Any) -> None:
    survives(json.dumps(value).encode())


@few
@given(st.lists(ENTRIES, max_size=3), st.sampled_from(["trainers", "batches", "pairs", "links", "order"]))
def test_no_entry_crashes_it(entries: list[Any], where: str) -> None:
    survives(json.dumps(stated(**{where: entries})).encode())
