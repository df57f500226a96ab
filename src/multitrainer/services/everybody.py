"""All trainers of the institute."""

from multitrainer.repositories.users import Users

AT_ONCE = 500


async def everybody(users: Users) -> dict[str, str | None]:
    """The names of all trainers, by id, in the order in which they were made."""
    found: dict[str, str | None] = {}
    cursor: str | None = None
    while True:
        page = await users.trainers(cursor, AT_ONCE)
        found.update({str(user["_id"]): user.get("name") for user in page.items})
        if (cursor := page.next) is None:
            return found
