"""Undoing a migration: our fields as they were, wherever nobody changed them since."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from multitrainer.clock import Clock
from multitrainer.migrations.migration import Migration, Statement
from multitrainer.migrations.verdicts import OWN, same
from multitrainer.repositories.moving import Moving
from multitrainer.repositories.pre_images import PreImages
from multitrainer.repositories.walks import START
from multitrainer.services.patience import Patience
from multitrainer.services.summaries import Named, Summary
from multitrainer.stored.guards import as_read
from multitrainer.stored.order import Key, key

Raw = dict[str, Any]

CHUNK = 500
RESTORED = "restored"
CHANGED_SINCE = "trainers or instructor were changed after the migration; left as they are."


class Undoing:
    """Restores pre-images. Raises Unavailable when the database stays away, or PyMongoError."""

    def __init__(
        self, migration: Migration, moving: Moving, pre_images: PreImages, patience: Patience, clock: Clock
    ) -> None:
        self._migration = migration
        self._moving = moving
        self._pre_images = pre_images
        self._patience = patience
        self._clock = clock

    async def count(self) -> int:
        """How many pre-images there are."""
        return await self._patience.insist(lambda: self._pre_images.count(self._migration.name))

    async def restore(self, summary: Summary) -> AsyncIterator[int]:
        """Restore everything that can be; tells how many were looked at."""
        async for images in self._pieces():
            summary.blame(await self._patience.insist(lambda: self._restore(images, summary)))  # noqa: B023
            yield len(images)

    def _pieces(self) -> AsyncIterator[list[Raw]]:
        pieces, name = self._pre_images.pieces, self._migration.name
        return self._patience.walk(lambda last: pieces(name, CHUNK, last), "of", START)

    async def _restore(self, images: Sequence[Raw], summary: Summary) -> list[Named]:
        present, before = await self._present(images), {key(image["of"]): image["before"] for image in images}
        mine = [image for image in images if _is(present.get(key(image["of"])), image["after"])]
        if mine:
            await self._moving.apply(self._migration, [self._inverse(image) for image in mine])
            present = await self._present(images)
        left = {k: document for k, document in present.items() if not _is(document, before[k])}
        await self._pre_images.drop([image for image in images if key(image["of"]) not in left])
        summary.seen += len(images)
        # Not those that this attempt restored: the one before may not have heard of what it did.
        summary.kinds[RESTORED] += len(present) - len(left)
        return [Named(document["_id"], CHANGED_SINCE) for document in left.values()]

    async def _present(self, images: Sequence[Raw]) -> Mapping[Key, Raw]:
        found = await self._moving.picked(self._migration, [image["of"] for image in images])
        return {key(document["_id"]): document for document in found}

    def _inverse(self, image: Raw) -> Statement:
        guard = {"_id": {"$eq": image["of"]}, **as_read(image["after"], *OWN)}
        return Statement(guard, self._migration.inverse(image["before"], self._clock()))


def _is(document: Raw | None, fields: Raw) -> bool:
    return document is not None and same(document, fields)
