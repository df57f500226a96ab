"""Courses."""

from functools import reduce
from typing import Any

from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import ActorKind
from multitrainer.domain.audit import FieldChange, of_deletion, of_fields
from multitrainer.domain.contexts import courses_of
from multitrainer.domain.errors import PeopleWouldBeLost
from multitrainer.domain.legacy import THE_COURSE
from multitrainer.domain.sentences import Counted, Sentence
from multitrainer.domain.team import Team
from multitrainer.domain.wording import counted
from multitrainer.identity.callers import Caller
from multitrainer.repositories.courses import Courses as CourseRepository
from multitrainer.repositories.guards import Edit
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.populate import ENTRY_DEFAULTS
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.users import Users
from multitrainer.schemas.courses import CoursePatch, NewCourse
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.tags import Tagged, must_match, tagged
from multitrainer.services.courses.batches import batch_gone
from multitrainer.services.courses.team_changes import Asking, TeamChanges
from multitrainer.services.enrolments.places import Places
from multitrainer.services.gate import Gate
from multitrainer.stored.ids import new_id
from multitrainer.stored.shapes import is_migrated
from multitrainer.stored.teams import StoredTeam
from multitrainer.stored.writing import derived_roster

View = dict[str, Any]


class Courses:
    """Use cases of courses."""

    def __init__(
        self,
        gate: Gate,
        database: Database,
        courses: CourseRepository,
        teams: Teams,
        users: Users,
        changes: TeamChanges,
        places: Places,
        audit: Audit,
    ) -> None:
        self._gate = gate
        self._database = database
        self._courses = courses
        self._teams = teams
        self._users = users
        self._changes = changes
        self._places = places
        self._audit = audit

    async def page(self, caller: Caller, cursor: str | None, limit: int) -> Paged:
        """Courses in the order they were made; a trainer's own. Raises InvalidInput for a foreign cursor."""
        actor = await self._gate.anywhere(caller, Action.LIST_COURSES)
        ids = None
        if actor.kind is ActorKind.TRAINER:
            ids = [team.course for team in courses_of(actor, await self._gate.teams_of(actor))]
        found = await self._courses.page(cursor, limit, ids)
        return Paged(await self._shown(found.items), found.next)

    async def read(self, caller: Caller, course: str) -> View:
        """One course. Raises CourseNotFound."""
        await self._gate.on_course(caller, Action.READ_COURSE, course)
        return await self._read(course)

    async def read_to_enrol(self, caller: Caller, course: str) -> View:
        """One course, for whoever may enrol students. Raises CourseNotFound."""
        await self._gate.on_course(caller, Action.ENROL, course)
        return await self._read(course)

    async def read_to_delete(self, caller: Caller, course: str) -> View:
        """The same, for whoever may delete it. Raises CourseNotFound."""
        await self._gate.on_course(caller, Action.DELETE_COURSE, course)
        return await self._read(course)

    async def _read(self, course: str, session: Session = None) -> View:
        return (await self._shown([await self._courses.find(course, session)], session))[0]

    async def create(self, caller: Caller, new: NewCourse, id_: str | None = None) -> Tagged:
        """Make a course. With an id that an earlier try used, what is missing is made up.

        Raises:
            UnknownTrainer, NotATrainer.
        """
        asking = Asking(await self._gate.anywhere(caller, Action.CREATE_COURSE), Action.CREATE_COURSE)
        course = id_ or new_id()
        await self._users.must_be_trainers("trainers", *(m.trainer for m in new.trainers))
        if new.instructor:
            await self._users.must_be_trainers("instructor", new.instructor)
        _with_roster(Team(course), new)  # before anything is written

        async def insert(session: Session) -> None:
            if await self._courses.is_there(course, session):  # an earlier try got that far
                return
            named = of_fields("courses", course, {}, {"name": new.name})
            async with self._audit.noting(asking.actor, asking.action, named, session):
                await self._courses.insert(course, new.name, session)

        return await self._changes.make(
            asking,
            course,
            lambda team: team if team.roster else _with_roster(team, new),
            self._answering(course),
            first=insert,
        )

    async def patch(self, caller: Caller, course: str, patch: CoursePatch, if_match: str | None = None) -> Tagged:
        """Change a course's name, or its first lead in the old format.

        Raises:
            CourseNotFound, UnknownTrainer, NotATrainer, TrainerInactive, Stale.
        """
        actor = await self._gate.on_course(caller, Action.CHANGE_COURSE, course)
        if patch.instructor:
            await self._users.must_be_trainers("instructor", patch.instructor)

        async def check(session: Session) -> Edit:
            stored = await self._courses.find(course, session)
            if if_match is not None:
                must_match(if_match, (await self._shown([stored], session))[0])
            return Edit.of_course(stored, {} if patch.name is None else {"name": patch.name})

        return await self._changes.make(
            Asking(actor, Action.CHANGE_COURSE),
            course,
            lambda team: team.led_by(patch.instructor) if patch.instructor else team,
            self._answering(course),
            check=check,
            decided=[THE_COURSE] if patch.instructor else (),
        )

    async def delete(self, caller: Caller, course: str, *, force: bool, if_match: str | None = None) -> None:
        """Delete a course and its batches.

        Raises:
            CourseNotFound, Stale.
            PeopleWouldBeLost: the course has batches or trainers, and it is not forced.
        """
        actor = await self._gate.on_course(caller, Action.DELETE_COURSE, course)

        async def change(session: Session) -> None:
            stored = await self._courses.find(course, session)
            if if_match is not None:
                must_match(if_match, (await self._shown([stored], session))[0])
            team = await self._teams.load(course, session)
            if not force:
                _must_be_empty(team)
                await self._places.nobody_may_be_lost(course, session)
            gone = _noted(stored, await self._teams.own_batches(course, session))
            async with self._audit.noting(actor, Action.DELETE_COURSE, gone, session):
                if force:
                    await self._delete_with_batches(stored, session)
                else:
                    await self._courses.delete(stored, session)
                await self._places.forget_course(course, session)

        await self._database.atomically(f"course:{course}", change)

    async def _delete_with_batches(self, stored: View, session: Session) -> None:
        """In an order that heals: batches first, the course once nobody can have made one more that stays."""
        course = str(stored["_id"])
        await self._courses.claim(stored, session)
        await self._teams.delete_batches(course, session)
        await self._courses.delete_claimed(course, session)
        await self._teams.delete_batches(course, session)

    def _answering(self, course: str) -> Any:
        async def answer(session: Session, before: Team, after: Team) -> Tagged:
            return tagged(await self._read(course, session))

        return answer

    async def _shown(self, courses: list[View], session: Session = None) -> list[View]:
        """Both formats, whatever is stored: the derived roster where there is none, the schema's defaults."""
        bare = [course["_id"] for course in courses if not is_migrated(course)]
        derived = {team.course["_id"]: team.team for team in await self._teams.load_all(bare, session)}
        return [_both_formats(course, derived.get(course["_id"])) for course in courses]


def _both_formats(course: View, derived: Team | None) -> View:
    if derived:
        return {**course, "trainers": derived_roster(derived)}
    stored = course.get("trainers")
    entries = [e for e in stored if isinstance(e, dict)] if isinstance(stored, list) else []
    return {**course, "trainers": [{**ENTRY_DEFAULTS, "assignedBatches": [], **entry} for entry in entries]}


def _with_roster(team: Team, new: NewCourse) -> Team:
    if new.instructor:
        return team.follow_instructor(new.instructor)
    return reduce(lambda so_far, member: so_far.add(member.trainer, member.role), new.trainers, team)


def _noted(course: View, batches: list[View]) -> list[FieldChange]:
    """What is kept of a course that is deleted with its batches, as it was stored."""
    kept = {field: course.get(field) for field in ("name", "instructor", "trainers")}
    return [*of_deletion("courses", str(course["_id"]), kept), *(change for b in batches for change in batch_gone(b))]


def _must_be_empty(stored: StoredTeam) -> None:
    stored.must_be_well_formed()  # who knows what else there is
    team = stored.team
    if team.batches or team.roster:
        raise PeopleWouldBeLost(
            Sentence(
                "The course has {batches} and {trainers}.",
                batches=Counted("{n} batch", "{n} batches", len(team.batches)),
                trainers=Counted("{n} trainer", "{n} trainers", len(team.roster)),
            ),
            f"The course has {counted(len(team.batches), 'batch', 'batches')} and "
            f"{counted(len(team.roster), 'trainer', 'trainers')} on its roster; "
            "?force=true deletes it with its batches.",
            batches=[b.id for b in team.batches],
            trainers=[e.trainer for e in team.roster],
        )
