"""What the people and things in entries of the audit are called."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from multitrainer.domain.actions import Action
from multitrainer.domain.audit import AN_ID
from multitrainer.identity.callers import Caller
from multitrainer.repositories.names import KINDS, names_of
from multitrainer.repositories.users import Users
from multitrainer.services.gate import Gate

Raw = dict[str, Any]
PEOPLE = "people"
MOST = 2_000
"""So many are looked up for a page. What is called nothing is shown by its id."""


class Called(NamedTuple):
    """What something is called, and among what it is found: people, courses, batches or keys."""

    name: str
    among: str


class AuditNames:
    """Looks names up, with as many queries for a page as for an entry."""

    def __init__(self, gate: Gate, users: Users) -> None:
        self._gate = gate
        self._users = users

    async def of(self, caller: Caller, entries: list[Raw], *others: str) -> dict[str, Called]:
        """Of whatever some entries name by an id, and of others. What is gone, or has no name, is missing."""
        await self._gate.anywhere(caller, Action.READ_AUDIT)
        ids = sorted({*filter(AN_ID.fullmatch, (*others, *_texts(entries)))})[:MOST]
        called = {
            id_: Called(name, collection)
            for collection in KINDS
            for id_, name in (await names_of(collection, ids)).items()
        }
        people = {user: raw.get("name") for user, raw in (await self._users.by_id(ids)).items()}
        return called | {user: Called(name, PEOPLE) for user, name in people.items() if isinstance(name, str) and name}


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, dict):
        yield from _of_each(value.values())
    elif isinstance(value, list | tuple):
        yield from _of_each(value)
    else:
        yield str(value)


def _of_each(values: Iterable[Any]) -> Iterator[str]:
    for one in values:
        yield from _texts(one)
