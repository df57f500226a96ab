"""The plan: what the migrations would make of everything, one after the other, with nothing written."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

import bson

from multitrainer.migrations import m0001_course_roster, m0002_batch_trainers, m0003_recount
from multitrainer.migrations.migration import Migration
from multitrainer.migrations.references import Users
from multitrainer.migrations.verdicts import OWN, Change, Verdict
from multitrainer.repositories.moving import Moving, by_course
from multitrainer.repositories.walks import SIZE
from multitrainer.services.moving_over.conversion import Conversion, Judged, within_size
from multitrainer.services.moving_over.passes import COURSES_AT_ONCE, Passes

Raw = dict[str, Any]

WRITTEN = (*OWN, "__v", "updatedAt")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Rehearsed(NamedTuple):
    """What each migration would make of some courses and their batches, the last of what the others would leave."""

    courses: Judged
    batches: Judged
    recounts: Judged


class Rehearsal:
    """Judges what would be there if the migrations before had been applied."""

    def __init__(self, moving: Moving, conversion: Conversion) -> None:
        self._moving = moving
        self._conversion = conversion

    async def judge(self, migration: Migration, passes: Passes) -> AsyncIterator[Judged]:
        """What would become of everything. Raises Unavailable when the database stays away, or PyMongoError."""
        if not migration.reads_batches:
            async for judged in passes.judge():
                yield judged
            return
        async for piece in passes.pieces(lambda: COURSES_AT_ONCE):
            yield (await passes.patience.insist(lambda: self.judge_courses(piece))).recounts  # noqa: B023

    async def judge_courses(self, courses: Sequence[Raw]) -> Rehearsed:
        """What would become of these courses, between which no other lies, and of their batches.

        Raises PyMongoError.
        """
        led = await self._conversion.judge(m0001_course_roster, courses)
        batches = await self._moving.batches_of(courses, all_between=True)
        staffed = await self._conversion.judge(m0002_batch_trainers, batches)
        around = replace(staffed.around, users=_of_both(led, staffed), batches=by_course(_as_if(staffed)))
        ready = _as_if(led)
        recounts = [within_size(one, m0003_recount.judge(one, around)) for one in ready]
        return Rehearsed(led, staffed, Judged(ready, recounts, around))


def _of_both(one: Judged, other: Judged) -> Users:
    users = other.around.users
    return users._replace(role_of={**one.around.users.role_of, **users.role_of})


def _as_if(judged: Judged) -> list[Raw]:
    """The documents as they would be afterwards."""
    return [_after(d, v) for d, v in zip(judged.documents, judged.verdicts, strict=True)]


def _after(document: Raw, verdict: Verdict) -> Raw:
    if not isinstance(verdict, Change):
        return document
    before = {name: document[name] for name in WRITTEN if name in document}
    after = {**verdict.after, **_moved_on(document)}
    others = {name: value for name, value in document.items() if name not in OWN}
    return {**others, **after, SIZE: document[SIZE] + len(bson.encode(after)) - len(bson.encode(before))}


def _moved_on(document: Raw) -> Raw:
    """What stages.moved_on makes of `__v` and `updatedAt`, as large as that becomes; the time may be any."""
    version, time = document.get("__v"), document.get("updatedAt")
    return {
        "__v": 1 if version is None else type(version)(version + 1),  # an Int64 stays one
        "updatedAt": EPOCH if time is None else time,
    }
