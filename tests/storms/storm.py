"""Twenty clients who send commands without waiting for each other."""

import asyncio
from collections.abc import Iterator, Sequence
from itertools import cycle
from random import Random
from time import monotonic

import httpx

from tests.callers import AS_ADMIN
from tests.storms.commands import anything
from tests.storms.ledger import Command, Ledger, Outcome, Sent

CLIENTS = 20
REFUSED = range(400, 500)
UNAVAILABLE = 503


async def rage(ledger: Ledger, urls: Sequence[str], chance: Random, commands: int | None = None) -> None:
    """Send this many commands, or without end, to services that work on one database. Each client keeps to one."""
    left = iter(range(commands)) if commands is not None else cycle([0])
    async with asyncio.TaskGroup() as clients:
        for url, _ in zip(cycle(urls), range(CLIENTS), strict=False):
            clients.create_task(_client(ledger, url, chance, left))


async def _client(ledger: Ledger, url: str, chance: Random, left: Iterator[int]) -> None:
    async with httpx.AsyncClient(base_url=url, headers=AS_ADMIN, timeout=60) as client:
        for _ in left:
            await _send(ledger, client, anything(chance))


async def _send(ledger: Ledger, client: httpx.AsyncClient, command: Command) -> None:
    began, outcome = monotonic(), Outcome.UNANSWERED
    try:
        answer = await client.request(command.method, command.path, json=command.body)
        outcome = _outcome(answer)
    finally:  # also when the storm is called off
        known = {} if outcome is Outcome.UNANSWERED else {"ended": monotonic()}
        ledger.note(Sent(command, outcome, began, **known))


def _outcome(answer: httpx.Response) -> Outcome:
    if answer.status_code == UNAVAILABLE:
        return Outcome.UNANSWERED
    assert answer.is_success or answer.status_code in REFUSED, answer.text
    return Outcome.ACCEPTED if answer.is_success else Outcome.REFUSED
