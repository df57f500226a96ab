"""A course's roster: who trains on it, and as what."""

from contextlib import suppress
from typing import Any, NamedTuple

from multitrainer.database import Session
from multitrainer.domain.actions import Action
from multitrainer.domain.contexts import in_team
from multitrainer.domain.errors import NotOnRoster
from multitrainer.domain.permissions import Verdict, can
from multitrainer.domain.refusals import not_on_roster
from multitrainer.domain.roster import Role
from multitrainer.domain.searching import finds
from multitrainer.domain.standings import Context
from multitrainer.domain.team import Team
from multitrainer.identity.callers import Caller
from multitrainer.repositories.courses import Courses, no_course
from multitrainer.repositories.populate import ROSTER_FIELDS
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.users import Users
from multitrainer.schemas.roster import NewRosterEntry, RosterChange
from multitrainer.services.changes.tags import Tagged, must_match, tagged
from multitrainer.services.courses.team_changes import Asking, Decide, Done, TeamChanges
from multitrainer.services.gate import Gate
from multitrainer.services.permissions import must
from multitrainer.stored.teams import StoredTeam
from multitrainer.stored.writing import derived_roster

View = dict[str, Any]


class WhichEntries(NamedTuple):
    """Those of trainers with some words in their names, in a role."""

    name: str = ""
    role: Role | None = None

    def has(self, entry: View) -> bool:
        """Whether an entry is one of these."""
        return finds(self.name, (entry["trainer"] or {}).get("name")) and self.role in {None, entry["role"]}


class Roster:
    """Use cases of a course's roster. Every write's tag is that of the whole roster."""

    def __init__(self, gate: Gate, courses: Courses, teams: Teams, users: Users, changes: TeamChanges) -> None:
        self._gate = gate
        self._courses = courses
        self._teams = teams
        self._users = users
        self._changes = changes

    async def entries(self, caller: Caller, course: str) -> list[View]:
        """The roster, populated, in stored order; derived from the instructors where it was never migrated.

        Raises:
            CourseNotFound.
        """
        read = await self._courses.roster(course, caller)
        if read.entries is not None and can(read.actor, Action.READ_ROSTER, Context(read.mine)) is Verdict.YES:
            return read.entries
        stored = await self._teams.load(course)
        must(read.actor, Action.READ_ROSTER, in_team(stored.current, read.actor.id), no_course(course))
        return await self._derived(stored, None) if read.entries is None else read.entries

    async def entries_to_change(self, caller: Caller, course: str) -> list[View]:
        """The same, for whoever may change some of it. Raises CourseNotFound."""
        await self._gate.on_course(caller, Action.ADD_TO_ROSTER, course)
        return await self.entries(caller, course)

    async def may_change(self, caller: Caller, course: str) -> bool:
        """Whether somebody may put trainers on a course."""
        return await self._gate.may_on_course(caller, Action.ADD_TO_ROSTER, course)

    async def populated(self, course: str, session: Session) -> list[View]:
        """The same for whoever was let through already. Raises CourseNotFound."""
        entries = (await self._courses.roster(course, session=session)).entries
        return await self._derived(await self._teams.load(course, session), session) if entries is None else entries

    async def read(self, caller: Caller, course: str, trainer: str) -> Tagged:
        """One entry, populated. Raises CourseNotFound, NotOnRoster."""
        entries = await self.entries(caller, course)
        with suppress(NotOnRoster):
            return tagged(entry_of(entries, course, trainer), entries)
        team = (await self._teams.load(course)).team
        return tagged(_changed(entries, course, trainer, team.roster.index(team.entry(trainer))), entries)

    async def add(
        self, caller: Caller, course: str, new: NewRosterEntry, if_match: str | None = None, *, again: bool = False
    ) -> Tagged:
        """Put a trainer on the roster. If an earlier try may have done so, one who is there as asked is no mistake.

        Raises:
            CourseNotFound, UnknownTrainer, NotATrainer, AlreadyOnRoster, BatchOfAnotherCourse,
            SubstituteHasNoBatches, Stale.
        """
        actor = await self._gate.on_course(caller, Action.ADD_TO_ROSTER, course)
        await self._users.must_be_trainers("trainer", new.trainer)
        return await self._change(
            Asking(actor, Action.ADD_TO_ROSTER, trainer=new.trainer),
            course,
            new.trainer,
            lambda team: team.add(new.trainer, new.role, new.assigned_batches),
            if_match,
            lambda team: again and _is_there(team, new),
        )

    async def change(
        self, caller: Caller, course: str, trainer: str, change: RosterChange, if_match: str | None = None
    ) -> Tagged:
        """Change somebody's role, status or batches.

        Raises:
            CourseNotFound, NotOnRoster, BatchOfAnotherCourse, SubstituteHasNoBatches, StillPrimary,
            TrainerInactive, Stale.
        """
        actor = await self._gate.on_course(caller, Action.CHANGE_ENTRY, course)
        return await self._change(
            Asking(actor, Action.CHANGE_ENTRY, trainer=trainer),
            course,
            trainer,
            lambda team: team.change(trainer, change.as_change()),
            if_match,
        )

    async def remove(
        self,
        caller: Caller,
        course: str,
        trainer: str,
        hand_over_to: str | None = None,
        if_match: str | None = None,
    ) -> str:
        """Take somebody off the roster and every batch, a successor taking over; returns the roster's tag.

        Raises:
            CourseNotFound, NotOnRoster, StillPrimary, UnknownTrainer, NotATrainer, TrainerInactive, Stale.
        """
        actor = await self._gate.on_course(caller, Action.REMOVE_FROM_ROSTER, course)
        if hand_over_to:
            await self._users.must_be_trainers("handOverTo", hand_over_to)

        async def answer(session: Session, before: Team, after: Team) -> Tagged:
            return tagged(await self.populated(course, session))

        done = await self._changes.make(
            Asking(actor, Action.REMOVE_FROM_ROSTER, trainer=trainer),
            course,
            lambda team: team.remove(trainer, hand_over_to),
            answer,
            check=self._unless_stale(course, if_match),
        )
        return done.tag

    async def _change(
        self, asking: Asking, course: str, trainer: str, decide: Decide, if_match: str | None, done: Done | None = None
    ) -> Tagged:
        async def answer(session: Session, before: Team, after: Team) -> Tagged:
            entries = await self.populated(course, session)
            return tagged(_changed(entries, course, trainer, after.roster.index(after.entry(trainer))), entries)

        check = self._unless_stale(course, if_match)
        return await self._changes.make(asking, course, decide, answer, check=check, done=done)

    def _unless_stale(self, course: str, if_match: str | None) -> Any:
        async def check(session: Session) -> None:
            if if_match is not None:
                must_match(if_match, await self.populated(course, session))

        return check

    async def _derived(self, stored: StoredTeam, session: Session) -> list[View]:
        users = await self._users.by_id([e.trainer for e in stored.team.roster], session)
        return [{**raw, "trainer": _shown(users.get(str(raw["trainer"])))} for raw in derived_roster(stored.team)]


def entry_of(entries: list[View], course: str, trainer: str) -> View:
    """The populated entry of one trainer, who may be a user that is gone. Raises NotOnRoster."""
    for entry in entries:
        if str((entry.get("trainer") or {}).get("_id")) == trainer:
            return entry
    raise not_on_roster(trainer, course)


def _is_there(team: Team, new: NewRosterEntry) -> bool:
    entry = team.member(new.trainer)
    return entry is not None and entry.role is new.role and set(new.assigned_batches) <= set(entry.batches)


def _changed(entries: list[View], course: str, trainer: str, at: int) -> View:
    """The entry of a trainer; by its place if that is of a user who is gone, because it shows no id then.

    Not by its place alone: without a transaction, others may have moved it meanwhile.
    """
    if at < len(entries) and entries[at].get("trainer") is None:
        return entries[at]
    return entry_of(entries, course, trainer)


def _shown(user: View | None) -> View | None:
    return {k: v for k, v in user.items() if k in ("_id", *ROSTER_FIELDS)} if user else None
