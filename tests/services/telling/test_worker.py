"""The worker's loop: what wakes it, what it does alone, what it bears, and how it ends."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from bson import ObjectId
from structlog.testing import capture_logs

from multitrainer import leases, logs, wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import Unavailable
from multitrainer.domain.telling.notices import Kind, Notice
from multitrainer.domain.telling.states import Does
from multitrainer.metrics import Metrics
from multitrainer.repositories.outbox import Outbox
from multitrainer.services.working import worker as module
from multitrainer.services.working.bell import Bell
from multitrainer.services.working.worker import Job, Worker
from multitrainer.telling.records import record_of
from tests import school
from tests.faults.proxy import proxy
from tests.services.telling.conftest import Institute

FOREVER = 3600.0


class Piecework:
    """A job that does what it is told, and tells how often it was run."""

    def __init__(self, act: Callable[[int], bool] = lambda _: False, name: str = "piecework", *, alone: bool = False):
        self.name = name
        self.alone = alone
        self.runs = 0
        self._act = act
        self._ran = asyncio.Condition()

    async def run(self) -> bool:
        async with self._ran:
            self.runs += 1
            self._ran.notify_all()
        return self._act(self.runs)

    async def ran(self, times: int) -> None:
        """Wait until it was run so often."""
        async with self._ran, asyncio.timeout(20):
            await self._ran.wait_for(lambda: self.runs >= times)


class Slow:
    """A job whose piece of work lasts until it is let go on."""

    name, alone = "slow", True

    def __init__(self) -> None:
        self.began, self.may_end = asyncio.Event(), asyncio.Event()
        self.ended = 0

    async def run(self) -> bool:
        self.began.set()
        await self.may_end.wait()
        self.ended += 1
        return False


@asynccontextmanager
async def kept(worker: Worker) -> AsyncIterator[asyncio.Task[None]]:
    """A worker that works meanwhile."""
    task = asyncio.create_task(worker.keep())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def working(*jobs: Job, bell: Bell | None = None, poll: float = FOREVER) -> AsyncIterator[asyncio.Task[None]]:
    async with kept(Worker(jobs, bell or Bell(), poll)) as task:
        yield task


@pytest.fixture
def _soon_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is waited for long after a failure."""
    monkeypatch.setattr(module, "FIRST_PAUSE_SECONDS", 0.01)


async def test_a_ring_wakes_one_job_at_once_and_no_other() -> None:
    bell, mine, other = Bell(), Piecework(name="mine"), Piecework(name="other")
    async with working(mine, other, bell=bell):
        await asyncio.gather(mine.ran(1), other.ran(1))
        bell.ring("mine")
        await mine.ran(2)
    assert other.runs == 1


async def test_without_a_ring_it_looks_again_after_a_while() -> None:
    job = Piecework()
    async with working(job, poll=0.01):
        await job.ran(3)


async def test_while_there_is_something_to_do_it_goes_on_at_once() -> None:
    job = Piecework(lambda runs: runs < 100)
    async with working(job):
        await job.ran(100)


@pytest.mark.usefixtures("_soon_again")
@pytest.mark.parametrize("error", [Unavailable("away"), KeyError("a fault of ours")])
async def test_a_job_that_fails_is_told_of_once_and_goes_on_and_others_do_meanwhile(error: Exception) -> None:
    def fail(runs: int) -> bool:
        if runs <= 3:
            raise error
        return False

    failing, other = Piecework(fail, "failing"), Piecework(lambda runs: runs < 5, "other")
    logs.configure("info")
    try:
        with capture_logs() as lines:
            async with working(failing, other):
                await asyncio.gather(failing.ran(4), other.ran(5))
    finally:
        logs.configure("error")
    assert [(line["event"], line["job"]) for line in lines] == [
        ("worker-waits", "failing"),
        ("worker-goes-on", "failing"),
    ]


async def test_of_a_job_that_is_done_alone_two_workers_do_one_piece_at_a_time(there: Institute) -> None:
    slow = Slow()
    async with working(slow):
        await slow.began.wait()
        second = Piecework(name="slow", alone=True)
        async with working(second, poll=0.01):
            slow.may_end.set()
            await second.ran(1)
            assert slow.ended == 1


async def test_a_lease_is_kept_up_while_the_work_lasts_and_lost_where_it_is_taken(
    there: Institute, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "DURATION", leases.DURATION / 50)
    slow = Slow()
    working_on = asyncio.create_task(leases.alone("job:slow", slow.run))
    await slow.began.wait()
    await asyncio.sleep(leases.DURATION.total_seconds() * 2)  # the very time that it must outlive
    assert await leases.alone("job:slow", slow.run) is None
    await there.database.motor.multitrainer_leases.delete_many({})
    with pytest.raises(leases.LeaseLost):
        await working_on
    assert slow.ended == 0


async def test_what_has_begun_is_finished_when_the_worker_ends(there: Institute) -> None:
    slow = Slow()
    async with working(slow) as task:
        await slow.began.wait()
        task.cancel()
        await asyncio.sleep(0)  # it hears that it is to end
        slow.may_end.set()
        await asyncio.gather(task, return_exceptions=True)
    assert slow.ended == 1


async def test_what_takes_too_long_then_is_cancelled(there: Institute, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GRACE_SECONDS", 0.01)
    slow = Slow()
    async with working(slow):
        await slow.began.wait()
    assert slow.ended == 0
    assert await there.database.motor.multitrainer_leases.count_documents({}) == 0


async def test_a_change_wakes_the_worker_of_its_process(there: Institute) -> None:
    async with kept(there.services.worker):
        await there.services.batch_people.name_primary(THE_ADMIN, str(school.BATCHES[0]), str(school.ALEX))
        mails = {(await there.mail.next()).to[0] for _ in range(2)}
    assert mails == {"Alex@x.example", "John@x.example"}


@pytest.mark.usefixtures("_soon_again")
async def test_while_the_database_is_away_it_waits_says_so_once_and_then_goes_on(
    there: Institute, mongodb_uri: str
) -> None:
    quick = {"mongodb_timeout_seconds": 0.2, "worker_poll_seconds": 0.05, "mongodb_database": there.database.motor.name}
    settings = there.settings.model_copy(update=quick)
    notice = record_of(Notice(Kind.TAKEN_OFF_COURSE, str(school.ALEX), {"course": str(school.COURSE)}))
    logs.configure("info")
    with capture_logs() as lines:
        async with (
            proxy(mongodb_uri) as between,
            Database(between.uri, settings, Metrics(), makes_indexes=False) as away,
            kept(wiring.build(away, settings).worker),
        ):
            await between.after(3)
            between.refuse()
            between.cut()
            await between.refuses(3)
            entry = Outbox(there.clock).entry(ObjectId(), Does.TELL, there.clock.at, notices=[notice])
            await there.database.motor.multitrainer_outbox.insert_one(entry)
            between.heal()
            assert (await there.mail.next()).to == ["Alex@x.example"]
    logs.configure("error")
    await there.database.connect()  # what else there is to do in this process is done there again
    waited = Counter(line["job"] for line in lines if line["event"] == "worker-waits")
    assert waited
    assert set(waited.values()) == {1}
