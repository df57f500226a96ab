"""What people, batches and courses are called, for whoever has been shown their ids."""

from collections.abc import Iterable

from multitrainer.repositories.names import names_of
from multitrainer.repositories.users import Users
from multitrainer.stored.ids import is_id


class Names:
    """Use cases of names. They are for what somebody has read already: nobody is asked whether they may once more."""

    def __init__(self, users: Users) -> None:
        self._users = users

    async def of(
        self, *, users: Iterable[str] = (), batches: Iterable[str] = (), courses: Iterable[str] = ()
    ) -> dict[str, str]:
        """The names, by id. What is gone, has no name, or is only supposed, is missing."""
        people = [*dict.fromkeys(filter(is_id, users))]
        found = {id_: one.get("name") for id_, one in (await self._users.by_id(people)).items()} if people else {}
        named = {id_: name for id_, name in found.items() if isinstance(name, str) and name.strip()}
        return named | await names_of("batches", {*filter(is_id, batches)}) | await names_of("courses", {*courses})
