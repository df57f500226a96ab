"""What a course sets about cover, and whom a cancelled, combined or moved session is told to."""

from dataclasses import dataclass, field

from multitrainer.domain.covers.tiers import CoverOrder
from multitrainer.domain.errors import SenselessCoverRules
from multitrainer.domain.sentences import Sentence

MOST_ADDRESSES = 50
MOST_TRAINERS = 500
"""In the institute's pool, or excluded from a course."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """Whom students' news goes to: e-mail addresses in small letters, and each student of the batch, or not.

    Raises SenselessCoverRules.
    """

    addresses: tuple[str, ...] = ()
    students: bool = True

    def __post_init__(self) -> None:
        must_be_once(self.addresses, MOST_ADDRESSES, "addresses")


@dataclass(frozen=True, slots=True)
class CourseCover:
    """How a course is covered: what it sets itself, and for the rest what the institute does.

    `weights` are None where they are the institute's.
    """

    order: CoverOrder = field(default_factory=CoverOrder)
    weights: tuple[float, ...] | None = None
    contacts: Contacts = field(default_factory=Contacts)


def must_be_once(named: tuple[str, ...], most: int, what: str) -> None:
    """Raises SenselessCoverRules where too many are named, or one of them twice."""
    if len(named) > most:
        words = Sentence("There can be {most} at most, not {n}.", most=most, n=len(named))
        raise SenselessCoverRules(words, f"There can be {most} {what} at most, not {len(named)}.", field=what)
    if twice := sorted({one for one in named if named.count(one) > 1}):
        words = Sentence("Each is named once, and one of them is named twice.")
        raise SenselessCoverRules(words, f"Each of the {what} is named once; {twice[0]} is named twice.", field=what)
