"""The small school of tests/school.py, again and again in one database: making a database takes longer than a test."""

from multitrainer.database import Database
from tests import school


async def found_anew(database: Database) -> None:
    """Empty the database, and found the school."""
    for collection in ("users", "courses", "batches"):
        await database.motor[collection].delete_many({})
    await school.found(database)
