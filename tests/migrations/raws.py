"""Stored documents for rules that need no database."""

from typing import Any

from bson import ObjectId

from multitrainer.migrations.migration import Around, Migration
from multitrainer.migrations.references import Users
from multitrainer.migrations.verdicts import Change, Raw, SetAside

SARAH, JOHN, MARIA, STUDENT, NOBODY = (ObjectId(f"a0000000000000000000000{n}") for n in range(5))
ENTRY = ObjectId("e" * 24)
COURSE = ObjectId("c" * 24)
ONE, TWO = ObjectId("b" * 23 + "1"), ObjectId("b" * 23 + "2")

USERS = Users({SARAH: "trainer", JOHN: "teacher", MARIA: "trainer", STUDENT: "student"}, ("trainer", "teacher"))
AROUND = Around(USERS)


def entry(trainer: ObjectId, role: str | None = "assistant", **more: Any) -> Raw:
    """A whole roster entry."""
    plain: Raw = {
        "_id": trainer,
        "trainer": trainer,
        "role": role,
        "workload": 0,
        "assignedBatches": [],
        "status": "active",
    }
    return {**plain, **more}


def changed(migration: Migration, document: Raw, around: Around = AROUND) -> Change:
    """The change that a document needs."""
    verdict = migration.judge({"_id": COURSE, **document}, around)
    assert isinstance(verdict, Change)
    return verdict


def reason(migration: Migration, document: Raw, around: Around = AROUND) -> str:
    """Why a document is set aside."""
    verdict = migration.judge({"_id": COURSE, **document}, around)
    assert isinstance(verdict, SetAside)
    assert verdict.detail.endswith(".")
    return verdict.reason


def is_left(migration: Migration, document: Raw, around: Around = AROUND) -> bool:
    """Whether nothing is to be done."""
    return migration.judge({"_id": COURSE, **document}, around) is None
