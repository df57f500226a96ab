"""Moving an institute over, on the wire.

Values of the institute's documents are shown as MongoDB's extended JSON (relaxed), which tells an id from its text.
"""

from datetime import datetime
from typing import Any

from pydantic import Field

from multitrainer.domain.migrating import Format, State
from multitrainer.schemas.base import View

AN_ID = {"$oid": "66f1a2b3c4d5e6f708192a3b"}
LEAD = {
    "_id": AN_ID,
    "trainer": AN_ID,
    "role": "lead",
    "workload": 0,
    "assignedBatches": [{"$oid": "66f1a2b3c4d5e6f708192a31"}],
    "status": "active",
}


class Holder(View):
    """The process that is at it, and until when its lease runs, which it renews."""

    host: str | None = None
    pid: int | None = None
    since: datetime | None = None
    until: datetime


class Counts(View):
    """What an applied migration came to: documents looked at, changed by kind, and set aside by reason."""

    seen: int
    changed: dict[str, int] = Field(examples=[{"roster-made": 120, "lead-replaced": 1}])
    aside: dict[str, int] = Field(examples=[{"no-instructor": 2}])


class MigrationState(View):
    """How far one migration is."""

    name: str = Field(examples=["m0001_course_roster"])
    collection: str = Field(examples=["courses"])
    state: State
    applied_at: datetime | None = None
    counts: Counts | None = Field(default=None, description="Null until the migration was applied for the first time.")
    seen: int | None = Field(default=None, description="Documents up to the checkpoint; null while there is none.")
    set_aside: int = Field(description="How many documents are set aside now.")
    held_by: Holder | None = None


class SyncState(View):
    """Whether both formats are kept true while both applications write, and by whom."""

    running: bool
    held_by: Holder | None = None
    last_change_at: datetime | None = None
    last_sweep_at: datetime | None = None
    on_here: bool = Field(description="Whether this service is set to run it (MULTITRAINER_SYNC).")


class ValidatorState(View):
    """What one collection demands of its documents."""

    collection: str = Field(examples=["courses"])
    state: str = Field(
        description="`off`, `warning`, `refusing`; `interrupted` while that changes or where it was killed; `changed` "
        "by hand; `absent` where there is no such collection.",
        examples=["warning"],
    )
    theirs: bool = Field(description="Whether the institute has a validator of its own there.")


class MigrationStatus(View):
    """How far the institute is moved over."""

    migrations: list[MigrationState]
    sync: SyncState
    validators: list[ValidatorState]


class SetAsideDocument(View):
    """A document that people have to mend before it can be moved over."""

    migration: str = Field(examples=["m0001_course_roster"])
    collection: str | None = Field(default=None, examples=["courses"])
    document: Any = Field(description="Its `_id`, of whatever type, as extended JSON.", examples=[AN_ID, "german-a1"])
    reason: str = Field(examples=["not-a-trainer"])
    detail: str = Field(examples=["instructor 66f1a2b3c4d5e6f708192a35 is not a trainer but: 'student'."])
    at: datetime


class Reason(View):
    """Why a document can't be moved over: a code for programs, a sentence for people."""

    reason: str = Field(examples=["unknown-user"])
    detail: str = Field(examples=["instructor 66f1a2b3c4d5e6f708192a3b is no user."])


class DocumentMigration(View):
    """One document, and what is to become of it. `before` and `after` are null where nothing is."""

    id: Any = Field(alias="_id", description="Of whatever type, as extended JSON.", examples=[AN_ID])
    state: Format = Field(description="Whether it says who trains in the new format, the old one, or both differently.")
    changes: list[str] = Field(
        description="What would be done, one kind after the other.", examples=[["roster-made", "recounted"]]
    )
    before: dict[str, Any] | None = Field(
        description="`trainers` and `instructor` as they are; one that is not there is left out.",
        examples=[{"instructor": AN_ID}],
    )
    after: dict[str, Any] | None = Field(
        description="The same as they would be.", examples=[{"trainers": [LEAD], "instructor": AN_ID}]
    )
    set_aside: Reason | None = Field(
        default=None, description="Why it can't be moved over. People mend it, and try again."
    )


class CourseMigration(View):
    """A course and its batches: in which format each is, and what would be changed."""

    course: DocumentMigration
    batches: list[DocumentMigration]


class ChangedDocument(View):
    """One document that was changed: `trainers` and `instructor` before and after."""

    collection: str = Field(examples=["courses"])
    id: Any = Field(alias="_id", description="Of whatever type, as extended JSON.", examples=[AN_ID])
    before: dict[str, Any] = Field(examples=[{"instructor": AN_ID}])
    after: dict[str, Any] = Field(examples=[{"trainers": [LEAD], "instructor": AN_ID}])


class CourseConverted(CourseMigration):
    """A course and its batches as they are afterwards, and what was changed."""

    changed: list[ChangedDocument]
