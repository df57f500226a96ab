"""What `multitrainer serve` says when it is ready."""

from ipaddress import ip_address
from typing import NamedTuple

from rich.console import Console

from multitrainer import __version__
from multitrainer.services.demo import WHOLE, Outcome
from multitrainer.services.demo_accounts import ADDRESSES, PASSWORD

DEMO = {
    Outcome.LOADED: "German A1 and English B2 are loaded",
    Outcome.LOADED_BEFORE: "German A1 and English B2 were loaded before; what has been changed since stays",
    Outcome.LEFT_IN_PART: "loaded in part, and left as it is, because the rest does not go with what is there; "
    "an empty database gets all of it",
    Outcome.NOT_WANTED: "not loaded, because this database has courses of its own",
}


class Prepared(NamedTuple):
    """What is in the database before serving.

    What became of the demo, if it was wanted; whether it made accounts, now or before; and a token to set up with,
    where there is no admin.
    """

    demo: Outcome | None
    has_demo_accounts: bool
    set_up_token: str | None


def welcome(console: Console, host: str, port: int, data: str, prepared: Prepared) -> None:
    """Say where it listens, where the data is, and how one gets in."""
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    say(console, f"multitrainer {__version__} on {url}")
    say(console, f"  API and its description: {url}/docs")
    say(console, f"  Data: {data}")
    if prepared.demo is not None:
        _tell_of_demo(console, prepared.demo)
    if prepared.set_up_token is not None:
        say(console, "  There is no admin yet. This link makes the first one, once, within 24 hours:")
        say(console, f"  {url}/setup?token={prepared.set_up_token}")
    if not is_loopback(host):
        say(console, "  WARNING: other machines can reach this address.", style="bold red")
        if prepared.has_demo_accounts:
            words = f"the demo made accounts here, whose password everybody may know. Change {ADDRESSES.admin} first:"
            say(console, f"  WARNING: {words} multitrainer user set-password.", style="bold red")


def _tell_of_demo(console: Console, demo: Outcome) -> None:
    say(console, f"  Demo: {DEMO[demo]}")
    if demo in WHOLE:
        say(console, f"  Demo accounts, which everybody may know, with the password {PASSWORD}")
        say(console, f"    admin     {ADDRESSES.admin}")
        say(console, f"    trainers  {', '.join(ADDRESSES.trainers)}")
        say(console, f"    student   {ADDRESSES.student}")


def say(console: Console, words: str, style: str | None = None) -> None:
    """Print a line as it is."""
    console.print(words, style=style, markup=False, highlight=False, soft_wrap=True)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
