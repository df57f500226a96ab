"""Other timetables by which the primary of a batch would have to be at two places at a time."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from zoneinfo import ZoneInfo

from multitrainer.clock import Clock
from multitrainer.domain.errors import MalformedData
from multitrainer.domain.local_time import shown
from multitrainer.domain.timetable import Single, Timetable, overlapping
from multitrainer.domain.week import Meeting
from multitrainer.repositories.batches import Batches
from multitrainer.repositories.lessons import Lessons
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.timetables import Stated, Timetables
from multitrainer.stored.timetables import read_timetable

Raw = dict[str, Any]


class TimetableClashes:
    """Compares a batch's timetable with those of the other batches that its primary teaches."""

    def __init__(
        self, timetables: Timetables, lessons: Lessons, teams: Teams, batches: Batches, zone: ZoneInfo, now: Clock
    ) -> None:
        self._timetables = timetables
        self._lessons = lessons
        self._teams = teams
        self._batches = batches
        self._zone = zone
        self._now = now

    async def of(self, batch: str, ours: Timetable) -> list[Raw]:
        """The meetings of those batches that overlap ours in the year to come, as they are stated."""
        primary = await self._lessons.primary_of(batch)
        others = await self._taught(primary) - {batch} if primary else set()
        stated = sorted(await self._timetables.some(others), key=lambda one: str(one.raw["_id"]))
        found = [(str(one.raw["_id"]), meeting) for one in stated for meeting in self._overlapping(ours, one)]
        named = await self._batches.named({id_ for id_, _ in found}) if found else {}
        return [{"batch": id_, "batchName": named.get(id_, {}).get("batchName"), **_written(one)} for id_, one in found]

    async def _taught(self, primary: str) -> set[str]:
        teams = [stored.current for stored in await self._teams.of_trainer(primary)]
        return {batch.id for team in teams for batch in team.batches if batch.people.primary == primary}

    def _overlapping(self, ours: Timetable, other: Stated) -> Iterator[Meeting | Single]:
        """A timetable that can't be read clashes with nothing: the doctor names it."""
        with suppress(MalformedData):
            today = shown(self._now(), self._zone).date()
            yield from overlapping(ours, read_timetable(other.in_use), today)


def _written(one: Meeting | Single) -> Raw:
    if isinstance(one, Meeting):
        return {"day": one.day.value, "start": one.start, "end": one.end}
    return {name: at.isoformat(timespec="minutes") for name, at in one._asdict().items()}
