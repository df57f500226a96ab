"""Files and messages that disagree: what the doctor finds of them."""

from collections.abc import AsyncIterator

from multitrainer.clock import Clock
from multitrainer.domain.invariants import Violation
from multitrainer.repositories.attachments import Attachments
from multitrainer.repositories.messages import Messages

Found = tuple[Violation, bool]


class AttachmentChecks:
    """Checks that each file has a message or an end, and each message its files."""

    def __init__(self, attachments: Attachments, messages: Messages, now: Clock) -> None:
        self._attachments = attachments
        self._messages = messages
        self._now = now

    async def broken(self, *, repair: bool) -> AsyncIterator[Found]:
        """What is wrong, and whether it has been mended: a file without a message and an end is given one."""
        async for kept in self._attachments.kept():
            taken = await self._messages.taking(kept)
            forgotten = [one for one in kept if one not in taken]
            if repair:
                await self._attachments.let_go(forgotten, self._now())
            for one in forgotten:
                yield Violation("attachment-forgotten", f"No message has attachment {one}, and it has no end."), repair
        async for named in self._messages.with_attachments():
            for one in await self._attachments.missing(named):
                detail = f"Attachment {one} is gone; message {named[one]} has it."
                yield Violation("attachment-lost", detail), False
