"""How many courses and batches say who trains in which format."""

from typing import Any

import pytest

from multitrainer.domain.migrating import Format
from multitrainer.stored.shapes import format_of_batch, format_of_course
from tests import school

LEAD = {"trainer": school.SARAH, "role": "lead", "status": "active"}
JOHN = {"primary": school.JOHN, "backup": [], "assistants": []}
Raw = dict[str, Any]


@pytest.mark.parametrize(
    ("course", "found"),
    [
        ({"instructor": school.SARAH}, Format.OLD),
        ({"instructor": school.SARAH, "trainers": []}, Format.OLD),
        ({}, Format.OLD),
        ({"trainers": []}, Format.NEW),
        ({"instructor": school.SARAH, "trainers": [LEAD]}, Format.NEW),
        ({"trainers": [LEAD]}, Format.NEW),
        ({"instructor": school.JOHN, "trainers": [LEAD]}, Format.DISAGREES),
        ({"instructor": "nobody", "trainers": [LEAD]}, Format.DISAGREES),
    ],
)
def test_a_course_is_as_old_as_it_says_who_trains(course: Raw, found: Format) -> None:
    assert format_of_course(course) is found


@pytest.mark.parametrize(
    ("batch", "found"),
    [
        ({"instructor": school.JOHN}, Format.OLD),
        ({}, Format.OLD),
        ({"instructor": school.JOHN, "trainers": {"primary": None}}, Format.OLD),
        ({"trainers": {"primary": None, "backup": []}}, Format.NEW),
        ({"instructor": school.JOHN, "trainers": JOHN}, Format.NEW),
        ({"instructor": school.MARIA, "trainers": JOHN}, Format.DISAGREES),
        ({"instructor": "nobody", "trainers": JOHN}, Format.DISAGREES),
    ],
)
def test_and_so_is_a_batch(batch: Raw, found: Format) -> None:
    assert format_of_batch(batch) is found
