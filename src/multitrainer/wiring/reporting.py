"""Builds what is written about sessions, and what that shows."""

from typing import TypedDict

from multitrainer.repositories.covers import Covers
from multitrainer.repositories.lessons import Lessons
from multitrainer.repositories.reports import Reports as ReportRepository
from multitrainer.repositories.sessions import Sessions
from multitrainer.services.reports.changes import ReportChanges
from multitrainer.services.reports.quality import Quality
from multitrainer.services.reports.reports import Reports
from multitrainer.services.reports.views import ReportViews
from multitrainer.wiring.base import Base


class Reporting(TypedDict):
    """Use cases of reports."""

    reports: Reports
    quality: Quality


def reporting(base: Base, changes: ReportChanges) -> Reporting:
    """What people say of sessions."""
    gate, users, batches, zone, now = base.gate, base.users, base.batches, base.zone, base.now
    kept, sessions, lessons, covers = ReportRepository(), Sessions(), Lessons(), Covers()
    views = ReportViews(users, zone)
    return {
        "reports": Reports(gate, base.database, kept, sessions, lessons, batches, covers, changes, views, now),
        "quality": Quality(gate, base.teams, users, batches, sessions, covers, kept, views, zone, now),
    }


def report_changes(base: Base) -> ReportChanges:
    """The one way in which a session's report changes."""
    kept, covers = ReportRepository(), Covers()
    return ReportChanges(kept, covers, base.teams, base.users, base.telling, base.audit, base.covers_due, base.now)
