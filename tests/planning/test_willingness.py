"""What trainers have painted is kept to by whatever is planned."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multitrainer.domain.availability import Availability, Level, Painted, Piece
from multitrainer.domain.people import People
from multitrainer.domain.recount import Batch
from multitrainer.domain.roster import Entry, Role, Status
from multitrainer.domain.team import Team
from multitrainer.domain.week import Day, minute_of, time_of
from multitrainer.planning.candidates import candidates_of
from multitrainer.planning.causes import causes
from multitrainer.planning.differences import differences
from multitrainer.planning.problem import problem_of
from multitrainer.planning.school import School
from multitrainer.planning.willingness import unavailable
from multitrainer.schemas.plan_options import PlanOptions
from multitrainer.solver.documents.limits import Limits
from multitrainer.solver.documents.problem import Level as PairLevel
from multitrainer.solver.documents.problem import Pair, Problem
from multitrainer.solver.explaining.explainer import Explainer
from multitrainer.solver.reading.checking import check
from multitrainer.solver.reading.faults import Faults
from multitrainer.solver.solving import solve
from multitrainer.stored.availability import read_availability, unreadable_parts, write_availability

Raw = dict[str, Any]
A, B = "a" * 24, "b" * 24
MONDAY = {"day": "monday", "start": "18:00", "end": "19:30"}
FRIDAY = {"day": "friday", "start": "22:30", "end": "24:00"}
ONCE = {"start": "2026-03-02T19:00", "end": "2026-03-02T21:00"}
"""On a Monday."""
TIMES = [[MONDAY], [FRIDAY], [MONDAY, FRIDAY], [ONCE], []]


def part(level: str, day: str = "monday", start: str = "17:00", end: str = "18:30") -> Raw:
    return {"day": day, "start": start, "end": end, "level": level}


def school(*weeks: list[Any], sessions: list[list[Raw]] | None = None, **stated: Any) -> School:
    """Trainers 0, 1 and so on with these weeks, and a batch for each of the times at which some meet."""
    times = sessions or [[MONDAY]]
    batches = {f"{n}" * 24: {"sessions": met} for n, met in enumerate(times)}
    roster = [Entry(str(n)) for n in range(len(weeks))]
    trainers = {str(n): {"availability": week, **stated} for n, week in enumerate(weeks)}
    return School([Team("c", tuple(roster), tuple(map(Batch, batches)))], trainers, batches)


def pairs(of: School) -> dict[tuple[str, str], Pair]:
    return {(pair.trainer, pair.batch): pair for pair in problem_of(of, PlanOptions()).pairs}


PARTS = st.one_of(
    st.builds(
        lambda day, start, length, level: part(level, day, time_of(30 * start), time_of(30 * min(start + length, 48))),
        st.sampled_from([Day.MONDAY.value, Day.FRIDAY.value]),
        st.integers(30, 47),
        st.integers(1, 12),
        st.sampled_from([level.value for level in Level]),
    ),
    st.sampled_from(
        ["monday", None, {"day": "monday"}, part("never"), part("not", end="17:00"), part("not", end="25:00")]
    ),
)
WEEKS = st.lists(PARTS, max_size=6)


def level_in(week: Any, sessions: list[Raw]) -> Level:
    """Of the sessions, computed by the rule and not by the solver's times."""
    on_the_clock = [one if "day" in one else {"day": "monday", "start": "19:00", "end": "21:00"} for one in sessions]
    pieces = (Piece(Day(s["day"]), minute_of(s["start"]), minute_of(s["end"])) for s in on_the_clock)
    return read_availability(week).worst(pieces)


@settings(max_examples=60)
@given(st.lists(WEEKS, min_size=3, max_size=3), st.lists(st.sampled_from(TIMES), min_size=1, max_size=4), st.booleans())
def test_whatever_is_painted_can_be_planned_and_nobody_gets_a_batch_when_they_said_not(
    weeks: list[list[Any]], sessions: list[list[Raw]], stated: bool
) -> None:
    said = [MONDAY, {**MONDAY, "end": "20:00"}, ONCE] if stated else []
    of = school(*weeks, sessions=sessions, unavailable=said)
    problem = problem_of(of, PlanOptions())
    check(problem, faults := Faults())
    assert not faults.listed
    found = solve(problem, limits=Limits(seconds=5, effort=5, exact=False))
    met = {batch.id: batch for batch in problem.batches}
    for place in found.people:
        for trainer in filter(None, (place.primary, *place.backup)):
            at = of.batches[met[place.batch].id]["sessions"]
            assert level_in(weeks[int(trainer)], at) is not Level.NOT


def test_what_is_painted_and_what_an_admin_has_stated_are_one_time() -> None:
    once = {"start": "2026-03-02T18:00", "end": "2026-03-02T19:00"}
    week = [part("not"), part("rather-not", start="18:30", end="20:00"), part("not", "sunday", "00:00", "24:00")]
    found = unavailable({"unavailable": [FRIDAY, once, MONDAY], "availability": week})
    assert [one.model_dump(mode="json") for one in found] == [
        {"day": "monday", "start": "17:00", "end": "19:30"},
        FRIDAY,
        {"day": "sunday", "start": "00:00", "end": "24:00"},
        {"start": "2026-03-02T18:00:00", "end": "2026-03-02T19:00:00"},
    ]


def test_without_anything_painted_what_is_stated_stays_as_it_is() -> None:
    found = unavailable({"unavailable": [FRIDAY, MONDAY, MONDAY], "availability": [part("rather-not")]})
    assert [one.model_dump(mode="json") for one in found] == [FRIDAY, MONDAY, MONDAY]


def test_a_batch_that_meets_when_somebody_would_rather_not_is_discouraged_for_that_reason() -> None:
    week = [part("rather-not"), part("available", start="18:30", end="24:00")]
    found = pairs(school(week, [], sessions=[[FRIDAY], [FRIDAY, MONDAY], [ONCE]]))
    assert {key: (pair.level, pair.reason) for key, pair in found.items()} == {
        ("0", "1" * 24): (PairLevel.DISCOURAGED, "would rather not teach on Monday 17:00-18:30")
    }


def test_who_is_away_is_kept_from_a_batch_whether_or_not_they_would_rather_not_have_it() -> None:
    of = school([part("rather-not")])
    away = replace(of, teams=[Team("c", (Entry("0", status=Status.ON_LEAVE),), (Batch("0" * 24),))])
    assert pairs(away)["0", "0" * 24].level is PairLevel.PROHIBITED


def test_of_two_who_can_the_one_who_has_nothing_against_it_teaches() -> None:
    found = solve(problem_of(school([part("rather-not")], []), PlanOptions()), limits=Limits(seconds=5, effort=5))
    assert found.people[0].primary == "1"


def test_candidates_say_who_can_not_and_who_would_rather_not_and_when() -> None:
    of = replace(school([part("not")], [part("rather-not")], []), names={"0": "Ann", "1": "Tom", "3": "Eva"})
    outside = replace(of, others=("3",), trainers={**of.trainers, "3": {"availability": [part("rather-not")]}})
    words = {one["trainer"]: one["words"] for one in candidates_of(outside, "0" * 24)["candidates"]}
    assert words["0"].startswith("Ann is unavailable on Monday 17:00-18:30")
    assert words["1"].endswith("Tom would rather not teach on Monday 17:00-18:30.")
    assert words["3"].endswith("Eva would rather not teach on Monday 17:00-18:30.")
    assert "rather" not in words["2"]


def test_a_plan_that_gives_somebody_what_they_would_rather_not_have_says_so() -> None:
    problem = problem_of(replace(school([part("rather-not")]), names={"0": "Ann"}), PlanOptions())
    why = Explainer(problem, solve(problem, limits=Limits(seconds=5, effort=5))).explain("0" * 24)
    assert why.words[:2] == ("Ann teaches " + "0" * 24 + ".", "Ann would rather not teach on Monday 17:00-18:30.")


def problem_with(*week: Raw) -> Problem:
    return problem_of(replace(school([*week]), names={"0": "Ann", "0" * 24: "Batch 1"}), PlanOptions())


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ([], [part("rather-not")], "Ann would rather not teach Batch 1 now."),
        ([part("rather-not")], [], "Ann would teach Batch 1 as willingly as others now."),
        ([], [part("not")], "Ann is unavailable at other times than before."),
    ],
)
def test_a_week_that_is_painted_otherwise_since_a_plan_was_made_is_told(
    before: list[Raw], now: list[Raw], said: str
) -> None:
    then, later = problem_with(*before), problem_with(*now)
    assert causes(differences(then, later), then, later) == [said]


def test_a_lead_beyond_their_scope_who_would_rather_not_is_discouraged_once() -> None:
    batches = (Batch(A, People("t")), Batch(B))
    team = Team("c", (Entry("t"), Entry("l", Role.LEAD, batches=(B,))), batches)
    of = School([team], {"l": {"availability": [part("rather-not")]}}, {A: {"sessions": [MONDAY]}})
    found = pairs(of)
    assert {key: pair.level for key, pair in found.items()} == {("l", A): PairLevel.DISCOURAGED}


def test_what_somebody_wrote_badly_is_not_stated_and_the_rest_is() -> None:
    good, late = part("not"), part("rather-not", start="20:00", end="24:00")
    raw = [good, "x", part("not", start="7:00"), part("not", "someday"), part("rather-not"), {**late, "extra": 1}, 5]
    week = read_availability(raw)
    assert week == Availability(
        (Painted(Day.MONDAY, 1020, 1110, Level.NOT), Painted(Day.MONDAY, 1200, 1440, Level("rather-not")))
    )
    assert (write_availability(week), unreadable_parts(raw)) == ([good, late], 5)


@pytest.mark.parametrize(("raw", "unreadable"), [(None, 0), ("monday", 1), ({"day": "monday"}, 1), ([], 0), ([[]], 1)])
def test_a_field_that_is_no_week_states_nothing(raw: Any, unreadable: int) -> None:
    assert (read_availability(raw), unreadable_parts(raw)) == (Availability(), unreadable)
