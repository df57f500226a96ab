"""A form that somebody filled in while their sign-in ended: it is held until they have signed in again."""

from typing import NamedTuple

from multitrainer.web.forms import MARK, Sent
from multitrainer.web.leading import is_inside

PATH, FIELD = "held_path", "held:"
TYPED_ANEW = "password"
"""Fields with this in their names are never held."""


class Held(NamedTuple):
    """Where a form goes, and its fields."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """The same as fields of the form to sign in with."""
        return [(PATH, self.path), *((FIELD + name, value) for name, value in self.fields)]


def hold(path: str, sent: Sent) -> Held:
    """Hold what was sent to a path."""
    return Held(path, tuple((name, value) for name, value in sent if name != MARK and TYPED_ANEW not in name))


def held_by(typed: Sent) -> Held | None:
    """What the form to sign in with carries, if anything."""
    path = typed[PATH]
    fields = tuple((name.removeprefix(FIELD), value) for name, value in typed if name.startswith(FIELD))
    return Held(path, fields) if is_inside(path) else None
