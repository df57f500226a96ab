"""An e-mail address is looked for as it is written and in small letters, wherever somebody asks for it."""

import pytest

from multitrainer import clock
from multitrainer.database import Database
from multitrainer.repositories.accounts import Accounts
from multitrainer.repositories.register import Register
from multitrainer.repositories.users import Users
from multitrainer.stored.users import UserSchema

SCHEMA = UserSchema(email="mail")


@pytest.mark.parametrize(
    ("stored", "asked", "found"),
    [
        ("boss@x.example", "Boss@X.example", True),
        ("Boss@X.example", "Boss@X.example", True),
        ("boss@x.example", "boss@x.example", True),
        ("Boss@X.example", "boss@x.example", False),  # which no index finds
        ("boss@y.example", "boss@x.example", False),
    ],
)
async def test_all_who_look_for_an_address_find_the_same(
    database: Database, stored: str, asked: str, found: bool
) -> None:
    result = await database.motor.users.insert_one({"mail": stored})
    users = Users(SCHEMA, clock.now)
    assert await users.has_email(asked) is found
    assert await users.has_email(asked, but=str(result.inserted_id)) is False
    assert await Register(SCHEMA, clock.now).has_email(asked) is found
    assert (await Accounts(SCHEMA).by_email(asked) is not None) is found
