"""Who could stand in: everybody who comes into question for sessions, judged as things stand now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from multitrainer.database import Session as Transaction
from multitrainer.domain.covers.courses import CourseCover
from multitrainer.domain.covers.criteria import Reason, rejection
from multitrainer.domain.covers.persons import Lesson, Person
from multitrainer.domain.covers.ranking import Ranking, rank
from multitrainer.domain.covers.rules import CoverRules
from multitrainer.domain.covers.tiers import Place, Tier, common_places, places
from multitrainer.domain.covers.wanted import Wanted, wanted
from multitrainer.domain.intervals import Interval
from multitrainer.domain.roster import Role, Status
from multitrainer.domain.taught import TaughtSession
from multitrainer.domain.team import Team
from multitrainer.repositories.cover_settings import CoverSettings
from multitrainer.repositories.covers import Covers
from multitrainer.repositories.facts import Facts
from multitrainer.repositories.leaves import Leaves
from multitrainer.repositories.lessons import Lessons
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.users import Users
from multitrainer.services.covers.hours_lately import HoursLately
from multitrainer.stored.abilities import read_limits, read_skills
from multitrainer.stored.availability import read_availability
from multitrainer.stored.ids import oid

Raw = dict[str, Any]
A_WEEK = timedelta(days=7)


class Sought(NamedTuple):
    """Sessions for which somebody is sought: what is asked for, by which rules, who stands where, and the teams."""

    wanted: Wanted
    rules: CoverRules
    places: Mapping[str, Place]
    teams: Mapping[str, Team]


class StandIns:
    """Judges people by what is known of them."""

    def __init__(
        self,
        teams: Teams,
        users: Users,
        facts: Facts,
        settings: CoverSettings,
        lessons: Lessons,
        leaves: Leaves,
        covers: Covers,
        hours: HoursLately,
        rules: CoverRules,
    ) -> None:
        self._teams = teams
        self._users = users
        self._facts = facts
        self._settings = settings
        self._lessons = lessons
        self._leaves = leaves
        self._covers = covers
        self._hours = hours
        self._rules = rules

    async def ranking(self, sessions: Sequence[TaughtSession], transaction: Transaction = None) -> Ranking:
        """Everybody who comes into question for some sessions of one day. Raises CourseNotFound."""
        sought = await self.sought(sessions, transaction)
        people = await self.people(sought, [*sought.places], transaction)
        return rank(sought.wanted, people, sought.places, sought.rules)

    async def against(
        self, trainer: str, sessions: Sequence[TaughtSession], transaction: Transaction = None
    ) -> Reason | None:
        """Why somebody can't take some sessions of one day, None where they can. Raises CourseNotFound."""
        sought = await self.sought(sessions, transaction)
        (person,) = await self.people(sought, [trainer], transaction)
        return rejection(person, sought.wanted, sought.rules)

    async def sought(self, sessions: Sequence[TaughtSession], transaction: Transaction = None) -> Sought:
        """What is asked for. Where they are of several courses, the first one's weights count."""
        courses = [*dict.fromkeys(session.course for session in sessions)]
        settings = await self._settings.of_courses(courses, transaction)
        teams = {course: (await self._teams.load(course, transaction, counting=False)).current for course in courses}
        there = await self._places(sessions, teams, settings, transaction)
        facts = await self._facts.of_batches([oid(course) for course in courses], transaction)
        needs = {skill for one in sessions for skill in read_skills(facts.get(one.batch, {}).get("skills"))}
        excluded = frozenset[str]().union(*(one.order.excluded for one in settings.values()))
        rules = self.rules_of(settings[courses[0]])
        return Sought(wanted(sessions, rules, frozenset(needs), excluded), rules, there, teams)

    def rules_of(self, settings: CourseCover) -> CoverRules:
        """The institute's rules with a course's own weights."""
        return replace(self._rules, weights=settings.weights) if settings.weights else self._rules

    async def people(self, sought: Sought, trainers: Collection[str], transaction: Transaction) -> list[Person]:
        """Some trainers on the day of the sessions. Who is no trainer any more is inactive."""
        wanted, day = sought.wanted, sought.wanted.day
        week = self._week_of(day.start)
        facts = await self._facts.of_trainers(trainers, transaction)
        lessons = await self._lessons.held(trainers, week, transaction)
        away = await self._leaves.approved(trainers, Interval(day.start, wanted.times[-1].end), transaction)
        there = {str(one) for one in await self._users.trainers_among(trainers, transaction)}
        busy = await self._covers.busy(trainers, day, await self._covers_of(wanted, transaction), transaction)
        knows = await self._knowing(sought, transaction)
        covered = await self._hours.of(trainers, transaction)
        return [
            _person(
                trainer,
                facts.get(trainer, {}),
                lessons[trainer],
                wanted,
                away.get(trainer, ()),
                active=trainer in there and _is_active(trainer, sought.teams),
                knows=frozenset(batch for batch, who in knows.items() if trainer in who),
                covered_hours=covered.get(trainer, 0.0),
                asked_later=trainer in busy,
            )
            for trainer in trainers
        ]

    async def _places(
        self,
        sessions: Sequence[TaughtSession],
        teams: Mapping[str, Team],
        settings: Mapping[str, CourseCover],
        transaction: Transaction,
    ) -> Mapping[str, Place]:
        pool = await self._settings.pool(transaction)
        of_batches = {session.batch: session.course for session in sessions}
        each = [
            places(settings[course].order, _tiers(teams[course], batch, pool)) for batch, course in of_batches.items()
        ]
        return common_places(each)

    async def _covers_of(self, wanted: Wanted, transaction: Transaction) -> list[str]:
        """The covers of the very sessions that are asked for: being asked for these keeps nobody waiting."""
        trainer, before = wanted.sessions[0].trainer, wanted.times[0].start - timedelta(milliseconds=1)
        covers = await self._covers.of_trainer(trainer, before, transaction)
        return [cover.id for cover in covers if cover.session.id in wanted.ids]

    async def _knowing(self, sought: Sought, transaction: Transaction) -> dict[str, set[str]]:
        """Who has taught or covered each batch."""
        knows = await self._covers.who_covered(sought.wanted.batches, transaction)
        for team in sought.teams.values():
            for batch in team.batches:
                if batch.id in knows:
                    knows[batch.id] |= {*batch.people.teaching}
        return knows

    def _week_of(self, moment: datetime) -> Interval:
        local = moment.astimezone(self._rules.zone)
        monday = datetime(local.year, local.month, local.day, tzinfo=self._rules.zone) - timedelta(local.weekday())
        return Interval(monday.astimezone(UTC), (monday + A_WEEK).astimezone(UTC))


def _tiers(team: Team, batch: str, pool: tuple[str, ...]) -> dict[Tier, tuple[str, ...]]:
    backups = next((one.people.backup for one in team.batches if one.id == batch), ())
    of_role = {role: tuple(e.trainer for e in team.roster if e.role is role) for role in Role}
    answering = {e.trainer for e in team.roster if e.is_lead and batch in e.batches}
    leads = sorted(of_role[Role.LEAD], key=lambda lead: lead not in answering)
    others = {Tier.ASSISTANT: of_role[Role.ASSISTANT], Tier.SUBSTITUTE: of_role[Role.SUBSTITUTE], Tier.POOL: pool}
    return {Tier.BACKUP: tuple(backups), Tier.LEAD: tuple(leads), **others}


def _is_active(trainer: str, teams: Mapping[str, Team]) -> bool:
    entries = (team.member(trainer) for team in teams.values())
    return not any(entry and entry.status is Status.INACTIVE for entry in entries)


def _person(
    trainer: str, facts: Raw, lessons: tuple[Lesson, ...], wanted: Wanted, away: tuple[Interval, ...], **known: Any
) -> Person:
    """`lessons` are those of the week."""
    limits = read_limits(facts.get("limits"))
    return Person(
        trainer,
        lessons=tuple(lesson for lesson in lessons if lesson.when.overlaps(*wanted.day)),
        week_hours=sum(lesson.when.hours for lesson in lessons if lesson.session not in wanted.ids),
        away=away,
        daily_hours=limits.daily,
        weekly_hours=limits.weekly,
        availability=read_availability(facts.get("availability")),
        skills=read_skills(facts.get("skills")),
        **known,
    )
