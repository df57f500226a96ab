"""One pass over the documents of a migration: with patience, at a pace, telling how far it is."""

import time
from collections.abc import AsyncIterator, Callable, Sequence
from itertools import groupby
from typing import Any

from multitrainer.failures import NOT_DONE
from multitrainer.migrations.migration import Migration
from multitrainer.migrations.verdicts import Change
from multitrainer.migrations.verifying import difference, overtaken
from multitrainer.repositories.moving import Moving
from multitrainer.repositories.pre_images import PreImages
from multitrainer.repositories.walks import START
from multitrainer.services.conversion import Conversion, Judged
from multitrainer.services.pace import MOST, Pace
from multitrainer.services.patience import Patience
from multitrainer.services.summaries import Named, Summary
from multitrainer.stored.order import bracket, key

Raw = dict[str, Any]

CATCHES_UP = 5
"""How often a document is moved over again that the old application keeps changing, before it counts as wrong."""


class Passes:
    """Walks through one migration's documents. Raises Unavailable when the database stays away, or PyMongoError."""

    def __init__(
        self, migration: Migration, moving: Moving, conversion: Conversion, pre_images: PreImages, patience: Patience
    ) -> None:
        self._migration = migration
        self._moving = moving
        self._conversion = conversion
        self._pre_images = pre_images
        self.patience = patience

    async def count(self) -> int:
        """How many documents there are, about."""
        return await self.patience.insist(lambda: self._moving.count(self._migration.collection))

    async def pieces(self, size: Callable[[], int], after: Any = START) -> AsyncIterator[list[Raw]]:
        """All documents in pieces. An interrupted walk goes on behind the last piece: only the server ends it."""
        while True:
            try:
                async for piece in self._moving.pieces(self._migration, size, after):
                    yield piece
                    after = piece[-1]["_id"]
            except NOT_DONE as error:
                await self.patience.bear(error)
            else:
                return

    async def convert(self, pace: Pace, after: Any = START) -> AsyncIterator[Judged]:
        """Move everything behind an `_id` over."""
        async for piece in self.pieces(pace.size, after):
            await self.patience.insist(pace.before_chunk)
            began = time.perf_counter()
            yield await self._converted(piece, all_between=True)
            await pace.after_chunk(len(piece), time.perf_counter() - began)

    async def convert_picked(self, ids: Sequence[Any], summary: Summary) -> list[Any]:
        """Move some documents over, until nothing is left to be done. Returns the ids of those that are gone."""
        found = await self.patience.insist(lambda: self._moving.picked(self._migration, ids))
        for _, piece in groupby(found, lambda document: bracket(document["_id"])):
            converted = await self._converted([*piece])
            summary.add(converted)
            if converted.moved:
                await self._caught_up(await self._judged_again(converted))
        there = {key(document["_id"]) for document in found}
        return [id_ for id_ in ids if key(id_) not in there]

    async def judge(self) -> AsyncIterator[Judged]:
        """What would become of everything; writes nothing."""
        async for piece in self.pieces(lambda: MOST):
            yield await self._judged(piece)

    async def verify(self, summary: Summary, *, catching_up: bool) -> AsyncIterator[int]:
        """Add everything that is not as it should be to the summary; tells how many were looked at.

        `catching_up` first moves over again what the old application wrote meanwhile.
        """
        async for piece in self.pieces(lambda: MOST):
            judged = await self._judged(piece)
            if catching_up:
                judged = await self._caught_up(judged)
            summary.blame(await self._differences(judged, correcting=catching_up))
            summary.seen += len(piece)
            summary.reasons.update(why.reason for why in judged.aside.values())
            yield len(piece)

    async def _judged(self, piece: Sequence[Raw]) -> Judged:
        return await self.patience.insist(lambda: self._conversion.judge(self._migration, piece))

    async def _judged_again(self, judged: Judged) -> Judged:
        return await self._judged(await self.patience.insist(lambda: self._again(judged.documents)))

    async def _converted(self, piece: Sequence[Raw], *, all_between: bool = False) -> Judged:
        """Convert a piece; after an error what is there then, because nobody knows how far it came."""
        first = piece

        async def attempt() -> Judged:
            nonlocal first
            documents, first = first or await self._again(piece), []
            return await self._conversion.convert(self._migration, documents, all_between=all_between)

        return await self.patience.insist(attempt)

    async def _again(self, piece: Sequence[Raw]) -> list[Raw]:
        """The same documents as they are now, less those that are gone."""
        return await self._moving.picked(self._migration, [document["_id"] for document in piece])

    async def _caught_up(self, judged: Judged) -> Judged:
        for _ in range(CATCHES_UP):
            if not judged.moved:
                break
            await self._converted(judged.documents)
            judged = await self._judged_again(judged)
        return judged

    async def _differences(self, judged: Judged, *, correcting: bool) -> list[Named]:
        if not judged.documents:
            return []
        first, last = judged.documents[0]["_id"], judged.documents[-1]["_id"]
        images = await self.patience.insist(lambda: self._pre_images.between(self._migration.name, first, last))
        found = []
        for document, verdict in zip(judged.documents, judged.verdicts, strict=True):
            image = images.get(key(document["_id"]))
            if words := difference(self._migration, document, verdict, image, judged.around):
                found.append(Named(document["_id"], words))
            elif correcting and image and not isinstance(verdict, Change):
                await self._correct(document, image, judged)
        return found

    async def _correct(self, document: Raw, image: Raw, judged: Judged) -> None:
        if corrected := overtaken(self._migration, document, image, judged.around):
            await self.patience.insist(lambda: self._pre_images.correct(corrected))
