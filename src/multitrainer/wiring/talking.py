"""Builds what people talk by."""

from datetime import timedelta
from typing import TypedDict

from multitrainer.repositories.attachments import Attachments as AttachmentRepository
from multitrainer.repositories.messages import Messages as MessageRepository
from multitrainer.repositories.threads import Threads as ThreadRepository
from multitrainer.services.threads.attachments import Attachments, FileLimits
from multitrainer.services.threads.forgotten_files import ForgottenFiles
from multitrainer.services.threads.message_changes import MessageChanges
from multitrainer.services.threads.message_news import MessageNews
from multitrainer.services.threads.message_views import MessageViews
from multitrainer.services.threads.messages import Messages
from multitrainer.services.threads.sight import ThreadSight
from multitrainer.services.threads.threads import Threads
from multitrainer.wiring.base import Base


class Talking(TypedDict):
    """Use cases of threads and messages."""

    threads: Threads
    messages: Messages
    message_changes: MessageChanges
    attachments: Attachments
    forgotten_files: ForgottenFiles


def talking(base: Base) -> Talking:
    """Who talks where."""
    gate, database, users, settings, now = base.gate, base.database, base.users, base.settings, base.now
    publishing, views = base.kept.publishing, MessageViews(users)
    threads, messages, files = ThreadRepository(), MessageRepository(), AttachmentRepository()
    sight = ThreadSight(gate, threads, messages, base.teams, base.batches, users)
    news = MessageNews(sight, threads, messages, publishing, base.telling, settings.mentions_per_hour)
    window = timedelta(minutes=settings.message_edit_minutes)
    limits = FileLimits(settings.max_attachment_bytes, settings.attachments_waiting)
    return {
        "threads": Threads(gate, sight, threads, users),
        "messages": Messages(gate, database, sight, threads, messages, files, news, views, now),
        "message_changes": MessageChanges(
            database, sight, messages, files, news, publishing, views, base.audit, window, now
        ),
        "attachments": Attachments(gate, sight, files, messages, limits, now),
        "forgotten_files": ForgottenFiles(files, messages, now),
    }
