"""Keys of machines, and what refreshes a session: long random secrets, of which only a digest is kept."""

import re
import secrets
from hashlib import sha256
from hmac import compare_digest
from typing import NamedTuple

SHARED = 22
"""Characters that the secrets of one family of keys have in common: 132 of their 256 bits."""

FORM = re.compile(r"([a-z]{2,12})_([0-9a-f]{24})_([A-Za-z0-9_-]{43})")
BYTES = 32

API_KEY, REFRESH_TOKEN, SET_UP_TOKEN = "mtkey", "mtrefresh", "mtsetup"


class Key(NamedTuple):
    """A secret, and the id under which its digest is found. `kind` tells people and scanners what it is."""

    kind: str
    id: str
    secret: str

    def __str__(self) -> str:
        return f"{self.kind}_{self.id}_{self.secret}"

    @property
    def digest(self) -> str:
        """What is kept. It needs neither salt nor a slow hash: nobody guesses 256 random bits."""
        return sha256(self.secret.encode()).hexdigest()

    @property
    def family(self) -> str:
        """What is kept of what the keys of one family have in common: it tells an old one from an invented one."""
        return sha256(self.secret[:SHARED].encode()).hexdigest()

    def renewed(self) -> "Key":
        """Another key of the same family, under the same id."""
        return self._replace(secret=self.secret[:SHARED] + secrets.token_urlsafe(BYTES)[SHARED:])

    def is_of_family(self, digest: object) -> bool:
        """Whether this digest is that of this secret's family."""
        return _are_one(self.family, digest)

    def is_kept_as(self, digest: object) -> bool:
        """Whether this digest is this secret's."""
        return _are_one(self.digest, digest)


def new_key(kind: str, id_: str) -> Key:
    """A secret that nobody had before."""
    return Key(kind, id_, secrets.token_urlsafe(BYTES))


def read_key(kind: str, text: str) -> Key | None:
    """The key that a text is; None where it is none of this kind."""
    found = FORM.fullmatch(text)
    return Key(*found.groups()) if found and found[1] == kind else None


def _are_one(digest: str, kept: object) -> bool:
    """Whether two digests are one, in a time that does not tell how much of them is."""
    return isinstance(kept, str) and compare_digest(digest.encode(), kept.encode())
