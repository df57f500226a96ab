"""Sessions, people and searches to test with. Monday is 2026-11-30; hours are of Berlin's clocks on that day."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from multitrainer.domain.covers.asking import look
from multitrainer.domain.covers.neighbours import blocks
from multitrainer.domain.covers.persons import Lesson, Person
from multitrainer.domain.covers.ranking import Ranking, rank
from multitrainer.domain.covers.rules import ANSWERING, CoverRules
from multitrainer.domain.covers.steps import opened
from multitrainer.domain.covers.tiers import CoverOrder, Place, Tier, places
from multitrainer.domain.covers.values import Cover, Effect
from multitrainer.domain.covers.wanted import wanted
from multitrainer.domain.intervals import Interval
from multitrainer.domain.taught import TaughtSession

ZONE = ZoneInfo("Europe/Berlin")
RULES = CoverRules(ZONE)
IN_WAVES = {n: replace(RULES, answering=tuple(row._replace(wave=n) for row in ANSWERING)) for n in (1, 2, 3)}
"""The rules with so many asked at a time."""
MIDNIGHT = datetime(2026, 11, 30, tzinfo=ZONE).astimezone(UTC)


def at(hours: float) -> datetime:
    """So many hours after Monday began."""
    return MIDNIGHT + timedelta(hours=hours)


def session(start: float, end: float, name: str = "s", batch: str = "batch") -> TaughtSession:
    """One of John's."""
    return TaughtSession(name, "course", batch, "john", at(start), at(end))


def lesson(start: float, end: float, name: str = "other") -> Lesson:
    """Something that somebody holds."""
    return Lesson(name, Interval(at(start), at(end)))


def stand(**tiers: str) -> dict[str, Place]:
    """Places of people named by single letters: `stand(backup="ab", pool="c")`."""
    return places(CoverOrder(), {Tier(tier): tuple(names) for tier, names in tiers.items()})


def ranked(
    sessions: Iterable[TaughtSession], people: Iterable[Person], where: dict[str, Place], rules: CoverRules = RULES
) -> Ranking:
    """The ranking for sessions that need no skills."""
    return rank(wanted(tuple(sessions), rules), people, where, rules)


def looked(
    covers: Iterable[Cover],
    people: Iterable[Person],
    where: dict[str, Place],
    now: datetime,
    rules: CoverRules = RULES,
) -> tuple[list[Cover], list[Effect]]:
    """All that a look at these searches comes to, until time alone changes something next."""
    current, told, team = {cover.id: cover for cover in covers}, list[Effect](), [*people]
    for _ in range(20):
        due = [b for b in blocks(current.values(), rules) if any(c.look_at and c.look_at <= now for c in b)]
        if not due:
            break
        for block in due:
            for step in look(block, ranked((c.session for c in block), team, where, rules), now, rules):
                current[step.cover.id] = step.cover
                told += step.effects
    return [*current.values()], told


def searching(*sessions: TaughtSession, now: datetime) -> list[Cover]:
    """New searches, for one leave."""
    return [opened(f"cover-{s.id}", s, "leave", now).cover for s in sessions]
