"""How a school without an admin gets its first."""

import asyncio
from datetime import timedelta

import pytest

from multitrainer import clock, wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import EmailTaken, NotAllowed
from multitrainer.repositories.set_up import SetUpLinks
from multitrainer.schemas.accounts import NewAdmin
from multitrainer.services import Services
from multitrainer.services.people.set_up import AlreadySetUp
from multitrainer.settings import Settings

ANN = NewAdmin(name="Ann", email="ann@school.example", password="correct horse battery")
BOB = NewAdmin(name="Bob", email="bob@school.example", password="correct horse battery")


async def token_of(services: Services) -> str:
    token = await services.set_up.token(THE_ADMIN)
    assert token
    return token


async def admins(database: Database) -> list[str]:
    return [user["name"] async for user in database.motor.users.find({"role": "admin"})]


async def test_a_token_makes_one_admin_and_is_used_up_by_that(services: Services, database: Database) -> None:
    token = await token_of(services)
    await services.set_up.create_admin(token, ANN)
    assert await services.sign_ins.sign_in(ANN.email, ANN.password, "address")
    with pytest.raises(AlreadySetUp):
        await services.set_up.create_admin(token, BOB)
    assert await admins(database) == ["Ann"]
    assert await database.motor.multitrainer_set_up.count_documents({}) == 0


async def test_there_is_none_where_there_is_an_admin(services: Services, database: Database) -> None:
    await database.motor.users.insert_one({"name": "Zoe", "role": "admin"})
    assert await services.set_up.token(THE_ADMIN) is None


async def test_students_and_trainers_are_no_admins(services: Services, database: Database) -> None:
    await database.motor.users.insert_many([{"role": "student"}, {"role": "trainer"}, {"name": "nobody"}])
    assert await services.set_up.token(THE_ADMIN)


async def test_a_later_one_ends_the_one_before(services: Services) -> None:
    first, second = await token_of(services), await token_of(services)
    with pytest.raises(NotAllowed):
        await services.set_up.must_be_good(first)
    await services.set_up.must_be_good(second)


async def test_an_admin_who_is_made_otherwise_ends_it(services: Services, database: Database) -> None:
    token = await token_of(services)
    await services.accounts.create_admin(THE_ADMIN, BOB)
    with pytest.raises(AlreadySetUp):
        await services.set_up.create_admin(token, ANN)
    assert await admins(database) == ["Bob"]


@pytest.mark.parametrize(("hours", "is_good"), [(23, True), (24, False), (25, False)])
async def test_it_is_good_for_a_day(hours: int, is_good: bool, database: Database, settings: Settings) -> None:
    token = await token_of(wiring.build(database, settings))
    then = wiring.build(database, settings, lambda: clock.now() + timedelta(hours=hours))
    if is_good:
        await then.set_up.must_be_good(token)
    else:
        with pytest.raises(NotAllowed):
            await then.set_up.must_be_good(token)


@pytest.mark.parametrize("wrong", ["", "mtsetup", "A" * 76, "mtkey_{id}_{secret}", "mtsetup_{id}_{other}", "\0", "ä"])
async def test_any_other_token_is_refused(wrong: str, services: Services, database: Database) -> None:
    _, id_, secret = (await token_of(services)).split("_", 2)
    token = wrong.format(id=id_, secret=secret, other="A" * 43)
    with pytest.raises(NotAllowed):
        await services.set_up.create_admin(token, ANN)
    assert await admins(database) == []


async def test_only_a_digest_of_it_is_kept_and_not_for_longer_than_it_is_good(
    services: Services, database: Database
) -> None:
    token = await token_of(services)
    kept = await database.motor.multitrainer_set_up.find_one()
    assert kept
    assert token.split("_", 2)[2] not in str(kept)
    indexes = await database.motor.multitrainer_set_up.index_information()
    assert indexes["expiry"]["expireAfterSeconds"] == 0


async def test_an_attempt_that_is_refused_does_not_use_it_up(services: Services, database: Database) -> None:
    await database.motor.users.insert_one({"name": "Bob", "email": BOB.email, "role": "student"})
    token = await token_of(services)
    with pytest.raises(EmailTaken):
        await services.set_up.create_admin(token, BOB)
    await services.set_up.create_admin(token, ANN)
    assert await admins(database) == ["Ann"]


async def test_two_at_once_make_one_admin(services: Services, database: Database, settings: Settings) -> None:
    token = await token_of(services)
    other = wiring.build(database, settings)
    attempts = (services.set_up.create_admin(token, ANN), other.set_up.create_admin(token, BOB))
    made = await asyncio.gather(*attempts, return_exceptions=True)
    assert sorted(type(one).__name__ for one in made) == ["AlreadySetUp", "NoneType"]
    assert len(await admins(database)) == 1


async def test_a_kill_before_it_is_used_up_makes_no_second_admin(
    services: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def killed(_: object) -> None:
        raise InterruptedError

    token = await token_of(services)
    with monkeypatch.context() as dying:
        dying.setattr(SetUpLinks, "end", killed)
        with pytest.raises(InterruptedError):
            await services.set_up.create_admin(token, ANN)
    with pytest.raises(AlreadySetUp):
        await services.set_up.create_admin(token, BOB)
    assert await admins(database) == ["Ann"]
