"""Replies that courses keep."""

from collections.abc import AsyncIterator

from multitrainer.client.messages import body, view
from multitrainer.client.paging import PAGE_SIZE, each
from multitrainer.client.transport import Call, Transport, path
from multitrainer.schemas.base import Page
from multitrainer.schemas.replies import NewReply, ReplyView


class Replies:
    """`client.replies`: what a course answers to what is asked often."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(self, course: str, *, words: str | None = None, page_size: int = PAGE_SIZE) -> AsyncIterator[ReplyView]:
        """Those of a course, or those that have all of some words, page by page. Raises CourseNotFound."""

        async def read(cursor: str | None) -> Page[ReplyView]:
            query = {"words": words, "cursor": cursor, "limit": page_size}
            return view(Page[ReplyView], await self._transport.send(Call("GET", _of(course), query)))

        return each(read)

    async def keep(self, course: str, title: str, text: str) -> ReplyView:
        """Keep a new one. Raises CourseNotFound, TooMuchSaid, Contended."""
        new = body(NewReply, title=title, text=text)
        return view(ReplyView, await self._transport.send(Call("POST", _of(course), body=new)))

    async def put(self, course: str, reply: str, title: str, text: str, *, if_match: str | None = None) -> ReplyView:
        """Write one anew. Raises CourseNotFound, ReplyNotFound, Stale, Contended."""
        new = body(NewReply, title=title, text=text)
        return view(ReplyView, await self._transport.send(Call("PUT", _of(course, reply), body=new, if_match=if_match)))

    async def delete(self, course: str, reply: str, *, if_match: str | None = None) -> None:
        """Keep one no longer. Raises CourseNotFound, ReplyNotFound, Stale, Contended."""
        await self._transport.send(Call("DELETE", _of(course, reply), if_match=if_match))


def _of(course: str, *reply: str) -> str:
    return path("courses", course, "replies", *reply)
