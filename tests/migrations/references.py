"""What stands in `instructor` and names no trainer, and the reason that people are told."""

from typing import Any

import pytest
from bson import DBRef, Int64

from tests.migrations.raws import NOBODY, SARAH, STUDENT

UNUSABLE: dict[str, tuple[Any, str]] = {
    "nobody's id": (NOBODY, "unknown-user"),
    "nobody's id as text": (str(NOBODY), "unknown-user"),
    "a student": (STUDENT, "not-a-trainer"),
    "a name": ("Dr. Sarah", "instructor-is-text"),
    "no text": ("", "instructor-is-text"),
    "a DBRef": (DBRef("users", SARAH), "instructor-is-dbref"),
    "a list": ([SARAH], "instructor-is-list"),
    "an empty list": ([], "instructor-is-list"),
    "a number": (Int64(7), "instructor-has-wrong-type"),
    "an object": ({"_id": SARAH}, "instructor-has-wrong-type"),
    "false": (False, "instructor-has-wrong-type"),
}

each_unusable = pytest.mark.parametrize(("instructor", "why"), UNUSABLE.values(), ids=UNUSABLE)
