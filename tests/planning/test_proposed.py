"""Proposals as people see them on the command line."""

from typing import Any

import pytest

from multitrainer.cli.common import out
from multitrainer.cli.planning.proposed import show_candidates, show_proposal

Raw = dict[str, Any]
NOBODY: Raw = {"primary": None, "backup": [], "assistants": []}
JOHN: Raw = {"primary": "john", "backup": [], "assistants": []}


def proposal(*changes: Any) -> dict[str, Any]:
    uncovered: list[Raw] = [
        {"batch": batch, "name": name, "forbids": {}} for batch, name in (("1", "Batch 1"), ("2", None))
    ]
    said = {"explanations": ["Batch 1 is left to nobody: it needs somebody with C1."], "waysOut": None}
    plan = {"status": "feasible", "loads": [], "changes": [*changes], "uncovered": uncovered, **said}
    return {"_id": "p", "kind": "assign", "state": "applied", "batches": None, "plan": plan}


def shown(capsys: pytest.CaptureFixture[str], *changes: Any) -> list[str]:
    show_proposal(proposal(*changes), as_json=False)
    return capsys.readouterr().out.splitlines()


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(out, "_width", 200)


def test_batches_that_nobody_teaches_stand_in_the_table_and_are_explained_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = shown(capsys)
    assert "Everybody stays where they are." in lines
    assert sum("Batch 1" in line and "Nobody teaches it; see below." in line for line in lines) == 1
    assert sum("Batch 1" in line for line in lines) == 2


def test_a_batch_that_loses_its_primary_stands_in_the_table_once(capsys: pytest.CaptureFixture[str]) -> None:
    change = {"batch": "2", "name": None, "before": JOHN, "after": NOBODY, "reasons": ["John is on leave."]}
    lines = shown(capsys, change)
    assert [line for line in lines if "john" in line and "John is on leave." in line]
    assert sum("Nobody teaches it; see below." in line for line in lines) == 1


def test_what_would_change_with_a_candidate_is_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    candidate = {"name": "Ann", "trainer": "ann", "onCourse": True, "isPrimary": False, "forbids": None, "share": 50.0}
    told = {"words": "Against it: loads less alike (by 25 %).", "changes": {"spread": 62500}}
    show_candidates({"candidates": [{**candidate, **told}]})
    printed = capsys.readouterr().out
    assert "Against it: loads less alike (by 25 %)." in printed
    assert "62500" not in printed
