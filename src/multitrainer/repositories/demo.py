"""What has been loaded of the demo, and the password that its accounts were given."""

from collections.abc import Iterator
from contextlib import contextmanager

from pymongo.errors import DuplicateKeyError

from multitrainer.database import Outdated
from multitrainer.documents import LoadedDemo

PASSWORD = "password"  # noqa: S105  (under which the hash is kept)


class LoadedDemos:
    """Remembers which of the demo's courses were loaded to their end."""

    async def among(self, names: list[str]) -> set[str]:
        """Those of some courses, by the demo's own names of them, that were."""
        found = LoadedDemo.get_motor_collection().find({"_id": {"$in": names}})
        return {str(row["_id"]) async for row in found}

    async def add(self, name: str) -> None:
        """Remember a course, if that has not been done already."""
        await LoadedDemo.get_motor_collection().update_one({"_id": name}, {"$setOnInsert": {"_id": name}}, upsert=True)

    async def give_password(self, hashed: str) -> str:
        """The hash that every account of the demo gets: this one, unless another process has been quicker."""
        change = {"$setOnInsert": {"hash": hashed}}
        await LoadedDemo.get_motor_collection().update_one({"_id": PASSWORD}, change, upsert=True)
        return await self.password() or hashed

    async def password(self) -> str | None:
        """That hash; None where no account was made."""
        kept = await LoadedDemo.get_motor_collection().find_one({"_id": PASSWORD})
        return kept["hash"] if kept else None


@contextmanager
def beside_another() -> Iterator[None]:
    """Raises Outdated when another process, which loads the same, has just made what is being made here."""
    try:
        yield
    except DuplicateKeyError as made:
        raise Outdated from made
