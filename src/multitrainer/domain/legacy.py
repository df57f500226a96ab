"""Living with an application that knows one `instructor` per course and per batch.

Each write of ours sets `trainers` and `instructor` in one update. So where the two disagree, the old application
wrote last, and its instructor becomes the lead or primary. An `instructor` who is no trainer is left to people: nobody
is led or taught by them, and the field stays what it is until a command decides that very lead or primary.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from multitrainer.domain.invariants import Violation
from multitrainer.domain.recount import Batch
from multitrainer.domain.roster import Status
from multitrainer.domain.team import Team

Place = str | None
"""Where an `instructor` stands: the id of a batch, or the course."""

THE_COURSE: Place = None


@dataclass(frozen=True, slots=True)
class Instructors:
    """What the `instructor` fields say: the course's, and each batch's by its id. None: nobody.

    `no_trainers` are those who are named in place of somebody else or of nobody, and are no trainers or not even users.
    """

    course: str | None = None
    batches: Mapping[str, str | None] = field(default_factory=dict)
    no_trainers: frozenset[str] = frozenset()

    @property
    def heeded(self) -> "Instructors":
        """The same as far as it may be followed."""
        batches = {batch: None if name in self.no_trainers else name for batch, name in self.batches.items()}
        return replace(self, course=None if self.course in self.no_trainers else self.course, batches=batches)


def completed(team: Team, said: Instructors, *, migrated: bool) -> Team:
    """The team as it would read had every document been migrated.

    `migrated` tells whether the course has a roster of its own; without one it is derived from the instructors.
    """
    heeded = said.heeded
    filled = replace(team, batches=tuple(_filled(b, heeded.batches.get(b.id)) for b in team.batches))
    if migrated:
        return filled
    return filled.follow_instructor(heeded.course) if heeded.course else filled.recounted()


def followed(team: Team, said: Instructors) -> Team:
    """The team after whatever the old application decided meanwhile."""
    heeded = said.heeded
    batches = tuple(_following(b, heeded.batches.get(b.id)) for b in team.batches)
    caught_up = replace(team, batches=batches)
    if heeded.course is None or heeded.course == team.instructor or _is_away(team, heeded.course):
        return team if caught_up == team else caught_up.recounted()
    return caught_up.follow_instructor(heeded.course)


def settled(said: Instructors, before: Team, after: Team, decided: Collection[Place] = ()) -> Instructors:
    """What the `instructor` fields are to say once a command has made one team of another.

    Who is no trainer stays named, except where the command changes the very lead or primary, or names the same one
    again: `decided` are the places where it does.
    """
    was = {place: named for place, _, named in _places(before, said)}
    says = {
        place: name if name in said.no_trainers and named == was.get(place) and place not in decided else named
        for place, name, named in _places(after, said)
    }
    return replace(said, course=says[THE_COURSE], batches={b.id: says[b.id] for b in after.batches})


def disagreeing(team: Team, said: Instructors) -> set[str]:
    """Everybody whom an `instructor` names in place of somebody else or of nobody."""
    return {name for _, name, named in _places(team, said) if name and name != named}


def instructor_agrees(team: Team, said: Instructors) -> Iterator[Violation]:
    """Rule 4: the instructor is the first active lead, and the primary. Says nothing of those who are no trainers."""
    for place, name, named in _places(team, said):
        if name != named and name not in said.no_trainers:
            detail = f"instructor is {name or 'nobody'}, the {_what(place)} is {named or 'nobody'}."
            yield Violation("legacy-instructor", detail, team.course, place)


def instructor_trains(team: Team, said: Instructors) -> Iterator[Violation]:
    """Who is named instructor in place of somebody else or of nobody is a trainer."""
    for place, name, named in _places(team, said):
        if name != named and name in said.no_trainers:
            to_do = f"Name the {_what(place)} anew, or restore the user, or correct the user's role."
            detail = f"instructor names nobody who is a trainer, and is not followed. {to_do}"
            yield Violation("instructor-no-trainer", detail, team.course, place, name)


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


def _what(place: Place) -> str:
    return "primary" if place else "first active lead"


def _places(team: Team, said: Instructors) -> Iterator[tuple[Place, str | None, str | None]]:
    """Each `instructor`: where it stands, whom it names, and whom the team has there."""
    yield THE_COURSE, said.course, team.instructor
    for batch in team.batches:
        yield batch.id, said.batches.get(batch.id), batch.people.primary
