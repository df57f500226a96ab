"""`multitrainer outbox`: what could not be delivered."""

import re
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any

import typer

from multitrainer import wire
from multitrainer.cli.carrying import JsonLines, carry_out, say_table, tell
from multitrainer.cli.common import printable, say
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.telling.states import State
from multitrainer.services import Services

PAGE = 100
LINE = "{:24}  {:8}  {:18}  {:24}  {:16}  {:>8}  {}"
HEADINGS = LINE.format("ID", "WHAT", "KIND", "TO", "SINCE", "ATTEMPTS", "LAST ERROR")
NONE = {
    State.DEAD: "No delivery was given up.",
    State.DUE: "No delivery waits.",
    State.DONE: "No delivery was made in the last two weeks.",
}
"""What is said where there is none of a state."""
ID = re.compile(r"[0-9a-f]{24}", re.IGNORECASE)

outbox = typer.Typer(
    no_args_is_help=True,
    help="List what could not be delivered, and have it sent again. Works on MULTITRAINER_MONGODB_URI, or on the "
    "embedded database, also while `serve` runs.\n\nExit codes: 0, done. 2, refused or failed.",
)


@outbox.command("list")
def list_outbox(
    state: Annotated[
        State, typer.Option(help="dead: given up. due: still to be done. done: of the last two weeks.")
    ] = (State.DEAD),
    json: JsonLines = False,
) -> None:
    """List deliveries of a state, the newest first: of which kind, and to which person, webhook or address.

    Writes nothing.

    With --json, one object a line.
    """
    carry_out(lambda services: print_deliveries(services, state, as_json=json), as_json=json, writes=False)


@outbox.command()
def resend(
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID", help="As `list` shows them.")] = None,
    all_dead: Annotated[bool, typer.Option("--all", help="Everything that was given up, in place of IDs.")] = False,
) -> None:
    """Have deliveries sent again, with all their attempts before them; a worker does it within seconds."""
    named = ids or []
    if bool(named) == all_dead:
        raise typer.BadParameter("Name deliveries by their IDs, or --all.")
    if wrong := [id_ for id_ in named if not ID.fullmatch(id_)]:
        raise typer.BadParameter(f"{printable(wrong[0])} is no ID: 24 hexadecimal digits, as `outbox list` shows them.")
    count = carry_out(lambda services: _resent(services, named))
    tell(f"{count} {'delivery is' if count == 1 else 'deliveries are'} due again.")


async def _resent(services: Services, named: list[str]) -> int:
    wanted = [id_.lower() for id_ in named] or [str(one["_id"]) async for one in _all(services, State.DEAD)]
    for id_ in wanted:
        await services.outbox.resend(THE_ADMIN, id_)
    return len(wanted)


async def print_deliveries(services: Services, state: State, *, as_json: bool) -> None:
    """Print the deliveries of a state."""
    if as_json:
        async for delivery in _all(services, state):
            say(wire.encode(delivery).decode())
    else:
        lines = (_line(delivery) async for delivery in _all(services, state))
        await say_table(HEADINGS, lines, none=NONE[state])


async def _all(services: Services, state: State) -> AsyncIterator[dict[str, Any]]:
    cursor: str | None = None
    while True:
        page = await services.outbox.page(THE_ADMIN, state, cursor, PAGE)
        for delivery in page.items:
            yield delivery
        if (cursor := page.next) is None:
            return


def _line(delivery: dict[str, Any]) -> str:
    last = delivery["tries"][-1] if delivery["tries"] else {}
    since = delivery["putAt"]
    shown = f"{since:%Y-%m-%d %H:%M}" if isinstance(since, datetime) else "-"
    to = delivery["address"] or delivery["to"]
    return LINE.format(
        str(delivery["_id"]),
        delivery["does"],
        printable(delivery["kind"]),
        printable(str(to) if to else None),
        shown,
        delivery["attempts"],
        printable(last.get("error")),
    )
