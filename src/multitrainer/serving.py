"""`multitrainer serve`: the database, the demo, the banner, the web server, and an orderly end."""

import asyncio
import socket
from contextlib import suppress
from ipaddress import ip_address

import uvicorn
from rich.console import Console

from multitrainer import __version__, wiring
from multitrainer.app import create_app
from multitrainer.connecting import CannotConnect, Place, database_at, place, wait_for
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.settings import Settings


async def serve(settings: Settings, console: Console, *, demo: bool) -> None:
    """Serve until a signal ends it.

    Raises:
        CannotConnect: the database or the address can't be used, or the embedded server died.
        EmbeddedServerFailed: it could not be started.
    """
    with _listening(settings) as listener:
        async with place(settings) as at:
            loaded = await _prepare(settings, at, console, demo=demo)
            _welcome(console, settings, at, listener, demo_loaded=loaded if demo else None)
            await _run(settings, at, listener)


async def _prepare(settings: Settings, at: Place, console: Console, *, demo: bool) -> bool:
    database = database_at(at.uri, settings)
    await wait_for(database, console.print)
    async with database:
        if not demo:
            return False
        with console.status("Loading the demo …"):
            return await wiring.build(database, settings).demo.load(THE_ADMIN)


async def _run(settings: Settings, at: Place, listener: socket.socket) -> None:
    config = uvicorn.Config(create_app(settings, at.uri), log_config=None, access_log=False, server_header=False)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    if at.server is None:
        await serving
        return
    gone = asyncio.create_task(at.server.wait_until_gone())
    await asyncio.wait({serving, gone}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    await serving
    if gone.done():
        raise CannotConnect(f"The embedded database ended by itself; its log is in {settings.data_dir}.")
    gone.cancel()
    with suppress(asyncio.CancelledError):
        await gone


def _listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        raise CannotConnect(
            f"Can't listen on {settings.host} port {settings.port}: {error.strerror}. "
            "Choose another with --port or --host; --port 0 takes a free one."
        ) from None


def _welcome(
    console: Console, settings: Settings, at: Place, listener: socket.socket, *, demo_loaded: bool | None
) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    url = f"http://{host}:{listener.getsockname()[1]}"
    say = console.print
    say(f"multitrainer {__version__} on {url}", markup=False, highlight=False)
    say(f"  API and its description: {url}/docs", markup=False, highlight=False)
    say(f"  Data: {at.words}", markup=False, highlight=False)
    if demo_loaded is not None:
        say("  Demo: German A1 and English B2 are loaded" if demo_loaded else _NO_DEMO)
    say("  Nobody signs in yet: whoever reaches this address acts as the one admin.")
    if not _is_loopback(settings.host):
        say("  WARNING: other machines can reach this address.", style="bold red")


_NO_DEMO = "  Demo: not loaded, because this database has courses of its own"


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
