"""One pass over the documents of a migration: with patience, at a pace, telling how far it is."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from itertools import groupby
from typing import Any

from multitrainer.migrations.migration import Migration, Moved
from multitrainer.migrations.verifying import difference, overtaken
from multitrainer.repositories.moving import Moving
from multitrainer.repositories.pre_images import PreImages
from multitrainer.repositories.set_aside import SetAsides
from multitrainer.repositories.walks import START
from multitrainer.services.moving_over.conversion import Conversion, Judged
from multitrainer.services.moving_over.limits import MOST
from multitrainer.services.moving_over.pace import Pace
from multitrainer.services.moving_over.patience import Patience
from multitrainer.services.moving_over.summaries import Named, Summary
from multitrainer.stored.order import bracket, key

Raw = dict[str, Any]

COURSES_AT_ONCE = 100
"""Where their batches are read as well, which are many."""

CATCHES_UP = 10
"""How often a document is moved over again that the old application keeps changing, before it counts as wrong."""


class Passes:
    """Walks through one migration's documents. Raises Unavailable when the database stays away, or PyMongoError."""

    def __init__(
        self,
        migration: Migration,
        moving: Moving,
        conversion: Conversion,
        pre_images: PreImages,
        set_asides: SetAsides,
        patience: Patience,
    ) -> None:
        self._migration = migration
        self._moving = moving
        self._conversion = conversion
        self._pre_images = pre_images
        self._set_asides = set_asides
        self.patience = patience
        self._most = COURSES_AT_ONCE if migration.reads_batches else MOST

    async def count(self) -> int:
        """How many documents there are, about."""
        return await self.patience.insist(lambda: self._moving.count(self._migration.collection))

    def pieces(self, size: Callable[[], int], after: Any = START) -> AsyncIterator[list[Raw]]:
        """All documents behind an `_id`, in pieces."""
        return self.patience.walk(lambda last: self._moving.pieces(self._migration, size, last), "_id", after)

    async def convert(
        self, pace: Pace, after: Any = START, still: Callable[[], Awaitable[None]] | None = None
    ) -> AsyncIterator[Judged]:
        """Move everything behind an `_id` over. `still` is asked before each piece, and raises what ends it."""
        async for piece in self.pieces(lambda: min(pace.size(), self._most), after):
            await self.patience.insist(pace.before_chunk)
            if still:
                await self.patience.insist(still)
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
                await self._caught_up(await self._judged_again(converted.moved))
                await self.correct(converted.moved)
        there = {key(document["_id"]) for document in found}
        return [id_ for id_ in ids if key(id_) not in there]

    async def correct(self, moved: Sequence[Moved]) -> None:
        """Correct the images of documents that the old application wrote while they were moved."""
        judged, ids = await self._judged_again(moved), [one.document["_id"] for one in moved]
        images = await self.patience.insist(lambda: self._pre_images.of(self._migration.name, ids))
        for document in judged.documents:
            if image := images.get(key(document["_id"])):
                await self._corrected(document, image, judged)

    async def judge(self) -> AsyncIterator[Judged]:
        """What would become of everything; writes nothing."""
        async for piece in self.pieces(lambda: self._most):
            yield await self._judged(piece, all_between=True)

    async def verify(self, summary: Summary, *, catching_up: bool) -> AsyncIterator[int]:
        """Add everything that is not as it should be to the summary; tells how many were looked at.

        `catching_up` first moves over again what the old application wrote meanwhile.
        """
        async for piece in self.pieces(lambda: self._most):
            judged = await self._judged(piece, all_between=True)
            for part in await self._caught_up(judged) if catching_up else [judged]:
                tried = await self._as_tried(part)
                if catching_up and tried.aside:
                    await self._put_aside(tried)
                summary.blame(await self._differences(tried, correcting=catching_up))
                summary.reasons.update(why.reason for why in tried.aside.values())
            summary.seen += len(piece)
            yield len(piece)

    async def _put_aside(self, judged: Judged) -> None:
        settle, name = self._set_asides.settle, self._migration.name
        await self.patience.insist(lambda: settle(name, judged.documents, judged.aside))

    async def _as_tried(self, judged: Judged) -> Judged:
        """Where the server refused a change when it was last tried, the document is aside."""
        ids = [one.document["_id"] for one in judged.moved]
        tried = await self.patience.insist(lambda: self._set_asides.refused(self._migration.name, ids))
        return judged.refused(tried)

    async def _judged(self, piece: Sequence[Raw], *, all_between: bool = False) -> Judged:
        judge = self._conversion.judge
        return await self.patience.insist(lambda: judge(self._migration, piece, all_between=all_between))

    async def _judged_again(self, moved: Sequence[Moved]) -> Judged:
        piece = [one.document for one in moved]
        return await self._judged(await self.patience.insist(lambda: self._again(piece)))

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

    async def _caught_up(self, judged: Judged) -> list[Judged]:
        """Each document as it was when nothing was left to be done on it, or could be, or else in the end."""
        settled = []
        for _ in range(CATCHES_UP):
            settled.append(judged.settled)
            if not judged.moved:
                return settled
            converted = await self._converted([one.document for one in judged.moved])
            settled.append(converted.settled)
            judged = await self._judged_again(converted.moved)
        return [*settled, judged]

    async def _differences(self, judged: Judged, *, correcting: bool) -> list[Named]:
        if not judged.documents:
            return []
        first, last = judged.documents[0]["_id"], judged.documents[-1]["_id"]
        images = await self.patience.insist(lambda: self._pre_images.between(self._migration.name, first, last))
        found = []
        for document, verdict in zip(judged.documents, judged.verdicts, strict=True):
            image = images.get(key(document["_id"]))
            if correcting and image:
                image = await self._corrected(document, image, judged)
            if words := difference(document, verdict, image):
                found.append(Named(document["_id"], words))
        return found

    async def _corrected(self, document: Raw, image: Raw, judged: Judged) -> Raw:
        """The image as it should have been kept, where the old application was quicker."""
        corrected = overtaken(self._migration, document, image, judged.around)
        if corrected:
            await self.patience.insist(lambda: self._pre_images.correct(corrected))
        return corrected or image
