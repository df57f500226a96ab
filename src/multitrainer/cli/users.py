"""`multitrainer user`: admins, passwords, and who can sign in."""

import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from multitrainer.cli.carrying import JsonLines, carry_out, checked, say_table, tell
from multitrainer.cli.common import fail, printable, say, settings_from, somebody_is_there
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import EmailTaken
from multitrainer.migrating.reports import extended
from multitrainer.schemas.accounts import LONGEST, SHORTEST, NewAdmin, NewPassword
from multitrainer.services import Services

if TYPE_CHECKING:
    from multitrainer.repositories.register import Registered

LONGEST_IN_BYTES = 4 * LONGEST + 2
"""Of a password with its line break."""

LINE = "{:40}  {:8}  {:10}  {}"
HEADINGS = LINE.format("E-MAIL", "PASSWORD", "ROLE", "NAME")

STDIN = "--password-stdin"
PasswordStdin = Annotated[
    bool, typer.Option(STDIN, help="Read the password from standard input; else it is asked for at the terminal.")
]
RULE = f"A password has {SHORTEST} to {LONGEST:,} characters"

user = typer.Typer(
    no_args_is_help=True,
    help="Make admins, set passwords, and list who can sign in. Works on MULTITRAINER_MONGODB_URI, or on the embedded "
    f"database, also while `serve` runs. {RULE}, and is no argument, which every list of processes would show.\n\n"
    "Exit codes: 0, done. 2, refused or failed.",
)


@user.command("create-admin")
def create_admin(
    email: Annotated[str, typer.Option(help="E-mail address to sign in with.")],
    name: Annotated[str, typer.Option(help="Name that others see.")],
    password_stdin: PasswordStdin = False,
) -> None:
    """Make an admin. Writes a user, and their password into a collection of our own.

    Interrupted, the same command completes it.
    """
    checked(NewAdmin, name=name, email=email, password="x" * SHORTEST)  # before a password is asked for
    password = _password(lambda services: _must_be_free(services, email), from_stdin=password_stdin)
    new = checked(NewAdmin, name=name, email=email, password=password)
    carry_out(lambda services: _created(services, new))
    tell(f"{new.name} is an admin now, and signs in as {new.email}.")


async def _created(services: Services, new: NewAdmin) -> None:
    with _telling_what_to_do(new.email):
        await services.accounts.create_admin(THE_ADMIN, new)


async def _must_be_free(services: Services, email: str) -> None:
    with _telling_what_to_do(email):
        await services.accounts.must_be_free(THE_ADMIN, email)


@contextmanager
def _telling_what_to_do(email: str) -> Iterator[None]:
    try:
        yield
    except EmailTaken as taken:
        settings = settings_from()
        roles = " or ".join(settings.admin_roles)
        offer = (
            f"{taken.detail} `multitrainer user set-password {email}` gives that one a password. To make them an "
            f"admin, set `{settings.user_role_field}` of that user to {roles} in the institute's own application; "
            "multitrainer never changes it."
        )
        raise EmailTaken(offer, **taken.facts) from None


@user.command("set-password")
def set_password(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="E-mail address of the user.")],
    password_stdin: PasswordStdin = False,
) -> None:
    """Set somebody's password, and end every sign-in of theirs. The old application's password stays what it is.

    From then on they sign in here with this one alone.
    """
    if not email.isprintable():
        raise typer.BadParameter("EMAIL is no e-mail address: it has characters that can't be printed.")
    password = _password(lambda services: services.accounts.must_exist(THE_ADMIN, email), from_stdin=password_stdin)
    new = checked(NewPassword, password=password)
    carry_out(lambda services: services.accounts.set_password(THE_ADMIN, email, new))
    tell(f"{email} has a new password, and is signed out everywhere.")


@user.command("list")
def list_users(json: JsonLines = False) -> None:
    """List every user: e-mail address, name, role, and which password they sign in with. Writes nothing.

    That is ours (set or taken over here), old (the old application's), or none. No password or hash is shown. With
    --json, one object a line.
    """
    carry_out(lambda services: _listed(services, as_json=json), as_json=json, writes=False)


async def _listed(services: Services, *, as_json: bool) -> None:
    everybody = services.accounts.all(THE_ADMIN)
    if as_json:
        async for one in everybody:
            say(extended({"_id": one.user, **_shown(one)}))
    else:
        await say_table(HEADINGS, (_line(one) async for one in everybody), none="There are no users.")


def _shown(one: "Registered") -> dict[str, Any]:
    return {"email": one.email, "name": one.name, "role": one.role, "password": one.password.value}


def _line(one: "Registered") -> str:
    return LINE.format(printable(one.email), one.password.value, printable(one.role), printable(one.name))


def _password(look: Callable[[Services], Awaitable[None]], *, from_stdin: bool) -> str:
    """The password, from wherever it comes. Ends the command where it can't be asked for.

    Nobody is asked for one in vain: `look` refuses before that what would be refused after it.
    """
    if from_stdin:
        return _from_stdin()
    if not somebody_is_there():
        fail(f"Nobody can be asked for the password here. Pipe it into the command, with {STDIN}.")
    carry_out(look, writes=False)
    tell(f"{RULE}.")
    try:
        return _asked()
    except typer.Abort:
        fail("Nothing was done.")


def _asked() -> str:
    while True:
        found: str = typer.prompt("Password", hide_input=True, err=True)
        checked(NewPassword, password=found)
        if typer.prompt("The same again", hide_input=True, err=True) == found:
            return found
        tell("The two do not match.")


def _from_stdin() -> str:
    """All there is, without the line break at its end."""
    try:
        text = sys.stdin.buffer.read(LONGEST_IN_BYTES + 1).decode()
    except UnicodeDecodeError:
        fail("The password on standard input is no UTF-8 text.")
    password = text.removesuffix("\n").removesuffix("\r")
    if "\n" in password or "\r" in password:
        fail("There is more than one line on standard input. A password has one.")
    return password
