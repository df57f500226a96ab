"""Whoever calls, with what proves who they are."""

from datetime import timedelta
from typing import Any

from bson import ObjectId
from motor.motor_asyncio import AsyncIOMotorDatabase

from multitrainer import clock
from multitrainer.documents import ApiKey
from multitrainer.domain.actors import Scope
from multitrainer.identity.callers import Person
from multitrainer.identity.keys import API_KEY, Key, new_key
from multitrainer.repositories.callers import Callers
from multitrainer.repositories.sign_ins import SignIns
from multitrainer.stored.ids import new_id, oid
from multitrainer.stored.users import UserSchema

CALLERS = Callers(UserSchema(), clock.now)
"""Tells who calls, by the settings that nobody changed."""


async def signed_in(user: ObjectId) -> Person:
    """A user, signed in for an hour."""
    now = clock.now()
    return Person(str(user), (await SignIns().begin(str(user), now, now + timedelta(hours=1))).id)


ADMINS_KEY = new_key(API_KEY, new_id())
AS_ADMIN = {"X-API-Key": str(ADMINS_KEY)}
"""Headers of a machine that may do what an admin may, wherever it was admitted."""


async def machine(*scopes: Scope) -> Key:
    """A machine whose key has these scopes."""
    key = new_key(API_KEY, new_id())
    await ApiKey.get_motor_collection().insert_one(_kept(key, *scopes))
    return key


async def admit(database: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    """Whoever sends AS_ADMIN may come in."""
    kept = _kept(ADMINS_KEY, Scope.ADMIN)
    await database["multitrainer_api_keys"].replace_one({"_id": kept["_id"]}, kept, upsert=True)


def _kept(key: Key, *scopes: Scope) -> dict[str, Any]:
    named = [scope.value for scope in scopes]
    about = {
        "name": "a test",
        "scopes": named,
        "created_by": "a test",
        "created_at": clock.now(),
        "last_used_at": clock.now(),
    }
    return {"_id": oid(key.id), "digest": key.digest, **about}
