"""Accounts of the demo: everybody in it can be tried, and nobody else gets a password that is known."""

import asyncio
from itertools import groupby
from typing import Any

import pytest
from bson import ObjectId

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import WrongCredentials
from multitrainer.repositories.demo import LoadedDemos
from multitrainer.schemas.accounts import NewPassword
from multitrainer.schemas.trainers import TrainerPatch
from multitrainer.services import Services
from multitrainer.services.demo.accounts import ADDRESSES, PASSWORD
from multitrainer.services.demo.demo import TRAINERS, address
from multitrainer.services.demo.ids import demo_id
from multitrainer.settings import Settings
from tests.demo import load

JOHN, STUDENT = demo_id("german trainer", 1), ObjectId(demo_id("german student", 1))


async def signs_in(services: Services, email: str, password: str = PASSWORD) -> bool:
    try:
        await services.sign_ins.sign_in(email, password, email)
    except WrongCredentials:
        return False
    return True


@pytest.fixture
async def demo(services: Services, database: Database) -> Services:
    """Whom a demo has that an earlier version loaded."""
    trainers = [
        {"_id": ObjectId(demo_id(f"{course} trainer", n)), "name": name, "email": address(name), "role": "trainer"}
        for course, names in TRAINERS.items()
        for n, name in enumerate(names)
    ]
    await database.motor.users.insert_many([*trainers, {"_id": STUDENT, "name": "Student 1", "role": "student"}])
    return services


async def everything(database: Database) -> list[list[dict[str, Any]]]:
    collections = (database.motor.users, database.motor.multitrainer_credentials)
    return [await collection.find().sort("_id", 1).to_list(None) for collection in collections]


async def test_the_admin_each_trainer_and_a_student_can_sign_in(services: Services, database: Database) -> None:
    await load(services, database)
    await services.demo_accounts.make(THE_ADMIN)
    everybody = (ADDRESSES.admin, *ADDRESSES.trainers, ADDRESSES.student)
    assert [email for email in everybody if not await signs_in(services, email)] == []
    assert len({*everybody}) == 19
    assert await database.motor.users.count_documents({"role": "admin"}) == 1
    assert await database.motor.users.count_documents({"role": "trainer"}) == len(ADDRESSES.trainers)
    assert await database.motor.multitrainer_credentials.count_documents({}) == 19
    assert await database.motor.users.count_documents({"password": {"$exists": True}}) == 0
    student = await database.motor.users.find_one({"email": ADDRESSES.student})
    assert student
    assert await database.motor.batches.count_documents({"students": student["_id"]}) == 1


async def test_they_are_made_once(demo: Services, database: Database) -> None:
    assert not await demo.demo_accounts.were_made(THE_ADMIN)
    await demo.demo_accounts.make(THE_ADMIN)
    assert await demo.demo_accounts.were_made(THE_ADMIN)
    await database.motor.users.delete_one({"email": ADDRESSES.admin})
    await database.motor.multitrainer_credentials.delete_many({})
    before = await everything(database)
    await demo.demo_accounts.make(THE_ADMIN)
    assert await everything(database) == before


async def test_who_was_given_another_address_or_password_is_a_person_of_their_own(
    demo: Services, database: Database
) -> None:
    await demo.trainers.patch(THE_ADMIN, JOHN, TrainerPatch(email="john@school.example"))
    await demo.accounts.set_password(THE_ADMIN, "maria@institute.example", NewPassword(password="Maria's own one"))
    await database.motor.users.update_one({"_id": STUDENT}, {"$set": {"email": "tim@school.example"}})
    await demo.demo_accounts.make(THE_ADMIN)
    for email in ("john@school.example", "tim@school.example", "maria@institute.example"):
        assert not await signs_in(demo, email)
    assert await signs_in(demo, "maria@institute.example", "Maria's own one")


async def test_an_admins_address_that_somebody_has_stays_theirs(demo: Services, database: Database) -> None:
    await database.motor.users.insert_one({"name": "Zoe", "email": ADDRESSES.admin, "role": "student"})
    await demo.demo_accounts.make(THE_ADMIN)
    assert not await signs_in(demo, ADDRESSES.admin)
    assert await database.motor.users.count_documents({"role": "admin"}) == 0


async def test_making_them_goes_on_where_it_was_interrupted(demo: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    async def killed(*_: object) -> None:
        raise InterruptedError

    with monkeypatch.context() as dying:
        dying.setattr(LoadedDemos, "add", killed)
        with pytest.raises(InterruptedError):
            await demo.demo_accounts.make(THE_ADMIN)
    await demo.demo_accounts.make(THE_ADMIN)
    assert await demo.demo_accounts.were_made(THE_ADMIN)
    assert len(await demo.demo_accounts.still_open(THE_ADMIN)) == 19
    assert await signs_in(demo, ADDRESSES.admin)


async def test_accounts_that_still_have_the_password_of_the_demo_are_known(demo: Services, database: Database) -> None:
    assert await demo.demo_accounts.still_open(THE_ADMIN) == []
    await demo.demo_accounts.make(THE_ADMIN)
    everybody = await demo.demo_accounts.still_open(THE_ADMIN)
    assert [account.email for account in everybody] == [ADDRESSES.admin, *ADDRESSES.trainers, ADDRESSES.student]
    positions = [(position, len([*several])) for position, several in groupby(everybody, lambda one: one.position)]
    assert positions == [
        ("admin", 1),
        ("German A1 lead", 1),
        ("German A1 assistant", 3),
        ("English B2 lead", 2),
        ("English B2 assistant", 8),
        ("English B2 substitute", 3),
        ("student", 1),
    ]


async def test_who_has_another_password_or_is_gone_has_that_of_the_demo_no_more(
    demo: Services, database: Database
) -> None:
    await demo.demo_accounts.make(THE_ADMIN)
    await demo.accounts.set_password(THE_ADMIN, ADDRESSES.admin, NewPassword(password="the admin's own one"))
    await demo.trainers.patch(THE_ADMIN, JOHN, TrainerPatch(email="john@school.example"))
    await database.motor.users.delete_one({"email": "maria@institute.example"})
    left = [account.email for account in await demo.demo_accounts.still_open(THE_ADMIN)]
    assert len(left) == 17
    assert left[:3] == ["sarah@institute.example", "john@school.example", "alex@institute.example"]
    assert await signs_in(demo, "john@school.example")


async def test_two_processes_may_make_them_at_once(demo: Services, database: Database, settings: Settings) -> None:
    other = wiring.build(database, settings)
    await asyncio.gather(*(one.demo_accounts.make(THE_ADMIN) for one in (demo, other)))
    assert await database.motor.users.count_documents({"role": "admin"}) == 1
    assert await database.motor.multitrainer_credentials.count_documents({}) == 19
    assert len(await demo.demo_accounts.still_open(THE_ADMIN)) == 19
    assert await signs_in(demo, ADDRESSES.admin)
