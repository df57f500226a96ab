"""A course's trainers and the people of all its batches: the whole that every rule speaks of.

A team is a value. Each command returns the team as it is afterwards, recounted, or raises and changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce

from multitrainer.domain import scopes
from multitrainer.domain.errors import (
    AlreadyOnRoster,
    BatchNotFound,
    SubstituteHasNoBatches,
    TrainerInactive,
)
from multitrainer.domain.merging import merged
from multitrainer.domain.people import Duty, People
from multitrainer.domain.recount import Batch, recounted
from multitrainer.domain.refusals import not_on_roster, of_another_course, still_primary
from multitrainer.domain.roster import Change, Entry, Role, Status
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.workload import LoadRules


@dataclass(frozen=True, slots=True)
class Team:
    """One course: its roster in stored order, its batches in the order they were made."""

    course: str
    roster: tuple[Entry, ...] = ()
    batches: tuple[Batch, ...] = ()
    rules: LoadRules = field(default_factory=LoadRules)

    # What is there.

    @property
    def instructor(self) -> str | None:
        """What the old application sees as the course's instructor: the first active lead."""
        active = (e.trainer for e in self.roster if e.is_lead and e.status is Status.ACTIVE)
        return next(active, None)

    def member(self, trainer: str) -> Entry | None:
        """The trainer's entry on the roster, if there is one."""
        return next((e for e in self.roster if e.trainer == trainer), None)

    def entry(self, trainer: str) -> Entry:
        """The trainer's entry on the roster. Raises NotOnRoster."""
        if (entry := self.member(trainer)) is None:
            raise not_on_roster(trainer, self.course)
        return entry

    def batch(self, batch: str) -> Batch:
        """One of the course's batches. Raises BatchNotFound."""
        found = next((b for b in self.batches if b.id == batch), None)
        if found is None:
            raise BatchNotFound(
                Sentence("This course has no such batch."), f"Course {self.course} has no batch {batch}.", batch=batch
            )
        return found

    def lead_of(self, batch: str) -> str | None:
        """Who answers for a batch."""
        return next((e.trainer for e in self.roster if e.is_lead and batch in e.batches), None)

    def primary_of(self, trainer: str) -> tuple[str, ...]:
        """The batches whose primary the trainer is."""
        return tuple(b.id for b in self.batches if b.people.primary == trainer)

    # Commands on the roster.

    def add(self, trainer: str, role: Role = Role.ASSISTANT, batches: Iterable[str] = ()) -> "Team":
        """Put a trainer on the roster, with a lead's scope or an assistant's batches.

        Raises:
            AlreadyOnRoster, BatchOfAnotherCourse, SubstituteHasNoBatches.
        """
        if self.member(trainer):
            raise AlreadyOnRoster(
                Sentence("This trainer is on the course already."),
                f"{trainer} is on the roster of course {self.course} already; a PUT changes the entry.",
                trainer=trainer,
            )
        joined = replace(self, roster=(*self.roster, Entry(trainer, role)))
        return joined._with_batches(trainer, tuple(batches)).recounted() if batches else joined.recounted()

    def change(self, trainer: str, change: Change) -> "Team":
        """Change somebody's role, status or batches; what is None stays.

        Raises:
            NotOnRoster, BatchOfAnotherCourse, SubstituteHasNoBatches, StillPrimary, TrainerInactive.
        """
        entry = self.entry(trainer)
        role = change.role or entry.role
        kept = entry.batches if role is entry.role else ()
        changed = self._with_entry(replace(entry, role=role, status=change.status or entry.status, batches=kept))
        if role is Role.LEAD and not entry.is_lead:
            changed._given(trainer)
        if change.batches is not None:
            changed = changed._with_batches(trainer, change.batches)
        return changed.recounted()

    def remove(self, trainer: str, hand_over_to: str | None = None) -> "Team":
        """Take a trainer off the roster and off every batch; a successor takes over as primary.

        A lead's scope goes to the successor if that is a lead too, or becomes one because there is no other who isn't
        inactive; else to the neighbouring batches' leads.

        Raises:
            NotOnRoster.
            StillPrimary: the trainer is primary of batches and no successor is named.
            TrainerInactive: the successor is.
        """
        entry = self.entry(trainer)
        led = self.primary_of(trainer)
        if led and hand_over_to in {None, trainer}:
            raise still_primary(trainer, self.course, led)
        handed = self._handing_over(entry, led, hand_over_to) if hand_over_to else self
        return replace(
            handed,
            roster=tuple(e for e in handed.roster if e.trainer != trainer),
            batches=tuple(replace(b, people=b.people.without(trainer)) for b in handed.batches),
        ).recounted()

    def led_by(self, trainer: str) -> "Team":
        """Make somebody the first lead, as `follow_instructor` does. Raises TrainerInactive."""
        return self._given(trainer).follow_instructor(trainer)

    def follow_instructor(self, trainer: str) -> "Team":
        """Somebody who knows one instructor per course named this one: they become its first lead.

        A former lead stays on the roster as assistant and hands on the scope, unless the new one is a lead
        already: then the two just change places. Whoever is named is there: active again if they were not.
        """
        mine = replace(self.member(trainer) or Entry(trainer), status=Status.ACTIVE)
        lead, team = (mine, self) if mine.is_lead else self._succeeding(mine)
        others = tuple(e for e in team.roster if e.trainer != trainer)
        return replace(team, roster=(lead, *others)).recounted()

    # Commands on a batch.

    def name_primary(self, batch: str, trainer: str) -> "Team":
        """Make somebody the primary in place of whoever is. Raises BatchNotFound, TrainerInactive."""
        people = self.batch(batch).people
        if people.primary == trainer:
            return self.recounted()
        return self._given(trainer, batch)._with_people(batch, people.with_primary(trainer)).recounted()

    def name(self, batch: str, trainer: str, duty: Duty) -> "Team":
        """Put one more on a batch.

        Raises:
            BatchNotFound, AlreadyOnBatch, PrimaryTaken, TrainerInactive.
        """
        people = self.batch(batch).people.with_new(trainer, duty)
        return self._given(trainer, batch)._with_people(batch, people).recounted()

    def staff(self, batch: str, people: People) -> "Team":
        """Put exactly these people on a batch. Raises BatchNotFound, PeopleOverlap, TrainerInactive."""
        return self.staff_all({batch: people})

    def staff_all(self, people: Mapping[str, People]) -> "Team":
        """Put exactly these people on these batches. Raises BatchNotFound, PeopleOverlap, TrainerInactive."""
        for batch, theirs in people.items():
            theirs.must_be_apart()
            for trainer, _ in theirs.duties - self.batch(batch).people.duties:
                self._given(trainer, batch)
        return self.put_back(people)

    def put_back(self, people: Mapping[str, People]) -> "Team":
        """Put these people on these batches, where they stood before: for them, that is nothing new."""
        batches = (replace(b, people=people.get(b.id, b.people)) for b in self.batches)
        return replace(self, batches=tuple(batches)).recounted()

    def dismiss(self, batch: str, trainer: str) -> "Team":
        """Take somebody off a batch; they stay on the roster. Raises BatchNotFound, NotOnBatch."""
        return self._with_people(batch, self.batch(batch).people.dismissing(trainer)).recounted()

    # Batches coming and going.

    def with_batch(self, batch: str) -> "Team":
        """A new batch, without people yet."""
        return replace(self, batches=(*self.batches, Batch(batch))).recounted()

    def without_batch(self, batch: str) -> "Team":
        """The team once the batch is deleted. Raises BatchNotFound."""
        gone = self.batch(batch)
        return replace(self, batches=tuple(b for b in self.batches if b is not gone)).recounted()

    def recounted(self) -> "Team":
        """The same team with everything derived brought after the truth. Idempotent."""
        return replace(self, **recounted(self.roster, self.batches, self.rules)._asdict())

    def taking_over(self, batches: Iterable[str], other: "Team") -> "Team":
        """This team with some batches as they are in another one: changed, new or gone."""
        named = set(batches)
        theirs = (b for b in other.batches if b.id in named)
        return replace(self, batches=(*(b for b in self.batches if b.id not in named), *theirs))

    def rebased(self, before: "Team", after: "Team") -> "Team":
        """What changed from one team to another, made to this one instead: trainer by trainer, batch by batch."""
        rosters = ({e.trainer: e for e in team.roster} for team in (self, before, after))
        batches = ({b.id: b for b in team.batches} for team in (self, before, after))
        return replace(
            self,
            roster=tuple(merged(Entry.rebased, *rosters).values()),
            batches=tuple(merged(Batch.rebased, *batches).values()),
        ).recounted()

    # Steps.

    def _with_entry(self, entry: Entry) -> "Team":
        return replace(self, roster=tuple(entry if e.trainer == entry.trainer else e for e in self.roster))

    def _with_people(self, batch: str, people: People) -> "Team":
        return replace(self, batches=tuple(replace(b, people=people) if b.id == batch else b for b in self.batches))

    def _given(self, trainer: str, batch: str | None = None) -> "Team":
        """The same team, once it is sure that the trainer may be given something new."""
        entry = self.member(trainer)
        if entry and not entry.may_be_given_more:
            raise TrainerInactive(
                Sentence("This trainer is inactive on the course and is given nothing new. Change their status first."),
                f"{trainer} is inactive on course {self.course} and is given nothing new; change the status first.",
                trainer=trainer,
                batch=batch,
            )
        return self

    def _with_batches(self, trainer: str, batches: tuple[str, ...]) -> "Team":
        self._must_be_ours(batches)
        entry = self.entry(trainer)
        if entry.role is Role.SUBSTITUTE:
            raise SubstituteHasNoBatches(
                Sentence("A substitute stands in when called: name one as backup of a batch instead."),
                field="assignedBatches",
            )
        return self._with_scope(entry, batches) if entry.is_lead else self._teaching(trainer, batches)

    def _must_be_ours(self, batches: tuple[str, ...]) -> None:
        ours = {b.id for b in self.batches}
        if strangers := [b for b in batches if b not in ours]:
            raise of_another_course(self.course, strangers, "assignedBatches")

    def _with_scope(self, entry: Entry, batches: tuple[str, ...]) -> "Team":
        if new := sorted(set(batches).difference(entry.batches)):
            self._given(entry.trainer, new[0])
        order = tuple(b.id for b in self.batches)
        return replace(self, roster=scopes.with_scope(self.roster, order, entry.trainer, batches))

    def _teaching(self, trainer: str, batches: tuple[str, ...]) -> "Team":
        """The trainer teaches exactly these: as primary where there is none, else as assistant."""
        if kept := [b for b in self.primary_of(trainer) if b not in batches]:
            raise still_primary(trainer, self.course, kept)
        return reduce(lambda team, b: team._teaching_one(trainer, b, b.id in batches), self.batches, self)

    def _teaching_one(self, trainer: str, batch: Batch, wanted: bool) -> "Team":
        people = batch.people
        if wanted == (trainer in people.teaching):
            return self
        if not wanted:
            left = tuple(t for t in people.assistants if t != trainer)
            return self._with_people(batch.id, replace(people, assistants=left))
        duty = Duty.ASSISTANT if people.primary else Duty.PRIMARY
        return self._given(trainer, batch.id)._with_people(batch.id, people.with_new(trainer, duty))

    def _succeeding(self, successor: Entry) -> tuple[Entry, "Team"]:
        former = next((e for e in self.roster if e.is_lead), None)
        if former is None:
            return replace(successor, role=Role.LEAD, batches=()), self
        lead = replace(successor, role=Role.LEAD, batches=former.batches)
        return lead, self._with_entry(replace(former, role=Role.ASSISTANT, batches=()))

    def _handing_over(self, leaver: Entry, batches: tuple[str, ...], successor: str) -> "Team":
        """The successor is primary in the leaver's place, and answers for the leaver's scope if a lead is needed."""
        team = self._with_new_primary(batches, successor) if batches else self
        others = {e.trainer: e for e in team.roster if e.is_lead and e.trainer != leaver.trainer}
        if not leaver.is_lead or (successor not in others and any(e.may_be_given_more for e in others.values())):
            return team
        joined = (team if team.member(successor) else team.add(successor))._given(successor)
        heir = others.get(successor) or replace(joined.entry(successor), role=Role.LEAD, batches=())
        vacated = joined._with_entry(replace(leaver, batches=()))._with_entry(heir)
        return vacated._with_scope(heir, (*heir.batches, *leaver.batches))

    def _with_new_primary(self, batches: tuple[str, ...], trainer: str) -> "Team":
        """All at once, because a recount for each of many batches takes long."""
        theirs = set(batches)
        handed = (replace(b, people=b.people.with_primary(trainer)) if b.id in theirs else b for b in self.batches)
        return replace(self._given(trainer, batches[0]), batches=tuple(handed)).recounted()
