"""What `multitrainer serve` says when it is ready."""

import textwrap
from collections.abc import Iterator, Sequence
from ipaddress import ip_address
from itertools import groupby
from typing import NamedTuple

from rich.console import Console

from multitrainer import __version__
from multitrainer.services.demo.accounts import PASSWORD, Open
from multitrainer.services.demo.demo import Outcome

DEMO = {
    Outcome.LOADED: "German A1 and English B2 are loaded",
    Outcome.LOADED_BEFORE: "German A1 and English B2 were loaded before; what has been changed since stays",
    Outcome.LEFT_IN_PART: "loaded in part, and left as it is, because the rest does not go with what is there; "
    "an empty database gets all of it",
    Outcome.NOT_WANTED: "not loaded, because this database has courses of its own",
}
WIDTH = 80
"""Of the table of accounts: what every terminal has."""


class Prepared(NamedTuple):
    """What is in the database before serving.

    What became of the demo, if it was wanted; the accounts that still have its password; and a token to set up with,
    where there is no admin.
    """

    demo: Outcome | None
    open_accounts: Sequence[Open]
    set_up_token: str | None


def welcome(console: Console, host: str, port: int, data: str, prepared: Prepared) -> None:
    """Say where it listens, where the data is, and how one gets in."""
    url = _url(host, port)
    say(console, f"multitrainer {__version__} on {url}")
    local = _local(host)
    here = _url(local, port)
    say(console, f"  Pages to plan and to teach with: {here}")
    say(console, f"  API and its description: {here}/docs")
    say(console, f"  Data: {data}")
    if prepared.demo is not None:
        say(console, f"  Demo: {DEMO[prepared.demo]}")
    if prepared.open_accounts:
        say(console, f"  Demo accounts, which everybody may know, with the password {PASSWORD}")
        for line in _table(prepared.open_accounts):
            say(console, line)
    if prepared.set_up_token is not None:
        say(console, "  There is no admin yet. This link makes the first one, once, within 24 hours:")
        say(console, f"  {here}/setup?token={prepared.set_up_token}")
    if local != host:
        say(console, f"  From another machine, this one's name or address stands in the place of {local}.")
    if not is_loopback(host):
        say(console, "  WARNING: other machines can reach this address.", style="bold red")


def _local(host: str) -> str:
    """An address that can be opened on this machine: 0.0.0.0 and :: stand for all it has, and are none themselves."""
    try:
        is_all = ip_address(host).is_unspecified
    except ValueError:
        return host
    return host if not is_all else "::1" if ":" in host else "127.0.0.1"


def _url(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _table(accounts: Sequence[Open]) -> Iterator[str]:
    """A line or more for each position, with who is in it."""
    for position, several in groupby(accounts, lambda account: account.position):
        label = f"    {position:22}  "
        emails = ", ".join(account.email for account in several)
        yield textwrap.fill(
            emails, WIDTH, initial_indent=label, subsequent_indent=" " * len(label), break_on_hyphens=False
        )


def say(console: Console, words: str, style: str | None = None) -> None:
    """Print a line as it is."""
    console.print(words, style=style, markup=False, highlight=False, soft_wrap=True)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
