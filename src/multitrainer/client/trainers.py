"""Trainers."""

from collections.abc import AsyncIterator, Sequence

import httpx

from multitrainer.client.collection import Collection
from multitrainer.client.messages import body, view, views
from multitrainer.client.paging import PAGE_SIZE, each
from multitrainer.client.transport import Call, Transport, path
from multitrainer.schemas.base import Page
from multitrainer.schemas.batches import BatchOfTrainer
from multitrainer.schemas.trainers import NewTrainer, Trainer, TrainerPatch


class Trainers(Collection[Trainer, TrainerPatch]):
    """`client.trainers`: the users who may teach.

    Besides `Stale`, `patch` and `update` raise TrainerNotFound, EmailTaken, Contended, RefusedByDatabase.
    """

    def __init__(self, transport: Transport) -> None:
        super().__init__(transport, "trainers", Trainer, Page[Trainer])

    async def page(self, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[Trainer]:
        """One page of the trainers, in the order they were made. Raises InvalidInput for a foreign cursor."""
        return await self._one_page(cursor=cursor, limit=limit)

    def list(self, page_size: int = PAGE_SIZE) -> AsyncIterator[Trainer]:
        """Every trainer in the order they were made, read page by page."""
        return each(lambda cursor: self.page(cursor, page_size))

    async def create(
        self,
        name: str,
        email: str,
        *,
        phone: str | None = None,
        specialization: str | Sequence[str] | None = None,
    ) -> Trainer:
        """Create a trainer. Raises InvalidInput, EmailTaken, Contended, RefusedByDatabase."""
        new = body(NewTrainer, name=name, email=email, phone=phone, specialization=specialization)
        return view(Trainer, await self._transport.send(Call("POST", path("trainers"), body=new)))

    def batches(self, trainer: str, *, page_size: int | None = None) -> AsyncIterator[BatchOfTrainer]:
        """The batches whose primary a trainer is, all at once, or page by page where a size is given."""

        async def read(cursor: str | None) -> Page[BatchOfTrainer]:
            query = {"cursor": cursor, "limit": page_size}
            answer = await self._transport.send(Call("GET", path("trainers", trainer, "batches"), query))
            return Page[BatchOfTrainer](items=views(BatchOfTrainer, answer), next=_cursor_of_next(answer))

        return each(read)


def _cursor_of_next(answer: httpx.Response) -> str | None:
    """What the Link header leads to. The address in it has no host: it is the one that was asked."""
    link = answer.links.get("next")
    return httpx.URL(link["url"]).params.get("cursor") if link else None
