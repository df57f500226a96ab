"""Builds what tells people: the outbox, its channels, and the worker's jobs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypedDict
from zoneinfo import ZoneInfo

from multitrainer.clock import Clock
from multitrainer.database import Database
from multitrainer.delivering.mailer import Mailer
from multitrainer.delivering.poster import Poster
from multitrainer.domain.telling.states import Does
from multitrainer.identity.signed_links import SignedLinks
from multitrainer.repositories.batches import Batches
from multitrainer.repositories.events import Events as EventRepository
from multitrainer.repositories.notifications import Notifications as NotificationRepository
from multitrainer.repositories.outbox import Outbox as OutboxRepository
from multitrainer.repositories.preferences import Preferences
from multitrainer.repositories.users import Users
from multitrainer.repositories.webhooks import Webhooks as WebhookRepository
from multitrainer.services.audit import Audit
from multitrainer.services.bell import Bell
from multitrainer.services.deliveries import Deliveries, Patience
from multitrainer.services.emails import Emails
from multitrainer.services.events import Events
from multitrainer.services.fan_out import FanOut
from multitrainer.services.feed import Feed
from multitrainer.services.gate import Gate
from multitrainer.services.hands import Limits
from multitrainer.services.hook_posts import HookPosts
from multitrainer.services.notification_preferences import NotificationPreferences
from multitrainer.services.notifications import Notifications
from multitrainer.services.onlookers import Onlookers
from multitrainer.services.outbox import Outbox
from multitrainer.services.publishing import Publishing
from multitrainer.services.telling import Telling
from multitrainer.services.unsubscribing import Unsubscribing
from multitrainer.services.webhooks import Webhooks
from multitrainer.services.worker import Job, Worker
from multitrainer.settings import Settings
from multitrainer.wiring.answering import answer_addresses

LIMITS = {Does.TELL: Limits(8, 8), Does.EMAIL: Limits(8, 8), Does.WEBHOOK: Limits(32, 2)}
"""All e-mails go to one server; of webhooks' receivers, many can hang before another one has to wait."""


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


class ToldServices(TypedDict):
    """The services that tell people."""

    telling: Telling
    publishing: Publishing
    feed: Feed
    events: Events
    notifications: Notifications
    notification_preferences: NotificationPreferences
    unsubscribing: Unsubscribing
    webhooks: Webhooks
    outbox: Outbox
    worker: Worker


def kept(now: Clock) -> Kept:
    """The repositories, and what wakes the worker of this process."""
    bell, events = Bell(), EventRepository(now)
    told = (OutboxRepository(now), NotificationRepository(), Preferences(), WebhookRepository())
    return Kept(*told, bell, events, Publishing(events, bell))


def telling(
    with_: Kept,
    teller: Telling,
    gate: Gate,
    database: Database,
    users: Users,
    batches: Batches,
    audit: Audit,
    settings: Settings,
    now: Clock,
    others: Sequence[Job],
) -> ToldServices:
    """The services on all this, with what else the worker has to do."""
    zone, poster = ZoneInfo(settings.time_zone), Poster(settings)
    stopping = Unsubscribing(database, users, with_.preferences, audit, _links(settings), settings.public_url, now)
    jobs = [*_jobs(with_, users, stopping, poster, settings, now), *others]
    notifications = Notifications(gate, with_.notifications, with_.preferences, with_.publishing, zone, now)
    feed = Feed(with_.events, with_.bell, lambda: database.has_change_streams)
    return {
        "telling": teller,
        "publishing": with_.publishing,
        "feed": feed,
        "events": Events(Onlookers(gate, batches), feed, notifications, settings.live_connections),
        "notifications": notifications,
        "notification_preferences": NotificationPreferences(gate, database, users, with_.preferences, audit),
        "unsubscribing": stopping,
        "webhooks": Webhooks(gate, database, with_.webhooks, with_.outbox, poster, audit, with_.bell, now),
        "outbox": Outbox(gate, with_.outbox, audit, with_.bell),
        "worker": Worker(jobs, with_.bell, settings.worker_poll_seconds),
    }


def _links(settings: Settings) -> SignedLinks | None:
    """Only of a secret that other processes have too: a worker writes what another one reads."""
    return SignedLinks(settings.jwt_secret.get_secret_value(), "unsubscribe") if settings.jwt_secret else None


def _jobs(
    with_: Kept, users: Users, stopping: Unsubscribing, poster: Poster, settings: Settings, now: Clock
) -> list[Job]:
    """One for each kind of entry, so that a receiver that hangs holds up neither e-mails nor what is shown."""
    zone, mailer = ZoneInfo(settings.time_zone), Mailer(settings)
    fan_out = FanOut(
        with_.outbox,
        with_.notifications,
        with_.preferences,
        with_.webhooks,
        users,
        with_.bell,
        zone,
        now,
        sends_mail=mailer.can_send,
        publishing=with_.publishing,
    )
    emails = Emails(
        mailer, users, with_.preferences, answer_addresses(settings), stopping, settings.language, zone, now
    )
    posts = HookPosts(poster, with_.webhooks, settings.webhook_failures, now)
    lease = timedelta(seconds=settings.delivery_lease_seconds)
    patience = Patience(settings.delivery_attempts, lease, settings.worker_poll_seconds)
    ways = {Does.TELL: fan_out.deliver, Does.EMAIL: emails.deliver, Does.WEBHOOK: posts.deliver}
    return [
        Deliveries(does, with_.outbox, deliver, patience, LIMITS[does], with_.bell, now)
        for does, deliver in ways.items()
    ]
