"""What messages are delivered to, over sockets: a mail server, and a receiver of webhooks."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, NamedTuple

import orjson
from aiosmtpd.smtp import SMTP, Envelope, Session
from standardwebhooks.webhooks import Webhook

PATIENCE_SECONDS = 20


class Mail(NamedTuple):
    """An e-mail that arrived, and for whom."""

    to: list[str]
    message: EmailMessage


@dataclass
class Mailbox:
    """A mail server. `refusing` is what it answers instead of taking something, by the command."""

    port: int = 0
    refusing: dict[str, str] = field(default_factory=dict)
    holding: Callable[[], Awaitable[str]] | None = None
    """Is waited for before an e-mail is taken, and answers in place of taking it."""
    arrived: asyncio.Queue[Mail] = field(default_factory=asyncio.Queue)

    async def handle_RCPT(  # noqa: N802  (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "RCPT" in self.refusing:
            return self.refusing["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.holding:
            return await self.holding()
        if "DATA" in self.refusing:
            return self.refusing["DATA"]
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.arrived.put_nowait(Mail(envelope.rcpt_tos, message))
        return "250 OK"

    async def next(self) -> Mail:
        """What arrives next."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await self.arrived.get()

    def all(self) -> list[Mail]:
        """What has arrived since."""
        return [self.arrived.get_nowait() for _ in range(self.arrived.qsize())]


@asynccontextmanager
async def mailbox(**options: Any) -> AsyncIterator[Mailbox]:
    """A mail server on this machine, with options of aiosmtpd's."""
    box = Mailbox()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(box, loop=loop, **options), "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()


class Posted(NamedTuple):
    """A request that arrived."""

    head: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    def verified(self, secret: str) -> Any:
        """What it says, where the signature is right. Raises WebhookVerificationError."""
        Webhook(secret).verify(self.body, self.headers)
        return orjson.loads(self.body)


Answer = Callable[[Posted], Awaitable[str]]


async def fine(_: Posted) -> str:
    """Everything is taken."""
    return "204 No Content"


@dataclass
class Receiver:
    """A receiver of webhooks. `answer` says what it does with a request: a status line, after a time."""

    url: str = ""
    answer: Answer = fine
    arrived: asyncio.Queue[Posted] = field(default_factory=asyncio.Queue)

    async def next(self) -> Posted:
        """What arrives next."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await self.arrived.get()

    def all(self) -> list[Posted]:
        """What has arrived since."""
        return [self.arrived.get_nowait() for _ in range(self.arrived.qsize())]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
            posted = Posted(head, headers, await reader.readexactly(int(headers["content-length"])))
            self.arrived.put_nowait(posted)
            writer.write(f"HTTP/1.1 {await self.answer(posted)}\r\nContent-Length: 0\r\n\r\n".encode())
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def receiver(tls: ssl.SSLContext | None = None) -> AsyncIterator[Receiver]:
    """A receiver on this machine, with TLS where it has a certificate."""
    there = Receiver()
    server = await asyncio.start_server(there.serve, "127.0.0.1", 0, ssl=tls)
    there.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
    try:
        yield there
    finally:
        server.close()
