"""Whoever stands in sees the batch and its handover note, from when they took the session until a day after it."""

from datetime import UTC, datetime, timedelta

import pytest
from bson import ObjectId

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import Actor, ActorKind
from multitrainer.domain.covers import steps
from multitrainer.domain.covers.values import Cover
from multitrainer.domain.errors import BatchNotFound, NotAllowed
from multitrainer.domain.taught import TaughtSession
from multitrainer.repositories.covers import Covers
from multitrainer.schemas.handovers import NewHandover
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests import school
from tests.services.people import SetClock

ALEX, JOHN, BATCH = str(school.ALEX), str(school.JOHN), str(school.BATCHES[0])
HERSELF = Actor(ActorKind.TRAINER, ALEX)
"""Who is on no course, but in the institute's pool."""

START = datetime(2026, 3, 3, 15, tzinfo=UTC)
END = START + timedelta(minutes=90)


@pytest.fixture
def time() -> SetClock:
    clock = SetClock()
    clock.at = START - timedelta(days=2)
    return clock


@pytest.fixture
async def services(database: Database, settings: Settings, time: SetClock) -> Services:
    await school.found(database)
    return wiring.build(database, settings, now=time)


async def covering(time: SetClock) -> Cover:
    """Alex holds a session for John."""
    session = TaughtSession(str(ObjectId()), str(school.COURSE), BATCH, JOHN, START, END)
    search = steps.opened(str(ObjectId()), session, str(ObjectId()), time()).cover
    taken = steps.reassign(search, ALEX, time(), None).cover
    await Covers().insert(taken, None)
    return taken


async def test_who_stands_in_sees_the_batch_while_it_lasts(services: Services, time: SetClock) -> None:
    with pytest.raises(BatchNotFound):
        await services.batches.read(HERSELF, BATCH)
    await covering(time)
    assert (await services.batches.read(HERSELF, BATCH))["students"]
    assert await services.handovers.read(HERSELF, BATCH)
    time.at = END + timedelta(days=1)
    with pytest.raises(BatchNotFound):
        await services.batches.read(HERSELF, BATCH)


async def test_who_stands_in_sees_no_other_batch_and_changes_nothing(services: Services, time: SetClock) -> None:
    await covering(time)
    with pytest.raises(BatchNotFound):
        await services.batches.read(HERSELF, str(school.BATCHES[1]))
    with pytest.raises(NotAllowed):
        await services.handovers.put(HERSELF, BATCH, NewHandover(stands="Mine"))


async def test_who_gave_the_session_back_sees_nothing_more(services: Services, time: SetClock) -> None:
    taken = await covering(time)
    await Covers().save(taken, steps.release(taken, time()).cover, None)
    with pytest.raises(BatchNotFound):
        await services.handovers.read(HERSELF, BATCH)


async def test_who_stands_in_sees_the_note_and_when_it_was_written(services: Services, time: SetClock) -> None:
    await services.handovers.put(Actor(ActorKind.TRAINER, JOHN), BATCH, NewHandover(stands="Page 34"))
    await covering(time)
    found = await services.handovers.read(HERSELF, BATCH)
    assert (found["stands"], found["by"], found["at"]) == ("Page 34", JOHN, time())


async def test_who_has_a_session_by_a_swap_sees_its_batch_as_long(
    services: Services, database: Database, time: SetClock
) -> None:
    times = {"day": "2026-03-03", "number": 0, "start": START, "end": END, "status": "planned"}
    swapped = {"batch": ObjectId(BATCH), "teacher": school.ALEX, "byHand": False, "sequence": 1}
    await database.motor.multitrainer_sessions.insert_one({**times, **swapped})
    assert (await services.batches.read(HERSELF, BATCH))["students"]
    time.at = END + timedelta(days=1)
    with pytest.raises(BatchNotFound):
        await services.batches.read(HERSELF, BATCH)
