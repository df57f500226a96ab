"""Candidates for some sessions, in the order in which they are asked, and who is none, with the reason."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from multitrainer.domain.covers.criteria import IN_WORDS, Reason, points, rejection
from multitrainer.domain.covers.persons import Person
from multitrainer.domain.covers.rules import CoverRules
from multitrainer.domain.covers.tiers import Place, Tier
from multitrainer.domain.covers.wanted import Wanted


class Candidate(NamedTuple):
    """Somebody who can be asked; `points` in the order of the criteria, `asked_later` once the others are through."""

    trainer: str
    place: Place
    points: tuple[float, ...]
    total: float
    asked_later: bool


class Rejected(NamedTuple):
    """Somebody who stands in a tier and can't be asked."""

    trainer: str
    tier: Tier
    reason: Reason

    @property
    def words(self) -> str:
        """The reason in a sentence."""
        return str(IN_WORDS[self.reason])


class Ranking(NamedTuple):
    """Everybody who stands in a tier: candidates in the order of asking, and those who are none."""

    candidates: tuple[Candidate, ...]
    rejected: tuple[Rejected, ...]

    def reason_against(self, trainer: str) -> Reason | None:
        """Why somebody can't be asked, None where they can or stand nowhere."""
        return next((one.reason for one in self.rejected if one.trainer == trainer), None)


def rank(wanted: Wanted, people: Iterable[Person], places: Mapping[str, Place], rules: CoverRules) -> Ranking:
    """Everybody among the people who has a place, judged.

    Tier by tier: backups as the batch has them, the others by their points, then by their covered hours, the fewest
    first. Who is asked later comes after all others.
    """
    keyed: list[tuple[tuple[bool, int, float, float, str], Candidate]] = []
    rejected = []
    for person in people:
        if (place := places.get(person.trainer)) is None:
            continue
        if reason := rejection(person, wanted, rules):
            rejected.append(Rejected(person.trainer, place.tier, reason))
            continue
        each = points(person, wanted, rules)
        one = Candidate(person.trainer, place, each, round(sum(each), 1), person.asked_later)
        within = place.within if place.tier is Tier.BACKUP else -one.total
        keyed.append(((one.asked_later, place.rank, within, person.covered_hours, one.trainer), one))
    keyed.sort()
    return Ranking(tuple([one for _, one in keyed]), tuple(rejected))
