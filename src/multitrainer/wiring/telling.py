"""Builds what tells people: the outbox, its channels, and the worker's jobs."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TypedDict

from multitrainer.delivering.mailer import Mailer
from multitrainer.delivering.poster import Poster
from multitrainer.domain.telling.states import Does
from multitrainer.identity.signed_links import SignedLinks
from multitrainer.services.changes.publishing import Publishing
from multitrainer.services.changes.telling import Telling
from multitrainer.services.events.events import Events
from multitrainer.services.events.feed import Feed
from multitrainer.services.events.onlookers import Onlookers
from multitrainer.services.notifications.deliveries import Deliveries, Patience
from multitrainer.services.notifications.emails import Emails
from multitrainer.services.notifications.fan_out import FanOut
from multitrainer.services.notifications.hook_posts import HookPosts
from multitrainer.services.notifications.notifications import Notifications
from multitrainer.services.notifications.outbox import Outbox
from multitrainer.services.notifications.preferences import NotificationPreferences
from multitrainer.services.notifications.unsubscribing import Unsubscribing
from multitrainer.services.notifications.webhooks import Webhooks
from multitrainer.services.working.hands import Limits
from multitrainer.services.working.worker import Job, Worker
from multitrainer.settings import Settings
from multitrainer.wiring.answering import answer_addresses
from multitrainer.wiring.base import Base

LIMITS = {Does.TELL: Limits(8, 8), Does.EMAIL: Limits(8, 8), Does.WEBHOOK: Limits(32, 2)}
"""All e-mails go to one server; of webhooks' receivers, many can hang before another one has to wait."""


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


def telling(base: Base, others: Sequence[Job]) -> ToldServices:
    """The services on all this, with what else the worker has to do."""
    database, users, with_, settings, now = base.database, base.users, base.kept, base.settings, base.now
    preferences, audit, poster = with_.preferences, base.audit, Poster(settings)
    stopping = Unsubscribing(database, users, preferences, audit, _links(settings), settings.public_url, now)
    notifications = Notifications(base.gate, with_.notifications, preferences, with_.publishing, base.zone, now)
    feed = Feed(with_.events, with_.bell, lambda: database.has_change_streams)
    return {
        "telling": base.telling,
        "publishing": with_.publishing,
        "feed": feed,
        "events": Events(Onlookers(base.gate, base.batches), feed, notifications, settings.live_connections),
        "notifications": notifications,
        "notification_preferences": NotificationPreferences(base.gate, database, users, preferences, audit),
        "unsubscribing": stopping,
        "webhooks": Webhooks(base.gate, database, with_.webhooks, with_.outbox, poster, audit, with_.bell, now),
        "outbox": Outbox(base.gate, with_.outbox, base.users, with_.webhooks, audit, with_.bell),
        "worker": Worker([*_jobs(base, stopping, poster), *others], with_.bell, settings.worker_poll_seconds),
    }


def _links(settings: Settings) -> SignedLinks | None:
    """Only of a secret that other processes have too: a worker writes what another one reads."""
    return SignedLinks(settings.jwt_secret.get_secret_value(), "unsubscribe") if settings.jwt_secret else None


def _jobs(base: Base, stopping: Unsubscribing, poster: Poster) -> list[Job]:
    """One for each kind of entry, so that a receiver that hangs holds up neither e-mails nor what is shown."""
    with_, users, settings, now, zone = base.kept, base.users, base.settings, base.now, base.zone
    mailer = Mailer(settings)
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
