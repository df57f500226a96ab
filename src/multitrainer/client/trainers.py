"""Trainers."""

from collections.abc import AsyncIterator, Callable, Sequence

import httpx

from multitrainer.client.messages import body, view, views
from multitrainer.client.paging import PAGE_SIZE, each
from multitrainer.client.transport import Call, Transport, path
from multitrainer.client.updating import updated
from multitrainer.schemas.base import Page
from multitrainer.schemas.batches import BatchOfTrainer
from multitrainer.schemas.trainers import NewTrainer, Trainer, TrainerPatch


class Trainers:
    """`client.trainers`: the users who may teach."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def page(self, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[Trainer]:
        """One page of the trainers, in the order they were made. Raises InvalidInput for a foreign cursor."""
        query = {"cursor": cursor, "limit": limit}
        return view(Page[Trainer], await self._transport.send(Call("GET", path("trainers"), query)))

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
        """Create a trainer. Raises InvalidInput, EmailTaken, Contended."""
        new = body(NewTrainer, name=name, email=email, phone=phone, specialization=specialization)
        return view(Trainer, await self._transport.send(Call("POST", path("trainers"), body=new)))

    async def read(self, trainer: str) -> Trainer:
        """Read a trainer. Raises TrainerNotFound."""
        return view(Trainer, await self._transport.send(Call("GET", path("trainers", trainer))))

    async def patch(self, trainer: str, patch: TrainerPatch, *, if_match: str | None = None) -> Trainer:
        """Change a trainer; what the patch leaves out stays.

        Raises:
            TrainerNotFound, EmailTaken, Contended.
            Stale: the trainer is no longer the one with the tag `if_match`.
        """
        call = Call("PATCH", path("trainers", trainer), body=patch, if_match=if_match)
        return view(Trainer, await self._transport.send(call))

    async def update(self, trainer: str, change: Callable[[Trainer], TrainerPatch], *, attempts: int = 1) -> Trainer:
        """Read a trainer, and change them on the condition that nobody else did meanwhile.

        Args:
            trainer: The trainer's id.
            change: What to change, given the trainer as they are. Called again after each new reading.
            attempts: How often to read and try before somebody else's being quicker is an error.

        Raises:
            TrainerNotFound, EmailTaken, Contended.
            Stale: somebody else was quicker each time.
        """

        async def write(seen: Trainer) -> Trainer:
            return await self.patch(trainer, change(seen), if_match=seen.etag)

        return await updated(lambda: self.read(trainer), write, attempts)

    def batches(self, trainer: str, *, page_size: int | None = None) -> AsyncIterator[BatchOfTrainer]:
        """The batches whose primary a trainer is, all at once, or page by page where a size is given."""

        async def read(cursor: str | None) -> Page[BatchOfTrainer]:
            query = {"cursor": cursor, "limit": page_size}
            answer = await self._transport.send(Call("GET", path("trainers", trainer, "batches"), query))
            return Page[BatchOfTrainer](items=views(BatchOfTrainer, answer), next=_cursor_of_next(answer))

        return each(read)


def _cursor_of_next(answer: httpx.Response) -> str | None:
    """What the Link header leads to. Its host is the one that the service knows itself by, which need not be ours."""
    link = answer.links.get("next")
    return httpx.URL(link["url"]).params.get("cursor") if link else None
