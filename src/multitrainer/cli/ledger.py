"""`multitrainer ledger`: who has covered how much."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Annotated, Any

import typer

from multitrainer import wire
from multitrainer.cli.carrying import JsonLines, carry_out, say_table
from multitrainer.cli.common import a_day, printable, say
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.ledger_parts import By
from multitrainer.services import Services

PAGE = 500
LINE = "{:20}  {:>9}  {:24}  {}"
HEADINGS = LINE.format("PART", "HOURS", "TRAINER", "NAME")

Since = Annotated[date | None, typer.Option(parser=a_day, metavar="YYYY-MM-DD", help="The first day that counts.")]
Until = Annotated[date | None, typer.Option(parser=a_day, metavar="YYYY-MM-DD", help="The last day that counts.")]


def ledger(
    by: Annotated[By, typer.Option(help="How long the parts are.")] = By.MONTH,
    since: Since = None,
    until: Until = None,
    json: JsonLines = False,
) -> None:
    """Print the hours that each trainer covered, less those that others covered for them, the latest part first.

    Works on MULTITRAINER_MONGODB_URI, or on the embedded database, also while `serve` runs. Writes nothing.

    With --json, one object a line.
    """
    carry_out(lambda services: print_sums(services, by, since, until, as_json=json), as_json=json, writes=False)


async def print_sums(services: Services, by: By, since: date | None, until: date | None, *, as_json: bool) -> None:
    """Print them. Raises InvalidInput for a last day before the first."""
    sums = _all(services, by, since, until)
    if as_json:
        async for one in sums:
            say(wire.encode(one).decode())
    else:
        await say_table(HEADINGS, (_line(one) async for one in sums), none="Nothing is counted.")


async def _all(services: Services, by: By, since: date | None, until: date | None) -> AsyncIterator[dict[str, Any]]:
    cursor: str | None = None
    while True:
        page = await services.ledger_sums.page(THE_ADMIN, by, since, until, cursor, PAGE)
        for one in page.items:
            yield one
        if (cursor := page.next) is None:
            return


def _line(one: dict[str, Any]) -> str:
    return LINE.format(printable(one["part"]), f"{one['hours']:+.2f}", one["trainer"], printable(one["name"]))
