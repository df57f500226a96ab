"""The old application at work: Mongoose that writes on courses and batches, whatever else goes on (mongoose/writer.js).

It knows `instructor` and fields of its own, and nothing of `trainers`. It writes on documents whose `_id` is an
ObjectId and that were there when it began, one write at a time on each of them.
"""

import asyncio
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from bson import ObjectId, json_util

from tests.interop.node import running

PATIENCE_SECONDS = 60
EVENLY = {"save": 1, "findOneAndUpdate": 1, "replaceOne": 1}
UNTOUCHED = "untouched"

Raw = dict[str, Any]


class Write(NamedTuple):
    """What a write left: the instructor's id as hex, None for nobody, or UNTOUCHED; and the number of the write."""

    instructor: str | None
    edits: int | None

    def is_in(self, document: Mapping[str, Any]) -> bool:
        """Whether the document says so."""
        instructor = document.get("instructor")
        stored = None if instructor is None else str(instructor)
        return self.instructor in (UNTOUCHED, stored) and self.edits == document.get("edits")


@dataclass(frozen=True)
class Written:
    """What a document has to say: the last write that was acknowledged, or one of those of which nobody knows."""

    last: Write
    perhaps: tuple[Write, ...]

    def is_in(self, document: Mapping[str, Any]) -> bool:
        """Whether the document says one of them."""
        return any(write.is_in(document) for write in (self.last, *self.perhaps))


@dataclass(frozen=True)
class Report:
    """What the writer did: writes by kind (save, findOneAndUpdate, replaceOne), errors and a message each, by name."""

    writes: dict[str, int]
    errors: dict[str, int]
    samples: dict[str, str]
    seconds: float
    last: dict[tuple[str, ObjectId], Written]
    """By collection and `_id`: every document on which a write was tried that may have been made."""

    @property
    def rate(self) -> float:
        """Writes a second."""
        return sum(self.writes.values()) / self.seconds


class LegacyWriter:
    """The running process."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._heard = asyncio.Condition()
        self._silent = False
        self._documents: int | None = None
        self._writes = 0
        self._report: Report | None = None
        self._listening = asyncio.create_task(self._listen())

    async def writes(self, least: int) -> None:
        """Wait until it has made so many writes, counted from its beginning."""
        await self._until(lambda: self._writes >= least, f"it has made {least} writes")

    async def ended(self) -> Report:
        """Wait until it has made all the writes that it was told to make."""
        await self._until(lambda: self._report is not None, "it has reported")
        assert self._report
        return self._report

    async def stop(self) -> Report:
        """Let it end the writes that it has begun. Asked again, it answers the same."""
        assert self._process.stdin
        self._process.stdin.close()
        return await self.ended()

    async def begins(self) -> None:
        """Wait until it has found the documents to write on."""
        await self._until(lambda: self._documents is not None, "it has found the documents")
        assert self._documents, "there is no document to write on"

    async def _until(self, done: Callable[[], bool], what: str) -> None:
        async with self._heard, asyncio.timeout(PATIENCE_SECONDS):
            await self._heard.wait_for(lambda: done() or self._silent)
        assert done(), f"The writer ended before {what}; its stderr says why."

    async def _listen(self) -> None:
        assert self._process.stdout
        async for line in self._process.stdout:
            await self._note(json_util.loads(line))
        async with self._heard:
            self._silent = True
            self._heard.notify_all()

    async def _note(self, said: Raw) -> None:
        async with self._heard:
            self._documents = said.get("documents", self._documents)
            self._writes = said.get("writes", self._writes)
            if "report" in said:
                self._report = _report(said["report"])
            self._heard.notify_all()


@asynccontextmanager
async def legacy_writer(
    uri: str,
    database: str,
    *,
    trainers: Sequence[ObjectId],
    rate: float = 150,
    seed: int = 1,
    limit: int | None = None,
    mix: Mapping[str, int] = EVENLY,
) -> AsyncIterator[LegacyWriter]:
    """A writer at work on a database, naming these trainers as instructors, and sometimes nobody.

    It begins `rate` writes a second as long as the server keeps up with eight at a time, and `limit` in all. What it
    writes depends on the seed and the documents alone. `mix` says how many parts are of which kind: SecantusDB goes
    through the whole collection for each findOneAndUpdate, so that over 200 documents few of them keep up with a rate.
    """
    given = json_util.dumps({"trainers": list(trainers), "rate": rate, "seed": seed, "limit": limit, "mix": {**mix}})
    async with running("writer.js", uri, database, given) as process:
        writer = LegacyWriter(process)
        await writer.begins()
        yield writer
        await writer.stop()


def _report(said: Raw) -> Report:
    last = {(row["collection"], ObjectId(row["id"])): _written(row) for row in said.pop("last")}
    return Report(**said, last=last)


def _written(row: Raw) -> Written:
    return Written(_write(row), tuple(map(_write, row["perhaps"])))


def _write(row: Raw) -> Write:
    return Write(row["instructor"], row["edits"])
