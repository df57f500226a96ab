"""Tables of plans at a terminal."""

from io import StringIO

import pytest
from rich.console import Console

from multitrainer.cli.planning import proposed


def test_a_name_in_brackets_is_shown_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Console(width=200, record=True, file=StringIO())
    monkeypatch.setattr(proposed, "out", terminal)
    luz = {"trainer": "t1", "name": "Luz [evening]", "words": "Luz [evening] can't teach Batch 2 [red]: on leave."}
    proposed.show_why({"words": [], "others": [luz]})
    proposed.show_candidates({"candidates": [{**luz, "onCourse": True, "share": None, "isPrimary": False}]})
    shown = terminal.export_text()
    assert shown.count("Luz [evening] ") == 4
    assert shown.count("Batch 2 [red]: on leave.") == 2
