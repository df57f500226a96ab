"""`multitrainer apikey`: keys for machines."""

import re
import sys
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from multitrainer import clock, wire
from multitrainer.cli import streams
from multitrainer.cli.carrying import JsonLines, carry_out, checked, say_table, tell
from multitrainer.cli.common import confirm, fail, printable, say
from multitrainer.cli.migrate_options import Yes
from multitrainer.domain.actors import THE_ADMIN, Scope
from multitrainer.schemas.keys import NewApiKey
from multitrainer.services import Services

if TYPE_CHECKING:
    from multitrainer.services.people.api_keys import Created

PAGE = 100
LINE = "{:24}  {:10}  {:10}  {:10}  {}"
HEADINGS = LINE.format("ID", "SCOPES", "GOOD UNTIL", "LAST USED", "NAME")
ID = re.compile(r"[0-9a-f]{24}", re.IGNORECASE)

apikey = typer.Typer(
    no_args_is_help=True,
    help="Make, list and revoke API keys, which machines send as X-API-Key. Works on MULTITRAINER_MONGODB_URI, or on "
    "the embedded database, also while `serve` runs.\n\nExit codes: 0, done. 2, refused or failed.",
)


@apikey.command()
def create(
    name: Annotated[str, typer.Option(help="What it is for.")],
    scopes: Annotated[str, typer.Option(help="What it may do: admin, read, questions; several with commas.")],
    expires_in_days: Annotated[
        int | None, typer.Option(min=1, max=36_500, metavar="N", help="How long it is good; for ever unless given.")
    ] = None,
) -> None:
    """Make a key, and print it alone on standard output. It is never shown again: only a digest is kept."""
    end = {"expires_at": clock.now() + timedelta(days=expires_in_days)} if expires_in_days else {}
    new = checked(NewApiKey, name=name, scopes=_scopes(scopes), **end)
    if sys.__stdout__ is None:
        fail("Standard output is closed, where the key is to be printed. Nothing was done.")
    made = carry_out(lambda services: services.api_keys.create(THE_ADMIN, new))
    _hand_over(made)
    tell("Keep it well: it is not shown again. `multitrainer apikey revoke ID` ends it; `apikey list` has its ID.")


def _hand_over(made: "Created") -> None:
    """Print a key alone. One that nobody gets to see is good for nobody."""
    try:
        say(made.key)
        sys.stdout.flush()
    except (OSError, streams.ReaderHasEnough):
        carry_out(lambda services: services.api_keys.revoke(THE_ADMIN, str(made.view["_id"])))
        fail("The key could not be printed, so it was revoked again.")


@apikey.command("list")
def list_keys(json: JsonLines = False) -> None:
    """List every key but for its secret: what it may do, since and until when, and its last use. Writes nothing.

    With --json, one object a line.
    """
    carry_out(lambda services: _listed(services, as_json=json), as_json=json, writes=False)


@apikey.command()
def revoke(id_: Annotated[str, typer.Argument(metavar="ID", help="As `list` shows it.")], yes: Yes = False) -> None:
    """Revoke a key: from the next request on it is no good."""
    if not ID.fullmatch(id_):
        raise typer.BadParameter("ID is 24 hexadecimal digits, as `multitrainer apikey list` shows it.")
    if not yes:
        carry_out(lambda services: services.api_keys.read(THE_ADMIN, id_.lower()), writes=False)  # before it is asked
    confirm(f"Revoke the API key {id_}? What uses it is refused from then on.", yes=yes, as_json=False)
    carry_out(lambda services: services.api_keys.revoke(THE_ADMIN, id_.lower()))
    tell(f"The API key {id_} is revoked.")


def _scopes(text: str) -> list[Scope]:
    named = [word.strip() for word in text.split(",") if word.strip()]
    known = [scope.value for scope in Scope]
    if not named or (unknown := [word for word in named if word not in known]):
        wrong = unknown[0] if named else "nothing"
        words = f"{', '.join(known[:-1])} or {known[-1]}, or several with a comma between"
        raise typer.BadParameter(f"--scopes takes {words}; not {wrong}.")
    return [Scope(word) for word in dict.fromkeys(named)]


async def _listed(services: Services, *, as_json: bool) -> None:
    if as_json:
        async for key in _all(services):
            say(wire.encode(key).decode())
    else:
        await say_table(HEADINGS, (_line(key) async for key in _all(services)), none="There are no API keys.")


async def _all(services: Services) -> AsyncIterator[dict[str, Any]]:
    cursor: str | None = None
    while True:
        page = await services.api_keys.page(THE_ADMIN, cursor, PAGE)
        for key in page.items:
            yield key
        if (cursor := page.next) is None:
            return


def _line(key: dict[str, Any]) -> str:
    until = "revoked" if key["revokedAt"] else _day(key["expiresAt"], "for ever")
    return LINE.format(
        str(key["_id"]), ",".join(key["scopes"]), until, _day(key["lastUsedAt"], "never"), printable(key["name"])
    )


def _day(moment: Any, without: str) -> str:
    return f"{moment:%Y-%m-%d}" if isinstance(moment, datetime) else without
