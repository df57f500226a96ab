"""How fast an institute is moved over: chunks of a size that takes a few seconds, and pauses where they are wanted."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from multitrainer.services.moving_over.limits import MOST, Limits
from multitrainer.services.moving_over.pace import FIRST, LEAST, LOOKS_EACH_SECONDS, TARGET_SECONDS, Pace, resized


class Rests:
    """Takes the place of sleeping: remembers how long, and lets something happen instead."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.instead: Callable[[], None] = lambda: None

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        self.instead()


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> Rests:
    rests = Rests()
    monkeypatch.setattr("asyncio.sleep", rests)
    return rests


async def at_once() -> None:
    """A ping that takes no time."""


def pace(limits: Limits, ping: Callable[[], Awaitable[None]] = at_once) -> tuple[Pace, list[str]]:
    said: list[str] = []
    return Pace(limits, ping, said.append), said


@pytest.mark.parametrize(
    ("seconds", "next_size"),
    [
        (TARGET_SECONDS, 1_000),
        (TARGET_SECONDS / 1.5, 1_500),
        (TARGET_SECONDS / 100, 2_000),
        (TARGET_SECONDS * 1.25, 800),
        (TARGET_SECONDS * 100, 500),
        (0.0, 2_000),
    ],
)
def test_the_next_chunk_takes_the_target_time_but_grows_and_shrinks_by_half_at_most(
    seconds: float, next_size: int
) -> None:
    assert resized(1_000, 1_000, seconds) == next_size


def test_a_chunk_is_never_larger_or_smaller_than_sensible() -> None:
    assert resized(MOST, MOST, 0.01) == MOST
    assert resized(LEAST, LEAST, 1_000) == LEAST


def test_a_chunk_that_was_cut_short_tells_nothing_about_the_size() -> None:
    assert resized(1_000, 1, 0.01) == 1_000


async def test_a_size_that_was_asked_for_stays(rests: Rests) -> None:
    kept, _ = pace(Limits(batch_size=7))
    await kept.after_chunk(7, 0.001)
    assert kept.size() == 7
    free, _ = pace(Limits())
    await free.after_chunk(FIRST, 0.001)
    assert free.size() == 2 * FIRST


async def test_a_rate_is_kept_to_by_resting(rests: Rests) -> None:
    slowed, _ = pace(Limits(max_rate=100))
    await slowed.after_chunk(500, 2.0)
    await slowed.after_chunk(100, 2.0)
    assert sum(rests.seconds) == pytest.approx(3.0)


async def test_work_is_paced_before_and_after_by_how_many_documents_it_was(rests: Rests, tmp_path: Path) -> None:
    file = tmp_path / "pause"
    file.touch()
    paced, _ = pace(Limits(max_rate=100, pause_file=file))
    rests.instead = lambda: file.unlink(missing_ok=True)

    async def work() -> int:
        assert not file.exists()
        return 500

    await paced.keep(work)
    assert rests.seconds == [LOOKS_EACH_SECONDS, pytest.approx(5.0, abs=1.0)]


async def test_nothing_is_moved_while_the_pause_file_is_there(rests: Rests, tmp_path: Path) -> None:
    file = tmp_path / "pause"
    file.touch()
    paused, said = pace(Limits(pause_file=file))
    rests.instead = lambda: file.unlink() if len(rests.seconds) == 3 else None
    await paused.before_chunk()
    assert rests.seconds == [LOOKS_EACH_SECONDS] * 3
    assert f"Paused, because {file} exists" in said[0]


async def test_it_waits_longer_and_longer_for_a_slow_server_and_takes_less_at_once(
    rests: Rests, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = iter([0.0, 0.4, 1.0, 1.3, 2.0, 2.1])
    monkeypatch.setattr("time.perf_counter", lambda: next(hands))
    patient, said = pace(Limits(max_latency=0.25))
    await patient.before_chunk()
    assert rests.seconds == [0.5, 1.0]
    assert patient.size() == max(LEAST, FIRST // 4)
    assert ["400 ms" in said[0], "300 ms" in said[1], len(said)] == [True, True, 2]


async def test_without_a_limit_nobody_is_pinged(rests: Rests) -> None:
    async def ping() -> None:
        pytest.fail("pinged")

    free, _ = pace(Limits(max_latency=None), ping)
    await free.before_chunk()
    assert rests.seconds == []
