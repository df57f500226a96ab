"""Moving one course over, with its batches: a look at what would change, and the change."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import bson

from multitrainer import wire
from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import FieldChange, of_fields
from multitrainer.domain.errors import CourseNotFound, MigrationHeld
from multitrainer.domain.migrating import Format, State
from multitrainer.failures import in_request, in_time
from multitrainer.identity.callers import Caller
from multitrainer.migrations import ALL, m0001_course_roster
from multitrainer.migrations.migration import Migration
from multitrainer.migrations.verdicts import Change, SetAside, Verdict, own
from multitrainer.repositories.ledger import Ledger
from multitrainer.repositories.moving import Moving
from multitrainer.repositories.set_aside import SetAsides
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.tags import Tagged, must_match, tagged
from multitrainer.services.gate import Gate
from multitrainer.services.moving_over.conversion import Judged
from multitrainer.services.moving_over.following import Following
from multitrainer.services.moving_over.listening import Silence
from multitrainer.services.moving_over.rehearsal import Rehearsal, Rehearsed
from multitrainer.stored.ids import oid
from multitrainer.stored.order import Key, key
from multitrainer.stored.shapes import is_migrated

Raw = dict[str, Any]
Refused = dict[tuple[str, Key], SetAside]

GIVES_UP_AFTER_SECONDS = 2.0
LONGEST_SECONDS = 30.0
"""How long the change of one course may take; one that was cut off goes on when it is asked for again."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One document as it was read, and what is to become of it."""

    collection: str
    document: Raw
    state: Format
    changes: Sequence[Change]
    aside: SetAside | None

    @property
    def id(self) -> tuple[str, Key]:
        """What no other document has."""
        return self.collection, key(self.document["_id"])

    @property
    def about(self) -> Raw:
        """What there is and what is to be done, in JSON. A new entry's `_id` may be another at each look."""
        return {
            "_id": wire.extended(self.document["_id"]),
            "state": self.state,
            "changes": [change.kind for change in self.changes],
            "before": wire.extended(own(self.document)) if self.changes else None,
            "setAside": self.aside._asdict() if self.aside else None,
        }

    @property
    def view(self) -> Raw:
        """The same with what our fields would be."""
        return {**self.about, "after": wire.extended(self.changes[-1].after) if self.changes else None}


class LookedAt(NamedTuple):
    """A course and its batches."""

    course: Looked
    batches: Sequence[Looked]

    @property
    def all(self) -> list[Looked]:
        """Every document."""
        return [self.course, *self.batches]

    @property
    def view(self) -> Raw:
        """What is answered."""
        return {"course": self.course.view, "batches": [batch.view for batch in self.batches]}

    @property
    def about(self) -> list[Any]:
        """What the ETag stands for: the documents as they are stored, and what is to become of them."""
        return [[wire.extended(one.document), one.about] for one in self.all]

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to be changed."""
        return not any(one.changes for one in self.all)


class CourseConversion:
    """Moves an institute over course by course, whatever the ledger says of the migrations as a whole."""

    def __init__(
        self,
        gate: Gate,
        audit: Audit,
        database: Database,
        ledger: Ledger,
        moving: Moving,
        rehearsal: Rehearsal,
        following: Following,
        set_asides: SetAsides,
    ) -> None:
        self._gate = gate
        self._audit = audit
        self._database = database
        self._ledger = ledger
        self._moving = moving
        self._rehearsal = rehearsal
        self._following = following
        self._set_asides = set_asides

    async def preview(self, caller: Caller, course: str) -> Tagged:
        """What would become of a course and its batches. Writes nothing. Raises CourseNotFound."""
        await self._gate.on_course(caller, Action.PREVIEW_CONVERSION, course)
        with in_request():
            found = await self._look(course)
        return tagged(found.view, found.about)

    async def convert(self, caller: Caller, course: str, if_match: str | None = None, *, again: bool = False) -> Tagged:
        """Move a course and its batches over; tells how they are then, and what was changed.

        Each document is changed by what it says at that moment, so what the old application writes after `if_match`
        was compared is followed. If an earlier try may have done it all, nothing is compared.

        Raises:
            CourseNotFound, Stale, Unavailable.
            MigrationHeld: everything is being moved back.
        """
        actor = await self._gate.on_course(caller, Action.CONVERT_COURSE, course)

        async def change(_: Session) -> Tagged:
            return await self._convert(actor, course, if_match, again=again)

        return await self._database.one_at_a_time(f"course:{course}", change)

    async def _convert(self, actor: Actor, course: str, if_match: str | None, *, again: bool) -> Tagged:
        with in_request():
            await self._must_not_be_undone()
            before = await self._look(course)
        if not (again and before.is_done):
            must_match(if_match, before.about)
        batches = [batch.document["_id"] for batch in before.batches]
        async with self._audit.noting(actor, Action.CONVERT_COURSE, _noted(before), about=course):
            with in_time(LONGEST_SECONDS):
                await self._following.follow([oid(course)], batches, Silence(), GIVES_UP_AFTER_SECONDS)
        with in_request():
            after = await self._look(course)
        return tagged({**after.view, "changed": _changed(before, after)}, after.about)

    async def _must_not_be_undone(self) -> None:
        for name, entry in (await self._ledger.entries()).items():
            if entry.get("state") == State.UNDOING:
                raise MigrationHeld(
                    f"{name} is being undone, and nothing is moved over meanwhile. Finish that first: migrate down.",
                    migration=name,
                )

    async def _look(self, course: str) -> LookedAt:
        courses = await self._moving.picked(m0001_course_roster, [oid(course)])
        if not courses:
            raise CourseNotFound(f"There is no course {course}.", course=course)
        rehearsed = await self._rehearsal.judge_courses(courses)
        refused = await self._refused(rehearsed)
        verdicts = (rehearsed.courses.verdicts[0], rehearsed.recounts.verdicts[0])
        batches = zip(rehearsed.batches.documents, rehearsed.batches.verdicts, strict=True)
        return LookedAt(
            _looked("courses", courses[0], verdicts, refused),
            [_looked("batches", document, (verdict,), refused) for document, verdict in batches],
        )

    async def _refused(self, rehearsed: Rehearsed) -> Refused:
        """Of what would be changed, what the server refused when it was last tried."""
        return {
            (migration.collection, of): why
            for migration, judged in zip(ALL, rehearsed, strict=True)
            for of, why in (await self._tried(migration, judged)).items()
        }

    async def _tried(self, migration: Migration, judged: Judged) -> dict[Key, SetAside]:
        return await self._set_asides.refused(migration.name, [one.document["_id"] for one in judged.moved])


def _looked(collection: str, document: Raw, verdicts: Sequence[Verdict], refused: Refused) -> Looked:
    changes = [verdict for verdict in verdicts if isinstance(verdict, Change)]
    aside = next((verdict for verdict in verdicts if isinstance(verdict, SetAside)), None)
    if changes and aside is None:
        aside = refused.get((collection, key(document["_id"])))
    return Looked(collection, document, _format(document, verdicts[0]), changes, aside)


def _format(document: Raw, verdict: Verdict) -> Format:
    if isinstance(verdict, SetAside) and verdict.reason == "malformed":
        return Format.UNREADABLE
    if not is_migrated(document):
        return Format.OLD
    return Format.NEW if verdict is None else Format.DISAGREES


def _noted(found: LookedAt) -> list[FieldChange]:
    """What is kept in the audit of what is to be done."""
    planned = [(one, one.changes[-1].after) for one in found.all if one.changes]
    return [
        change
        for one, after in planned
        for change in of_fields(one.collection, str(one.document["_id"]), own(one.document), after)
    ]


def _changed(before: LookedAt, after: LookedAt) -> list[Raw]:
    """The documents that are no longer as they were, our fields alone."""
    were = {one.id: own(one.document) for one in before.all}
    return [
        {
            "collection": one.collection,
            "_id": wire.extended(one.document["_id"]),
            "before": wire.extended(were[one.id]),
            "after": wire.extended(own(one.document)),
        }
        for one in after.all
        if one.id in were and bson.encode(were[one.id]) != bson.encode(own(one.document))
    ]
