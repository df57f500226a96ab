"""A TCP proxy between a driver and its database, which delays, holds, cuts, resets and refuses.

    async with proxy(uri) as between:
        client = AsyncIOMotorClient(between.uri)
        between.before_answer(3, between.cut, "update")

That cuts at an exact moment: the server has done the third update, and the driver never hears of it. Requests and
answers are counted without the greetings that drivers send by themselves.

It works in a thread of its own, because Motor blocks the event loop while it closes. What is to be done at a moment is
done there.
"""

import asyncio
import socket
import struct
from asyncio import StreamReader, StreamWriter
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pymongo.uri_parser import parse_uri

from tests.faults.loops import OwnLoop
from tests.faults.wire import Message, is_greeting, next_message

AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER on, for no time: closing sends a reset

Act = Callable[[], None]


@dataclass
class _Moment:
    """Something to be done when as many more messages have come."""

    left: int
    act: Act
    commands: tuple[str, ...]
    """Of whatever command, if there are none."""

    def is_now(self, command: str) -> bool:
        if not self.commands or command in self.commands:
            self.left -= 1
        return self.left == 0


@dataclass(eq=False)
class _Connection:
    """One connection of a driver, and ours to the server."""

    driver: StreamWriter
    server: StreamWriter
    commands: dict[int, str] = field(default_factory=dict)
    """By the request's id: what the server has yet to answer."""
    is_cut: bool = False

    def cut(self, *, reset: bool = False) -> None:
        self.is_cut = True
        for end in (self.driver, self.server):
            _end(end, reset=reset)


class Proxy:
    """The proxy. What it is told holds until it is told otherwise; `heal` makes it harmless."""

    def __init__(self, server: tuple[str, int], own: OwnLoop) -> None:
        self._server = server
        self._own = own
        self._connections: list[_Connection] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._delay_seconds = 0.0
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._refusing = False
        self._requests: list[_Moment] = []
        self._answers: list[_Moment] = []
        self._counted = asyncio.Condition()
        self.uri = ""
        self.connections = 0
        """Connections that were accepted."""
        self.refused = 0
        """Connections that were reset at once."""
        self.requests = 0
        """Messages passed on to the server, greetings not counted."""
        self.seen: Counter[str] = Counter()
        """The same by command."""
        self.bytes_to_server = 0
        self.bytes_to_driver = 0

    def lead_to(self, uri: str) -> None:
        """Lead new connections to another server: the same one, restarted on another port."""
        self._server = _server_of(uri)

    def delay(self, seconds: float) -> None:
        """Hold each message to the server for so long."""
        self._delay_seconds = seconds

    def silence(self) -> None:
        """Accept everything and pass nothing on, in either direction, until healed."""
        self._own.do(self._flowing.clear)

    def cut(self) -> None:
        """Close all connections. New ones are accepted."""
        self._own.do(lambda: self._end_all(reset=False))

    def reset(self) -> None:
        """Close all connections as a machine does that has lost them. New ones are accepted."""
        self._own.do(lambda: self._end_all(reset=True))

    def refuse(self) -> None:
        """Reset new connections, until healed."""
        self._refusing = True

    def heal(self) -> None:
        """Do no harm from now on. What was held is passed on; what was to be done at a moment is forgotten."""
        self._own.do(self._be_harmless)

    def before_request(self, nth: int, act: Act, *commands: str) -> None:
        """Act when the nth request from now has come (of some commands), before the server sees it."""
        self._own.do(lambda: self._requests.append(_Moment(nth, act, commands)))

    def before_answer(self, nth: int, act: Act, *commands: str) -> None:
        """Act when the server has answered the nth request from now (of some commands), before the driver sees it."""
        self._own.do(lambda: self._answers.append(_Moment(nth, act, commands)))

    async def after(self, requests: int) -> None:
        """Wait until so many more requests have been passed on to the server."""
        least = self.requests + requests
        await self._own.run(self._until(lambda: self.requests >= least))

    async def refuses(self, connections: int) -> None:
        """Wait until so many more connections have been refused."""
        least = self.refused + connections
        await self._own.run(self._until(lambda: self.refused >= least))

    def accept(self, listener: socket.socket) -> None:
        """Take the connection that a driver is making."""
        accepted, _ = listener.accept()
        accepted.setblocking(False)
        accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        task = asyncio.create_task(self._meet(accepted))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """End all connections, and wait until they have ended."""
        self.heal()
        self.refuse()  # those that are just being made
        self.cut()
        await asyncio.gather(*self._tasks)

    def _be_harmless(self) -> None:
        self._delay_seconds = 0.0
        self._refusing = False
        self._requests.clear()
        self._answers.clear()
        self._flowing.set()

    async def _meet(self, accepted: socket.socket) -> None:
        from_driver, driver = await asyncio.open_connection(sock=accepted)
        try:
            from_server, server = await asyncio.open_connection(*self._server)
        except OSError:
            return await self._turn_away(driver)
        if self._refusing:
            _end(server, reset=True)
            return await self._turn_away(driver)
        connection = _Connection(driver, server)
        self._connections.append(connection)
        self.connections += 1
        try:
            await asyncio.gather(self._ask(connection, from_driver), self._answer(connection, from_server))
        finally:
            self._connections.remove(connection)
        return None

    async def _turn_away(self, driver: StreamWriter) -> None:
        _end(driver, reset=True)
        self.refused += 1
        await self._tell()

    async def _ask(self, connection: _Connection, reader: StreamReader) -> None:
        with _ending(connection):
            while True:
                message = await next_message(reader)
                counts = not is_greeting(message.command)
                if counts:
                    connection.commands[message.id] = message.command
                    _pass_moments(self._requests, message.command)
                await asyncio.sleep(self._delay_seconds)
                await self._pass_on(connection, connection.server, message)
                self.bytes_to_server += len(message.data)
                self.requests += counts
                self.seen.update([message.command] * counts)
                await self._tell()

    async def _answer(self, connection: _Connection, reader: StreamReader) -> None:
        with _ending(connection):
            while True:
                message = await next_message(reader)
                if command := connection.commands.pop(message.answers, None):
                    _pass_moments(self._answers, command)
                self.bytes_to_driver += len(message.data)  # before somebody who has the answer asks for it
                await self._pass_on(connection, connection.driver, message)

    async def _pass_on(self, connection: _Connection, to: StreamWriter, message: Message) -> None:
        await self._flowing.wait()
        if connection.is_cut:
            raise ConnectionError
        to.write(message.data)
        await to.drain()

    async def _tell(self) -> None:
        async with self._counted:
            self._counted.notify_all()

    async def _until(self, done: Callable[[], bool]) -> None:
        async with self._counted:
            await self._counted.wait_for(done)

    def _end_all(self, *, reset: bool) -> None:
        for connection in self._connections:
            connection.cut(reset=reset)


@asynccontextmanager
async def proxy(uri: str) -> AsyncIterator[Proxy]:
    """A proxy before the one server that the URI names. Its own `uri` is the same but for the address.

    Raises:
        ValueError: the URI names several servers, or lets the driver look for others on its own.
    """
    with OwnLoop() as own, socket.create_server(("127.0.0.1", 0)) as listener:
        between = Proxy(_server_of(uri), own)
        between.uri = _with_address(uri, f"127.0.0.1:{listener.getsockname()[1]}")
        # Not asyncio's server, which loses a connection that comes while it closes.
        own.do(lambda: own.loop.add_reader(listener, between.accept, listener))
        try:
            yield between
        finally:
            own.do(lambda: own.loop.remove_reader(listener))
            await own.run(between.close())


def _server_of(uri: str) -> tuple[str, int]:
    parsed = parse_uri(uri)
    if len(parsed["nodelist"]) != 1 or not parsed["options"].get("directConnection"):
        raise ValueError("A proxy needs the URI of one server, with directConnection=true.")
    host, port = parsed["nodelist"][0]
    return host, port


def _with_address(uri: str, address: str) -> str:
    parts = urlsplit(uri)
    who, at, _ = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{who}{at}{address}").geturl()


def _pass_moments(moments: list[_Moment], command: str) -> None:
    for moment in [m for m in moments if m.is_now(command)]:
        moments.remove(moment)
        moment.act()


@contextmanager
def _ending(connection: _Connection) -> Iterator[None]:
    """Whoever of the two has enough ends it for both."""
    with suppress(asyncio.IncompleteReadError, ConnectionError):
        try:
            yield
        finally:
            connection.cut()


def _end(writer: StreamWriter, *, reset: bool) -> None:
    if reset and not writer.is_closing():
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        writer.transport.abort()
    else:
        writer.close()
