"""`multitrainer serve`: the database, what is made in it at first, the web server, and an orderly end."""

import asyncio
import gc
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import uvicorn
from rich.console import Console
from starlette.types import ASGIApp, Receive, Scope, Send

from multitrainer import signals, welcoming, wiring
from multitrainer.app import create_app
from multitrainer.connecting import CannotConnect, Place, database_at, place, short, wait_for
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import Unavailable
from multitrainer.embedded import EmbeddedServer
from multitrainer.failures import AWAY, REFUSED
from multitrainer.services import Services
from multitrainer.services.demo.accounts import Open
from multitrainer.services.demo.demo import WHOLE, Outcome
from multitrainer.settings import Settings
from multitrainer.signing import doubts_of, with_secret
from multitrainer.welcoming import Prepared, is_loopback, say

BACKLOG = 2048

NAMED = 3
"""So many accounts are named at the most in a refusal."""

GRACE_SECONDS = 5
"""How long requests may take to finish when the service ends."""


async def serve(settings: Settings, console: Console, *, demo: bool) -> None:
    """Serve until it is cancelled, as SIGINT and SIGTERM do; everything that was started has ended then.

    Raises:
        CannotConnect: the database, the address or a setting can't be used, or the embedded server died.
        EmbeddedServerFailed: it could not be started, or what is kept beside its data can't be used.
    """
    signals.cancel_this()
    if demo and not is_loopback(settings.host):
        raise CannotConnect(
            "--demo makes accounts whose password everybody knows, so it serves this machine alone: "
            f"--host 127.0.0.1, not {settings.host}. With --no-demo it may, on data without those accounts."
        )
    with _bound(settings) as listener:
        async with place(settings) as at:
            settings = with_secret(settings)
            if words := doubts_of(settings):
                say(console, words)
            prepared = await _prepare(settings, at, console, demo=demo)
            with _taking(settings):
                listener.listen(BACKLOG)  # not before: who connects expects an answer
            welcoming.welcome(console, settings.host, listener.getsockname()[1], at.words, prepared)
            await _run(settings, at, listener)


def _must_be_closed(accounts: Sequence[Open], host: str) -> None:
    """Raises CannotConnect where whoever reaches us could come in with a password that everybody may know."""
    if is_loopback(host) or not accounts:
        return
    first = ", ".join(account.email for account in accounts[:NAMED])
    more = f" and {len(accounts) - NAMED} more" if len(accounts) > NAMED else ""
    raise CannotConnect(
        f"The demo made accounts here whose password everybody may know, so others must not reach {host}. "
        f"These still have it: {first}{more}. Give each another with `multitrainer user set-password EMAIL`, "
        "or serve this machine alone: --host 127.0.0.1, which lists them all."
    )


async def _prepare(settings: Settings, at: Place, console: Console, *, demo: bool) -> Prepared:
    database = database_at(at.uri, settings)
    try:
        await wait_for(database, at, lambda words: say(console, words))
    except BaseException:
        database.close()
        raise
    try:
        async with database:
            services = wiring.build(database, settings)
            loaded = await _load_demo(services, console) if demo else None
            accounts = await services.demo_accounts.still_open(THE_ADMIN)
            _must_be_closed(accounts, settings.host)
            return Prepared(loaded, accounts, await services.set_up.token(THE_ADMIN))
    except (*AWAY, *REFUSED, Unavailable) as error:
        raise CannotConnect(f"MongoDB can't be used: {short(error, at.uri)}") from None


async def _load_demo(services: Services, console: Console) -> Outcome:
    with console.status("Loading the demo …"):
        loaded = await services.demo.load(THE_ADMIN)
        if loaded in WHOLE:
            await services.demo_accounts.make(THE_ADMIN)
        return loaded


async def _run(settings: Settings, at: Place, listener: socket.socket) -> None:
    app = create_app(settings, at.uri)
    config = uvicorn.Config(
        _called_off_in_silence(app),
        log_config=None,
        ws="none",  # we have none, and refusing one logs its address with the query
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=[str(network) for network in settings.trusted_proxies],
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = _Server(config)
    serving = asyncio.create_task(_serving(server, listener))
    gone = asyncio.create_task(_gone(at.server))
    try:
        await asyncio.wait({serving, gone}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        server.should_exit = True
        app.state.services.feed.end()  # who listens would not go by themselves
        await asyncio.wait({serving})
    if gone.done():
        raise CannotConnect(f"The embedded database ended by itself; its log is in {settings.data_dir}.")
    serving.result()


def _called_off_in_silence(app: ASGIApp) -> ASGIApp:
    """A request that outlasts the grace is called off; uvicorn would log a stack trace of each."""

    async def called(scope: Scope, receive: Receive, send: Send) -> None:
        with suppress(asyncio.CancelledError):
            await app(scope, receive, send)

    return called


class _Server(uvicorn.Server):
    """Leaves signals to us: it would raise them once more when it has ended, but the database has not."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Take requests, and no more look for garbage among what stays as long as the service."""
        await super().startup(sockets)
        leave_be()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def leave_be() -> None:
    """What there is by now is never looked through for garbage again.

    To look through all of it takes 150 ms, which some request would pay: a page of 60 ms took 210.
    """
    gc.collect()
    gc.freeze()


async def _serving(server: uvicorn.Server, listener: socket.socket) -> None:
    try:
        await server.serve(sockets=[listener])
    except SystemExit:
        raise CannotConnect("The service could not start; the log says why.") from None


async def _gone(server: EmbeddedServer | None) -> None:
    """Return when an embedded server has ended; one that isn't ours is not for us to watch."""
    if server is None:
        await asyncio.Event().wait()
    else:
        await server.wait_until_gone()


def _bound(settings: Settings) -> socket.socket:
    """A socket at the address, which is ours from now on, that takes no connections yet."""
    listener = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Else the system holds back the body of every answer on a kept connection until its head is acknowledged: 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with _taking(settings):
        listener.bind((settings.host, settings.port))
    return listener


@contextmanager
def _taking(settings: Settings) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotConnect(
            f"Can't listen on {settings.host} port {settings.port}: {str(error.strerror).split(' (')[0]}. "
            "Choose another with --port or --host; --port 0 takes a free one."
        ) from None
