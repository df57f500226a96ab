"""The weeks that trainers have painted: when they can't teach, and which batches they would rather not have."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from multitrainer.domain.availability import DAYS, Level
from multitrainer.domain.team import Team
from multitrainer.domain.week import Day, minute_of, time_of
from multitrainer.planning.school import School
from multitrainer.planning.slots import intervals
from multitrainer.solver.documents.intervals import Interval, Weekly
from multitrainer.solver.documents.problem import Level as PairLevel
from multitrainer.solver.documents.problem import Pair
from multitrainer.solver.explaining.meetings import first_meeting
from multitrainer.solver.explaining.words import time_of as called
from multitrainer.stored.availability import read_availability

Raw = Mapping[str, Any]
Times = tuple[Interval, ...]


def unavailable(stated: Raw) -> Times:
    """When a trainer can't teach: what admins have stated, and what they have painted `not`, as one."""
    said, painted = intervals(stated, "unavailable"), _painted(stated, Level.NOT)
    if not painted:
        return said
    weekly = [one for one in said if isinstance(one, Weekly)]
    return (*_united((*weekly, *painted)), *(one for one in said if not isinstance(one, Weekly)))


def reluctant(school: School) -> Iterator[Pair]:
    """Whoever would rather not teach at a time, and the batches that meet then."""
    painted = {id_: _painted(stated, Level.RATHER_NOT) for id_, stated in school.trainers.items()}
    unwilling = {id_: times for id_, times in painted.items() if times}
    for team in school.teams if unwilling else ():
        people = (*(entry.trainer for entry in team.roster), *school.others)
        theirs = {id_: unwilling[id_] for id_ in people if id_ in unwilling}
        yield from _of_team(school, team, theirs)


def _of_team(school: School, team: Team, unwilling: Mapping[str, Times]) -> Iterator[Pair]:
    for batch in team.batches if unwilling else ():
        sessions = intervals(school.batches.get(batch.id, {}), "sessions")
        for trainer, times in unwilling.items():
            if both := first_meeting(sessions, times):
                reason = f"would rather not teach on {called(both[1])}"
                yield Pair(trainer=trainer, batch=batch.id, level=PairLevel.DISCOURAGED, reason=reason)


def _painted(stated: Raw, level: Level) -> tuple[Weekly, ...]:
    """The parts of a week that are painted with a level, in the order of the week."""
    week = read_availability(stated.get("availability")).painted
    parts = (Weekly(day=p.day, start=time_of(p.start), end=time_of(p.end)) for p in week if p.level is level)
    return _united(parts)


def _united(parts: Iterable[Weekly]) -> tuple[Weekly, ...]:
    """The same times in as few as can be, in the order of the week: what overlaps or adjoins on a day becomes one."""
    joined: list[tuple[Day, int, int]] = []
    for day, start, end in sorted(map(_minutes, parts), key=lambda part: (DAYS.index(part[0]), part[1])):
        if joined and joined[-1][0] is day and start <= joined[-1][2]:
            joined[-1] = (day, joined[-1][1], max(joined[-1][2], end))
        else:
            joined.append((day, start, end))
    return tuple(Weekly(day=day, start=time_of(start), end=time_of(end)) for day, start, end in joined)


def _minutes(part: Weekly) -> tuple[Day, int, int]:
    return part.day, minute_of(part.start), minute_of(part.end)
