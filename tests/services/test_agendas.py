"""The calendar of many trainers, as far as each may see it."""

from datetime import date, timedelta

import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind
from multitrainer.domain.agendas import As
from multitrainer.domain.errors import CourseNotFound, InvalidInput, NotAllowed
from multitrainer.identity.callers import Caller
from multitrainer.services import Services
from multitrainer.services.overviews.agendas import Agenda
from tests import school, week

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 8)
GERMAN, JOHN, MARIA = str(school.COURSE), str(school.JOHN), str(school.MARIA)
HIS_GERMAN = [
    ("Batch 1", As.TEACHES),
    ("Batch 2", As.TEACHES),
    ("Batch 1", As.COVERED),
    ("Batch 2", As.CANCELLED),
    ("Batch 1", As.UNCOVERED),
]
FRENCH = ("French 1", As.TEACHES)


@pytest.fixture(autouse=True)
async def there(database: Database) -> None:
    await school.found(database)
    await week.found(database)


async def seen(services: Services, caller: Caller, course: str | None = None, trainer: str | None = None) -> Agenda:
    return await services.agendas.read(caller, FIRST, LAST, course, trainer)


def of(found: Agenda, trainer: str) -> list[tuple[str | None, As]]:
    return [(one.batch_name, one.what) for one in found.held if one.trainer == trainer]


def by(id_: ObjectId) -> Actor:
    return Actor(ActorKind.TRAINER, str(id_))


async def test_an_admin_sees_who_holds_what_who_is_away_and_who_stands_in_for_whom(services: Services) -> None:
    found = await seen(services, THE_ADMIN)
    assert [found.everybody[one] for one in found.trainers] == ["Dr. Sarah", "John", "Maria", "Alex"]
    assert of(found, JOHN) == [*HIS_GERMAN[:2], FRENCH, *HIS_GERMAN[2:]]
    assert of(found, MARIA) == [("Batch 3", As.TEACHES), ("Batch 1", As.COVERS)]
    covered = [(one.other, one.cover) for one in found.held if one.what in {As.COVERED, As.COVERS}]
    assert sorted(covered) == sorted([(JOHN, str(week.COVERED)), (MARIA, str(week.COVERED))])
    assert [one.cover for one in found.held if one.what is As.UNCOVERED] == [str(week.SOUGHT)]
    assert [(one.leave, one.trainer, one.state) for one in found.away] == [(str(week.LEAVE), JOHN, "requested")]


async def test_a_lead_sees_their_courses_and_no_batch_of_another(services: Services) -> None:
    found = await seen(services, by(school.SARAH))
    assert [found.everybody[one] for one in found.trainers] == ["Dr. Sarah", "John", "Maria"]
    assert of(found, JOHN) == HIS_GERMAN
    marias = await seen(services, by(school.MARIA))
    assert of(marias, JOHN) == [FRENCH]
    assert of(marias, MARIA) == [("Batch 3", As.TEACHES), ("Batch 1", As.COVERS)]
    assert [one.trainer for one in marias.away] == [JOHN]


async def test_whoever_leads_nothing_sees_their_own_and_a_student_nothing(services: Services) -> None:
    johns = await seen(services, by(school.JOHN))
    assert johns.trainers == [JOHN]
    assert of(johns, JOHN) == [*HIS_GERMAN[:2], FRENCH, *HIS_GERMAN[2:]]
    assert {one.trainer for one in johns.held} == {JOHN}
    alex = await seen(services, by(school.ALEX))
    assert (alex.held, alex.away) == ([], [])
    with pytest.raises(NotAllowed):
        await seen(services, Actor(ActorKind.STUDENT, str(school.STUDENT)))


async def test_it_can_be_of_one_course_or_of_one_trainer(services: Services) -> None:
    german = await seen(services, THE_ADMIN, course=GERMAN)
    assert of(german, JOHN) == HIS_GERMAN
    assert str(school.ALEX) not in german.trainers
    assert (await seen(services, THE_ADMIN, trainer=MARIA)).trainers == [MARIA]
    hidden = await seen(services, by(school.SARAH), trainer=str(school.ALEX))
    assert (hidden.trainers, hidden.held) == ([], [])
    strange = await seen(services, by(school.SARAH), course=str(week.FRENCH))
    assert (strange.trainers, strange.held) == ([str(school.SARAH)], [])
    with pytest.raises(CourseNotFound):
        await seen(services, THE_ADMIN, course="0" * 24)


async def test_it_goes_on_for_two_months_at_the_most(services: Services) -> None:
    for last in (FIRST + timedelta(days=63), FIRST - timedelta(days=1)):
        with pytest.raises(InvalidInput):
            await services.agendas.read(THE_ADMIN, FIRST, last)
