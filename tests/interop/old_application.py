"""The old application: Mongoose with the seed's schemas, in a Node process that mongoose/talk.js runs."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import bson
from bson import ObjectId, json_util

from tests.interop.node import running

Raw = dict[str, Any]


class MongooseError(Exception):
    """What Mongoose threw: the error's name and message."""


class Node:
    """The process: takes one command at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def ask(self, command: str, **given: Any) -> Any:
        """What the command answers. Raises MongooseError."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{json_util.dumps({'command': command, **given})}\n".encode())
        line = await self._process.stdout.readline()
        assert line, "the Node process has ended; its stderr says why"
        answer = json.loads(line)
        if "error" in answer:
            raise MongooseError(f"{answer['error']}: {answer['message']}")
        return answer["result"]


@asynccontextmanager
async def node(uri: str) -> AsyncIterator[Node]:
    """A Node process that Mongoose has connected to the database server."""
    async with running("talk.js", uri) as process:
        yield Node(process)


class HeldDocument:
    """A document that Mongoose has loaded, and changes in memory until it saves it."""

    def __init__(self, node: Node, id_: ObjectId) -> None:
        self._node = node
        self._id = id_

    async def assign(self, path: str, value: Any) -> None:
        """`held.path = value`."""
        await self._node.ask("assign", id=self._id, path=path, value=value)

    async def call(self, path: str, method: str, *values: Any) -> None:
        """`held.path.method(...values)`."""
        await self._node.ask("call", id=self._id, path=path, method=method, values=values)

    async def set_unknown(self, path: str, value: Any) -> None:
        """Set a field that the schema does not have."""
        await self._node.ask("setUnknown", id=self._id, path=path, value=value)

    async def save(self) -> None:
        """`held.save()`. Raises MongooseError."""
        await self._node.ask("save", id=self._id)


class OldApplication:
    """Mongoose's models of one database."""

    def __init__(self, node: Node, database: str) -> None:
        self._node = node
        self._database = database

    async def create(self, model: str, document: Raw) -> None:
        """`Model.create(document)`."""
        await self._ask("create", model=model, document=document)

    async def query(self, name: str, id_: ObjectId) -> Any:
        """One of the seed's queries, through JSON."""
        return json.loads(await self._ask("query", name=name, id=id_))

    async def show(self, model: str, document: Raw) -> Any:
        """A document as Mongoose has it from the server, through JSON."""
        return json.loads(await self._ask("show", model=model, bytes=bson.encode(document)))

    async def set(self, model: str, id_: ObjectId, path: str, value: Any) -> None:
        """`Model.updateOne({_id}, {$set: {path: value}})`, also of what the schema does not have."""
        await self._ask("set", model=model, id=id_, path=path, value=value)

    async def hold(self, model: str, id_: ObjectId) -> HeldDocument:
        """`held = await Model.findById(id)`."""
        await self._ask("hold", model=model, id=id_)
        return HeldDocument(self._node, id_)

    async def _ask(self, command: str, **given: Any) -> Any:
        return await self._node.ask(command, database=self._database, **given)
