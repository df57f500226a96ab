"""Only so many have their turn at once, and the others wait in order."""

import asyncio

import pytest

from multitrainer.domain.errors import Unavailable
from multitrainer.services.working.turns import Turns


async def test_of_many_who_come_at_once_two_run_at_a_time_and_in_their_order() -> None:
    turns, running, begun, most = Turns(2), 0, [], 0

    async def work(number: int) -> None:
        nonlocal running, most
        async with turns.turn():
            running, most = running + 1, max(most, running + 1)
            begun.append(number)
            await asyncio.sleep(0)  # the others' turn
            running -= 1

    await asyncio.gather(*map(work, range(12)))
    assert (most, begun) == (2, [*range(12)])


async def test_who_has_waited_for_long_enough_is_told_to_ask_again_and_keeps_no_place() -> None:
    turns = Turns(1)
    async with turns.turn():
        with pytest.raises(Unavailable, match=r"1 plans are being worked at.*ask it again"):
            async with turns.turn(0.01):
                pytest.fail("There was no turn.")
    async with turns.turn(0.01):
        pass


async def test_a_turn_that_ends_by_an_error_is_the_next_ones() -> None:
    turns = Turns(1)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            async with turns.turn(0.01):
                raise ZeroDivisionError
