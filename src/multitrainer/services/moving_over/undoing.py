"""Undoing a migration: our fields as they were, wherever nobody changed them since."""

from collections.abc import AsyncIterator, Mapping, Sequence, Set
from typing import Any, NamedTuple

from multitrainer.clock import Clock
from multitrainer.migrations import ALL
from multitrainer.migrations.images import can_go_back
from multitrainer.migrations.migration import Migration, Statement
from multitrainer.migrations.verdicts import OWN, same
from multitrainer.repositories.moving import Moving
from multitrainer.repositories.pre_images import PreImages
from multitrainer.repositories.walks import START
from multitrainer.services.changes.refusals import refused
from multitrainer.services.moving_over.patience import Patience
from multitrainer.services.moving_over.summaries import Named, Summary
from multitrainer.stored.guards import as_read
from multitrainer.stored.order import Key, key

Raw = dict[str, Any]

CHUNK = 500
RESTORED = "restored"
CHANGED_SINCE = "trainers or instructor were changed after the migration; left as they are."


def earlier_on(migration: Migration) -> str | None:
    """The migration before this one that changes the same documents."""
    before = [one.name for one in ALL[: ALL.index(migration)] if one.collection == migration.collection]
    return before[-1] if before else None


class Found(NamedTuple):
    """A pre-image, its document as it is now (None where it is gone), and an earlier migration's image of it."""

    image: Raw
    document: Raw | None
    earlier: Raw | None = None

    @property
    def can_go_back(self) -> bool:
        """Whether it is as we left it."""
        return self.document is not None and not self.is_back and can_go_back(self.image, self.document, self.earlier)

    @property
    def was_left(self) -> bool:
        """Whether the walk through the documents came upon it, and left it."""
        return self.document is not None and bool(self.image.get("left"))

    @property
    def is_back(self) -> bool:
        """Whether nothing is to be done."""
        return self.document is None or same(self.document, self.image["before"])


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
        self._earlier = earlier_on(migration)

    async def count(self) -> int:
        """How many pre-images there are."""
        return await self._patience.insist(lambda: self._pre_images.count(self._migration.name))

    async def restore(self, summary: Summary) -> AsyncIterator[int]:
        """Restore everything that can be; tells how many pre-images were looked at.

        First in the order of the documents, which takes few reads. Then the images of documents that were not come
        upon: those are gone, or were moved over meanwhile.
        """
        async for documents in self._documents():
            found = await self._patience.insist(lambda: self._imaged(documents))  # noqa: B023
            yield await self._put_back(found, summary)
        async for images in self._images():
            found = await self._patience.insist(lambda: self._found(images))  # noqa: B023
            yield await self._put_back([one for one in found if not one.was_left], summary)

    async def forget_left(self) -> None:
        """A new way begins: what an ended way back left is as it is."""
        async for images in self._images():
            left = [image for image in images if image.get("left")]
            await self._patience.insist(lambda: self._pre_images.drop(left))  # noqa: B023

    def _documents(self) -> AsyncIterator[list[Raw]]:
        walk = self._moving.pieces
        return self._patience.walk(lambda last: walk(self._migration, lambda: CHUNK, last), "_id", START)

    def _images(self) -> AsyncIterator[list[Raw]]:
        pieces, name = self._pre_images.pieces, self._migration.name
        return self._patience.walk(lambda last: pieces(name, CHUNK, last), "of", START)

    async def _imaged(self, documents: Sequence[Raw]) -> list[Found]:
        """Those of some documents in a row that have an image."""
        first, last, there = documents[0]["_id"], documents[-1]["_id"], {key(one["_id"]): one for one in documents}
        images = await self._pre_images.between(self._migration.name, first, last)
        earlier = await self._pre_images.between(self._earlier, first, last) if self._earlier and images else {}
        return [Found(image, there[of], earlier.get(of)) for of, image in images.items() if of in there]

    async def _found(self, images: Sequence[Raw]) -> list[Found]:
        """What these images, of documents from anywhere, are of."""
        by_id = {key(image["of"]): image for image in images}
        there, ids = await self._present(images), [image["of"] for image in images]
        earlier = await self._pre_images.of(self._earlier, ids) if self._earlier else {}
        return [Found(image, there.get(of), earlier.get(of)) for of, image in by_id.items()]

    async def _put_back(self, found: Sequence[Found], summary: Summary) -> int:
        left = await self._patience.insist(lambda: self._restore(found))
        await self._patience.insist(lambda: self._tidy(found, {key(one.image["of"]) for one, _ in left}))
        summary.seen += len(found)
        # Not those that this attempt restored: the one before may not have heard of what it did.
        summary.kinds[RESTORED] += sum(one.document is not None for one in found) - len(left)
        summary.blame([Named(one.image["of"], why) for one, why in left])
        return len(found)

    async def _restore(self, found: Sequence[Found]) -> list[tuple[Found, str]]:
        """Those that were left, and why."""
        mine = [one for one in found if one.can_go_back]
        matched = 0

        async def write(some: Sequence[Found]) -> None:
            nonlocal matched
            matched += await self._moving.apply(self._migration, [self._inverse(one) for one in some])

        refusals = {key(one.image["of"]): why.detail for one, why in await refused(mine, write)}
        if matched < len(mine):  # somebody else was quicker
            now = await self._present([one.image for one in mine])
            mine = [one for one in mine if Found(one.image, now.get(key(one.image["of"]))).is_back]
        done = {key(one.image["of"]) for one in mine}
        left = [one for one in found if not one.is_back and key(one.image["of"]) not in done]
        return [(one, refusals.get(key(one.image["of"]), CHANGED_SINCE)) for one in left]

    async def _tidy(self, found: Sequence[Found], left: Set[Key]) -> None:
        await self._pre_images.leave([one.image for one in found if key(one.image["of"]) in left])
        await self._pre_images.drop([one.image for one in found if key(one.image["of"]) not in left])

    async def _present(self, images: Sequence[Raw]) -> Mapping[Key, Raw]:
        found = await self._moving.picked(self._migration, [image["of"] for image in images])
        return {key(document["_id"]): document for document in found}

    def _inverse(self, found: Found) -> Statement:
        assert found.document
        guard = {"_id": {"$eq": found.image["of"]}, **as_read(found.document, *OWN)}
        return Statement(guard, self._migration.inverse(found.image["before"], self._clock()))
