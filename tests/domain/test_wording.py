"""What is wrong with a request, in words, and numbers in sentences."""

from typing import Any

import pytest
from pydantic import ValidationError

from multitrainer.domain.errors import InvalidInput
from multitrainer.domain.wording import counted
from multitrainer.schemas.availability import NewAvailability
from multitrainer.schemas.base import Body
from multitrainer.schemas.enrolments import NewBatching
from multitrainer.schemas.planning import TrainerPlanning
from multitrainer.schemas.proposals import NewProposal
from multitrainer.schemas.wording import invalid_input


def refused(body: type[Body], **fields: Any) -> InvalidInput:
    with pytest.raises(ValidationError) as wrong:
        body.model_validate(fields)
    return invalid_input(wrong.value.errors(), "body", body=body)


def test_one_is_said_otherwise_than_several() -> None:
    assert [counted(number, "row", "rows") for number in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]


def test_a_sentence_about_the_whole_body_has_a_colon_before_it_and_one_full_stop() -> None:
    said = "body: A batch needs 1 ≤ minimum ≤ target ≤ maximum ≤ 1000 students; these are 3, 1, 2."
    assert refused(NewBatching, target=1, minimum=3, maximum=2).detail == said


def test_a_name_that_is_in_none_of_two_lists_is_wrong_once_and_where_it_stands() -> None:
    refusal = refused(NewProposal, kind="assign", options={"order": [{"terms": {"uncoverd": 1}}]})
    (error,) = refusal.facts["errors"]
    assert error["field"] == "body.options.order.0.terms.uncoverd"
    assert error["message"].startswith("is no name here; there are: 'uncovered', 'leadsTeach',")
    assert "'backupQuality', 'status'," in error["message"]


def test_the_field_of_an_interval_goes_by_where_it_stands_alone() -> None:
    refusal = refused(TrainerPlanning, unavailable=[{"start": "2026-03-02T18:00"}])
    assert [error["field"] for error in refusal.facts["errors"]] == ["body.unavailable.0.end"]


def test_a_time_of_the_day_that_is_none_is_told_in_a_sentence_and_not_by_its_pattern() -> None:
    refusal = refused(TrainerPlanning, unavailable=[{"day": "monday", "start": "6 pm", "end": "20:00"}])
    assert refusal.detail == "body.unavailable.0.start must be a time from 00:00 to 24:00, as 18:00."
    refusal = refused(NewAvailability, week=[{"day": "monday", "start": "6 pm", "end": "24:00", "level": "not"}])
    assert refusal.detail == "body.week.0.start must be a time of the day, like 18:00."


def test_a_name_that_must_be_an_id_is_said_to_be_a_name() -> None:
    (error,) = refused(NewBatching, target=1, minimum=1, maximum=2, batches={"x": "Mon"}).facts["errors"]
    assert error == {"field": "body.batches.x", "message": "has a name that must be an id: 24 hexadecimal digits"}
