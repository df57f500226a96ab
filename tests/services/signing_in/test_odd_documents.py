"""What we keep of people who sign in may be of any shape, by hand or by another version: it lets nobody in."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import NotSignedIn
from multitrainer.identity.callers import OldPerson
from multitrainer.schemas.accounts import NewPassword
from multitrainer.services import Services
from tests.services.people import (
    ADA,
    FAILURES,
    PASSWORD,
    WRONG,
    SetClock,
    actor_of,
    caller_with,
    outcome,
    sign_in,
)

LATER = datetime(2999, 1, 1, tzinfo=UTC)

NO_DATES: list[Any] = ["2999-01-01", 7, True, {"$gt": 0}, [LATER]]
NO_IDS: list[Any] = [None, 7, str(ADA), [ADA], {"$ne": None}]
NO_TEXTS: list[Any] = [7, True, ["x"], {"$ne": None}, b"x"]
NO_HASHES: list[Any] = [*NO_TEXTS, "", "x", "ü", "$argon2id$x", "$argon2id$v=19$m=8,t=1,p=1$x$y"]
NO_NUMBERS: list[Any] = [None, "x", [1], {"$gt": 0}, float("nan"), LATER]


async def put(database: Database, collection: str, field: str, value: Any) -> None:
    """Every document of a collection has this in a field."""
    result = await database.motor[collection].update_many({}, {"$set": {field: value}})
    assert result.modified_count


async def without(database: Database, collection: str, field: str) -> None:
    """No document of a collection has the field."""
    await database.motor[collection].update_many({}, {"$unset": {field: ""}})


@pytest.mark.parametrize(
    ("field", "value"),
    [*(("user", odd) for odd in NO_IDS), *(("expires_at", odd) for odd in (None, *NO_DATES))],
    ids=repr,
)
async def test_a_sign_in_that_does_not_say_whose_and_until_when_lets_nobody_in(
    services: Services, database: Database, now: SetClock, field: str, value: Any
) -> None:
    granted = await sign_in(services)
    await put(database, "multitrainer_sign_ins", field, value)
    await must_be_refused(services, granted.access_token, granted.refresh_token, now)


@pytest.mark.parametrize("field", ["user", "expires_at"])
async def test_nor_does_one_that_lacks_it(services: Services, database: Database, now: SetClock, field: str) -> None:
    granted = await sign_in(services)
    await without(database, "multitrainer_sign_ins", field)
    await must_be_refused(services, granted.access_token, granted.refresh_token, now)


async def must_be_refused(services: Services, access_token: str, refresh_token: str, now: SetClock) -> None:
    """Neither token of a sign-in is good."""
    with pytest.raises(NotSignedIn):
        await actor_of(caller_with(services, access_token), now)
    with pytest.raises(NotSignedIn):
        await services.sign_ins.refresh(refresh_token)


@pytest.mark.parametrize("digest", [None, *NO_TEXTS], ids=repr)
async def test_a_sign_in_without_a_digest_is_not_refreshed(services: Services, database: Database, digest: Any) -> None:
    granted = await sign_in(services)
    await put(database, "multitrainer_sign_ins", "digest", digest)
    with pytest.raises(NotSignedIn):
        await services.sign_ins.refresh(granted.refresh_token)


@pytest.mark.parametrize("moment", NO_DATES, ids=repr)
async def test_an_old_token_is_no_good_where_nobody_knows_when_its_owner_signed_out(
    services: Services, database: Database, now: SetClock, moment: Any
) -> None:
    await sign_in(services)
    old = OldPerson(str(ADA), now())
    assert (await actor_of(old, now)).id == str(ADA)
    await put(database, "multitrainer_credentials", "signed_out_at", moment)
    with pytest.raises(NotSignedIn):
        await actor_of(old, now)


@pytest.mark.parametrize("kept", NO_HASHES, ids=repr)
async def test_no_password_is_right_where_what_we_keep_is_no_hash_until_another_is_given(
    services: Services, database: Database, kept: Any
) -> None:
    await sign_in(services)
    await put(database, "multitrainer_credentials", "hash", kept)
    assert [await outcome(services, password) for password in (PASSWORD, "x")] == ["WrongCredentials"] * 2
    await services.accounts.set_password(THE_ADMIN, "ada@x.example", NewPassword(password="another long one"))
    assert await outcome(services, "another long one") == "in"


@pytest.mark.parametrize("made_of", NO_TEXTS, ids=repr)
async def test_a_hash_that_was_made_of_nothing_known_gives_way_to_the_old_applications(
    services: Services, database: Database, made_of: Any
) -> None:
    await sign_in(services)
    await put(database, "multitrainer_credentials", "made_of", made_of)
    assert [await outcome(services, password) for password in (WRONG, PASSWORD)] == ["WrongCredentials", "in"]


@pytest.mark.parametrize(
    ("field", "value"),
    [*(("failed", odd) for odd in NO_NUMBERS), *(("expires_at", odd) for odd in (None, *NO_DATES))],
    ids=repr,
)
async def test_failures_that_can_not_be_read_are_counted_from_the_beginning(
    services: Services, database: Database, field: str, value: Any
) -> None:
    await outcome(services, WRONG)
    await put(database, "multitrainer_attempts", field, value)
    await must_count_from_the_beginning(services)


@pytest.mark.parametrize("field", ["failed", "expires_at"])
async def test_and_so_are_those_that_are_not_there(services: Services, database: Database, field: str) -> None:
    await outcome(services, WRONG)
    await without(database, "multitrainer_attempts", field)
    await must_count_from_the_beginning(services)


async def must_count_from_the_beginning(services: Services) -> None:
    """As often as is allowed, and no more; in the end somebody is told how long to wait."""
    async with asyncio.timeout(30):  # instead of trying for ever
        outcomes = [await outcome(services, WRONG) for _ in range(FAILURES + 1)]
    assert outcomes == ["WrongCredentials"] * FAILURES + ["TooManyAttempts"]
