"""The tables of docs/questions.md are what the code has."""

from pathlib import Path

import pytest

from multitrainer.domain.questions import values
from multitrainer.domain.questions.states import QUESTION_TRANSITIONS
from multitrainer.domain.questions.values import QuestionState, Step, Why
from tests.test_cover_page import explained, transitions

PAGE = (Path(__file__).parent.parent / "docs" / "questions.md").read_text()
STEPS = explained(Step, values)
ROWS = [*transitions(QuestionState, QUESTION_TRANSITIONS), *(f"| {step} | {STEPS[step.name]} |" for step in Step)]


@pytest.mark.parametrize("row", ROWS)
def test_the_page_has_what_the_code_has(row: str) -> None:
    assert row in PAGE.splitlines()


@pytest.mark.parametrize("why", Why)
def test_every_reason_is_explained(why: Why) -> None:
    assert f"\n| {why} | " in PAGE
