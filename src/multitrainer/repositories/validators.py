"""The validators of collections, and the documents that a shape would not allow."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase
from pymongo.errors import OperationFailure

from multitrainer import leases
from multitrainer.domain.errors import Contended, RefusedByDatabase
from multitrainer.domain.validation import Offenders, Validation
from multitrainer.failures import AWAY, away, in_time, telling
from multitrainer.wire import shown_id

Raw = dict[str, Any]

SAMPLES = 10
NOT_PERMITTED = 13
JOURNALLED = {"w": "majority", "j": True}
LEASE = "validators"


class Validators:
    """Reads and sets what collections of the institute's demand of their documents.

    Every method raises RefusedByDatabase where the rights don't suffice, and Unavailable.
    """

    def __init__(self, database: AsyncIOMotorDatabase[Raw]) -> None:
        self._database = database

    async def read(self, collection: str) -> Validation | None:
        """What a collection demands now; None where there is no such collection."""
        wanted = {"name": collection, "type": "collection"}
        with _explained(collection, "listCollections"), in_time():
            options = self._database.codec_options  # what is read here is written back: no date may be out of range
            found = await self._database.command("listCollections", filter=wanted, codec_options=options)
        for row in found["cursor"]["firstBatch"]:
            return _validation(row["options"])
        return None

    async def offenders(self, collection: str, shape: Raw) -> Offenders:
        """Every document that a `$jsonSchema` does not allow. Reads the whole collection, for as long as that takes."""
        offending = {"$nor": [{"$jsonSchema": shape}]}
        with _explained(collection, "find"):
            count = await self._database[collection].count_documents(offending)
            some = self._database[collection].find(offending, {"_id": 1}).limit(SAMPLES) if count else None
            samples = await some.to_list(None) if some else []
        return Offenders(count, tuple(shown_id(row["_id"]) for row in samples))

    async def set(self, collection: str, validation: Validation, meanwhile: Raw) -> None:
        """Demand this from now on, and nothing else; until level and action are set, the validator of `meanwhile`.

        One thing after the other, because not every engine changes all three at once (docs/engines.md).
        """
        await self._change(collection, validator=meanwhile)
        await self._change(collection, validationLevel=validation.level, validationAction=validation.action)
        await self._change(collection, validator=validation.validator)

    async def _change(self, collection: str, **to: Raw | str) -> None:
        with _explained(collection, "collMod"), in_time():
            await self._database.command({"collMod": collection, **to, "writeConcern": JOURNALLED})

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Be the only one of us who sets validators. Raises Contended."""
        async with AsyncExitStack() as stack:
            with _explained(LEASE, "update"):
                try:
                    await stack.enter_async_context(leases.held(LEASE))
                except TimeoutError:
                    raise Contended("Somebody else has been setting the validators for long. Try again.") from None
            yield


def _validation(options: Raw) -> Validation:
    """What is left out means MongoDB's default."""
    names = {"validator": "validator", "validationLevel": "level", "validationAction": "action"}
    return Validation(**{ours: options[name] for name, ours in names.items() if name in options})


@contextmanager
def _explained(collection: str, command: str) -> Iterator[None]:
    try:
        with telling():
            yield
    except AWAY as error:
        raise away() from error
    except OperationFailure as error:
        raise RefusedByDatabase(_why(error, collection, command), fields=[]) from error


def _why(error: OperationFailure, collection: str, command: str) -> str:
    if error.code == NOT_PERMITTED:
        return (
            f"The database user may not {command} on {collection}. Whoever runs the database can give the rights: "
            "the role dbAdmin beside readWrite has them."
        )
    name = (error.details or {}).get("codeName") or f"code {error.code}"
    return f"The database refuses to {command} {collection} ({name}). Whoever runs the database knows why."
