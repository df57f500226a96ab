"""Handover notes: where a batch stands, for whoever stands in. No words are ever lost: every version is kept."""

from typing import Any

import orjson

from multitrainer import wire
from multitrainer.clock import Clock
from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.audit import of_fields
from multitrainer.domain.errors import IfMatchMissing, Stale
from multitrainer.domain.handovers import Version
from multitrainer.domain.sentences import Sentence
from multitrainer.identity.callers import Caller
from multitrainer.repositories.batches import Batches
from multitrainer.repositories.handovers import Handovers as HandoverRepository
from multitrainer.repositories.pages import Paged
from multitrainer.schemas.handovers import NewHandover
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.tags import Tagged, names, tagged
from multitrainer.services.gate import Gate

Raw = dict[str, Any]

UNREAD = "There is a handover note already. Read it, and send its ETag as If-Match."
LOOKED_BACK = 50
"""Among how many versions the one is looked for that a refused writer had read."""

CHANGED = Sentence("Somebody has written this note since you read it. Put both together, and save.")
TEXTS = "`present` is what there is now, `sent` what you wrote"
OVERTAKEN = (
    "Somebody has written this note since you read it. `startedFrom` is what you had read, "
    f"{TEXTS}; put them together, and send the present ETag."
)
NEVER_READ = (
    f"If-Match is the ETag of none of this note's last {LOOKED_BACK} versions. {TEXTS}; put them together, and send "
    "the present ETag."
)


class Handovers:
    """Use cases of handover notes. There is one for each batch."""

    def __init__(
        self, gate: Gate, database: Database, handovers: HandoverRepository, batches: Batches, audit: Audit, now: Clock
    ) -> None:
        self._gate = gate
        self._database = database
        self._handovers = handovers
        self._batches = batches
        self._audit = audit
        self._now = now

    async def read(self, caller: Caller, batch: str) -> Raw:
        """A batch's note, which is empty where nobody has written one. Raises BatchNotFound, BatchWithoutCourse."""
        await self._may_read(caller, batch)
        return _view(await self._handovers.present(batch))

    async def versions(self, caller: Caller, batch: str, cursor: str | None, limit: int) -> Paged:
        """Who wrote it when, the newest first. Raises BatchNotFound, BatchWithoutCourse, InvalidInput."""
        await self._may_read(caller, batch)
        return await self._handovers.page(batch, cursor, limit)

    async def version(self, caller: Caller, batch: str, number: int) -> Raw:
        """The note as it once was. Raises BatchNotFound, BatchWithoutCourse, HandoverVersionNotFound."""
        await self._may_read(caller, batch)
        return _view(await self._handovers.find(batch, number))

    async def put(self, caller: Caller, batch: str, new: NewHandover, if_match: str | None = None) -> Tagged:
        """Write the next version, of what the caller has read.

        Raises:
            BatchNotFound, BatchWithoutCourse
            IfMatchMissing: there is a note, and it is not said which one they read. With what there is, and theirs.
            Stale: the same where it was another one, with that one if it can be found.
        """
        actor = await self._gate.on_batch(caller, Action.WRITE_HANDOVER, batch)
        course = await self._batches.course_of(batch)

        async def change(session: Session) -> Tagged:
            await self._gate.on_batch(caller, Action.WRITE_HANDOVER, batch)  # they may have left while they waited
            present = await self._handovers.present(batch, session)
            await self._must_have_read(present, new, if_match)
            after = present.followed(new.stands, new.watch_for, new.materials, actor.id, self._now())
            noted = of_fields("multitrainer_handover_versions", batch, _noted(present), _noted(after))
            async with self._audit.noting(actor, Action.WRITE_HANDOVER, noted, session, about=course):
                await self._handovers.add(after, course, session)
            return tagged(_view(after))

        return await self._database.atomically(f"handover:{batch}", change)

    async def may_read(self, caller: Caller, batch: str) -> bool:
        """Whether somebody may read a batch's note."""
        return await self._gate.may_on_batch(caller, Action.READ_HANDOVER, batch)

    async def may_write(self, caller: Caller, batch: str) -> bool:
        """Whether somebody may write a batch's note."""
        return await self._gate.may_on_batch(caller, Action.WRITE_HANDOVER, batch)

    async def _may_read(self, caller: Caller, batch: str) -> None:
        await self._gate.on_batch(caller, Action.READ_HANDOVER, batch)
        await self._batches.course_of(batch)

    async def _must_have_read(self, present: Version, new: NewHandover, if_match: str | None) -> None:
        view = _view(present)
        if names(if_match, view) if if_match else not present.number:
            return
        both = {"present": _as_json(view), "sent": new.model_dump(by_alias=True)}
        facts = {"etag": tagged(view).tag, **both}
        if not if_match:
            raise IfMatchMissing(Sentence("There is a handover note already. Read it first."), UNREAD, **facts)
        read = await self._read_as(if_match, present.batch)
        raise Stale(CHANGED, OVERTAKEN if read else NEVER_READ, **facts, startedFrom=read)

    async def _read_as(self, if_match: str, batch: str) -> Raw | None:
        """The version that If-Match names, if it is one of the last."""
        kept = [*await self._handovers.latest(batch, LOOKED_BACK), Version(batch, 0)]
        return next((_as_json(view) for view in map(_view, kept) if names(if_match, view)), None)


def _view(version: Version) -> Raw:
    return {
        "batch": version.batch,
        "number": version.number,
        "stands": version.stands,
        "watchFor": version.watch_for,
        "materials": version.materials,
        "by": version.by,
        "at": version.at,
    }


def _as_json(view: Raw) -> Raw:
    """As facts of an error have to be."""
    found: Raw = orjson.loads(wire.encode(view))
    return found


def _noted(version: Version) -> Raw:
    """What the audit keeps: the words are in the versions."""
    return {"number": version.number} if version.number else {}
