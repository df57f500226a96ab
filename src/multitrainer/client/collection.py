"""What courses, batches and trainers have in common for whoever asks for them."""

from collections.abc import Callable
from typing import Generic, TypeVar

from multitrainer.client.messages import view
from multitrainer.client.transport import Call, Transport, path
from multitrainer.client.updating import updated
from multitrainer.schemas.base import Body, Page, View

V = TypeVar("V", bound=View)
P = TypeVar("P", bound=Body)


class Collection(Generic[V, P]):
    """Things of one kind, each with an id and an address: seen as `V`, changed by `P`."""

    def __init__(self, transport: Transport, name: str, kind: type[V], page: type[Page[V]]) -> None:
        self._transport = transport
        self._name = name
        self._kind = kind
        self._page = page

    async def read(self, id_: str) -> V:
        """Read one of them. Raises what there is for an id that nothing has, such as CourseNotFound."""
        return view(self._kind, await self._transport.send(Call("GET", path(self._name, id_))))

    async def patch(self, id_: str, patch: P, *, if_match: str | None = None) -> V:
        """Change one of them; what the patch leaves out stays.

        Raises:
            Stale: it is no longer the one with the tag `if_match`.
            MultitrainerError: the service refuses, as the class says.
        """
        call = Call("PATCH", path(self._name, id_), body=patch, if_match=if_match)
        return view(self._kind, await self._transport.send(call))

    async def update(self, id_: str, change: Callable[[V], P], *, attempts: int = 1) -> V:
        """Read one of them, and change it on the condition that nobody else did meanwhile.

        Args:
            id_: Which one.
            change: What to change, given the thing as it is. Called again after each new reading.
            attempts: How often to read and try before somebody else's being quicker is an error.

        Raises:
            Stale: somebody else was quicker each time.
            MultitrainerError: the service refuses, as the class says.
        """

        async def write(seen: V) -> V:
            return await self.patch(id_, change(seen), if_match=seen.etag)

        return await updated(lambda: self.read(id_), write, attempts)

    async def _one_page(self, **query: str | int | None) -> Page[V]:
        return view(self._page, await self._transport.send(Call("GET", path(self._name), query)))
