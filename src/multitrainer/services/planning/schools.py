"""Loads what planning starts from."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from bson import ObjectId

from multitrainer.database import Session
from multitrainer.domain.errors import UnknownCourse
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.team import Team
from multitrainer.planning.problem import members
from multitrainer.planning.school import School
from multitrainer.planning.slots import courses_in_need, to_come, with_sessions
from multitrainer.repositories.batchings import Batchings
from multitrainer.repositories.facts import Facts, hours_in, hours_of
from multitrainer.repositories.schools import Schools as SchoolRepository
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.users import Users
from multitrainer.stored.ids import oids

Raw = dict[str, Any]


class Schools:
    """Reads some courses as they are at one moment, or nearly so on a server without transactions."""

    def __init__(
        self,
        teams: Teams,
        users: Users,
        facts: Facts,
        schools: SchoolRepository,
        batchings: Batchings,
        today: Callable[[], date],
    ) -> None:
        self._teams = teams
        self._users = users
        self._facts = facts
        self._schools = schools
        self._batchings = batchings
        self._today = today

    async def all_courses(self) -> list[str]:
        """The ids of all courses."""
        return [str(course) for course in await self._schools.courses()]

    async def load(self, courses: Sequence[str], session: Session = None, *, others: Sequence[str] = ()) -> School:
        """These courses with all that counts for planning them; one that is gone is left out.

        With `others`, trainers who are asked about besides those on the rosters. Raises MalformedData.
        """
        ids = oids([*courses])
        return await self._around(await self.teams(courses, session), others, ids, session)

    async def teams(self, courses: Sequence[str], session: Session = None) -> list[Team]:
        """The teams of these courses, with the usual hours."""
        stored = await self._teams.load_all(oids([*courses]), session, counting=False)
        return [team.current for team in stored]

    async def locked(self, courses: Sequence[str], session: Session = None) -> set[str]:
        """The batches of these courses that are locked."""
        stated = await self._facts.of_batches(oids([*courses]), session)
        return {batch for batch, fact in stated.items() if fact.get("pinned")}

    async def _around(
        self, teams: Sequence[Team], others: Sequence[str], ids: Sequence[ObjectId], session: Session
    ) -> School:
        on_rosters = members(School(teams))
        beside = tuple(dict.fromkeys(other for other in others if other not in {*on_rosters}))
        people = (*on_rosters, *beside)
        trainers = to_come(await self._facts.of_trainers(people, session), self._today())
        batches = await self._with_sessions(await self._facts.of_batches(ids, session), session)
        shown = await self._schools.batches(ids, session)
        usual = self._facts.usual.stating(hours_of(batches), hours_in(trainers, "weeklyHours"))
        return School(
            teams,
            trainers,
            batches,
            await self._elsewhere(people, {*ids}, session),
            await self._names(people, ids, shown, session),
            {str(batch["_id"]): batch["students"] for batch in shown},
            usual,
            beside,
        )

    async def _with_sessions(self, stated: dict[str, Raw], session: Session) -> dict[str, Raw]:
        """With the sessions of its slot where a batch has none of its own. Raises MalformedData."""
        courses = courses_in_need(stated.values())
        batchings = await self._batchings.of_courses(courses, session) if courses else {}
        return {id_: dict(fact) for id_, fact in with_sessions(stated, batchings).items()}

    async def must_exist(self, courses: Sequence[str]) -> None:
        """Raises UnknownCourse."""
        there = await self._schools.course_names(oids([*courses]))
        for course in courses:
            if course not in there:
                raise UnknownCourse(
                    Sentence("There is no such course."), f"There is no course {course}.", field="courses"
                )

    async def _elsewhere(self, people: Sequence[str], scope: set[ObjectId], session: Session) -> dict[str, float]:
        """Weekly hours for which they are primary on other courses."""
        taught = await self._schools.primaries(oids([*people]), session)
        others = [batch for batch in taught if batch.get("course") not in scope]
        courses = {batch["course"] for batch in others if isinstance(batch.get("course"), ObjectId)}
        known = await self._facts.hours(sorted(courses), session) if courses else {}
        hours = self._facts.usual.stating(known, {})
        found: dict[str, float] = {}
        for batch in others:
            primary = str(batch["primary"])
            found[primary] = found.get(primary, 0.0) + hours.hours([str(batch["_id"])])
        return found

    async def _names(
        self, people: Sequence[str], ids: Sequence[ObjectId], batches: Iterable[Raw], session: Session
    ) -> dict[str, str]:
        users = {id_: user.get("name") for id_, user in (await self._users.by_id([*people], session)).items()}
        courses = await self._schools.course_names(ids, session)
        found = {**users, **courses, **{str(batch["_id"]): batch.get("name") for batch in batches}}
        return {id_: name for id_, name in found.items() if isinstance(name, str)}
