"""An institute whose `users` have e-mail, password and role in fields of other names is served like any other."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import EmailTaken, NotATrainer
from multitrainer.metrics import Metrics
from multitrainer.schemas.accounts import NewAdmin
from multitrainer.schemas.roster import NewRosterEntry
from multitrainer.schemas.trainers import NewTrainer, TrainerPatch
from multitrainer.services import Services
from multitrainer.settings import Settings
from multitrainer.stored.ids import oid
from tests import school
from tests.databases import leave
from tests.school import ALEX, BATCHES, COURSE, JOHN, STUDENT
from tests.services.people import PASSWORD, old_hash, sign_in

Raw = dict[str, Any]

OTHER = {"email": "mail", "role": "kind"}
JOHNS = "John@x.example"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    names = {f"user_{ours}_field": theirs for ours, theirs in {**OTHER, "password": "hash"}.items()}
    return settings.model_copy(update=names)


@pytest.fixture
async def database(mongodb_uri: str, settings: Settings) -> AsyncIterator[Database]:
    async with Database(mongodb_uri, settings, Metrics()) as database:
        await school.found(database)
        users = database.motor.users
        await users.update_many({}, {"$rename": OTHER, "$set": {"hash": old_hash(PASSWORD)}})
        yield database
        await leave(database.client, settings.mongodb_database)


@pytest.fixture
def services(database: Database, settings: Settings) -> Services:
    return wiring.build(database, settings)


async def stored(database: Database, user: str) -> Raw:
    """A user as the old application reads them."""
    found = await database.motor.users.find_one({"_id": oid(user)})
    assert found
    return dict(found)


async def test_trainers_are_found_and_shown_by_our_names(services: Services) -> None:
    page = await services.trainers.page(THE_ADMIN, None, 10)
    assert [t["_id"] for t in page.items].count(STUDENT) == 0
    assert (len(page.items), page.items[1]["email"]) == (4, JOHNS)
    roster = await services.roster.entries(THE_ADMIN, str(COURSE))
    assert roster[1]["trainer"]["email"] == JOHNS
    people = await services.batch_people.read(THE_ADMIN, str(BATCHES[0]))
    assert people["primary"]["email"] == JOHNS


async def test_what_is_written_stands_where_the_old_application_looks_for_it(
    services: Services, database: Database
) -> None:
    made = (await services.trainers.create(THE_ADMIN, NewTrainer(name="New", email="new@x.example"))).view
    new = await stored(database, made["_id"])
    assert (new["mail"], new["kind"]) == ("new@x.example", "trainer")
    await services.trainers.patch(THE_ADMIN, str(JOHN), TrainerPatch(email="john@x.example"))
    assert (await stored(database, str(JOHN)))["mail"] == "john@x.example"
    await services.accounts.create_admin(THE_ADMIN, NewAdmin(name="A", email="a@x.example", password=PASSWORD))
    assert await database.motor.users.count_documents({"mail": "a@x.example", "kind": "admin"}) == 1
    ours = [{field: {"$exists": True}} for field in OTHER]
    assert await database.motor.users.count_documents({"$or": ours}) == 0


async def test_who_may_be_a_trainer_goes_by_their_role(services: Services) -> None:
    await services.roster.add(THE_ADMIN, str(COURSE), NewRosterEntry(trainer=str(ALEX)))
    with pytest.raises(NotATrainer):
        await services.roster.add(THE_ADMIN, str(COURSE), NewRosterEntry(trainer=str(STUDENT)))


async def test_an_address_that_somebody_has_is_not_given_twice(services: Services) -> None:
    twin = NewTrainer(name="Twin", email="twin@x.example")
    await services.trainers.create(THE_ADMIN, twin)
    with pytest.raises(EmailTaken):
        await services.trainers.create(THE_ADMIN, twin)


async def test_people_sign_in_and_are_what_their_role_says(services: Services) -> None:
    granted = await sign_in(services, JOHNS)
    caller = services.doorkeeper.caller(f"Bearer {granted.access_token}", None)
    assert (await services.sign_ins.who(caller))[0].kind == "trainer"


async def test_the_fields_of_other_names_have_indexes(database: Database) -> None:
    made = await database.motor.users.index_information()
    assert made["multitrainer_mail"]["key"] == [("mail", 1)]
    assert made["multitrainer_kind"]["key"] == [("kind", 1), ("_id", 1)]


async def test_an_instructor_of_the_old_format_is_known_as_a_trainer(services: Services, database: Database) -> None:
    await database.motor.courses.update_one({"_id": COURSE}, {"$unset": {"trainers": 1}})
    preview = (await services.course_conversion.preview(THE_ADMIN, str(COURSE))).view
    assert preview["course"]["setAside"] is None
    assert preview["course"]["changes"]
