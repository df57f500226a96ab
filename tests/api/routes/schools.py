"""The school of everybody.py, put back as it was wherever something was written."""

from typing import Any

from pymongo import monitoring

from multitrainer.database import Database
from tests.api.everybody import SCHOOL, Sender, found

WRITES = {"insert", "update", "delete", "findAndModify"}


class Written(monitoring.CommandListener):
    """Which collections anybody in this process has written to."""

    def __init__(self) -> None:
        self.collections: set[str] = set()

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if event.command_name in WRITES:
            self.collections.add(str(event.command[event.command_name]))

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None: ...

    def failed(self, event: monitoring.CommandFailedEvent) -> None: ...


WRITTEN = Written()
monitoring.register(WRITTEN)  # with every client from now on


class School:
    """The school in a database."""

    def __init__(self, database: Database, sender: Sender) -> None:
        self._database = database
        self._sender = sender
        self._path = ""
        self._there: dict[str, list[dict[str, Any]]] = {}

    async def found(self, path: str = "") -> None:
        """Found it, with what a route needs, and keep in mind what is there."""
        self._path = path
        await found(self._database, path)
        self._sender.forget()
        self._there = {name: await self._database.motor[name].find().to_list(None) for name in SCHOOL}
        WRITTEN.collections.clear()

    async def be_usual(self) -> None:
        """As it is for every route."""
        await (self.found() if self._path else self.put_back())

    async def put_back(self) -> None:
        """Whoever was signed in, or had a key, may be so no more."""
        written = {*SCHOOL} & WRITTEN.collections
        WRITTEN.collections.clear()
        for name in sorted(written):
            await self._database.motor[name].delete_many({})
            if there := self._there[name]:
                await self._database.motor[name].insert_many(there)
        if written:
            self._sender.forget()
        WRITTEN.collections.clear()
