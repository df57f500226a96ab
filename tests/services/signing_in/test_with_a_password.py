"""Signing in with the hashes that the old application keeps, and with ours, on a real engine."""

import asyncio
from typing import Any, Literal

import pytest
from bson import ObjectId
from pwdlib.hashers.argon2 import Argon2Hasher
from pwdlib.hashers.bcrypt import BcryptHasher

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, ActorKind
from multitrainer.domain.errors import WrongCredentials
from multitrainer.identity.passwords import Passwords
from multitrainer.repositories.accounts import Accounts
from multitrainer.repositories.sign_ins import SignIns
from multitrainer.schemas.accounts import NewPassword
from multitrainer.services import Services
from multitrainer.settings import Settings
from multitrainer.stored.users import UserSchema
from tests.services.people import (
    ADA,
    BEN,
    FAILURES,
    PASSWORD,
    WRONG,
    SetClock,
    actor_of,
    caller_with,
    old_hash,
    outcome,
    sign_in,
)

Raw = dict[str, Any]
BEYOND = "ü" * 35 + "end"
"""Its last two letters lie behind the 72 bytes that bcrypt looks at."""


async def credentials(database: Database, user: ObjectId = ADA) -> Raw:
    return await database.motor.multitrainer_credentials.find_one({"_id": user}) or {}


async def set_old_password(database: Database, password: str) -> None:
    await database.motor.users.update_one({"_id": ADA}, {"$set": {"password": old_hash(password)}})


async def test_somebody_signs_in_with_the_old_password_and_is_who_they_are(services: Services, now: SetClock) -> None:
    granted = await sign_in(services)
    assert granted.expires_in == 600
    actor = await actor_of(caller_with(services, granted.access_token), now)
    assert (actor.kind, actor.id) == (ActorKind.ADMIN, str(ADA))


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("ada@x.example", WRONG),
        ("nobody@x.example", PASSWORD),
        ("ada@x.example", PASSWORD + " "),
        (" ada@x.example", PASSWORD),
        ("a\0da@x.example", "\0"),
        ("ada@x.example", "\0" + PASSWORD),
        (".*", PASSWORD),
    ],
)
async def test_whoever_knows_less_does_not(services: Services, email: str, password: str) -> None:
    with pytest.raises(WrongCredentials):
        await sign_in(services, email, password)


async def test_an_address_may_be_typed_in_capitals(services: Services) -> None:
    await sign_in(services, "ADA@X.example")


async def test_nothing_is_ever_written_into_users(services: Services, database: Database) -> None:
    before = await database.motor.users.find().sort("_id", 1).to_list(None)
    granted = await sign_in(services)
    await outcome(services, WRONG)
    await services.sign_ins.sign_out_everywhere(caller_with(services, granted.access_token))
    await sign_in(services)
    assert await database.motor.users.find().sort("_id", 1).to_list(None) == before


async def test_the_first_sign_in_leaves_a_hash_of_our_own_which_the_next_is_compared_with(
    services: Services, database: Database
) -> None:
    await sign_in(services)
    kept = await credentials(database)
    assert kept["hash"].startswith("$argon2id$")
    await sign_in(services)
    assert await credentials(database) == kept


async def test_a_password_changed_in_the_old_application_wins(services: Services, database: Database) -> None:
    await sign_in(services)
    await set_old_password(database, "another one")
    assert await outcome(services, PASSWORD) == "WrongCredentials"
    assert await outcome(services, "another one") == "in"
    kept = await credentials(database)
    assert Passwords().matches("another one", kept["hash"])


async def test_a_password_set_here_wins_whatever_the_old_application_says(
    services: Services, database: Database
) -> None:
    accounts = Accounts(UserSchema())
    await sign_in(services)
    await accounts.set_password(str(ADA), Passwords().hashed("ours"))
    await set_old_password(database, "another one")
    assert await outcome(services, "another one") == "WrongCredentials"
    assert await outcome(services, "ours") == "in"


async def test_of_two_first_sign_ins_at_once_both_succeed_and_one_hash_is_kept(
    services: Services, database: Database
) -> None:
    await asyncio.gather(*(sign_in(services) for _ in range(FAILURES)))
    assert await database.motor.multitrainer_credentials.count_documents({}) == 1


async def test_a_password_set_while_somebody_signs_in_with_the_old_one_stays(
    services: Services, database: Database
) -> None:
    accounts = Accounts(UserSchema())
    account = await accounts.by_email("ada@x.example")
    assert account
    await accounts.set_password(str(ADA), "ours")
    await accounts.adopt(account, "adopted")
    assert (await credentials(database))["hash"] == "ours"


async def test_whoever_was_signed_out_everywhere_before_keeps_that_beside_their_first_hash(
    services: Services, database: Database, now: SetClock
) -> None:
    await Accounts(UserSchema()).sign_out(str(ADA), now())
    await sign_in(services)
    kept = await credentials(database)
    assert kept["signed_out_at"] == now()
    assert kept["hash"].startswith("$argon2id$")


async def test_who_has_no_password_anywhere_can_not_sign_in(services: Services, database: Database) -> None:
    for stored in (None, "", PASSWORD, 7, [old_hash(PASSWORD)]):
        await database.motor.users.update_one({"_id": BEN}, {"$set": {"password": stored}})
        assert await outcome(services, PASSWORD, "ben@x.example", address=f"for {stored}") != "in"


async def test_an_address_that_two_users_have_lets_neither_in(services: Services, database: Database) -> None:
    await database.motor.users.update_one({"_id": BEN}, {"$set": {"email": "ada@x.example"}})
    assert await outcome(services, PASSWORD) == "WrongCredentials"


async def test_the_old_schema_may_have_other_names(database: Database, settings: Settings, now: SetClock) -> None:
    old = {"login": "eva@x.example", "pass": old_hash(PASSWORD), "job": "boss", "password": "x", "role": "student"}
    await database.motor.users.insert_one(old)
    names = {"user_email_field": "login", "user_password_field": "pass", "user_role_field": "job"}
    renamed = wiring.build(database, settings.model_copy(update={**names, "admin_roles": ("boss",)}), now)
    granted = await sign_in(renamed, "eva@x.example")
    actor, _ = await renamed.sign_ins.who(caller_with(renamed, granted.access_token))
    assert actor.kind is ActorKind.ADMIN


async def test_the_same_is_done_for_whoever_is_not_there(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    for kind in (Argon2Hasher, BcryptHasher):
        monkeypatch.setattr(kind, "verify", _counting(kind, done))
    assert await outcome(services, WRONG, "nobody@x.example") == "WrongCredentials"
    unknown = [*done]
    done.clear()
    assert await outcome(services, WRONG) == "WrongCredentials"
    assert sorted(unknown) == sorted(done) == ["Argon2Hasher", "BcryptHasher"]


def _counting(kind: type[Any], done: list[str]) -> Any:
    verify = kind.verify

    def count(*given: Any) -> Any:
        done.append(kind.__name__)
        return verify(*given)

    return count


async def test_an_old_password_does_not_come_in_after_another_was_set(
    services: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor stays in where the new one is set between the comparison and the sign-in."""
    begin = SignIns.begin

    async def late(*arguments: Any) -> Any:
        await services.accounts.set_password(THE_ADMIN, "ada@x.example", NewPassword(password="a new long one"))
        return await begin(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(SignIns, "begin", late)
        assert await outcome(services, PASSWORD) == "WrongCredentials"
    assert await database.motor.multitrainer_sign_ins.count_documents({}) == 0
    assert await outcome(services, "a new long one") == "in"


class Turns(asyncio.Semaphore):
    """Gives nobody a turn until told to, and tells when somebody waits for one."""

    def __init__(self) -> None:
        super().__init__(0)
        self.awaited = asyncio.Event()

    async def acquire(self) -> Literal[True]:
        self.awaited.set()
        return await super().acquire()


async def test_an_account_is_read_when_its_turn_has_come(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    turns = Turns()
    monkeypatch.setattr(services.sign_ins, "_turns", turns)
    waiting = asyncio.create_task(outcome(services, PASSWORD))
    await turns.awaited.wait()
    await services.accounts.set_password(THE_ADMIN, "ada@x.example", NewPassword(password="a new long one"))
    turns.release()
    assert await waiting == "WrongCredentials"


async def test_of_a_password_that_bcrypt_reads_in_part_the_whole_stays_good(
    services: Services, database: Database
) -> None:
    """Else whoever comes first would decide which one it is."""
    await set_old_password(database, BEYOND)
    for tried in (BEYOND[:-1], BEYOND + "less", BEYOND):
        assert await outcome(services, tried) == "in"


async def test_what_comes_behind_the_end_of_a_text_makes_another_password(
    services: Services, database: Database
) -> None:
    await set_old_password(database, "abc")
    assert await outcome(services, "abc\0abc") == "WrongCredentials"
    assert await outcome(services, "abc") == "in"
