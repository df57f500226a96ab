"""Students: the users who are taught."""

from multitrainer.domain.actors import Actor
from multitrainer.repositories.users import Users


class Students:
    """Use cases of students."""

    def __init__(self, users: Users) -> None:
        self._users = users

    async def register(self, actor: Actor, names: dict[str, str]) -> None:
        """Make students, by id and name; those who exist stay as they are."""
        await self._users.insert_students({student: {"name": name} for student, name in names.items()})
