"""Who is there for a student's question."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from multitrainer.clock import Clock
from multitrainer.database import Session
from multitrainer.domain.errors import CourseNotFound
from multitrainer.domain.intervals import Interval
from multitrainer.domain.questions.chain import Around, around
from multitrainer.domain.questions.rules import QuestionRules
from multitrainer.domain.team import Team
from multitrainer.domain.timetable import days_off
from multitrainer.repositories.leaves import Leaves
from multitrainer.repositories.lessons import Held, Lessons
from multitrainer.repositories.questions import Questions
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.timetables import Timetables
from multitrainer.repositories.users import Users

FORESEEN = timedelta(days=366)
"""How far ahead leave is looked for: each question is looked at much sooner."""


class QuestionPeople:
    """Reads who teaches a batch now, who comes after them, and who is away."""

    def __init__(
        self,
        teams: Teams,
        lessons: Lessons,
        leaves: Leaves,
        users: Users,
        questions: Questions,
        timetables: Timetables,
        rules: QuestionRules,
        now: Clock,
    ) -> None:
        self._teams = teams
        self._lessons = lessons
        self._leaves = leaves
        self._users = users
        self._questions = questions
        self._timetables = timetables
        self._rules = rules
        self._now = now

    async def around(self, course: str, batch: str | None, also: Sequence[str], session: Session) -> Around:
        """Everybody who could have a question about a course or a batch, and `also` some who have it or are to."""
        now, team = self._now(), await self._team(course, session)
        held = await self._lessons.now_or_next(batch, now, session) if batch else None
        standing_in = held.holder if held else None
        admins = await self._admins(also, session)
        there = around(team, batch, standing_in, admins, frozenset())
        leave = await self._leaves.approved(_named(there, also), Interval(now, now + FORESEEN), session)
        away = frozenset(who for who, times in leave.items() if any(one.start <= now for one in times))
        ending = held if held and standing_in != _primary(team, batch) else None
        found = around(team, batch, standing_in, admins, away)
        return replace(found, turns=_turns(leave, ending, now), again=_again(leave, held))

    async def must_be_trainer(self, trainer: str) -> None:
        """Raises UnknownTrainer, NotATrainer."""
        await self._users.must_be_trainers("trainer", trainer)

    async def rules(self, session: Session) -> QuestionRules:
        """The rules, with the holidays as they are set."""
        kept = await self._timetables.holidays(session)
        off: frozenset[date] = days_off(kept.holidays)
        return replace(self._rules, time=replace(self._rules.time, off=off))

    async def _team(self, course: str, session: Session) -> Team:
        """Of a course that is gone, nobody."""
        try:
            return (await self._teams.load(course, session, counting=False)).current
        except CourseNotFound:
            return Team(course)

    async def _admins(self, also: Sequence[str], session: Session) -> list[str]:
        """Whoever has the fewest open questions first."""
        named = [*dict.fromkeys(await self._users.admins(session))]
        named += [one for one in dict.fromkeys(also) if one not in named and await self._users.is_admin(one, session)]
        held = await self._questions.held(named, session)
        return sorted(named, key=lambda admin: (held[admin], admin))


def _named(there: Around, also: Sequence[str]) -> list[str]:
    lead = [there.lead] if there.lead else []
    leads = [] if there.lead and there.teaching else sorted(there.leads)
    return [*dict.fromkeys((*there.teaching, *there.backups, *lead, *leads, *also))]


def _primary(team: Team, batch: str | None) -> str | None:
    return next((one.people.primary for one in team.batches if one.id == batch), None)


def _turns(leave: Mapping[str, Sequence[Interval]], ending: Held | None, now: datetime) -> dict[str, datetime]:
    """When each is there no more: their leave begins, or the session is over that they hold for another."""
    coming = {who: [one.start for one in times if one.start > now] for who, times in leave.items()}
    found = {who: min(starts) for who, starts in coming.items() if starts}
    if ending:
        found[ending.holder] = min(ending.when.end, found.get(ending.holder, ending.when.end))
    return found


def _again(leave: Mapping[str, Sequence[Interval]], held: Held | None) -> datetime | None:
    """When somebody is back, or the next session is another's."""
    ends = [one.end for times in leave.values() for one in times] + ([held.when.end] if held else [])
    return min(ends, default=None)
