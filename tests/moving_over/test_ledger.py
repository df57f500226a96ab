"""One holder at a time, each with a fence of its own, and none that holds on after its time."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from bson import ObjectId
from pymongo.errors import OperationFailure

from multitrainer import clock
from multitrainer.database import Database
from multitrainer.domain.errors import MigrationHeld
from multitrainer.repositories.ledger import LEASE, Ledger

NAME = "m0001_course_roster"
TURNS = 40
FAR = {"after": "x", "seen": 7}


class Hands:
    """A clock whose hands a test moves."""

    def __init__(self) -> None:
        self.at = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def hands() -> Hands:
    return Hands()


async def test_of_ten_migrators_one_holds_each_fence(database: Database) -> None:
    inside: Counter[str] = Counter()
    fences: list[int] = []

    async def migrate(ledger: Ledger) -> None:
        while len(fences) < TURNS:
            try:
                async with ledger.held(NAME) as hold:
                    inside["now"] += 1
                    fences.append(hold.fence)
                    assert inside["now"] == 1
                    await ledger.move(hold, checkpoint=hold.fence)
                    inside["now"] -= 1
            except MigrationHeld:
                await asyncio.sleep(0)  # the others' turn

    await asyncio.gather(*(migrate(Ledger(clock.now)) for _ in range(10)))
    assert len(set(fences)) == len(fences) >= TURNS


async def test_a_second_one_is_refused_and_told_who_is_at_it(database: Database) -> None:
    async with Ledger(clock.now).held(NAME):
        with pytest.raises(MigrationHeld, match=r"held by process \d+ on .*try again in 30 seconds") as refused:
            async with Ledger(clock.now).held(NAME):
                pytest.fail("both are inside")
    assert refused.value.facts == {"migration": NAME}


async def test_the_lease_of_one_who_died_ends_by_itself(database: Database, hands: Hands) -> None:
    await Ledger(hands)._take(NAME, ObjectId())
    hands.at += LEASE - timedelta(milliseconds=1)
    with pytest.raises(MigrationHeld):
        await Ledger(hands)._take(NAME, ObjectId())
    hands.at += timedelta(milliseconds=1)
    assert (await Ledger(hands)._take(NAME, ObjectId())).fence == 2


async def test_one_who_was_held_up_too_long_cannot_move_the_checkpoint(database: Database, hands: Hands) -> None:
    late, ledger = await Ledger(hands)._take(NAME, ObjectId()), Ledger(hands)
    hands.at += LEASE
    successor = await ledger._take(NAME, ObjectId())
    await ledger.move(successor, checkpoint=FAR)
    with pytest.raises(MigrationHeld, match="taken m0001_course_roster over"):
        await ledger.move(late, checkpoint={**FAR, "seen": 3})
    assert (await ledger.entries())[NAME]["checkpoint"] == FAR


async def test_what_arrives_after_its_holder_has_ended_takes_nothing_back(database: Database) -> None:
    ledger = Ledger(clock.now)
    async with ledger.held(NAME) as hold:
        pass
    with pytest.raises(MigrationHeld):
        await ledger.move(hold, checkpoint=FAR)
    async with ledger.held(NAME) as successor:
        assert successor.fence == hold.fence + 1


async def test_what_was_taken_although_it_could_not_be_read_is_given_back(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise OperationFailure("The server is on its way to another primary.")

    with monkeypatch.context() as patched:
        patched.setattr("multitrainer.repositories.ledger.readable", fail)
        with pytest.raises(OperationFailure):
            await Ledger(clock.now).held(NAME).__aenter__()
    async with Ledger(clock.now).held(NAME) as hold:
        assert hold.fence == 2


async def test_one_who_took_over_is_not_put_out_by_the_other_ending(database: Database, hands: Hands) -> None:
    ledger = Ledger(hands)
    async with ledger.held(NAME):
        hands.at += LEASE
        await ledger._take(NAME, ObjectId())
    with pytest.raises(MigrationHeld):
        await ledger._take(NAME, ObjectId())
