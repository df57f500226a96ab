"""Whoever calls, with what proves who they are."""

from datetime import timedelta

from bson import ObjectId

from multitrainer import clock
from multitrainer.documents import ApiKey
from multitrainer.domain.actors import Scope
from multitrainer.identity.callers import Person
from multitrainer.identity.keys import API_KEY, Key, new_key
from multitrainer.repositories.callers import Callers, RoleNames
from multitrainer.repositories.sign_ins import SignIns
from multitrainer.stored.ids import new_id, oid

CALLERS = Callers(RoleNames("role", ("admin",), ("trainer", "instructor", "teacher")), clock.now)
"""Tells who calls, by the settings that nobody changed."""


async def signed_in(user: ObjectId) -> Person:
    """A user, signed in for an hour."""
    now = clock.now()
    return Person(str(user), (await SignIns().begin(str(user), now, now + timedelta(hours=1))).id)


async def machine(*scopes: Scope) -> Key:
    """A machine whose key has these scopes."""
    key = new_key(API_KEY, new_id())
    named = [scope.value for scope in scopes]
    await ApiKey(
        id=oid(key.id), name="a test", digest=key.digest, scopes=named, created_at=clock.now(), created_by="a test"
    ).insert()
    return key
