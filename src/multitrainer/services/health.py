"""Whether the service can do its work."""

from multitrainer.database import Database
from multitrainer.failures import AWAY, REFUSED
from multitrainer.repositories.health import Readable


class Health:
    """Asks what the service depends on."""

    def __init__(self, database: Database, readable: Readable) -> None:
        self._database = database
        self._readable = readable

    async def dependencies(self) -> dict[str, bool]:
        """Each dependency by name, and whether it does its work: a server that answers may be unable to read."""
        try:
            await self._database.ping()
            await self._readable.prove()
        except (*AWAY, *REFUSED):
            return {"mongodb": False}
        return {"mongodb": True}
