"""People who sign in: users as the old application stores them, and how our doors see those who have."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import bcrypt
from bson import ObjectId

from multitrainer import clock
from multitrainer.database import Database
from multitrainer.domain.actors import Actor
from multitrainer.domain.errors import MultitrainerError
from multitrainer.identity.callers import Caller
from multitrainer.repositories.callers import Callers
from multitrainer.services import Services
from multitrainer.services.people.sign_ins import Granted
from multitrainer.stored.users import UserSchema

Raw = dict[str, Any]

PASSWORD, WRONG = "correct horse battery staple", "wrong horse"
ADA, BEN, ZOE = (ObjectId(f"a1000000000000000000000{n}") for n in range(3))
HERE = "192.0.2.1"
FAILURES = 2
"""How many an account may have."""


class SetClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = clock.now()  # because who reads a token goes by the real time

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        """Some time passes."""
        self.at += timedelta(**by)


def old_hash(password: str, cost: int = 4) -> str:
    """What bcryptjs makes of a password."""
    return bcrypt.hashpw(password.encode()[:72], bcrypt.gensalt(cost, b"2b")).decode()


async def found(database: Database) -> None:
    """Ada is an admin, Ben a trainer and Zoe a student; all have the same password."""
    people = ((ADA, "Ada", "admin"), (BEN, "Ben", "trainer"), (ZOE, "Zoe", "student"))
    await database.motor.users.insert_many(
        {"_id": id_, "name": name, "email": f"{name.lower()}@x.example", "role": role, "password": old_hash(PASSWORD)}
        for id_, name, role in people
    )


def caller_with(services: Services, access_token: str) -> Caller:
    """Whoever shows this token."""
    return services.doorkeeper.caller(f"Bearer {access_token}", None)


async def actor_of(caller: Caller, now: Callable[[], datetime]) -> Actor:
    """Who that is at this moment. Raises NotSignedIn."""
    return await Callers(UserSchema(), now).find(caller)


async def sign_in(services: Services, email: str = "ada@x.example", password: str = PASSWORD) -> Granted:
    """Somebody signs in."""
    return await services.sign_ins.sign_in(email, password, HERE)


async def outcome(services: Services, password: str, email: str = "ada@x.example", address: str = HERE) -> str:
    """What comes of trying to."""
    try:
        await services.sign_ins.sign_in(email, password, address)
    except MultitrainerError as error:
        return type(error).__name__
    return "in"
