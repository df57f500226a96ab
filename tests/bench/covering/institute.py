"""An institute made up at random: courses, their people, sessions of eight weeks, leave; the same for every seed."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from multitrainer.domain.availability import DAYS, Availability, Level, Painted
from multitrainer.domain.covers.tiers import CoverOrder, Place, Tier, places
from multitrainer.domain.leave.values import Leave, LeaveKind
from multitrainer.domain.taught import TaughtSession

ZONE = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 9, 28, tzinfo=ZONE)
WEEKS = 8  # clocks are changed in the fourth
HOURS = (8, 10, 12, 14, 16, 18)
BATCHES_OF_A_COURSE, TRAINERS_OF_A_COURSE, MEETINGS = 5, 4, 2
SUBSTITUTES_OF_A_COURSE = 3


@dataclass(frozen=True)
class Size:
    """How large."""

    courses: int
    trainers: int
    leaves: int
    pool: int = 60


@dataclass
class Institute:
    """What there is before anybody is away. `known` is when each leave becomes known."""

    sessions: dict[str, TaughtSession] = field(default_factory=dict)
    by_trainer: dict[str, list[TaughtSession]] = field(default_factory=lambda: defaultdict(list))
    by_day: dict[tuple[str, date], list[TaughtSession]] = field(default_factory=lambda: defaultdict(list))
    places: dict[str, dict[str, Place]] = field(default_factory=dict)
    knows: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    availability: dict[str, Availability] = field(default_factory=dict)
    leaves: list[tuple[datetime, Leave]] = field(default_factory=list)


def at(day: int, hour: float) -> datetime:
    """An hour of a day, counted from the first Monday, in UTC."""
    local = MONDAY + timedelta(days=day)
    return local.replace(hour=int(hour), minute=round(60 * (hour % 1))).astimezone(UTC)


def an_institute(size: Size, seed: int) -> Institute:
    """One at random. Every trainer belongs to one course; the pool and the courses' substitutes are some of them."""
    random, found = Random(seed), Institute()
    trainers = [f"t{n}" for n in range(size.trainers)]
    pool = random.sample(trainers, size.pool)
    taken: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for course in range(size.courses):
        team = [trainers[(TRAINERS_OF_A_COURSE * course + n) % size.trainers] for n in range(TRAINERS_OF_A_COURSE)]
        substitutes = random.sample(trainers, SUBSTITUTES_OF_A_COURSE)
        for batch in range(BATCHES_OF_A_COURSE):
            _add_batch(found, random, f"c{course}", f"c{course}-{batch}", team, substitutes, pool, taken)
    found.availability = {trainer: _availability(random) for trainer in trainers}
    found.leaves = sorted((_leave(random, n, random.choice(trainers)) for n in range(size.leaves)), key=lambda x: x[0])
    return found


def _add_batch(
    found: Institute,
    random: Random,
    course: str,
    batch: str,
    team: list[str],
    substitutes: list[str],
    pool: list[str],
    taken: dict[str, set[tuple[int, int]]],
) -> None:
    primary = team[int(batch.rsplit("-", 1)[1]) % len(team)]
    backups = random.sample([trainer for trainer in team if trainer != primary], 2)
    people = {
        Tier.BACKUP: tuple(backups),
        Tier.ASSISTANT: tuple(team[1:]),
        Tier.LEAD: (team[0],),
        Tier.SUBSTITUTE: tuple(substitutes),
        Tier.POOL: tuple(pool),
    }
    found.places[batch] = places(CoverOrder(), people)
    found.knows[primary].add(batch)
    found.knows[backups[0]].add(batch)
    for day, hour in _meetings(random, taken[primary]):
        for week in range(WEEKS):
            start = at(7 * week + day, hour)
            name = f"{batch}:{week}:{day}:{hour}"
            one = TaughtSession(name, course, batch, primary, start, start + timedelta(minutes=105))
            found.sessions[name] = one
            found.by_trainer[primary].append(one)
            found.by_day[primary, start.astimezone(ZONE).date()].append(one)


def _meetings(random: Random, taken: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Two a week, half of the batches one after the other on one day; never two of a trainer at one time."""
    for _ in range(200):
        day, slot = random.randrange(5), random.randrange(len(HOURS) - 1)
        both = [(day, slot), (day, slot + 1) if random.random() < 0.5 else ((day + 2) % 5, slot)]
        if not taken & {*both}:
            taken.update(both)
            return [(d, HOURS[s]) for d, s in both]
    raise ValueError("A trainer has no time left.")


def _availability(random: Random) -> Availability:
    level = random.choices([None, Level.NOT, Level.RATHER_NOT], [60, 20, 20])[0]
    if level is None:
        return Availability()
    start = random.choice([0, 12])
    return Availability((Painted(random.choice(DAYS[:5]), 60 * start, 60 * (start + 12), level),))


def _leave(random: Random, number: int, trainer: str) -> tuple[datetime, Leave]:
    """A few days; a third are illnesses, known on the morning of the first, the others one to fourteen days before."""
    day = random.randrange(7 * WEEKS - 7)
    ill = random.random() < 1 / 3
    start = at(day, 7.5 if ill else random.choice([0, 8, 12]))
    end = at(day + random.choice([0, 1, 2, 2, 4]), 23.5)
    known = start - (timedelta(minutes=30) if ill else timedelta(days=random.randint(1, 14)))
    return known, Leave(f"l{number}", trainer, start, end, LeaveKind.SICK if ill else LeaveKind.HOLIDAY)
