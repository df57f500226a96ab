"""Admins, passwords and who can sign in, as whoever runs the service looks after them."""

import asyncio
from typing import Any

import pytest
from bson import ObjectId
from pwdlib.hashers.bcrypt import BcryptHasher

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, ActorKind
from multitrainer.domain.errors import EmailTaken, NotSignedIn, UserNotFound, WrongCredentials
from multitrainer.repositories.register import PasswordKind, Register
from multitrainer.schemas.accounts import NewAdmin, NewPassword
from multitrainer.services import Services
from multitrainer.settings import Settings

RIGHT, OTHER = "correct horse battery", "another password"
ANN = NewAdmin(name="Ann", email="ann@school.example", password=RIGHT)
OLD_HASH = BcryptHasher(4).hash("old password")


async def signs_in(services: Services, email: str, password: str) -> bool:
    try:
        await services.sign_ins.sign_in(email, password, "address")
    except WrongCredentials:
        return False
    return True


async def add_user(database: Database, **fields: Any) -> ObjectId:
    user = ObjectId()
    await database.motor.users.insert_one({"_id": user, "name": "Bob", "role": "student", **fields})
    return user


async def test_an_admin_is_a_user_as_mongoose_would_write_one(services: Services, database: Database) -> None:
    await services.accounts.create_admin(THE_ADMIN, ANN)
    user = await database.motor.users.find_one()
    assert user
    assert {*user} == {"_id", "name", "email", "role", "createdAt", "updatedAt", "__v"}
    assert (user["name"], user["email"], user["role"], user["__v"]) == ("Ann", "ann@school.example", "admin", 0)
    assert user["createdAt"] == user["updatedAt"]
    kept = await database.motor.multitrainer_credentials.find_one()
    assert kept
    assert (kept["_id"], kept["hash"][:10]) == (user["_id"], "$argon2id$")


async def test_fields_and_role_are_those_of_the_settings(database: Database, settings: Settings) -> None:
    theirs = {"user_email_field": "mail", "user_role_field": "kind", "admin_roles": ("boss", "admin")}
    services = wiring.build(database, settings.model_copy(update=theirs))
    await services.accounts.create_admin(THE_ADMIN, ANN)
    user = await database.motor.users.find_one({}, {"_id": 0, "mail": 1, "kind": 1, "email": 1, "role": 1})
    assert user == {"mail": "ann@school.example", "kind": "boss"}
    assert await services.set_up.token(THE_ADMIN) is None


async def test_an_admin_signs_in_however_the_address_is_written(services: Services) -> None:
    await services.accounts.create_admin(THE_ADMIN, NewAdmin(name="Ann", email="Ann@School.example", password=RIGHT))
    assert await signs_in(services, "ann@school.example", RIGHT)
    assert await signs_in(services, "ANN@school.example", RIGHT)
    assert not await signs_in(services, "ann@school.example", OTHER)


@pytest.mark.parametrize("users", [1, 2])
async def test_an_address_that_somebody_has_is_refused(users: int, services: Services, database: Database) -> None:
    for _ in range(users):
        await add_user(database, email=ANN.email)
    with pytest.raises(EmailTaken):
        await services.accounts.create_admin(THE_ADMIN, ANN)
    assert await database.motor.users.count_documents({}) == users
    assert await database.motor.multitrainer_credentials.count_documents({}) == 0


async def test_two_who_make_the_same_admin_at_once_make_one(
    services: Services, database: Database, settings: Settings
) -> None:
    both = [services, wiring.build(database, settings)]
    made = await asyncio.gather(*(s.accounts.create_admin(THE_ADMIN, ANN) for s in both), return_exceptions=True)
    assert sorted(type(one).__name__ for one in made) == ["EmailTaken", "str"]
    assert await database.motor.users.count_documents({}) == 1


async def test_a_kill_in_between_leaves_nobody_and_doing_it_again_completes_it(
    services: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def killed(*_: object) -> None:
        raise InterruptedError

    with monkeypatch.context() as dying:
        dying.setattr(Register, "insert_admin", killed)
        with pytest.raises(InterruptedError):
            await services.accounts.create_admin(THE_ADMIN, ANN)
    assert not await signs_in(services, ANN.email, RIGHT)
    await services.accounts.create_admin(THE_ADMIN, ANN)
    assert await signs_in(services, ANN.email, RIGHT)
    assert await database.motor.users.count_documents({}) == 1


async def test_a_new_password_is_the_only_one_and_the_old_applications_stays(
    services: Services, database: Database
) -> None:
    user = await add_user(database, email="bob@school.example", password=OLD_HASH)
    assert await signs_in(services, "bob@school.example", "old password")
    await services.accounts.set_password(THE_ADMIN, "bob@school.example", NewPassword(password=OTHER))
    assert await signs_in(services, "bob@school.example", OTHER)
    assert not await signs_in(services, "bob@school.example", "old password")
    kept = await database.motor.users.find_one({"_id": user})
    assert kept
    assert kept["password"] == OLD_HASH


async def test_a_new_password_ends_every_sign_in_of_that_user_alone(services: Services, database: Database) -> None:
    await services.accounts.create_admin(THE_ADMIN, ANN)
    await add_user(database, email="bob@school.example", password=OLD_HASH)
    ann = [await services.sign_ins.sign_in(ANN.email, RIGHT, "address") for _ in range(2)]
    bob = await services.sign_ins.sign_in("bob@school.example", "old password", "address")
    await services.accounts.set_password(THE_ADMIN, ANN.email, NewPassword(password=OTHER))
    for granted in ann:
        with pytest.raises(NotSignedIn):
            await services.sign_ins.refresh(granted.refresh_token)
    assert await services.sign_ins.refresh(bob.refresh_token)


@pytest.mark.parametrize("users", [0, 2])
async def test_a_password_is_set_for_one_user_or_none(users: int, services: Services, database: Database) -> None:
    for _ in range(users):
        await add_user(database, email="twins@school.example")
    with pytest.raises(UserNotFound):
        await services.accounts.set_password(THE_ADMIN, "twins@school.example", NewPassword(password=OTHER))
    assert await database.motor.multitrainer_credentials.count_documents({}) == 0


async def test_everybody_is_listed_with_the_password_that_is_good(services: Services, database: Database) -> None:
    await services.accounts.create_admin(THE_ADMIN, ANN)
    await add_user(database, email="old@school.example", password=OLD_HASH)
    await add_user(database, email="taken-over@school.example", password=OLD_HASH)
    await signs_in(services, "taken-over@school.example", "old password")
    changed = await add_user(database, email="changed-since@school.example", password=OLD_HASH)
    await signs_in(services, "changed-since@school.example", "old password")
    newer = BcryptHasher(4).hash("newer")
    await database.motor.users.update_one({"_id": changed}, {"$set": {"password": newer}})
    await add_user(database, email="none@school.example")
    await add_user(database, email="no-hash@school.example", password="plain text")
    listed = {one.email: one.password async for one in services.accounts.all(THE_ADMIN)}
    assert listed == {
        "ann@school.example": PasswordKind.OURS,
        "old@school.example": PasswordKind.OLD,
        "taken-over@school.example": PasswordKind.OURS,
        "changed-since@school.example": PasswordKind.OLD,
        "none@school.example": PasswordKind.NONE,
        "no-hash@school.example": PasswordKind.NONE,
    }


async def test_users_of_any_shape_are_listed(services: Services, database: Database) -> None:
    await database.motor.users.insert_many([{"_id": "a text"}, {"_id": 7, "name": 8, "email": ["x"], "role": {}}])
    assert {one.user for one in [one async for one in services.accounts.all(THE_ADMIN)]} == {"a text", "7"}
    assert {one[1:] async for one in services.accounts.all(THE_ADMIN)} == {
        (None, None, None, PasswordKind.NONE, ActorKind.STUDENT)
    }


async def test_more_users_than_are_read_at_a_time_are_all_listed(
    services: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("multitrainer.repositories.register.FETCHED", 7)
    ids = (await database.motor.users.insert_many([{"name": f"{n}"} for n in range(50)])).inserted_ids
    assert [one.user async for one in services.accounts.all(THE_ADMIN)] == [str(id_) for id_ in ids]
