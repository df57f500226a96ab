"""Passwords are compared with what the old application kept, and with what we keep."""

from collections.abc import Callable
from typing import Any

import bcrypt
import pytest
from pwdlib.hashers.argon2 import Argon2Hasher
from pwdlib.hashers.bcrypt import BcryptHasher

from multitrainer.identity.passwords import Passwords, is_old

SECRET = "correct horse battery staple"
LONG = "ü" * 35 + "end"
"""72 bytes are up to its `n`."""


@pytest.fixture(scope="module")
def passwords() -> Passwords:
    return Passwords(Argon2Hasher(time_cost=1, memory_cost=32))


def old(password: str, prefix: bytes = b"2b", cost: int = 4) -> str:
    return bcrypt.hashpw(password.encode()[:72], bcrypt.gensalt(cost, prefix)).decode()


def test_what_we_keep_is_argon2id_and_matches_just_its_password(passwords: Passwords) -> None:
    kept = passwords.hashed(SECRET)
    assert kept.startswith("$argon2id$")
    assert passwords.is_ours(kept)
    assert passwords.matches(SECRET, kept)
    assert not passwords.matches(SECRET + " ", kept)


@pytest.mark.parametrize("prefix", [b"2a", b"2b"])
def test_what_the_old_application_kept_matches_just_its_password(passwords: Passwords, prefix: bytes) -> None:
    kept = old(SECRET, prefix)
    assert passwords.matches(SECRET, kept)
    assert not passwords.matches(SECRET.upper(), kept)


def test_of_an_old_password_bcrypt_looks_at_72_bytes_of_ours_all_count(passwords: Passwords) -> None:
    assert passwords.matches(LONG + "less", old(LONG))
    assert not passwords.matches(LONG[:36] + "xd", old(LONG))
    assert not passwords.matches(LONG + "less", passwords.hashed(LONG))


@pytest.mark.parametrize(
    "stored",
    [
        None,
        "",
        7,
        b"$2b$04$",
        ["x"],
        {"$ne": None},
        SECRET,
        "$2b$04$short",
        "$argon2id$",
        "$argon2id$v=19$m=32,t=1,p=1",
        "$argon2id$v=19$m=32,t=1,p=1$c2FsdA$x",
        "$2b$31$" + "a" * 53,
    ],
    ids=repr,
)
def test_nothing_matches_what_is_no_hash(passwords: Passwords, stored: Any) -> None:
    assert not passwords.matches(SECRET, stored)
    assert not passwords.matches("", stored)


def test_a_hash_that_would_keep_a_processor_busy_for_minutes_is_none() -> None:
    assert is_old("$2b$12$" + "a" * 53)
    assert not is_old("$2b$16$" + "a" * 53)


@pytest.mark.parametrize(
    "stored",
    [None, "none", old(SECRET), Argon2Hasher().hash(SECRET)],
    ids=["none", "no hash", "theirs", "ours"],  # the same in each process: hashes are not
)
def test_the_same_work_is_done_whoever_it_is(
    passwords: Passwords, stored: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def counted(kind: type[Any]) -> Callable[..., bool]:
        verify = kind.verify

        def count(*given: Any) -> bool:
            done.append(kind.__name__)
            return bool(verify(*given))

        return count

    for kind in (Argon2Hasher, BcryptHasher):
        monkeypatch.setattr(kind, "verify", counted(kind))
    passwords.matches(SECRET, stored)
    assert done == ["Argon2Hasher", "BcryptHasher"]


def test_whoever_is_unknown_costs_as_much_as_the_old_hash_that_was_compared_last(
    passwords: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    verify = BcryptHasher.verify

    def watched(self: BcryptHasher, password: str | bytes, hash: str | bytes) -> bool:  # noqa: A002  (as it is called)
        compared.append(str(hash))
        return verify(self, password, hash)

    monkeypatch.setattr(BcryptHasher, "verify", watched)
    for stored in (old(SECRET, cost=5), None, passwords.hashed(SECRET)):
        passwords.matches("another", stored)
    assert [one.split("$")[2] for one in compared] == ["05"] * 3
