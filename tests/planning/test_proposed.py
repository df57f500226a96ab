"""Proposals as people see them on the command line."""

from typing import Any

import pytest

from multitrainer.cli.common import out
from multitrainer.cli.planning.deeds import back_to, what_it_does
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
    assert sum("Batch 1" in line and line.count("nobody") == 2 for line in lines) == 1
    assert sum("Batch 1" in line for line in lines) == 2


def test_a_batch_that_loses_its_primary_stands_in_the_table_once(capsys: pytest.CaptureFixture[str]) -> None:
    change = {"batch": "2", "name": None, "before": JOHN, "after": NOBODY, "reasons": ["John is on leave."]}
    lines = shown(capsys, change)
    assert "2: John is on leave." in lines
    assert sum("john" in line and line.count("nobody") == 1 for line in lines) == 1
    assert sum(line.count("nobody") == 2 for line in lines) == 1


def test_each_change_is_one_row_of_80_columns_with_its_reasons_below_the_table(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    id_, reasons = "66f1a2b3c4d5e6f708192a3b", ["Tom can't teach Batch 7: on leave.", "Not possible: Tom (on leave)."]
    change = {"batch": id_, "name": "Batch 7", "before": JOHN, "after": NOBODY, "reasons": reasons}
    assert any(id_ in line for line in shown(capsys, change)), "There is room for it."
    monkeypatch.setattr(out, "_width", 80)
    lines = shown(capsys, change)
    assert not any(id_ in line for line in lines)
    assert max(len(line) for line in lines if "│" in line) <= 80
    (row,) = [line for line in lines if "Batch 7" in line and "│" in line]
    assert row.replace("│", " ").split() == ["Batch", "7", "john", "nobody", "-"]
    assert f"Batch 7: {' '.join(reasons)}" in lines


def test_what_is_the_same_of_many_batches_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    same = {"before": JOHN, "after": JOHN, "reasons": ["Only who stands by changes."]}
    lines = shown(capsys, *({"batch": str(n), "name": f"Batch {n}", **same} for n in range(1, 10)))
    assert [line for line in lines if "Only" in line] == [
        "Batch 1, Batch 2, Batch 3, Batch 4, Batch 5, Batch 6 and 3 more: Only who stands by changes."
    ]


def test_what_would_change_with_a_candidate_is_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    candidate = {"name": "Ann", "trainer": "ann", "onCourse": True, "isPrimary": False, "forbids": None, "share": 50.0}
    told = {"words": "Against it: loads less alike (by 25 %).", "changes": {"spread": 62500}}
    show_candidates({"candidates": [{**candidate, **told}]})
    printed = capsys.readouterr().out
    assert "Against it: loads less alike (by 25 %)." in printed
    assert "62500" not in printed


def test_a_primary_of_today_who_breaks_a_rule_is_said_to(capsys: pytest.CaptureFixture[str]) -> None:
    one = {"name": "Ann", "trainer": "ann", "onCourse": True, "isPrimary": True, "changes": None, "share": None}
    show_candidates(
        {"candidates": [{**one, "forbids": "skills", "words": "Batch 1 needs C1, which Ann does not have."}]}
    )
    printed = capsys.readouterr().out
    assert "teaches it today, which breaks a rule: Batch 1 needs C1, which Ann does not have." in printed
    show_candidates({"candidates": [{**one, "forbids": None, "words": None, "share": 50.0}]})
    assert "breaks" not in capsys.readouterr().out


def of_batches(**plan: Any) -> Raw:
    nothing: Raw = {"changed": [], "new": [], "placed": [], "moves": [], "waiting": [], "emptied": [], "choices": {}}
    shown = {"_id": "p", "kind": "batches", "state": "ready", "plan": None, "batches": {**nothing, **plan}}
    return {**shown, "summary": {"changes": len(plan.get("changed", ()))}}


def test_a_plan_of_batches_that_changes_nothing_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    show_proposal(of_batches(explanations=["Batch 1 (2) stays below the minimum."]), as_json=False)
    told = capsys.readouterr()
    assert told.out.splitlines()[1:] == [
        "There is nothing to do: the batches stay as they are.",
        "0 students get a place, 0 students move, 0 wait.",
        "Batch 1 (2) stays below the minimum.",
    ]
    assert told.err == "There is nothing to apply.\n"


def test_one_student_gets_a_place_in_a_batch_whose_slot_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    batch = {"batch": "1", "name": "Batch 1", "slot": "Mon 18:00", "sizeToday": 1, "size": 2}
    show_proposal(of_batches(changed=[batch], placed=[{}], moves=[{}], waiting=["x"]), as_json=False)
    printed = capsys.readouterr().out
    assert "1 student gets a place, 1 student moves, 1 waits." in printed
    assert "Mon 18:00" in printed


def test_before_somebody_is_asked_they_are_told_what_applying_does_and_what_reverting_does() -> None:
    found = proposal({}, {})
    found["plan"]["uncovered"] = [{}]
    assert what_it_does(found) == "2 batches change, 1 is left to nobody. "
    assert back_to(found) == "2 batches get their people of before back. "
    batches = of_batches(new=[{}], changed=[{}, {}], placed=[{}], moves=[{}, {}])
    assert what_it_does(batches) == "1 batch is made, 2 change; 1 student gets a place, 2 move. "
    assert back_to(batches) == "1 batch that it made is deleted, 2 get their students back. "
    assert what_it_does({**found, "plan": None}) == ""
