"""What a refusal names, as lines for people."""

from typing import Any

import pytest

from multitrainer.cli.named import named_in

PEOPLE: Any = {"of": "batch", "id": "b1", "field": "people", "before": None, "after": None}


@pytest.mark.parametrize(
    ("facts", "lines"),
    [
        pytest.param({"differences": [PEOPLE], "words": ["Batch 1 is gone."]}, ["Batch 1 is gone."], id="in words"),
        pytest.param({"differences": [PEOPLE]}, ["batch b1: people changed meanwhile."], id="without words"),
        pytest.param({"differences": ["Batch 2 is gone."]}, ["Batch 2 is gone."], id="of batches"),
        pytest.param(
            {"rows": [{"where": f"line {n}", "message": "Bad."} for n in (2, 3)], "count": 3},
            ["line 2, line 3: Bad.", "… and 1 more; a dry run names up to a hundred."],
            id="rows",
        ),
        pytest.param({"proposal": "p"}, [], id="nothing"),
    ],
)
def test_what_a_refusal_names_has_a_line_each(facts: dict[str, Any], lines: list[str]) -> None:
    assert [*named_in(facts)] == lines
