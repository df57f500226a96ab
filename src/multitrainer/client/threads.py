"""Threads, their messages, and the files that go with them."""

from collections.abc import AsyncIterator, Sequence

from multitrainer.client.messages import body, view
from multitrainer.client.paging import PAGE_SIZE, each
from multitrainer.client.transport import Call, Query, Transport, path
from multitrainer.domain.threads import Thread, of_batch, of_course
from multitrainer.schemas.base import Page
from multitrainer.schemas.threads import (
    AttachmentView,
    ChangedMessage,
    MessageHistory,
    MessageView,
    NewMessage,
    ReadUpTo,
    ThreadItem,
    ThreadView,
)

OF_MESSAGES = min(PAGE_SIZE, 200)
"""So many messages on a page at the most."""


class Threads:
    """`client.threads`: one conversation for each course, each batch, and each two trainers."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @staticmethod
    def of_course(course: str) -> str:
        """The id of a course's thread."""
        return str(of_course(course))

    @staticmethod
    def of_batch(batch: str) -> str:
        """The id of a batch's thread."""
        return str(of_batch(batch))

    @staticmethod
    def between(one: str, other: str) -> str:
        """The id of the thread of two people, of whom whoever asks is one."""
        return str(Thread.between(one, other))

    def list(self, *, page_size: int = PAGE_SIZE) -> AsyncIterator[ThreadItem]:
        """Those that one sees and in which there is something, the latest first; `people` only of those between two."""

        async def read(cursor: str | None) -> Page[ThreadItem]:
            query: Query = {"cursor": cursor, "limit": page_size}
            return view(Page[ThreadItem], await self._transport.send(Call("GET", path("threads"), query)))

        return each(read)

    async def read(self, thread: str) -> ThreadView:
        """Read who sees a thread, and how far one has read it. Raises ThreadNotFound."""
        return view(ThreadView, await self._transport.send(Call("GET", path("threads", thread))))

    async def mark(self, thread: str, place: int) -> ThreadView:
        """Say that one has read up to a place. Raises ThreadNotFound."""
        call = Call("PUT", path("threads", thread, "read"), body=body(ReadUpTo, place=place))
        return view(ThreadView, await self._transport.send(call))

    def messages(self, thread: str, *, page_size: int = OF_MESSAGES) -> AsyncIterator[MessageView]:
        """A thread's messages, the newest first, page by page. Raises ThreadNotFound."""
        return self._messages(path("threads", thread, "messages"), {}, page_size)

    def search(self, words: str, *, page_size: int = OF_MESSAGES) -> AsyncIterator[MessageView]:
        """Messages with all of some words, in all threads that one sees; the newest first. Raises InvalidInput."""
        return self._messages(path("messages"), {"search": words}, page_size)

    async def post(
        self,
        thread: str,
        text: str,
        *,
        mentions: Sequence[str] = (),
        reply_to: str | None = None,
        attachments: Sequence[str] = (),
    ) -> MessageView:
        """Write a message.

        Raises ThreadNotFound, InvalidInput, CantSeeThread, TooManyMentions, UnknownMessage, UnknownAttachment,
        Contended.
        """
        new = body(NewMessage, text=text, mentions=tuple(mentions), reply_to=reply_to, attachments=tuple(attachments))
        return view(
            MessageView, await self._transport.send(Call("POST", path("threads", thread, "messages"), body=new))
        )

    async def message(self, message: str) -> MessageView:
        """Read a message. Raises MessageNotFound."""
        return view(MessageView, await self._transport.send(Call("GET", path("messages", message))))

    async def change(
        self, message: str, text: str, *, mentions: Sequence[str] = (), if_match: str | None = None
    ) -> MessageView:
        """Let a message of one's own say something else.

        Raises MessageNotFound, MessageSettled, MessageDeleted, CantSeeThread, TooManyMentions, Stale, Contended.
        """
        new = body(ChangedMessage, text=text, mentions=tuple(mentions))
        call = Call("PUT", path("messages", message), body=new, if_match=if_match)
        return view(MessageView, await self._transport.send(call))

    async def delete(self, message: str, *, if_match: str | None = None) -> None:
        """Leave of a message only that there was one. Raises MessageNotFound, MessageSettled, Stale, Contended."""
        await self._transport.send(Call("DELETE", path("messages", message), if_match=if_match))

    async def history(self, message: str) -> MessageHistory:
        """Read what a message said before. Raises MessageNotFound."""
        return view(MessageHistory, await self._transport.send(Call("GET", path("messages", message, "history"))))

    async def upload(self, thread: str, name: str, data: bytes) -> AttachmentView:
        """Send a file for a message that is still to be written.

        Raises ThreadNotFound, AttachmentRefused, TooManyFilesWaiting.
        """
        call = Call("POST", path("threads", thread, "attachments"), {"name": name}, file=data, once=True)
        return view(AttachmentView, await self._transport.send(call))

    async def download(self, attachment: str) -> bytes:
        """Read a file. Raises AttachmentNotFound."""
        return (await self._transport.send(Call("GET", path("attachments", attachment)))).content

    def _messages(self, address: str, query: Query, page_size: int) -> AsyncIterator[MessageView]:
        async def read(cursor: str | None) -> Page[MessageView]:
            asked = {**query, "cursor": cursor, "limit": page_size}
            return view(Page[MessageView], await self._transport.send(Call("GET", address, asked)))

        return each(read)
