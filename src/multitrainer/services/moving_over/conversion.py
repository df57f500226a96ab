"""Converting some documents: judge each, keep what it was, change it on the server, set aside what can't be."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import bson
from bson import ObjectId

from multitrainer.clock import Clock
from multitrainer.migrations.migration import Around, Chunk, Migration, Moved
from multitrainer.migrations.verdicts import Change, SetAside, Verdict, own
from multitrainer.repositories.moving import Moving
from multitrainer.repositories.pre_images import PreImages
from multitrainer.repositories.set_aside import SetAsides
from multitrainer.repositories.walks import SIZE
from multitrainer.services.changes.refusals import refused
from multitrainer.stored.order import Key, key

Raw = dict[str, Any]

LARGEST = 16 * 1024 * 1024
ROOM, ROOM_OF_AN_IMAGE = 64, 1_024
"""Bytes that `__v` and `updatedAt` may need besides, and what an image says besides our fields."""

FEW = 20
"""So many documents are better named one by one than by the range that they lie in."""

SCANNED_FOR_ONE = 30
"""A server that reads everything for a range reads so many documents while it would find one by its `_id`."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Some documents of one migration in the order of `_id`, and what is to become of each."""

    documents: Sequence[Raw]
    verdicts: Sequence[Verdict]
    around: Around

    @property
    def moved(self) -> list[Moved]:
        """Those that change."""
        return [Moved(d, v) for d, v in zip(self.documents, self.verdicts, strict=True) if isinstance(v, Change)]

    @property
    def settled(self) -> "Judged":
        """Those that stay as they are."""
        pairs = [(d, v) for d, v in zip(self.documents, self.verdicts, strict=True) if not isinstance(v, Change)]
        return replace(self, documents=[d for d, _ in pairs], verdicts=[v for _, v in pairs])

    @property
    def aside(self) -> dict[Key, SetAside]:
        """Why the others that should change can't, by `_id`."""
        pairs = zip(self.documents, self.verdicts, strict=True)
        return {key(d["_id"]): v for d, v in pairs if isinstance(v, SetAside)}

    def refused(self, why: Mapping[Key, SetAside]) -> "Judged":
        """The same, but that these, by `_id`, are aside."""
        pairs = zip(self.documents, self.verdicts, strict=True)
        return replace(self, verdicts=[why.get(key(d["_id"]), v) for d, v in pairs])

    @property
    def kinds(self) -> Counter[str]:
        """How many change, by kind."""
        return Counter(moved.change.kind for moved in self.moved)


class Conversion:
    """Converts documents of any migration. Every method raises PyMongoError; what it did by then, it did rightly."""

    def __init__(self, moving: Moving, pre_images: PreImages, set_asides: SetAsides, clock: Clock) -> None:
        self._moving = moving
        self._pre_images = pre_images
        self._set_asides = set_asides
        self._clock = clock

    async def judge(self, migration: Migration, documents: Sequence[Raw], *, all_between: bool = False) -> Judged:
        """What is to become of these documents. Writes nothing."""
        around = await self._moving.around(migration, documents, all_between=all_between)
        return Judged(documents, [within_size(d, migration.judge(d, around)) for d in documents], around)

    async def convert(self, migration: Migration, documents: Sequence[Raw], *, all_between: bool = False) -> Judged:
        """Convert documents of one bracket, in the order of `_id`.

        `all_between` tells that no other document lies between the first and the last, so that the server may take
        them by their range. A document that somebody changes meanwhile is changed by what it says then, or not at all;
        whoever needs to know judges again.
        """
        judged, now = await self.judge(migration, documents, all_between=all_between), self._clock()
        refusals: dict[Key, SetAside] = {}
        if judged.moved:
            await self._pre_images.keep(migration.name, judged.moved, now)
            refusals = await self._apply(migration, await self._chunk(migration, judged, now, all_between=all_between))
        settled = judged.refused(refusals)
        if documents:
            await self._set_asides.settle(migration.name, documents, settled.aside, all_between=all_between)
        return settled

    async def _chunk(self, migration: Migration, judged: Judged, now: datetime, *, all_between: bool) -> Chunk:
        """The changes, found in the way that costs the server least."""
        scanned = await self._moving.scanned(migration)
        # The embedded server finds one document quickly by an ObjectId alone.
        one_by_one = scanned > 0 and isinstance(judged.documents[0]["_id"], ObjectId)
        pays = 0 < scanned < SCANNED_FOR_ONE * len(judged.documents) or not one_by_one
        spans = all_between and scanned > 0 and pays and len(judged.moved) > FEW
        return Chunk(judged.moved, judged.around, now, _between(judged) if spans else None, one_by_one)

    async def _apply(self, migration: Migration, chunk: Chunk) -> dict[Key, SetAside]:
        """Make the changes; tells why the server refuses some of them."""

        async def write(some: Sequence[Moved]) -> None:
            part = chunk if len(some) == len(chunk.moved) else replace(chunk, moved=some, between=None)
            matched = await self._moving.apply(migration, migration.statements(part))
            if part.between and matched != len(some):
                await self._adopt(migration, part)

        return {key(one.document["_id"]): why for one, why in await refused(chunk.moved, write)}

    async def _adopt(self, migration: Migration, chunk: Chunk) -> None:
        """Keep images of what came into the range after it was judged, and was moved along by what it said."""
        assert chunk.between
        known = {key(one.document["_id"]) for one in chunk.moved}
        moved = await self._moving.moved_at(migration, chunk.between, chunk.now)
        new = [moved_along(document) for document in moved if key(document["_id"]) not in known]
        if new:
            await self._pre_images.keep(migration.name, new, chunk.now)


def moved_along(document: Raw) -> Moved:
    """How a document was before the pipeline for plain ones moved it: it had nothing but its instructor."""
    before = {"instructor": document["instructor"]}
    return Moved({**document, "__v": document["__v"] - 1}, Change("moved-along", before, own(document)))


def _between(judged: Judged) -> Raw:
    pairs = zip(judged.documents, judged.verdicts, strict=True)
    aside = [document["_id"] for document, verdict in pairs if isinstance(verdict, SetAside)]
    bounds: Raw = {"$gte": judged.documents[0]["_id"], "$lte": judged.documents[-1]["_id"]}
    return {**bounds, "$nin": aside} if aside else bounds


def within_size(document: Raw, verdict: Verdict) -> Verdict:
    """A change, unless it makes the document larger than MongoDB allows."""
    if not isinstance(verdict, Change):
        return verdict
    before, after = len(bson.encode(verdict.before)), len(bson.encode(verdict.after))
    size, image = document[SIZE] + after - before + ROOM, before + 2 * after + ROOM_OF_AN_IMAGE
    if max(size, image) <= LARGEST:
        return verdict
    what = "The document" if size > LARGEST else "What is kept of it for the way back"
    return SetAside("too-large", f"{what} would become {max(size, image):,} bytes large; MongoDB allows {LARGEST:,}.")
