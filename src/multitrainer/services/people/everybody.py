"""All trainers of the institute."""

from collections.abc import Collection
from typing import Any

from multitrainer.repositories.users import Users

AT_ONCE = 500


async def everybody(users: Users) -> dict[str, str | None]:
    """The names of all trainers, by id, in the order in which they were made."""
    return {str(user["_id"]): user.get("name") for user in await all_of_them(users)}


async def all_of_them(users: Users, ids: Collection[str] | None = None) -> list[dict[str, Any]]:
    """All trainers, or all of some, in the same order."""
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        page = await users.trainers(cursor, AT_ONCE, ids)
        found += page.items
        if (cursor := page.next) is None:
            return found
