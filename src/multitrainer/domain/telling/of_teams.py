"""Who is to be told what of a change of a team."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from multitrainer.domain.actions import Action
from multitrainer.domain.differences import Differences, PeopleDifference, RosterDifference, differences
from multitrainer.domain.people import Duty, People
from multitrainer.domain.roster import Entry
from multitrainer.domain.team import Team
from multitrainer.domain.telling.notices import Kind, Notice

OF_PLANS = {Action.APPLY_PROPOSAL, Action.REVERT_PROPOSAL}
"""What changes many batches at once, of which each person is told in one notice."""


class Concerned(NamedTuple):
    """Somebody whom a plan concerns, with the batches that they get and give up."""

    trainer: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]


def notices_of(before: Team, after: Team, action: Action, by: str) -> list[Notice]:
    """What each person has to know of a change, but for whoever made it, who knows.

    Of what follows from something else nobody is told besides: coming on a course with a batch, or leaving the batches
    with the course.
    """
    found = differences(before, after)
    told = _of_plan(before.course, found) if action in OF_PLANS else [*_of_change(before.course, found)]
    return [notice for notice in told if notice.to != by]


def _of_change(course: str, found: Differences) -> Iterator[Notice]:
    leaving = {d.trainer for d in found.roster if d.after is None}
    of_batches = [n for d in found.people for n in _of_people(course, d) if n.to not in leaving]
    gaining = {n.to for n in of_batches if n.kind is not Kind.TAKEN_OFF_BATCH}
    yield from of_batches
    for difference in found.roster:
        if difference.before is not None or difference.trainer not in gaining:
            yield from _of_entry(course, difference)


def _of_people(course: str, found: PeopleDifference) -> Iterator[Notice]:
    before, after = (_duties(people) for people in (found.before, found.after))
    facts = {"course": course, "batch": found.batch}
    for trainer in sorted(before.keys() | after.keys()):
        was, becomes = before.get(trainer, ""), after.get(trainer, "")
        if was == becomes:
            continue
        if Duty.PRIMARY in becomes and Duty.PRIMARY not in was:
            yield Notice(Kind.NAMED_PRIMARY, trainer, facts)
        elif becomes:
            yield Notice(Kind.PUT_ON_BATCH, trainer, {**facts, "duty": becomes})
        else:
            yield Notice(Kind.TAKEN_OFF_BATCH, trainer, {**facts, "duty": was})


def _duties(people: People | None) -> dict[str, tuple[str, ...]]:
    """What each person does on a batch, in the order of the duties."""
    held = people.duties if people else frozenset[tuple[str, Duty]]()
    named = {trainer for trainer, _ in held}
    return {trainer: tuple(duty.value for duty in Duty if (trainer, duty) in held) for trainer in named}


def _of_entry(course: str, found: RosterDifference) -> Iterator[Notice]:
    """A lead whose scope alone changes is told by nothing: batches come and go with it."""
    before, after = found.before, found.after
    if after is None:
        yield Notice(Kind.TAKEN_OFF_COURSE, found.trainer, {"course": course})
    elif before is None:
        yield Notice(Kind.PUT_ON_COURSE, found.trainer, {"course": course, **_place(after)})
    elif _place(before) != _place(after):
        yield Notice(Kind.PLACE_CHANGED, found.trainer, {"course": course, **_place(after)})


def _place(entry: Entry) -> dict[str, str]:
    return {"role": entry.role.value, "status": entry.status.value}


def _of_plan(course: str, found: Differences) -> list[Notice]:
    return [
        Notice(Kind.PROPOSAL_APPLIED, one.trainer, {"course": course, "gained": one.gained, "lost": one.lost})
        for one in concerned_by(found.people)
    ]


def concerned_by(found: Iterable[PeopleDifference]) -> list[Concerned]:
    """What each person gets or gives up on batches, or does otherwise there, which counts as getting it."""
    gained: dict[str, list[str]] = {}
    lost: dict[str, list[str]] = {}
    for difference in found:
        before, after = (_duties(people) for people in (difference.before, difference.after))
        for trainer in sorted(before.keys() | after.keys()):
            if before.get(trainer) != after.get(trainer):
                (gained if trainer in after else lost).setdefault(trainer, []).append(difference.batch)
    concerned = sorted(gained.keys() | lost.keys())
    return [Concerned(one, (*gained.get(one, ()),), (*lost.get(one, ()),)) for one in concerned]
