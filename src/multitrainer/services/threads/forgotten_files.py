"""Files that no message has, or has no more: a job of the worker's."""

from datetime import timedelta

from multitrainer.clock import Clock
from multitrainer.repositories.attachments import Attachments
from multitrainer.repositories.messages import Messages

AT_ONCE = 50
"""How many one run looks at."""

GRACE = timedelta(minutes=5)
"""For longer than a message takes to be written that has just taken a file at its end."""

LATER = timedelta(hours=1)
"""When a file is looked at again that a message has although it has an end: both were being written."""


class ForgottenFiles:
    """Deletes files whose end has come. Killed in between, it finds them again."""

    name = "files"
    alone = True

    def __init__(self, attachments: Attachments, messages: Messages, now: Clock) -> None:
        self._attachments = attachments
        self._messages = messages
        self._now = now

    async def run(self) -> bool:
        """Look at some that are due; whether there were any."""
        due = await self._attachments.due(self._now() - GRACE, AT_ONCE)
        taken = await self._messages.taking(due) if due else {}
        await self._attachments.let_go([*taken], self._now() + LATER)
        for one in due:
            if one not in taken:
                await self._attachments.delete(one)
        return bool(due)
