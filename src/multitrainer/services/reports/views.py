"""Reports of sessions as they are answered: with names and the institute's clock, and as much as each may see."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from multitrainer.domain.audit import AN_ID
from multitrainer.domain.local_time import shown
from multitrainer.domain.reports import Place, Report, Said
from multitrainer.repositories.names import names_of
from multitrainer.repositories.users import Users

Raw = dict[str, Any]


class ReportViews:
    """Makes views, with all names of a page at once."""

    def __init__(self, users: Users, zone: ZoneInfo) -> None:
        self._users = users
        self._zone = zone

    async def one(self, report: Report, *, whole: bool) -> Raw:
        """One of them; not `whole`, without what is for the lead."""
        return (await self.several([report], whole=whole))[0]

    async def several(self, reports: Sequence[Report], *, whole: bool) -> list[Raw]:
        """Some."""
        people = await self.people({who for one in reports for who in _people(one)})
        names = await self.names([one.place for one in reports])
        return [self._view(one, people, names, whole=whole) for one in reports]

    async def people(self, ids: set[str]) -> dict[str, Raw]:
        """Somebody each, with their name; machines have none."""
        found = await self._users.by_id(sorted(filter(AN_ID.fullmatch, ids)))
        return {id_: {"_id": id_, "name": found.get(id_, {}).get("name")} for id_ in ids}

    async def names(self, places: Sequence[Place]) -> dict[str, str]:
        """What some courses and batches are called."""
        courses = await names_of("courses", {one.course for one in places})
        return courses | await names_of("batches", {one.batch for one in places})

    def place(self, place: Place, people: dict[str, Raw], names: dict[str, str]) -> Raw:
        """Which session it is, and whose."""
        return {
            "session": place.session,
            "course": place.course,
            "courseName": names.get(place.course),
            "batch": place.batch,
            "batchName": names.get(place.batch),
            "start": place.start,
            "end": place.end,
            "localStart": self._local(place.start),
            "localEnd": self._local(place.end),
            "heldBy": people[place.held_by] if place.held_by else None,
            "covered": place.covered,
        }

    def _view(self, report: Report, people: dict[str, Raw], names: dict[str, str], *, whole: bool) -> Raw:
        seen = report.acknowledged if whole else None
        return {
            **self.place(report.place, people, names),
            **_said(report.said, whole=whole),
            "acknowledged": {"by": people[seen.by], "at": seen.at} if seen else None,
            "by": people[report.by],
            "at": report.at,
        }

    def _local(self, at: datetime) -> str:
        return shown(at, self._zone).isoformat(timespec="minutes")


def _said(said: Said, *, whole: bool) -> Raw:
    return {
        "held": said.held,
        "topics": said.topics,
        "attendance": said.attendance,
        "reason": said.reason,
        "forLead": said.for_lead if whole else "",
        "flagged": said.flagged and whole,
    }


def _people(report: Report) -> list[str]:
    seen = [report.acknowledged.by] if report.acknowledged else []
    return [report.by, *seen, *([report.place.held_by] if report.place.held_by else [])]
