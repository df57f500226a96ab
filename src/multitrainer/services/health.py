"""Whether the service can do its work."""

from multitrainer.database import AWAY, Database


class Health:
    """Asks what the service depends on."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def dependencies(self) -> dict[str, bool]:
        """Each dependency by name, and whether it answers."""
        try:
            await self._database.ping()
        except AWAY:
            return {"mongodb": False}
        return {"mongodb": True}
