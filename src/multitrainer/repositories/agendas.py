"""What many people have at once, within a time: sessions, searches for cover, leave.

Each is asked for once, however many people these are: within a time, everybody's is found, and then some of it taken.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, NamedTuple

from multitrainer.documents import Cover, Leave
from multitrainer.documents import Session as Document
from multitrainer.domain.agendas import Search
from multitrainer.domain.covers.states import CoverState
from multitrainer.domain.leave.values import LIVE
from multitrainer.domain.leave.values import Leave as LeaveValue
from multitrainer.domain.sessions import Session, SessionStatus
from multitrainer.domain.work_hours import Meetings
from multitrainer.repositories.by_start import Within
from multitrainer.repositories.rows import rows
from multitrainer.stored.ids import hexed, oid, oids
from multitrainer.stored.leaves import read_leave
from multitrainer.stored.reading import values
from multitrainer.stored.timetables import read_session

Raw = dict[str, Any]

HOUR = timedelta(hours=1) / timedelta(milliseconds=1)


class Only(NamedTuple):
    """Sessions of some batches, and those that a trainer covers or has taken over."""

    batches: Collection[str]
    trainer: str

    def stages(self) -> list[Raw]:
        """What takes these out of all."""
        taken: list[Raw] = [{"cover": oid(self.trainer)}, {"teacher": oid(self.trainer)}]
        return [{"$match": {"$or": [{"batch": {"$in": oids(sorted(self.batches))}}, *taken]}}]


class Agendas:
    """Reads them."""

    async def sessions(self, within: Within, only: Only | None) -> list[Session]:
        """Those that begin within a time, in whatever state, by their beginning."""
        pipeline: list[Raw] = [_begins(within), *(only.stages() if only else [])]
        found = values(await rows(Document.get_motor_collection(), pipeline), read_session)
        return sorted(found, key=lambda one: (one.start, one.id))

    async def meetings(self, within: Within, only: Only | None) -> list[Meetings]:
        """The hours of those that are not cancelled, summed."""
        takes_place = {"status": {"$ne": SessionStatus.CANCELLED.value}, "end": {"$type": "date"}}
        whose = {"batch": "$batch", "teacher": "$teacher", "cover": "$cover"}
        length: Raw = {"$sum": {"$subtract": ["$end", "$start"]}}
        some = only.stages() if only else []
        pipeline = [_begins(within), *some, {"$match": takes_place}, {"$group": {"_id": whose, "length": length}}]
        found = await rows(Document.get_motor_collection(), pipeline)
        return [_meetings(row["_id"], row["length"] / HOUR) for row in found if hexed(row["_id"].get("batch"))]

    async def searches(self, within: Within) -> list[Search]:
        """The searches for cover of sessions that begin within a time, in whatever state."""
        shown = {"$project": dict.fromkeys(("session", "trainer", "state"), 1)}
        found = await rows(Cover.get_motor_collection(), [_begins(within), shown])
        known = {state.value for state in CoverState}
        return [
            Search(str(raw["_id"]), str(raw["session"]), str(raw["trainer"]), CoverState(raw["state"]))
            for raw in found
            if raw.get("state") in known and raw.get("session") and raw.get("trainer")
        ]

    async def leaves(self, within: Within) -> list[LeaveValue]:
        """Leave that is approved, or waits for an answer, and of which something lies within a time."""
        begun: Raw = {"$match": {"start": {"$lt": within.until}}}
        pipelines: list[list[Raw]] = [
            [{"$match": {"state": state.value, "end": {"$gt": within.since}}}, begun] for state in LIVE
        ]
        found = values(await rows(Leave.get_motor_collection(), *pipelines), read_leave)
        return sorted(found, key=lambda one: (one.start, one.id))


def _begins(within: Within) -> Raw:
    return {"$match": {"start": {"$gte": within.since, "$lt": within.until}}}


def _meetings(whose: Raw, hours: float) -> Meetings:
    return Meetings(str(whose["batch"]), hexed(whose.get("teacher")), hexed(whose.get("cover")), hours)
