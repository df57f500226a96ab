"""Everybody who has an account, as admins look after them."""

import pytest

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, ActorKind
from multitrainer.domain.audit import Wanted
from multitrainer.domain.errors import NotSignedIn, UserNotFound
from multitrainer.identity.callers import Person
from multitrainer.schemas.accounts import NewPassword
from multitrainer.schemas.trainers import NewTrainer
from multitrainer.services import Services
from tests.services.people import ADA, BEN, ZOE, caller_with, found, sign_in

NEW = NewPassword(password="a password of theirs")


@pytest.fixture(autouse=True)
async def there(database: Database) -> None:
    await found(database)


async def names(services: Services, text: str = "", kind: ActorKind | None = None) -> list[str]:
    return [one["name"] for one in (await services.people.page(THE_ADMIN, text, kind, None, 10)).items]


async def test_people_are_found_by_what_they_are_and_by_what_stands_in_their_name_or_address(
    services: Services,
) -> None:
    assert await names(services) == ["Ada", "Ben", "Zoe"]
    assert await names(services, "E") == ["Ada", "Ben", "Zoe"]
    assert await names(services, "bEN@") == ["Ben"]
    assert await names(services, ".") == ["Ada", "Ben", "Zoe"]
    assert await names(services, "a.a") == []
    assert await names(services, kind=ActorKind.STUDENT) == ["Zoe"]
    assert await names(services, "ada", ActorKind.TRAINER) == []


async def test_a_page_ends_where_the_next_one_begins(services: Services) -> None:
    first = await services.people.page(THE_ADMIN, "", None, None, 2)
    second = await services.people.page(THE_ADMIN, "", None, first.next, 2)
    assert [one["_id"] for one in [*first.items, *second.items]] == [str(ADA), str(BEN), str(ZOE)]
    assert second.next is None


async def test_whoever_is_signed_out_is_out_at_once_and_the_audit_says_by_whom(services: Services) -> None:
    ben = caller_with(services, (await sign_in(services, "ben@x.example")).access_token)
    ada = caller_with(services, (await sign_in(services)).access_token)
    assert len((await services.people.read(ada, str(BEN)))["signIns"]) == 1
    await services.people.sign_out(ada, str(BEN))
    assert (await services.people.read(ada, str(BEN)))["signIns"] == []
    with pytest.raises(NotSignedIn):
        await services.sign_ins.who(ben)
    assert isinstance(ada, Person)
    await services.sign_ins.who(ada)
    (entry,) = (await services.audit.page(ada, Wanted(action="end-sign-ins"), None, 5)).items
    assert entry["by"]["id"] == str(ADA)


async def test_nobody_gets_a_password_whom_no_address_lets_in(services: Services, database: Database) -> None:
    await database.motor.users.update_one({"_id": ZOE}, {"$unset": {"email": ""}})
    with pytest.raises(UserNotFound):
        await services.people.set_password(THE_ADMIN, str(ZOE), NEW)
    with pytest.raises(UserNotFound):
        await services.people.sign_out(THE_ADMIN, "0" * 24)


async def test_a_form_that_is_sent_again_makes_a_trainer_once_and_leaves_their_password(services: Services) -> None:
    new = NewTrainer(name="Tim", email="tim@x.example")
    made = [await services.trainers.create(THE_ADMIN, new, "f" * 24) for _ in range(2)]
    assert {str(one.view["_id"]) for one in made} == {"f" * 24}
    assert len((await services.audit.page(THE_ADMIN, Wanted(action="create-trainer"), None, 5)).items) == 1
    await services.people.give_first_password(THE_ADMIN, "f" * 24, NEW)
    await services.people.give_first_password(THE_ADMIN, "f" * 24, NewPassword(password="another than theirs"))
    await sign_in(services, "tim@x.example", NEW.password)
