"""Converting some documents: judge each, keep what it was, change it on the server, set aside what can't be."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import bson

from multitrainer.clock import Clock
from multitrainer.migrations.migration import Around, Chunk, Migration, Moved
from multitrainer.migrations.verdicts import Change, SetAside, Verdict
from multitrainer.repositories.moving import Moving
from multitrainer.repositories.pre_images import PreImages
from multitrainer.repositories.set_aside import SetAsides
from multitrainer.repositories.walks import SIZE
from multitrainer.services.refusals import refused
from multitrainer.stored.order import Key, key

Raw = dict[str, Any]

LARGEST = 16 * 1024 * 1024
ROOM = 64
"""Bytes that `__v` and `updatedAt` may need besides."""

FEW = 20
"""So many documents are better named one by one than by the range that they lie in."""


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
            spans = all_between and len(judged.moved) > FEW and await self._moving.spans(migration, judged.documents)
            chunk = Chunk(judged.moved, judged.around, now, _between(judged) if spans else None)
            refusals = await self._apply(migration, chunk)
        settled = judged.refused(refusals)
        if documents:
            await self._set_asides.settle(migration.name, documents, settled.aside)
        return settled

    async def _apply(self, migration: Migration, chunk: Chunk) -> dict[Key, SetAside]:
        """Make the changes; tells why the server refuses some of them."""

        async def write(some: Sequence[Moved]) -> None:
            part = chunk if len(some) == len(chunk.moved) else replace(chunk, moved=some, between=None)
            await self._moving.apply(migration, migration.statements(part))

        return {key(one.document["_id"]): why for one, why in await refused(chunk.moved, write)}


def _between(judged: Judged) -> Raw:
    pairs = zip(judged.documents, judged.verdicts, strict=True)
    aside = [document["_id"] for document, verdict in pairs if isinstance(verdict, SetAside)]
    bounds: Raw = {"$gte": judged.documents[0]["_id"], "$lte": judged.documents[-1]["_id"]}
    return {**bounds, "$nin": aside} if aside else bounds


def within_size(document: Raw, verdict: Verdict) -> Verdict:
    """A change, unless it makes the document larger than MongoDB allows."""
    if not isinstance(verdict, Change):
        return verdict
    size = document[SIZE] + len(bson.encode(verdict.after)) - len(bson.encode(verdict.before)) + ROOM
    if size <= LARGEST:
        return verdict
    return SetAside("too-large", f"The document would become {size:,} bytes large; MongoDB allows {LARGEST:,}.")
