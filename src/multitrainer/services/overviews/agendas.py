"""The calendar of many trainers at once: their sessions, leave, and who stands in for whom."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from multitrainer.domain.actions import Action
from multitrainer.domain.agendas import As, Entry, Search, entries_of
from multitrainer.domain.leave.values import Leave as LeaveValue
from multitrainer.domain.leave.values import LeaveKind, LeaveState
from multitrainer.domain.outlooks import Outlook
from multitrainer.domain.sessions import Session
from multitrainer.identity.callers import Caller
from multitrainer.repositories.agendas import Agendas as AgendaRepository
from multitrainer.repositories.batches import Batches
from multitrainer.repositories.by_start import Within
from multitrainer.repositories.lessons import Lessons, Taught
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.users import Users
from multitrainer.services.gate import Gate
from multitrainer.services.overviews.outlooks import looked_over, names_in, only
from multitrainer.services.spans import within

Raw = dict[str, Any]
LONGEST = timedelta(days=62)
"""That a calendar goes on."""


class Held(NamedTuple):
    """A session in the calendar of a trainer. `other` is who holds it for them, or for whom they hold it or assist."""

    session: str
    trainer: str
    what: As
    start: datetime
    end: datetime
    batch: str
    batch_name: str | None
    course_name: str | None
    other: str | None
    cover: str | None


class Away(NamedTuple):
    """Leave of a trainer that is approved, or waits for an answer."""

    leave: str
    trainer: str
    start: datetime
    end: datetime
    kind: LeaveKind
    state: LeaveState


class Agenda(NamedTuple):
    """What some `trainers` have, of `everybody` whom whoever asks sees; and `names` of all in it. All by their ids."""

    trainers: list[str]
    held: list[Held]
    away: list[Away]
    everybody: dict[str, str | None]
    names: dict[str, str | None]


class Agendas:
    """Use cases of calendars of many. Days are those of the institute's clock."""

    def __init__(
        self,
        gate: Gate,
        users: Users,
        teams: Teams,
        batches: Batches,
        lessons: Lessons,
        agendas: AgendaRepository,
        zone: ZoneInfo,
    ) -> None:
        self._gate = gate
        self._users = users
        self._teams = teams
        self._batches = batches
        self._lessons = lessons
        self._agendas = agendas
        self._zone = zone

    async def read(
        self, caller: Caller, first: date, last: date, course: str | None = None, trainer: str | None = None
    ) -> Agenda:
        """All trainers within some days; for a lead, whoever is on their courses, as far as it is about these.

        Of one `course` alone, or of one `trainer`; of one whom they don't see, nothing.

        Raises CourseNotFound, InvalidInput where this is too long.
        """
        days = within(first, last, first, last, self._zone, LONGEST)
        outlook = await looked_over(self._gate, caller, Action.LOOK_OVER_TRAINERS)
        everybody = await names_in(outlook, self._users)
        on_course: Collection[str] = await self._on_course(outlook, course) if course else everybody
        shown = [one for one in everybody if one in on_course and trainer in {None, one}]
        held = [one for one in await self._held(outlook, days, course) if one.trainer in shown]
        away = [_away(one) for one in await self._agendas.leaves(days) if one.trainer in shown]
        return Agenda(shown, held, away, everybody, await self._names(everybody, held))

    async def _on_course(self, outlook: Outlook, course: str) -> Collection[str]:
        """Whoever is on a course's roster, and oneself. Raises CourseNotFound."""
        teams = outlook.led
        if outlook.is_whole:
            teams = ((await self._teams.load(course, counting=False)).current,)
        found = {entry.trainer for team in teams if team.course == course for entry in team.roster}
        return {*found, outlook.trainer} if outlook.trainer else found

    async def _held(self, outlook: Outlook, days: Within, course: str | None) -> list[Held]:
        sessions = await self._agendas.sessions(days, only(outlook))
        named = await self._batches.named({one.batch for one in sessions})
        taught = await self._lessons.who_teaches({one.batch for one in sessions})
        searches: dict[str, list[Search]] = defaultdict(list)
        for search in await self._agendas.searches(days):
            searches[search.session].append(search)
        return [
            _held(session, entry, named.get(session.batch, {}))
            for session in sessions
            if course is None or _course_of(taught, session) == course
            for entry in _entries(session, taught.get(session.batch), searches[session.id])
            if outlook.shows(entry.trainer, session.batch)
        ]

    async def _names(self, known: Mapping[str, str | None], held: Iterable[Held]) -> dict[str, str | None]:
        """Those of everybody who is named in it."""
        if missing := sorted({one.other for one in held if one.other} - known.keys()):
            others = await self._users.by_id(missing)
            return {**known, **{id_: one.get("name") for id_, one in others.items()}}
        return dict(known)


def _entries(session: Session, taught: Taught | None, searches: Sequence[Search]) -> Iterable[Entry]:
    primary, assistants = (taught.primary, taught.assistants) if taught else (None, ())
    return entries_of(session, primary, assistants, searches)


def _course_of(taught: Mapping[str, Taught], session: Session) -> str | None:
    return taught[session.batch].course if session.batch in taught else None


def _held(session: Session, entry: Entry, named: Raw) -> Held:
    return Held(
        session.id,
        entry.trainer,
        entry.what,
        session.start,
        session.end,
        session.batch,
        named.get("batchName"),
        named.get("courseName"),
        entry.other,
        entry.cover,
    )


def _away(leave: LeaveValue) -> Away:
    return Away(leave.id, leave.trainer, leave.start, leave.end, leave.kind, leave.state)
