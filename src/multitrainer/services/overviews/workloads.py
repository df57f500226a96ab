"""Who carries how much: on a course, altogether, and everybody beside each other."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import ActorKind
from multitrainer.domain.contexts import led_by
from multitrainer.domain.team import Team
from multitrainer.identity.callers import Caller
from multitrainer.planning.workload import CourseShare, shares_of, total
from multitrainer.repositories.facts import Facts, hours_in
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.schools import Schools
from multitrainer.repositories.sorted_pages import sorted_page
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.users import Users
from multitrainer.schemas.workload import SortBy
from multitrainer.services.covers.ledgers import CoverLedgers
from multitrainer.services.gate import Gate
from multitrainer.services.people.everybody import everybody
from multitrainer.stored.ids import oid, oids
from multitrainer.stored.teams import StoredTeam

Raw = dict[str, Any]
AT_ONCE = 100


class Wanted(NamedTuple):
    """Which trainers: on a course's roster, with a workload between two bounds in per cent, with a drift or without."""

    course: str | None = None
    at_least: float | None = None
    at_most: float | None = None
    drift: bool | None = None

    def has(self, found: Raw) -> bool:
        """Whether a trainer's workload is one of these; their course has been looked at."""
        above = self.at_least is None or found["percent"] >= self.at_least
        below = self.at_most is None or found["percent"] <= self.at_most
        return above and below and (self.drift is None or (found["drift"] > 0) is self.drift)


class Workloads:
    """Use cases of workloads. All are counted from the batches at the moment of asking."""

    def __init__(
        self, gate: Gate, teams: Teams, users: Users, facts: Facts, schools: Schools, ledgers: CoverLedgers
    ) -> None:
        self._gate = gate
        self._teams = teams
        self._users = users
        self._facts = facts
        self._schools = schools
        self._ledgers = ledgers

    async def of_course(self, caller: Caller, course: str) -> list[Raw]:
        """What everybody on a course carries there, in the roster's order. Raises CourseNotFound."""
        await self._gate.on_course(caller, Action.READ_ROSTER, course)
        return await self._named(await self._shares_in([await self._teams.load(course)]))

    async def of_trainer(self, caller: Caller, trainer: str) -> Raw:
        """What a trainer carries, course by course; a lead sees the courses that they lead. Raises TrainerNotFound."""
        actor = await self._gate.anybody(caller)
        shared = await self._gate.to_trainer(actor, Action.READ_TRAINERS_BATCHES, trainer)
        user = await self._users.trainer(trainer)
        courses = {str(course) for course in await self._teams.courses_of(trainer)}
        if actor.kind is ActorKind.TRAINER and actor.id != trainer:
            courses &= {*led_by(actor, shared)}
        shares = [share for share in await self._shares(sorted(courses)) if share.entry.trainer == trainer]
        usual = self._facts.usual.stating({}, hours_in(await self._facts.of_trainers([trainer]), "weeklyHours"))
        (whole,) = await self._with_cover([{**total(trainer, shares, usual), "name": user.get("name")}])
        return {**whole, "onCourses": await self._named(shares)}

    async def led(self, caller: Caller) -> list[Raw]:
        """What everybody carries on the courses that a trainer leads; of admins, who lead none, nothing."""
        actor = await self._gate.anybody(caller)
        led = led_by(actor, await self._gate.teams_of(actor)) if actor.kind is ActorKind.TRAINER else []
        return await self._named(await self._shares(sorted(led))) if led else []

    async def page(self, caller: Caller, wanted: Wanted, sort: SortBy, cursor: str | None, limit: int) -> Paged:
        """What trainers carry altogether, sorted, then in the order they were made. Raises InvalidInput."""
        await self._gate.anywhere(caller, Action.READ_WORKLOADS)
        rows = await self._rows((await self._everywhere())[1], wanted.course)
        page = sorted_page([row for row in rows if wanted.has(row)], sort.value, "trainer", cursor, limit)
        return page._replace(items=await self._with_cover(page.items))

    async def everywhere(self, caller: Caller) -> tuple[list[Team], list[Raw]]:
        """The teams of all courses as they are now, and what every trainer carries of them, without cover."""
        await self._gate.anywhere(caller, Action.READ_WORKLOADS)
        teams, shares = await self._everywhere()
        return teams, await self._rows(shares)

    async def _everywhere(self) -> tuple[list[Team], list[CourseShare]]:
        teams: list[Team] = []
        shares: list[CourseShare] = []
        for some in await self._in_pieces():
            stored = await self._teams.load_all(oids(some))
            students = await self._students_in(stored)
            now = [one.current for one in stored]
            teams += now
            shares += [
                share for one, team in zip(stored, now, strict=True) for share in shares_of(one.team, team, students)
            ]
        return teams, shares

    async def _rows(self, found: Sequence[CourseShare], course: str | None = None) -> list[Raw]:
        """Of everybody, or of those alone who are on a course."""
        shares: dict[str, list[CourseShare]] = defaultdict(list)
        for share in found:
            shares[share.entry.trainer].append(share)
        there = await everybody(self._users)
        stated = hours_in(await self._facts.of_trainers(there), "weeklyHours")
        usual = self._facts.usual.stating({}, stated)
        wanted = (name for name in there if course is None or _is_on(shares[name], course))
        return [{**total(name, shares[name], usual), "name": there[name]} for name in wanted]

    async def _with_cover(self, rows: list[Raw]) -> list[Raw]:
        """What they covered lately, beside what is planned: it is no part of the per cent."""
        covered = await self._ledgers.lately([row["trainer"] for row in rows])
        return [{**row, "coverHours": covered[row["trainer"]]} for row in rows]

    async def _in_pieces(self) -> list[list[str]]:
        courses = [str(course) for course in await self._schools.courses()]
        return [courses[at : at + AT_ONCE] for at in range(0, len(courses), AT_ONCE)]

    async def _shares(self, courses: Sequence[str]) -> list[CourseShare]:
        return await self._shares_in(await self._teams.load_all(oids([*courses])))

    async def _shares_in(self, teams: Sequence[StoredTeam]) -> list[CourseShare]:
        students = await self._students_in(teams)
        return [share for stored in teams for share in shares_of(stored.team, stored.current, students)]

    async def _students_in(self, teams: Sequence[StoredTeam]) -> dict[str, int]:
        """How many students each batch of some teams has."""
        shown = await self._schools.batches(oids([stored.team.course for stored in teams])) if teams else []
        return {str(batch["_id"]): batch["students"] for batch in shown}

    async def _named(self, shares: Sequence[CourseShare]) -> list[Raw]:
        users = await self._users.by_id([*{share.entry.trainer for share in shares}])
        courses = await self._schools.course_names([oid(course) for course in {share.course for share in shares}])
        return [
            {
                **share.as_json(),
                "name": users.get(share.entry.trainer, {}).get("name"),
                "courseName": courses.get(share.course),
            }
            for share in shares
        ]


def _is_on(shares: Sequence[CourseShare], course: str) -> bool:
    return any(share.course == course for share in shares)
