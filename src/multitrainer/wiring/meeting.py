"""Builds what is about times: timetables, sessions, holidays, calendars, leave."""

from datetime import timedelta
from typing import NamedTuple, TypedDict

from multitrainer.identity.calendar_addresses import CalendarAddresses
from multitrainer.repositories.calendars import Calendars as CalendarRepository
from multitrainer.repositories.covers import Covers
from multitrainer.repositories.handovers import Handovers
from multitrainer.repositories.leaves import Leaves as LeaveRepository
from multitrainer.repositories.lessons import Lessons
from multitrainer.repositories.sessions import Sessions as SessionRepository
from multitrainer.repositories.timetables import Timetables as TimetableRepository
from multitrainer.services.changes.recounts import Recounts
from multitrainer.services.changes.students_told import StudentsTold
from multitrainer.services.courses.roster import Roster
from multitrainer.services.courses.team_changes import TeamChanges
from multitrainer.services.handovers.fresh_notes import FreshNotes
from multitrainer.services.handovers.reminders import HandoverReminders
from multitrainer.services.leave.leaves import Leaves
from multitrainer.services.leave.notices import LeaveNotices
from multitrainer.services.leave.statuses import LeaveStatuses
from multitrainer.services.timetables.calendars import Calendars
from multitrainer.services.timetables.clashes import Clashes
from multitrainer.services.timetables.holidays import Holidays
from multitrainer.services.timetables.session_maker import SessionMaker
from multitrainer.services.timetables.session_news import SessionNews
from multitrainer.services.timetables.sessions import Sessions
from multitrainer.services.timetables.timetable_clashes import TimetableClashes
from multitrainer.services.timetables.timetable_news import TimetableNews
from multitrainer.services.timetables.timetables import Timetables
from multitrainer.wiring.base import Base


class Meeting(TypedDict):
    """Use cases of when batches meet, and who is away."""

    timetables: Timetables
    sessions: Sessions
    session_maker: SessionMaker
    holidays: Holidays
    calendars: Calendars
    leaves: Leaves
    leave_statuses: LeaveStatuses
    handover_reminders: HandoverReminders


class Timetabled(NamedTuple):
    """Timetables, and what makes sessions of them."""

    maker: SessionMaker
    timetables: Timetables


def timetabled(base: Base, students: StudentsTold | None) -> Timetabled:
    """Both of them; without `students` nobody is told of what they change, trainers neither."""
    gate, database, audit, zone, now = base.gate, base.database, base.audit, base.zone, base.now
    teams, batches, kept, lessons = base.teams, base.batches, TimetableRepository(), Lessons()
    news = TimetableNews(students, lessons, base.telling, now) if students else None
    ahead = timedelta(days=base.settings.sessions_ahead_days)
    maker = SessionMaker(database, kept, SessionRepository(), base.covers_due, news, zone, ahead, now)
    weekly, recounts = TimetableClashes(kept, lessons, teams, batches, zone, now), Recounts(teams, audit)
    return Timetabled(
        maker, Timetables(gate, database, kept, batches, base.facts, maker, recounts, audit, weekly, zone.key)
    )


def meeting(base: Base, secret: str, news: SessionNews, students: StudentsTold) -> Meeting:
    """When batches meet."""
    gate, database, audit, zone, now = base.gate, base.database, base.audit, base.zone, base.now
    users, teams, batches, due = base.users, base.teams, base.batches, base.covers_due
    kept, made, absences = TimetableRepository(), SessionRepository(), LeaveRepository()
    maker, timetables = timetabled(base, students)
    clashes = Clashes(Lessons(), made, batches, zone)
    telling = news, base.telling, audit
    sessions = Sessions(gate, database, made, Covers(), batches, users, teams, maker, *telling, due, clashes, zone, now)
    silent = TeamChanges(database, teams, audit, None, due)  # whoever is away is told of their leave
    fresh = FreshNotes(Lessons(), Handovers(), base.settings.handover_fresh_days)
    notices, addresses = LeaveNotices(base.telling, users, teams), CalendarAddresses(secret)
    return {
        "timetables": timetables,
        "sessions": sessions,
        "session_maker": maker,
        "holidays": Holidays(gate, database, kept, made, audit, zone, now),
        "leaves": Leaves(gate, database, absences, users, audit, notices, due, fresh, zone, now),
        "handover_reminders": HandoverReminders(
            database, absences, fresh, base.telling, timedelta(days=base.settings.handover_reminder_days), now
        ),
        "leave_statuses": LeaveStatuses(absences, teams, Roster(gate, base.courses, teams, users, silent), now),
        "calendars": Calendars(gate, database, CalendarRepository(), addresses, sessions, users, audit, now),
    }
