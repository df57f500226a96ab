"""Failures are counted for each account and each address, by all services together."""

import asyncio

import pytest

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import TooManyAttempts
from multitrainer.schemas.accounts import NewPassword
from multitrainer.services import Services
from multitrainer.services.people.sign_ins import PER_ADDRESS
from multitrainer.settings import Settings
from tests.services.people import (
    FAILURES,
    HERE,
    PASSWORD,
    WRONG,
    SetClock,
    old_hash,
    outcome,
    sign_in,
)


async def test_many_at_once_on_two_services_are_compared_as_often_as_allowed_and_no_more(
    services: Services, database: Database, settings: Settings, now: SetClock
) -> None:
    another = wiring.build(database, settings, now)
    tries = [outcome(either, WRONG) for either in (services, another) for _ in range(20)]
    outcomes = await asyncio.gather(*tries)
    assert 1 <= outcomes.count("WrongCredentials") <= FAILURES
    assert outcomes.count("TooManyAttempts") == 40 - outcomes.count("WrongCredentials")


async def test_then_the_right_password_does_not_help_until_the_window_ends(services: Services, now: SetClock) -> None:
    assert [await outcome(services, WRONG) for _ in range(FAILURES)] == ["WrongCredentials"] * FAILURES
    now.move(minutes=5)
    with pytest.raises(TooManyAttempts) as refusal:
        await sign_in(services)
    assert refusal.value.facts == {"retryAfterSeconds": 600}
    assert await outcome(services, PASSWORD, "ben@x.example") == "in"
    now.move(minutes=10)
    assert await outcome(services, PASSWORD) == "in"


async def test_after_the_window_it_is_counted_from_the_beginning(services: Services, now: SetClock) -> None:
    for _ in range(2):
        assert [await outcome(services, WRONG) for _ in range(FAILURES + 1)][-2:] == [
            "WrongCredentials",
            "TooManyAttempts",
        ]
        now.move(minutes=15)


async def test_whoever_is_given_a_new_password_may_come_in_with_it_at_once(services: Services) -> None:
    assert [await outcome(services, WRONG) for _ in range(FAILURES + 1)][-1] == "TooManyAttempts"
    await services.accounts.set_password(THE_ADMIN, "ada@x.example", NewPassword(password="another long one"))
    assert await outcome(services, "another long one") == "in"


async def test_success_does_not_count(services: Services) -> None:
    for _ in range(FAILURES + 1):
        await sign_in(services)
    assert [await outcome(services, WRONG) for _ in range(FAILURES)] == ["WrongCredentials"] * FAILURES


async def test_a_class_that_signs_in_at_once_from_one_address_is_let_in(services: Services, database: Database) -> None:
    pupils = [f"pupil{n}@x.example" for n in range(FAILURES * PER_ADDRESS + 3)]
    hashed = old_hash(PASSWORD)
    await database.motor.users.insert_many({"email": e, "password": hashed, "role": "student"} for e in pupils)
    assert {*await asyncio.gather(*(outcome(services, PASSWORD, email) for email in pupils))} == {"in"}


async def test_nobody_is_tried_out_in_other_spellings(services: Services) -> None:
    spellings = ["ada@x.example", "ADA@x.example", " Ada@X.Example"]
    outcomes = [await outcome(services, WRONG, email) for email in spellings]
    assert outcomes == ["WrongCredentials"] * FAILURES + ["TooManyAttempts"]


async def test_from_one_address_there_are_some_more_whoever_is_tried(services: Services) -> None:
    allowed = FAILURES * PER_ADDRESS
    outcomes = [await outcome(services, WRONG, f"{n}@x.example") for n in range(allowed + 1)]
    assert outcomes == ["WrongCredentials"] * allowed + ["TooManyAttempts"]
    assert await outcome(services, PASSWORD) == "TooManyAttempts"
    assert await outcome(services, PASSWORD, "ben@x.example", "192.0.2.2") == "in"


async def test_what_is_counted_names_nobody(services: Services, database: Database) -> None:
    await outcome(services, WRONG)
    kept = await database.motor.multitrainer_attempts.find().to_list(None)
    assert len(kept) == 2
    assert "ada" not in str(kept)
    assert HERE not in str(kept)


async def test_whoever_is_shut_out_by_their_address_counts_for_no_account(
    services: Services, database: Database
) -> None:
    for n in range(FAILURES * PER_ADDRESS):
        await outcome(services, WRONG, f"nobody-{n}@x.example")
    counted = await database.motor.multitrainer_attempts.count_documents({})
    for n in range(FAILURES + 1):
        assert await outcome(services, PASSWORD) == "TooManyAttempts"
        assert await outcome(services, WRONG, f"another-{n}@x.example") == "TooManyAttempts"
    assert await database.motor.multitrainer_attempts.count_documents({}) == counted
    assert await outcome(services, PASSWORD, address="198.51.100.7") == "in"


async def test_whoever_is_shut_out_from_one_account_may_come_in_to_another_from_the_same_address(
    services: Services,
) -> None:
    for _ in range(FAILURES * PER_ADDRESS + 1):
        await outcome(services, WRONG)
    assert await outcome(services, PASSWORD, "ben@x.example") == "in"


async def test_whoever_is_shut_out_does_not_wait_for_those_who_are_not(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(FAILURES):
        await outcome(services, WRONG)
    monkeypatch.setattr(services.sign_ins, "_turns", asyncio.Semaphore(0))
    assert await outcome(services, PASSWORD) == "TooManyAttempts"
