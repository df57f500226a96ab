"""Builds what most services stand on."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from multitrainer.clock import Clock
from multitrainer.database import Database
from multitrainer.domain.workload import LoadRules
from multitrainer.repositories.api_keys import ApiKeys
from multitrainer.repositories.audit import AuditEntries
from multitrainer.repositories.batches import Batches
from multitrainer.repositories.callers import Callers
from multitrainer.repositories.courses import Courses
from multitrainer.repositories.covers import Covers
from multitrainer.repositories.events import Events as EventRepository
from multitrainer.repositories.facts import Facts
from multitrainer.repositories.leaves import Leaves
from multitrainer.repositories.lessons import Lessons
from multitrainer.repositories.notifications import Notifications as NotificationRepository
from multitrainer.repositories.outbox import Outbox as OutboxRepository
from multitrainer.repositories.preferences import Preferences
from multitrainer.repositories.questions import Questions
from multitrainer.repositories.sessions import Sessions
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.users import Users
from multitrainer.repositories.webhooks import Webhooks as WebhookRepository
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.covers_due import CoversDue
from multitrainer.services.changes.publishing import Publishing
from multitrainer.services.changes.questions_due import QuestionsDue
from multitrainer.services.changes.telling import Telling
from multitrainer.services.gate import Gate
from multitrainer.services.people.key_uses import KeyUses
from multitrainer.services.working.bell import Bell
from multitrainer.settings import Settings
from multitrainer.stored.users import UserSchema


@dataclass(frozen=True, slots=True)
class Kept:
    """What all that tells people works with."""

    outbox: OutboxRepository
    notifications: NotificationRepository
    preferences: Preferences
    webhooks: WebhookRepository
    bell: Bell
    events: EventRepository
    publishing: Publishing


@dataclass(frozen=True, slots=True)
class Base:
    """One database, who may do what in it, and what is noted and told of that."""

    database: Database
    settings: Settings
    schema: UserSchema
    callers: Callers
    key_uses: KeyUses
    users: Users
    facts: Facts
    teams: Teams
    courses: Courses
    batches: Batches
    gate: Gate
    entries: AuditEntries
    audit: Audit
    kept: Kept
    telling: Telling
    covers_due: CoversDue
    now: Clock

    @property
    def zone(self) -> ZoneInfo:
        """The institute's clock."""
        return ZoneInfo(self.settings.time_zone)


def base(database: Database, settings: Settings, now: Clock) -> Base:
    """All of it."""
    schema, with_ = schema_of(settings), kept(now)
    users, facts = Users(schema, now), Facts(LoadRules(settings.default_batch_hours, settings.default_weekly_hours))
    teams, key_uses = Teams(users, facts, now), KeyUses(ApiKeys(), now)
    callers = Callers(schema, now, key_uses.note)
    courses, batches = Courses(callers, schema, now), Batches(callers, schema, now)
    gate, entries = Gate(callers, teams, batches, Covers(), Sessions(), now), AuditEntries(now)
    return Base(
        database,
        settings,
        schema,
        callers,
        key_uses,
        users,
        facts,
        teams,
        courses,
        batches,
        gate,
        entries,
        Audit(gate, entries, with_.publishing),
        with_,
        Telling(with_.outbox, with_.bell),
        CoversDue(Leaves(), Lessons(), QuestionsDue(Questions(), with_.bell, now), with_.bell, now),
        now,
    )


def schema_of(settings: Settings) -> UserSchema:
    """Which fields of users are what, and who is what by their role."""
    return UserSchema(
        settings.user_email_field,
        settings.user_password_field,
        settings.user_role_field,
        settings.admin_roles,
        settings.trainer_roles,
    )


def kept(now: Clock) -> Kept:
    """The repositories, and what wakes the worker of this process."""
    bell, events = Bell(), EventRepository(now)
    told = (OutboxRepository(now), NotificationRepository(), Preferences(), WebhookRepository())
    return Kept(*told, bell, events, Publishing(events, bell))
