"""Builds what finds cover."""

from typing import TypedDict

from multitrainer.repositories.cover_ledger import CoverLedger
from multitrainer.repositories.cover_settings import CoverSettings as CoverSettingsRepository
from multitrainer.repositories.covers import Covers as CoverRepository
from multitrainer.repositories.handovers import Handovers as HandoverRepository
from multitrainer.repositories.leaves import Leaves as LeaveRepository
from multitrainer.repositories.lessons import Lessons
from multitrainer.repositories.reports import Reports as ReportRepository
from multitrainer.repositories.schools import Schools as SchoolRepository
from multitrainer.repositories.sessions import Sessions as SessionRepository
from multitrainer.repositories.swaps import Swaps as SwapRepository
from multitrainer.repositories.terms import Terms as TermRepository
from multitrainer.services.changes.students_told import StudentsTold
from multitrainer.services.covers.answers import CoverAnswers
from multitrainer.services.covers.changes import CoverChanges
from multitrainer.services.covers.counting import CoverCounting
from multitrainer.services.covers.covers import Covers
from multitrainer.services.covers.hours_lately import HoursLately
from multitrainer.services.covers.keeper import CoverKeeper
from multitrainer.services.covers.search import CoverSearch
from multitrainer.services.covers.settings import CoverSettings
from multitrainer.services.covers.stand_ins import StandIns
from multitrainer.services.covers.views import CoverViews
from multitrainer.services.covers.ways import CoverWays
from multitrainer.services.covers.ways_there import WaysThere
from multitrainer.services.handovers.handovers import Handovers
from multitrainer.services.reports.changes import ReportChanges
from multitrainer.services.swaps.changes import SwapChanges
from multitrainer.services.swaps.partners import SwapPartners
from multitrainer.services.swaps.swaps import Swaps
from multitrainer.services.swaps.times import SwapTimes
from multitrainer.services.timetables.clashes import Clashes
from multitrainer.services.timetables.session_news import SessionNews
from multitrainer.services.timetables.sessions import Sessions
from multitrainer.wiring.base import Base


class Covering(TypedDict):
    """Use cases of cover and swaps."""

    covers: Covers
    cover_answers: CoverAnswers
    cover_ways: CoverWays
    cover_counting: CoverCounting
    cover_keeper: CoverKeeper
    cover_search: CoverSearch
    handovers: Handovers
    cover_settings: CoverSettings
    students_told: StudentsTold
    swaps: Swaps
    swap_partners: SwapPartners
    swap_times: SwapTimes


def covering(
    base: Base,
    set_: CoverSettingsRepository,
    students: StudentsTold,
    news: SessionNews,
    sessions: Sessions,
    reporting: ReportChanges,
) -> Covering:
    """Who stands in for whom, and who exchanges what with whom."""
    gate, database, audit, now = base.gate, base.database, base.audit, base.now
    users, teams, rules = base.users, base.teams, base.settings.cover_rules(base.zone)
    kept, lessons, leaves, made = CoverRepository(), Lessons(), LeaveRepository(), SessionRepository()
    ledger, schools, reports = CoverLedger(), SchoolRepository(), ReportRepository()
    views, due = CoverViews(users, reports, rules.zone, now), base.covers_due
    lately = HoursLately(ledger, TermRepository(), rules.zone, now)
    stand_ins = StandIns(teams, users, base.facts, set_, lessons, leaves, kept, lately, rules)
    ways = WaysThere(kept, lessons, schools, stand_ins, rules, now)
    counting = CoverCounting(database, kept, made, reports, ledger, rules.zone, now)
    changes = CoverChanges(kept, made, teams, users, counting, reports, news, ways, base.telling, audit, due, now)
    swaps = SwapRepository()
    swapped = SwapChanges(swaps, made, lessons, leaves, teams, base.telling, audit, due.questions, now)
    clashes = Clashes(lessons, made, base.batches, rules.zone)
    keeper = CoverKeeper(database, kept, leaves, lessons, made, users, changes, now)
    return {
        "covers": Covers(gate, database, kept, users, stand_ins, changes, reports, reporting, views, rules.zone, now),
        "cover_answers": CoverAnswers(gate, database, kept, stand_ins, changes, views, now),
        "cover_ways": CoverWays(gate, database, kept, leaves, sessions, ways, clashes, changes, views, rules, now),
        "cover_counting": counting,
        "cover_keeper": keeper,
        "cover_settings": CoverSettings(gate, database, set_, base.courses, users, audit),
        "students_told": students,
        "handovers": Handovers(gate, database, HandoverRepository(), base.batches, audit, now),
        "cover_search": CoverSearch(database, kept, made, keeper, stand_ins, changes, counting, rules, now),
        "swaps": Swaps(gate, database, swaps, made, lessons, kept, users, stand_ins, swapped, rules, now),
        "swap_partners": SwapPartners(gate, made, lessons, teams, users, now),
        "swap_times": SwapTimes(database, swaps, swapped, now),
    }
