"""A course's board: who has which batch, and moving one."""

import pytest

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind
from multitrainer.domain.errors import CourseNotFound, NotAllowed, Stale
from multitrainer.services import Services
from multitrainer.services.overviews.boards import Lane
from tests import school

COURSE, FIRST = str(school.COURSE), str(school.BATCHES[0])
SARAH, JOHN, MARIA, ALEX = map(str, (school.SARAH, school.JOHN, school.MARIA, school.ALEX))


@pytest.fixture(autouse=True)
async def there(database: Database) -> None:
    await school.found(database)


async def board(services: Services) -> dict[str | None, Lane]:
    return {lane.trainer: lane for lane in await services.boards.read(THE_ADMIN, COURSE)}


async def test_each_who_may_be_primary_has_a_lane_with_their_batches_and_load(
    services: Services, database: Database
) -> None:
    facts = {"_id": school.BATCHES[0], "course": school.COURSE}
    meets = {"day": "monday", "start": "16:00", "end": "17:30"}
    await database.motor.multitrainer_batches.insert_one({**facts, "sessions": [meets]})
    lanes = await board(services)
    assert [*lanes] == [None, SARAH, JOHN, MARIA]
    assert [card.name for card in lanes[JOHN].cards] == ["Batch 1", "Batch 2"]
    first = lanes[JOHN].cards[0]
    assert (first.students, first.meets, first.backups) == (1, [meets], [SARAH])
    assert (lanes[SARAH].percent, lanes[SARAH].cards) == (0, [])
    assert lanes[JOHN].percent > 0


async def test_what_nobody_has_lies_in_nobodys_lane(services: Services) -> None:
    await services.boards.move(THE_ADMIN, FIRST, None, JOHN)
    assert [card.batch for card in (await board(services))[None].cards] == [FIRST]
    await services.boards.move(THE_ADMIN, FIRST, MARIA, None)
    assert FIRST in [card.batch for card in (await board(services))[MARIA].cards]


async def test_a_move_of_what_somebody_else_has_by_now_is_refused_with_who_that_is(services: Services) -> None:
    await services.boards.move(THE_ADMIN, FIRST, MARIA, JOHN)
    with pytest.raises(Stale, match=r"Maria is the batch's primary by now\. Nothing was moved\."):
        await services.boards.move(THE_ADMIN, FIRST, SARAH, JOHN)
    await services.boards.move(THE_ADMIN, FIRST, None, MARIA)
    with pytest.raises(Stale, match="Nobody is the batch's primary by now"):
        await services.boards.move(THE_ADMIN, FIRST, SARAH, MARIA)


async def test_who_is_on_the_course_sees_the_board_and_only_a_lead_or_an_admin_moves(services: Services) -> None:
    john, alex = (Actor(ActorKind.TRAINER, one) for one in (JOHN, ALEX))
    assert await services.boards.read(john, COURSE)
    with pytest.raises(NotAllowed):
        await services.boards.move(john, FIRST, MARIA, JOHN)
    with pytest.raises(CourseNotFound):
        await services.boards.read(alex, COURSE)


async def test_an_assistant_sees_of_the_board_the_batches_that_are_theirs(services: Services) -> None:
    shown = {lane.name: lane.cards for lane in await services.boards.read(Actor(ActorKind.TRAINER, JOHN), COURSE)}
    assert [card.name for cards in shown.values() for card in cards] == ["Batch 1", "Batch 2"]
    assert "Maria" in shown
