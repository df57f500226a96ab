"""Passwords: hashes of the old application's kind (bcrypt) are read, ours are argon2id."""

import re
from functools import cache, cached_property

from pwdlib.hashers import HasherProtocol
from pwdlib.hashers.argon2 import Argon2Hasher
from pwdlib.hashers.bcrypt import BcryptHasher

READ_BY_BCRYPT = 72
"""Bytes of a password that bcrypt looks at; bcryptjs ignores the rest without a word."""

OF_THE_OLD_APPLICATION = re.compile(r"\$2[ab]\$(0[4-9]|1[0-5])\$[./A-Za-z0-9]{53}")
"""A hash of bcryptjs. One of a higher cost would keep a processor busy for minutes, so it is none."""

USUAL_COST = 10
"""Of bcryptjs, where nobody asks for another."""

ENDS_A_TEXT = "\0"
"""Where bcrypt stops reading, and bcryptjs does not."""


class Passwords:
    """Makes hashes, and compares passwords with them.

    Each comparison does the work of both kinds, so that its time tells nobody which one a user has, nor whether there
    is such a user at all. What an old hash costs is told by the one that was compared last.
    """

    def __init__(self, argon2: HasherProtocol | None = None) -> None:
        """`argon2` makes our hashes; as the library advises unless given."""
        self._argon2 = argon2 or Argon2Hasher()
        self._bcrypt = BcryptHasher()
        self._old_cost = USUAL_COST

    def hashed(self, password: str) -> str:
        """A hash to keep."""
        return self._argon2.hash(_encoded(password))

    def matches(self, password: str, stored: object) -> bool:
        """Whether this is the password that a hash was made of. Nothing matches what is no hash."""
        is_ours, is_theirs = self.is_ours(stored), is_old(stored)
        self._old_cost = _cost_of(str(stored)) if is_theirs else self._old_cost
        ours, theirs = self._decoy, _old_decoy(self._old_cost)
        right = self._argon2.verify(_encoded(password), str(stored) if is_ours else ours)
        also_right = self._bcrypt.verify(_encoded(password)[:READ_BY_BCRYPT], str(stored) if is_theirs else theirs)
        return (is_ours and right) or (is_theirs and also_right and ENDS_A_TEXT not in password)

    @cached_property
    def _decoy(self) -> str:
        """Made at the first comparison, because it takes a moment, and not every process compares passwords."""
        return self._argon2.hash("")

    def is_ours(self, stored: object) -> bool:
        """Whether a hash is of the kind that we make."""
        return isinstance(stored, str) and self._argon2.identify(stored)


def is_read_whole(password: str) -> bool:
    """Whether an old hash that this matches was made of just this; a longer one that begins with it has the same."""
    return len(_encoded(password)) < READ_BY_BCRYPT


@cache
def _old_decoy(cost: int) -> str:
    return BcryptHasher(cost).hash("")


def _cost_of(old: str) -> int:
    return int(old.split("$")[2])


def is_old(stored: object) -> bool:
    """Whether a hash is one of the old application's."""
    return isinstance(stored, str) and OF_THE_OLD_APPLICATION.fullmatch(stored) is not None


def _encoded(password: str) -> bytes:
    """As JavaScript does it, which replaces half a surrogate pair."""
    return password.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
