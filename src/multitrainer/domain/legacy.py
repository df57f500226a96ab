"""Living with an application that knows one `instructor` per course and per batch.

Each write of ours sets `trainers` and `instructor` in one update. So where the two disagree, the old application
wrote last, and its instructor becomes the lead or primary.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from multitrainer.domain.invariants import Violation
from multitrainer.domain.recount import Batch
from multitrainer.domain.roster import Status
from multitrainer.domain.team import Team


@dataclass(frozen=True, slots=True)
class Instructors:
    """What the `instructor` fields say: the course's, and each batch's by its id. None: nobody."""

    course: str | None = None
    batches: Mapping[str, str | None] = field(default_factory=dict)


def completed(team: Team, said: Instructors, *, migrated: bool) -> Team:
    """The team as it would read had every document been migrated.

    `migrated` tells whether the course has a roster of its own; without one it is derived from the instructors.
    """
    filled = replace(team, batches=tuple(_filled(b, said.batches.get(b.id)) for b in team.batches))
    if migrated:
        return filled
    return filled.follow_instructor(said.course) if said.course else filled.recounted()


def followed(team: Team, said: Instructors) -> Team:
    """The team after whatever the old application decided meanwhile."""
    batches = tuple(_following(b, said.batches.get(b.id)) for b in team.batches)
    caught_up = replace(team, batches=batches)
    if said.course is None or said.course == team.instructor or _is_away(team, said.course):
        return team if caught_up == team else caught_up.recounted()
    return caught_up.follow_instructor(said.course)


def instructor_agrees(team: Team, said: Instructors) -> Iterator[Violation]:
    """Rule 4: the instructor is the first active lead, and the primary."""
    if said.course != team.instructor:
        yield Violation("legacy-instructor", _words("first active lead", said.course, team.instructor), team.course)
    for batch in team.batches:
        name, primary = said.batches.get(batch.id), batch.people.primary
        if name != primary:
            yield Violation("legacy-instructor", _words("primary", name, primary), team.course, batch.id)


def _filled(batch: Batch, instructor: str | None) -> Batch:
    """With a primary, and else as it is: one who is backup too shall be seen to be."""
    return batch if batch.people.primary else replace(batch, people=replace(batch.people, primary=instructor))


def _following(batch: Batch, instructor: str | None) -> Batch:
    if instructor is None or instructor == batch.people.primary:
        return batch
    return replace(batch, people=batch.people.with_primary(instructor))


def _is_away(team: Team, trainer: str) -> bool:
    """A lead who is away stays lead; that the old application still shows them is no decision of its."""
    entry = team.member(trainer)
    return bool(entry and entry.is_lead and entry.status is not Status.ACTIVE)


def _words(what: str, instructor: str | None, named: str | None) -> str:
    return f"instructor is {instructor or 'nobody'}, the {what} is {named or 'nobody'}."
