"""Engine and validator know nothing of each other's arithmetic. On problems of every kind they agree."""

import json
from random import Random

from hypothesis import example, given, reject, settings
from hypothesis import strategies as st

from multitrainer.domain.errors import NotAProblem
from multitrainer.solver.documents.limits import Limits
from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.reading.texts import read_problem, read_solution
from multitrainer.solver.solving import solve
from multitrainer.solver.validating import breaches
from tests.solver.odd_problems import odd_problem
from tests.solver.stating import batch, problem, trainer, weekly


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(0, 200))
@example(387, 3)  # the exact answer covers less for the sake of what matters more: the first one's bounds don't hold
def test_every_answer_is_what_it_says(chance: int, effort: int) -> None:
    odd = stated(chance)
    assert breaches(odd, solve(odd, limits=Limits(effort=effort))) == []


@settings(max_examples=30)
@given(st.integers(0, 2**32))
def test_documents_that_are_written_are_read_as_they_were(chance: int) -> None:
    odd = stated(chance)
    found = solve(odd, limits=Limits(effort=0))
    assert read_problem(odd.model_dump_json(by_alias=True).encode()) == odd
    assert read_solution(found.model_dump_json(by_alias=True).encode()) == found


def test_batches_that_one_trainer_must_teach_at_one_time_are_counted_where_that_is_merely_preferred() -> None:
    monday = [weekly("monday", "10:00", "12:00")]
    both = problem(
        batches=[batch("B1", sessions=monday), batch("B2", sessions=monday)],
        links=[{"kind": "same", "batches": ["B1", "B2"]}],
        rules={"conflicts": "preferred"},
        order=[{"terms": {"uncovered": 1}}, {"terms": {"conflicts": 1}}],
    )
    found = solve(both, limits=Limits(effort=100))
    assert [(line.term, line.value) for line in found.terms] == [("uncovered", 0), ("conflicts", 1)]
    assert breaches(both, found) == []


def test_a_pair_of_batches_that_two_links_name_counts_once() -> None:
    apart = problem(
        trainers=[trainer("John", skills=["C1"]), trainer("Maria", skills=["C2"])],
        batches=[batch("B1", skills=["C1"]), batch("B2", skills=["C2"])],
        links=[{"kind": "same", "batches": ["B1", "B2"]}, {"kind": "same", "batches": ["B2", "B1"]}],
        rules={"links": "preferred"},
        order=[{"terms": {"uncovered": 1}}, {"terms": {"links": 1}}],
    )
    found = solve(apart, limits=Limits(effort=100))
    assert [(line.term, line.value) for line in found.terms] == [("uncovered", 0), ("links", 1)]
    assert breaches(apart, found) == []


def stated(chance: int) -> Problem:
    try:
        return read_problem(json.dumps(odd_problem(Random(chance))).encode())
    except NotAProblem:  # links that contradict each other, sessions that overlap
        reject()
