"""What does not concern each other is done side by side, and what does, one after the other."""

import asyncio

import pytest

from multitrainer.services.working.lanes import in_lanes


async def test_so_many_lanes_run_at_a_time_and_never_two_of_one_lane() -> None:
    running: list[tuple[str, int]] = []
    done: list[tuple[str, int]] = []
    most = 0

    async def do(thing: tuple[str, int]) -> None:
        nonlocal most
        running.append(thing)
        most = max(most, len(running))
        assert len({lane for lane, _ in running}) == len(running)
        for _ in range(3):
            await asyncio.sleep(0)
        running.remove(thing)
        done.append(thing)

    things = [(lane, n) for n in range(3) for lane in "abcde"]
    await in_lanes(things, lambda thing: thing[0], do, 2)
    assert most == 2
    assert {lane: [n for one, n in done if one == lane] for lane in "abcde"} == {lane: [0, 1, 2] for lane in "abcde"}


async def test_what_fails_leaves_the_rest_of_its_lane_and_is_raised_when_the_others_are_done() -> None:
    done: list[str] = []

    async def do(thing: str) -> None:
        await asyncio.sleep(0)
        if thing == "a1":
            raise ValueError(thing)
        done.append(thing)

    with pytest.raises(ValueError, match="a1"):
        await in_lanes(["a1", "a2", "b1", "b2"], lambda thing: thing[0], do, 2)
    assert done == ["b1", "b2"]


async def test_whoever_ends_it_ends_all_lanes() -> None:
    begun: list[str] = []
    all_begun = asyncio.Event()

    async def do(thing: str) -> None:
        begun.append(thing)
        if len(begun) == 2:
            all_begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            begun.remove(thing)

    task = asyncio.create_task(in_lanes("ab", lambda thing: thing, do, 2))
    await all_begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert begun == []
