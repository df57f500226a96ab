"""One database, and the two that live on it: the service and the old application."""

import json
from dataclasses import dataclass
from typing import Any

import httpx
from bson import ObjectId
from motor.motor_asyncio import AsyncIOMotorDatabase

from tests.interop.old_application import OldApplication, Raw

ADA, BEN, CAM, DAN, EVE, GONE = (ObjectId(f"a0000000000000000000000{n}") for n in range(6))
BATCH_1, BATCH_2 = (ObjectId(f"b0000000000000000000000{n}") for n in range(2))
COLLECTIONS = {"User": "users", "Course": "courses", "Batch": "batches"}
MONGOOSE, DRIVER = WRITERS = ("mongoose", "driver")


@dataclass(frozen=True, slots=True)
class World:
    """A database, the service over HTTP, and the old application."""

    database: AsyncIOMotorDatabase[Raw]
    http: httpx.AsyncClient
    old: OldApplication

    async def store(self, model: str, document: Raw, writer: str = MONGOOSE) -> ObjectId:
        """A new document, written by Mongoose (which adds defaults, `__v` and the times) or as it is."""
        id_ = ObjectId()
        if writer == MONGOOSE:
            await self.old.create(model, {"_id": id_, **document})
        else:
            await self.database[COLLECTIONS[model]].insert_one({"_id": id_, **document})
        return id_

    async def stored(self, model: str, id_: ObjectId) -> Raw:
        """A document as it is stored."""
        found = await self.database[COLLECTIONS[model]].find_one({"_id": id_})
        assert found is not None
        return found

    async def ours(self, path: str) -> Any:
        """What the service answers."""
        return json.loads(await self.request("GET", path))

    async def request(self, method: str, path: str, body: Raw | None = None) -> bytes:
        """Make a request, which has to succeed."""
        answer = await self.http.request(method, path, json=body)
        assert answer.is_success, (method, path, answer.text)
        return answer.content


def entry(trainer: ObjectId | None, **differing: Any) -> Raw:
    """A roster entry with all its fields."""
    full = {"role": "assistant", "workload": 25, "assignedBatches": [BATCH_1], "status": "active"}
    return {"_id": ObjectId(), "trainer": trainer, **full, **differing}


def text(value: Any) -> str:
    """JSON to compare: the order of keys and the notation of numbers do not matter, lines make a readable diff."""
    return json.dumps(json.loads(json.dumps(value), parse_int=float), sort_keys=True, indent=1)
