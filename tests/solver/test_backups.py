from collections import Counter
from typing import Any

import pytest

from multitrainer.solver import ortools
from multitrainer.solver.documents.limits import Limits
from multitrainer.solver.documents.objective import Term
from multitrainer.solver.documents.solution import Solution
from multitrainer.solver.solving import solve
from tests.solver.stating import Json, batch, problem, trainer, weekly

COURSE = "German A1"


@pytest.fixture(params=[True, False], ids=["flow", "in turn"], autouse=True)
def _with_or_without_the_extra(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ortools, "is_there", lambda: request.param)


def on_it(name: str, role: str = "assistant") -> Json:
    return trainer(name, capacity=40, roles={COURSE: role})


def pinned(name: str, primary: str, **more: Any) -> Json:
    return batch(name, hours=1, pinned=True, current={"primary": primary, **more})


def solved(**given: Any) -> Solution:
    return solve(problem(**given), limits=Limits(effort=100, exact=False))


def backups(solution: Solution) -> list[str]:
    return [name for one in solution.people for name in one.backup]


def test_the_lead_stands_by_for_everything_before_anybody_else_does() -> None:
    team = [on_it("Sarah", "lead"), on_it("John"), on_it("Eva", "substitute")]
    solution = solved(trainers=team, batches=[pinned(f"B{n}", "John") for n in range(4)])
    assert backups(solution) == ["Sarah"] * 4
    quality = next(line for line in solution.terms if line.term is Term.BACKUP_QUALITY)
    assert (quality.value, quality.bound) == (0, 0)


def test_who_is_equally_good_stands_by_equally_often() -> None:
    team = [on_it(name) for name in ("John", "Maria", "Alex")]
    solution = solved(trainers=team, batches=[pinned(f"B{n}", "John") for n in range(6)])
    assert Counter(backups(solution)) == {"Maria": 3, "Alex": 3}


def test_who_stands_by_today_still_does_even_where_that_is_less_even() -> None:
    team = [on_it(name) for name in ("John", "Maria", "Alex")]
    batches = [pinned(f"B{n}", "John", backup=["Alex"]) for n in range(3)]
    assert backups(solved(trainers=team, batches=batches)) == ["Alex"] * 3


def test_what_nobody_can_stand_by_for_counts_five() -> None:
    solution = solved(trainers=[on_it("John")], batches=[pinned("B1", "John"), pinned("B2", "John")])
    assert [line.value for line in solution.terms if line.term is Term.BACKUP_QUALITY] == [10]


@pytest.mark.parametrize("_with_or_without_the_extra", [True], indirect=True)
def test_what_is_dealt_in_turn_can_be_uneven_and_the_flow_sees_what_comes() -> None:
    """Maria or Alex could take the first two; only Maria could take the last two."""
    team = [on_it(name) for name in ("John", "Alex", "Maria")]
    batches = [pinned("B1", "John"), pinned("B2", "John"), *(pinned(f"B{n}", "John") for n in (3, 4))]
    without = [{"trainer": "Alex", "batch": name, "level": "prohibited"} for name in ("B3", "B4")]
    assert Counter(backups(solved(trainers=team, batches=batches, pairs=without))) == {"Alex": 2, "Maria": 2}


def test_who_teaches_only_at_the_times_of_another_batch_of_a_block_stands_by() -> None:
    monday, tuesday = ([weekly(day, "10:00", "12:00")] for day in ("monday", "tuesday"))
    team = [trainer("John"), trainer("Maria", skills=["C1"])]
    batches = [batch("B1", sessions=monday), batch("B2", sessions=tuesday), batch("B3", sessions=monday, skills=["C1"])]
    block = [{"kind": "same", "batches": ["B1", "B2"]}]
    solution = solved(trainers=team, batches=batches, links=block)
    assert {one.batch: (one.primary, one.backup) for one in solution.people} == {
        "B1": ("John", ()),
        "B2": ("John", ("Maria",)),
        "B3": ("Maria", ()),
    }
    assert [(line.value, line.bound) for line in solution.terms if line.term is Term.BACKUP_QUALITY] == [(11, 11)]


def test_others_stand_by_for_whoever_is_required() -> None:
    team = [on_it("Sarah", "lead"), on_it("John"), on_it("Alex")]
    required = [{"trainer": "John", "batch": "B1", "level": "required"}]
    solution = solved(trainers=team, batches=[batch("B1")], pairs=required)
    assert [(one.primary, one.backup) for one in solution.people] == [("John", ("Sarah",))]


def test_what_shares_a_stage_with_the_backups_is_minimised_in_it() -> None:
    batches = [batch(name, hours=6, current={"primary": "Maria"}) for name in ("B1", "B2")]
    order = [
        {"terms": {"uncovered": 1}},
        {"terms": {"highestLoad": 1}, "slack": 1},
        {"terms": {"backupQuality": 1, "changes": 5}},
    ]
    solution = solved(trainers=[trainer("John"), trainer("Maria")], batches=batches, order=order)
    assert [one.primary for one in solution.people] == ["Maria", "Maria"]
    values = {line.term: (line.value, line.bound) for line in solution.terms}
    assert (values[Term.CHANGES], values[Term.BACKUP_QUALITY]) == ((0, 0), (2, 2))
