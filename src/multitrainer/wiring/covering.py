"""Builds what finds cover."""

from typing import TypedDict
from zoneinfo import ZoneInfo

from multitrainer.clock import Clock
from multitrainer.database import Database
from multitrainer.repositories.batches import Batches as BatchRepository
from multitrainer.repositories.courses import Courses as CourseRepository
from multitrainer.repositories.cover_ledger import CoverLedger
from multitrainer.repositories.cover_settings import CoverSettings as CoverSettingsRepository
from multitrainer.repositories.covers import Covers as CoverRepository
from multitrainer.repositories.facts import Facts
from multitrainer.repositories.handovers import Handovers as HandoverRepository
from multitrainer.repositories.leaves import Leaves as LeaveRepository
from multitrainer.repositories.lessons import Lessons
from multitrainer.repositories.schools import Schools as SchoolRepository
from multitrainer.repositories.sessions import Sessions as SessionRepository
from multitrainer.repositories.swaps import Swaps as SwapRepository
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.terms import Terms as TermRepository
from multitrainer.repositories.users import Users
from multitrainer.services.audit import Audit
from multitrainer.services.cover_answers import CoverAnswers
from multitrainer.services.cover_changes import CoverChanges
from multitrainer.services.cover_keeper import CoverKeeper
from multitrainer.services.cover_search import CoverSearch
from multitrainer.services.cover_settings import CoverSettings
from multitrainer.services.cover_views import CoverViews
from multitrainer.services.cover_ways import CoverWays
from multitrainer.services.covers import Covers
from multitrainer.services.covers_due import CoversDue
from multitrainer.services.gate import Gate
from multitrainer.services.handovers import Handovers
from multitrainer.services.session_news import SessionNews
from multitrainer.services.sessions import Sessions
from multitrainer.services.stand_ins import StandIns
from multitrainer.services.students_told import StudentsTold
from multitrainer.services.swap_changes import SwapChanges
from multitrainer.services.swap_times import SwapTimes
from multitrainer.services.swaps import Swaps
from multitrainer.services.telling import Telling
from multitrainer.settings import Settings


class Covering(TypedDict):
    """Use cases of cover and swaps."""

    covers: Covers
    cover_answers: CoverAnswers
    cover_ways: CoverWays
    cover_keeper: CoverKeeper
    cover_search: CoverSearch
    handovers: Handovers
    cover_settings: CoverSettings
    students_told: StudentsTold
    swaps: Swaps
    swap_times: SwapTimes


def covering(
    gate: Gate,
    database: Database,
    settings: Settings,
    cover_settings: CoverSettingsRepository,
    teams: Teams,
    users: Users,
    facts: Facts,
    courses: CourseRepository,
    batches: BatchRepository,
    sessions: Sessions,
    telling: Telling,
    due: CoversDue,
    audit: Audit,
    now: Clock,
) -> Covering:
    """Who stands in for whom, and who exchanges what with whom."""
    rules = settings.cover_rules(ZoneInfo(settings.time_zone))
    students = StudentsTold(cover_settings, batches)
    kept, lessons, leaves, made = CoverRepository(), Lessons(), LeaveRepository(), SessionRepository()
    ledger, schools, views = CoverLedger(), SchoolRepository(), CoverViews(users, rules.zone)
    stand_ins = StandIns(
        teams, users, facts, cover_settings, lessons, leaves, kept, ledger, TermRepository(), rules, now
    )
    changes = CoverChanges(
        kept, made, teams, users, ledger, SessionNews(students, lessons, rules), telling, audit, due, rules, now
    )
    swaps = SwapRepository()
    swapped = SwapChanges(swaps, made, lessons, leaves, teams, telling, audit, now)
    keeper = CoverKeeper(database, kept, leaves, lessons, made, changes, now)
    return {
        "covers": Covers(gate, database, kept, users, stand_ins, changes, audit, rules, now),
        "cover_answers": CoverAnswers(gate, database, kept, stand_ins, changes, views, now),
        "cover_ways": CoverWays(
            gate, database, kept, lessons, leaves, schools, sessions, stand_ins, changes, views, rules, now
        ),
        "cover_keeper": keeper,
        "cover_settings": CoverSettings(gate, database, cover_settings, courses, users, audit),
        "students_told": students,
        "handovers": Handovers(gate, database, HandoverRepository(), batches, audit, now),
        "cover_search": CoverSearch(database, kept, keeper, stand_ins, changes, rules, now),
        "swaps": Swaps(gate, database, swaps, made, lessons, kept, users, stand_ins, swapped, rules, now),
        "swap_times": SwapTimes(database, swaps, swapped, now),
    }
