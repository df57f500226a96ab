"""Builds what is about times: timetables, sessions, holidays, calendars, leave."""

from datetime import timedelta
from typing import TypedDict
from zoneinfo import ZoneInfo

from multitrainer import clock
from multitrainer.database import Database
from multitrainer.identity.calendar_addresses import CalendarAddresses
from multitrainer.repositories.batches import Batches as BatchRepository
from multitrainer.repositories.calendars import Calendars as CalendarRepository
from multitrainer.repositories.facts import Facts
from multitrainer.repositories.leaves import Leaves as LeaveRepository
from multitrainer.repositories.sessions import Sessions as SessionRepository
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.timetables import Timetables as TimetableRepository
from multitrainer.repositories.users import Users
from multitrainer.services.audit import Audit
from multitrainer.services.calendars import Calendars
from multitrainer.services.covers_due import CoversDue
from multitrainer.services.gate import Gate
from multitrainer.services.holidays import Holidays
from multitrainer.services.leave_notices import LeaveNotices
from multitrainer.services.leave_statuses import LeaveStatuses
from multitrainer.services.leaves import Leaves
from multitrainer.services.recounts import Recounts
from multitrainer.services.roster import Roster
from multitrainer.services.session_maker import SessionMaker
from multitrainer.services.sessions import Sessions
from multitrainer.services.telling import Telling
from multitrainer.services.timetables import Timetables
from multitrainer.settings import Settings


class Meeting(TypedDict):
    """Use cases of when batches meet, and who is away."""

    timetables: Timetables
    sessions: Sessions
    session_maker: SessionMaker
    holidays: Holidays
    calendars: Calendars
    leaves: Leaves
    leave_statuses: LeaveStatuses


def meeting(
    gate: Gate,
    database: Database,
    settings: Settings,
    secret: str,
    facts: Facts,
    users: Users,
    teams: Teams,
    batches: BatchRepository,
    roster: Roster,
    audit: Audit,
    telling: Telling,
    covers_due: CoversDue,
    now: clock.Clock,
) -> Meeting:
    """When batches meet."""
    kept, made, zone = TimetableRepository(), SessionRepository(), ZoneInfo(settings.time_zone)
    maker = SessionMaker(database, kept, made, covers_due, zone, timedelta(days=settings.sessions_ahead_days), now)
    sessions = Sessions(gate, database, made, batches, users, teams, maker, audit, covers_due, zone, now)
    absences = LeaveRepository()
    recounts, addresses = Recounts(teams, audit), CalendarAddresses(secret)
    return {
        "timetables": Timetables(gate, database, kept, batches, facts, maker, recounts, audit, settings.time_zone),
        "sessions": sessions,
        "session_maker": maker,
        "holidays": Holidays(gate, database, kept, audit, zone, now),
        "leaves": Leaves(
            gate, database, absences, users, audit, LeaveNotices(telling, users, teams), covers_due, zone, now
        ),
        "leave_statuses": LeaveStatuses(absences, teams, roster, now),
        "calendars": Calendars(gate, database, CalendarRepository(), addresses, sessions, users, audit, now),
    }
