"""Beanie's documents belong to the process, and to the database that connected last in it."""

from collections.abc import Mapping
from typing import Any

from multitrainer.database import Database
from multitrainer.documents import User
from multitrainer.metrics import Metrics
from multitrainer.settings import Settings


async def test_documents_are_read_from_the_database_that_connected_last(
    mongodb_uri: str, settings: Settings, database: Database
) -> None:
    await database.motor.users.insert_one({"name": "Ada"})
    other = settings.model_copy(update={"mongodb_database": f"{settings.mongodb_database}_other"})
    async with Database(mongodb_uri, other, Metrics()) as later:
        await later.motor.users.insert_one({"name": "Ben"})
        assert await User.get_motor_collection().distinct("name") == ["Ben"]
        await later.client.drop_database(other.mongodb_database)
    async with Database(mongodb_uri, settings, Metrics()):
        assert await User.get_motor_collection().distinct("name") == ["Ada"]


async def test_whoever_connects_again_asks_the_server_for_its_version_no_more(
    mongodb_uri: str, settings: Settings, database: Database
) -> None:
    metrics = Metrics()
    async with Database(mongodb_uri, settings, metrics, makes_indexes=False):
        assert asked(metrics) == {"hello"}


def asked(metrics: Metrics) -> set[str]:
    """The commands that were sent."""
    labels: list[Mapping[str, Any]] = [one.labels for kind in metrics.operations.collect() for one in kind.samples]
    return {str(label["command"]) for label in labels}
