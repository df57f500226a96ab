"""Where the data is: the MongoDB that was named, or the embedded one."""

import asyncio
import re
import time
import warnings
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote_plus

import structlog

from multitrainer.database import Database
from multitrainer.embedded import DataFolderInUse, EmbeddedServer
from multitrainer.failures import AWAY, NO_NAME, NOT_DONE, REFUSED, TOO_SLOW, UNUSABLE
from multitrainer.metrics import Metrics
from multitrainer.settings import Settings

log = structlog.get_logger()

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
LONGEST_PAUSE_OF_A_COMMAND_SECONDS = 4.0
"""Whoever sits before it shall hear something more often."""

GIVES_UP_AFTER_SECONDS = 120.0
"""How long a command waits for a server that can't be reached."""

# A user name, and a password behind a colon: a % begins the code of a character, everything else stands for itself.
USERINFO = re.compile(r"(?:[^:@%]|%[0-9a-fA-F]{2})*(?::(?:[^:@%]|%[0-9a-fA-F]{2})*)?")
HOST = re.compile(r"(?:\[[^]]*\]|[^:[]*)(?::\d+)?")
SECRET_OPTIONS = re.compile(r"password|authmechanismproperties", re.IGNORECASE)
TO_ENCODE = (
    "an @ : / ? or % of its user name or password is to be written percent-encoded: %40 %3A %2F %3F %25. "
    "So is an @ behind the host"
)


class CannotConnect(Exception):
    """The database can't be used; the message says why and what to do."""


class Place(NamedTuple):
    """A MongoDB: its URI, words for people without credentials, and the process if it is our own."""

    uri: str
    words: str
    server: EmbeddedServer | None


def whereabouts(settings: Settings) -> str:
    """Which database is meant, by its name and hosts, for people. Raises CannotConnect for a URI that names none."""
    if not settings.mongodb_uri:
        return f"the embedded database in {settings.data_dir}"
    uri = settings.mongodb_uri.get_secret_value()
    _must_be_sound(uri)
    authority, _, rest = uri.partition("://")[2].partition("?")[0].partition("/")
    named = unquote_plus(rest).partition(".")[0]
    return f"the database {named or settings.mongodb_database} on {authority.rpartition('@')[2]}"


@asynccontextmanager
async def place(settings: Settings, *, shared: bool = False) -> AsyncIterator[Place]:
    """The MongoDB to work on. Raises EmbeddedServerFailed.

    An embedded one runs only as long as this does, unless it is shared with the `serve` that has it running already.
    """
    if settings.mongodb_uri:
        yield Place(settings.mongodb_uri.get_secret_value(), "the MongoDB of MULTITRAINER_MONGODB_URI", None)
        return
    words = f"an embedded server, data in {settings.data_dir}"
    async with AsyncExitStack() as stack:
        try:
            server = await stack.enter_async_context(EmbeddedServer(settings.data_dir))
        except DataFolderInUse as used:
            if not shared or used.uri is None:
                raise
            yield Place(used.uri, words, None)
        else:
            yield Place(server.uri, words, server)


@asynccontextmanager
async def existing(settings: Settings) -> AsyncIterator[Place]:
    """The MongoDB whose data a command works on, also beside a `serve` that has it running.

    What the driver raises inside is raised as CannotConnect.

    Raises:
        CannotConnect: there is no data either.
        EmbeddedServerFailed: the embedded server could not be started.
    """
    if not settings.mongodb_uri and not _is_there(settings.data_dir):
        raise CannotConnect(f"There is no data in {settings.data_dir}. If it is elsewhere, set MULTITRAINER_DATA_DIR.")
    async with place(settings, shared=True) as at:
        try:
            yield at
        except NOT_DONE as error:
            raise CannotConnect(f"MongoDB can't be asked: {short(error, at.uri)}") from None


def _is_there(folder: Path) -> bool:
    try:
        return folder.exists()
    except OSError:  # a name that is too long
        return False


@asynccontextmanager
async def awaited(
    at: Place, settings: Settings, tell: Callable[[str], None], *, makes_indexes: bool
) -> AsyncIterator[Database]:
    """The database, connected once it answers. Raises CannotConnect after two minutes, or when it refuses us."""
    database = database_at(at.uri, settings, makes_indexes=makes_indexes)
    try:
        await wait_for(database, at, tell, gives_up_after=GIVES_UP_AFTER_SECONDS)
    except BaseException:
        database.close()
        raise
    async with database:
        yield database


def database_at(uri: str, settings: Settings, *, makes_indexes: bool = True) -> Database:
    """A database that is not connected yet. Raises CannotConnect for settings that name none."""
    _must_be_sound(uri)
    try:
        return _made(uri, settings, makes_indexes=makes_indexes)
    except NO_NAME as error:
        names = "MULTITRAINER_MONGODB_URI or else MULTITRAINER_MONGODB_DATABASE"
        raise CannotConnect(f"The database that {names} names can't be used: {error}") from None
    except UNUSABLE as error:
        raise CannotConnect(f"MULTITRAINER_MONGODB_URI can't be used: {short(error, uri)}") from None


def _must_be_sound(uri: str) -> None:
    if fault := _fault(uri):
        raise CannotConnect(f"MULTITRAINER_MONGODB_URI can't be used: {fault}.")


def _fault(uri: str) -> str | None:
    """What is wrong with a URI, where the driver would say it in a developer's words or with a part of the password."""
    scheme, _, rest = uri.partition("://")
    if scheme not in {"mongodb", "mongodb+srv"}:
        return "it has to begin with mongodb:// or mongodb+srv://"
    authority = re.split("[/?]", rest, maxsplit=1)[0]
    userinfo, _, hosts = authority.rpartition("@")
    path, _, options = rest.removeprefix(authority).partition("?")
    if "@" in unquote_plus(path) or "@" in options or not USERINFO.fullmatch(userinfo):
        return TO_ENCODE
    if not all(hosts.split(",")):
        return "it names no host, or has a comma too many"
    if not all(HOST.fullmatch(host) for host in hosts.split(",")):
        return "behind a host's colon comes its port, a number; an IPv6 address stands in [ ]"
    return None


def _made(uri: str, settings: Settings, *, makes_indexes: bool) -> Database:
    with warnings.catch_warnings(record=True) as unknown:
        warnings.simplefilter("error", UserWarning)  # else `tls=ture` meant no TLS at all
        warnings.filterwarnings("always", "Unknown option")  # other drivers have options of their own
        database = Database(uri, settings, Metrics(), makes_indexes=makes_indexes)
    for option in re.findall(r"Unknown option: (\w+)", " ".join(str(warning.message) for warning in unknown)):
        log.warning("unknown-option-in-uri", option=option)
    warnings.filterwarnings("ignore", "Unknown option")  # told once is enough
    return database


async def wait_for(
    database: Database, at: Place, tell: Callable[[str], None], *, gives_up_after: float | None = None
) -> None:
    """Return once the database answers, asking again with growing pauses.

    Raises CannotConnect if it refuses us, or does not answer for `gives_up_after` seconds.
    """
    pause, since = FIRST_PAUSE_SECONDS, time.monotonic()
    limit = f", for {gives_up_after:g} s at most" if gives_up_after is not None else ""
    longest = LONGEST_PAUSE_SECONDS if gives_up_after is None else LONGEST_PAUSE_OF_A_COMMAND_SECONDS
    while True:
        try:
            return await database.ping()
        except (*AWAY, *TOO_SLOW) as error:
            if gives_up_after is not None and time.monotonic() - since > gives_up_after:
                words = f"{at.words[0].upper()}{at.words[1:]} does not answer for {gives_up_after:g} s"
                raise CannotConnect(f"{words}: {short(error, at.uri)}") from None
            tell(
                f"No answer from {at.words} ({short(error, at.uri)}). "
                f"Trying again in {pause:.0f} s{limit}; Ctrl-C ends it."
            )
        except REFUSED as error:
            raise CannotConnect(f"MongoDB refuses us: {short(error, at.uri)}") from None
        await asyncio.sleep(pause)
        pause = min(pause * 2, longest)


def short(error: Exception, uri: str) -> str:
    """The part of a driver's message that people can use, without the credentials of the URI that it is about."""
    words = re.split(r", Timeout:|, full error:| \(configured timeouts:", str(error))[0]
    for secret in sorted(_secrets(uri), key=len, reverse=True):
        words = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", "***", words)
    return words


def _secrets(uri: str) -> set[str]:
    """User name, password and the values of secret options, as they are written and as they are meant."""
    address, _, options = uri.partition("://")[2].partition("?")
    written = address.rpartition("@")[0].split(":")
    for option in re.split("[&;]", options):
        name, _, value = option.partition("=")
        if SECRET_OPTIONS.search(name):
            written += re.split("[:,]", unquote_plus(value))
    return {*written, *map(unquote_plus, written)} - {""}
