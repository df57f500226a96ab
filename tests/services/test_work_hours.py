"""Everybody's hours over time."""

from datetime import date

import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind
from multitrainer.domain.cover_ledger import EntryKind, LedgerEntry
from multitrainer.domain.errors import NotAllowed
from multitrainer.domain.ledger_parts import By
from multitrainer.identity.callers import Caller
from multitrainer.repositories.cover_ledger import CoverLedger
from multitrainer.schemas.workload import SortHoursBy
from multitrainer.services import Services
from multitrainer.services.overviews.work_hours import InPart
from tests import school, week

MARCH = date(2026, 3, 15)


@pytest.fixture(autouse=True)
async def there(database: Database) -> None:
    await school.found(database)
    await week.found(database)


async def hours(services: Services, caller: Caller, by: By = By.MONTH, day: date = MARCH) -> InPart:
    return await services.work_hours.page(caller, by, day, SortHoursBy.NAME, None, 100)


def planned_and_covered(found: InPart) -> dict[str, tuple[float, float]]:
    return {row["name"]: (row["planned"], row["covered"]) for row in found.items}


def trainer(id_: ObjectId) -> Actor:
    return Actor(ActorKind.TRAINER, str(id_))


async def test_an_admin_sees_everybodys_planned_and_covered_hours_beside_what_they_have(
    services: Services, database: Database
) -> None:
    await database.motor.multitrainer_trainers.insert_one({"_id": school.MARIA, "weeklyHours": 7})
    entry = LedgerEntry("x:covered", str(school.MARIA), 2, date(2026, 3, 4), EntryKind.COVERED, None, week.MONDAY)
    await CoverLedger().book([entry])
    found = await hours(services, THE_ADMIN)
    assert planned_and_covered(found) == {"Alex": (0, 0), "Dr. Sarah": (0, 0), "John": (11, 0), "Maria": (2, 2)}
    maria = found.items[-1]
    assert (maria["ledger"], maria["capacity"], maria["percent"]) == (2, 31, 6.5)
    others = [await hours(services, THE_ADMIN, By.WEEK, day) for day in (date(2026, 3, 8), date(2026, 3, 9))]
    assert [planned_and_covered(one)["John"] for one in others] == [(11, 0), (0, 0)]
    assert [one.items[-1]["capacity"] for one in others] == [7, 7]


async def test_a_lead_sees_what_others_have_on_their_courses_and_whoever_leads_nothing_themself(
    services: Services,
) -> None:
    sarahs = planned_and_covered(await hours(services, trainer(school.SARAH)))
    assert sarahs == {"Dr. Sarah": (0, 0), "John": (8, 0), "Maria": (2, 2)}
    assert planned_and_covered(await hours(services, trainer(school.MARIA))) == {"John": (3, 0), "Maria": (2, 2)}
    assert planned_and_covered(await hours(services, trainer(school.JOHN))) == {"John": (11, 0)}
    assert planned_and_covered(await hours(services, trainer(school.ALEX))) == {"Alex": (0, 0)}
    with pytest.raises(NotAllowed):
        await hours(services, Actor(ActorKind.STUDENT, str(school.STUDENT)))


async def test_without_terms_there_is_no_term_and_with_them_each_has_its_hours(
    services: Services, database: Database
) -> None:
    assert await hours(services, THE_ADMIN, By.TERM) == InPart(None, [], None)
    terms = [{"name": "Spring", "first": "2026-03-03", "last": "2026-06-30"}]
    await database.motor.multitrainer_terms.insert_one({"_id": "institute", "version": 1, "terms": terms})
    found = await hours(services, THE_ADMIN, By.TERM)
    assert found.there
    assert found.there.part.name == "Spring"
    assert planned_and_covered(found)["John"] == (7, 0)
