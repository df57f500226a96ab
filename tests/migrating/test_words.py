"""Whatever the migrations call a change or a reason, an administrator is told what it means."""

import ast
from collections.abc import Iterator
from pathlib import Path

import multitrainer
from multitrainer.domain.errors import MalformedData, RefusedByDatabase
from multitrainer.migrations.words import KINDS, REASONS
from multitrainer.services.moving_over.undoing import RESTORED

SOURCE = Path(multitrainer.__file__).parent
RUNBOOK = Path(__file__).parents[2] / "docs" / "migrating.md"


def named(call: str) -> set[str]:
    """The first arguments of every call of this name in what moves documents over."""
    found: set[str] = set()
    for path in [*(SOURCE / "migrations").glob("*.py"), SOURCE / "services" / "moving_over" / "conversion.py"]:
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == call:
                found.update(constants(node.args[0], tree))
    return found


def constants(value: ast.expr, tree: ast.Module) -> Iterator[str]:
    """Every text that an expression may come to: its own, or those assigned to its name."""
    if isinstance(value, ast.Name):
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == value.id:
                yield from constants(node.value, tree)
    elif isinstance(value, ast.IfExp):
        yield from (*constants(value.body, tree), *constants(value.orelse, tree))
    elif isinstance(value, ast.Constant):
        yield str(value.value)


def test_every_kind_of_change_has_a_sentence_and_no_other() -> None:
    assert named("changed") | {RESTORED} == set(KINDS)


def test_every_reason_has_a_sentence_and_says_what_to_do_and_no_other() -> None:
    refused = {MalformedData.code, RefusedByDatabase.code}
    assert named("SetAside") | refused == set(REASONS)


def test_the_runbook_lists_every_kind_and_reason() -> None:
    text = RUNBOOK.read_text()
    assert [word for word in (*KINDS, *REASONS) if f"| `{word}` |" not in text] == []
