"""Courses as people look for them: by name, by whether they are taught now, by what they lack."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import ActorKind
from multitrainer.domain.contexts import courses_of
from multitrainer.domain.listing import CourseState, Period, state_on
from multitrainer.domain.roster import Status
from multitrainer.domain.searching import finds
from multitrainer.identity.callers import Caller
from multitrainer.repositories.courses import Courses
from multitrainer.repositories.schools import Schools
from multitrainer.repositories.sorted_pages import sorted_page
from multitrainer.repositories.timetables import Timetables
from multitrainer.services.found import Found
from multitrainer.services.gate import Gate
from multitrainer.stored.ids import hexed, oids
from multitrainer.stored.shapes import is_migrated, read_roster

Raw = dict[str, Any]


class WhichCourses(NamedTuple):
    """Those with some words in their names, in a state, without a lead, moved over or not."""

    name: str = ""
    state: CourseState | None = None
    has_lead: bool | None = None
    migrated: bool | None = None

    def has(self, row: Raw) -> bool:
        """Whether a course is one of these."""
        return (
            finds(self.name, row["name"])
            and self.state in {None, row["state"]}
            and self.has_lead in {None, row["hasLead"]}
            and self.migrated in {None, row["migrated"]}
        )


ALL = WhichCourses()


class CourseLists:
    """Lists of courses. All are read in short, because nothing sorts and finds names as people do."""

    def __init__(
        self, gate: Gate, courses: Courses, schools: Schools, timetables: Timetables, today: Callable[[], date]
    ) -> None:
        self._gate = gate
        self._courses = courses
        self._schools = schools
        self._timetables = timetables
        self._today = today

    async def page(self, caller: Caller, which: WhichCourses, cursor: str | None, limit: int) -> Found:
        """Some courses by their names; a trainer's own. Raises InvalidInput for a foreign cursor."""
        actor = await self._gate.anywhere(caller, Action.LIST_COURSES)
        ids = None
        if actor.kind is ActorKind.TRAINER:
            ids = [team.course for team in courses_of(actor, await self._gate.teams_of(actor))]
        courses = await self._courses.in_short(ids)
        periods = await self._timetables.periods([course["_id"] for course in courses])
        rows = [row for course in courses if which.has(row := self._row(course, periods))]
        page = sorted_page(rows, "name", "id", cursor, limit)
        return Found.of(page._replace(items=await self._with_batches(page.items)), len(rows))

    async def one(self, caller: Caller, course: str) -> Raw:
        """What a list says of one course. Raises CourseNotFound."""
        await self._gate.on_course(caller, Action.READ_COURSE, course)
        found = await self._courses.find(course)
        (shown,) = await self._with_batches([self._row(found, await self._timetables.periods([found["_id"]]))])
        return shown

    def _row(self, course: Raw, periods: Mapping[str, Sequence[Period]]) -> Raw:
        id_, migrated = str(course["_id"]), is_migrated(course)
        roster = read_roster(course) if migrated else ()
        led = any(entry.is_lead and entry.status is Status.ACTIVE for entry in roster)
        lone = not migrated and hexed(course.get("instructor")) is not None
        return {
            "id": id_,
            "name": course.get("name"),
            "state": state_on(self._today(), periods.get(id_, ())),
            "hasLead": led or lone,
            "migrated": migrated,
            "trainers": len(roster) or int(lone),
        }

    async def _with_batches(self, rows: list[Raw]) -> list[Raw]:
        """With how many batches and places taken there are."""
        batches = await self._schools.batches(oids([row["id"] for row in rows])) if rows else []
        of: dict[str, list[int]] = {row["id"]: [] for row in rows}
        for batch in batches:
            of.get(str(batch["course"]), []).append(batch["students"])
        return [{**row, "batches": len(of[row["id"]]), "students": sum(of[row["id"]])} for row in rows]
