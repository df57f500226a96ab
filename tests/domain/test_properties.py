"""Any sequence of accepted commands keeps every rule; a recount heals any state."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from multitrainer.domain.errors import MultitrainerError
from multitrainer.domain.invariants import given_to_inactive, violations
from multitrainer.domain.legacy import Instructors, completed, followed, instructor_agrees, settled
from multitrainer.domain.people import Duty, People
from multitrainer.domain.recount import Batch
from multitrainer.domain.roster import Change, Entry, Role, Status
from multitrainer.domain.team import Team

TRAINERS = st.sampled_from("abcdef")
BATCHES = st.sampled_from(["1", "2", "3", "4", "5", "9"])
SCOPES = st.lists(BATCHES, max_size=4).map(tuple)
LISTS = st.lists(TRAINERS, max_size=3).map(tuple)
PEOPLE = st.builds(People, st.none() | TRAINERS, LISTS, LISTS)
CHANGES = st.builds(Change, st.none() | st.sampled_from(Role), st.none() | st.sampled_from(Status), st.none() | SCOPES)
ENTRIES = st.builds(Entry, TRAINERS, st.sampled_from(Role), st.sampled_from(Status), SCOPES, st.floats(0, 500))
TEAMS = st.builds(
    Team,
    st.just("course"),
    st.lists(ENTRIES, max_size=6).map(tuple),
    st.lists(st.builds(Batch, BATCHES, PEOPLE), max_size=5, unique_by=lambda b: b.id).map(tuple),
)
NAMES = st.none() | TRAINERS
INSTRUCTORS = st.builds(Instructors, NAMES, st.dictionaries(BATCHES, NAMES), st.frozensets(TRAINERS, max_size=3))


class Commands(RuleBasedStateMachine):
    """People work on one course in any order; what is refused changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.team = Team("course")
        self.before = self.team

    def attempt(self, command: str, *args: object, **named: object) -> None:
        self.before = self.team
        try:
            self.team = getattr(self.team, command)(*args, **named)
        except MultitrainerError:
            assert self.team == self.before

    @rule(trainer=TRAINERS, role=st.sampled_from(Role), batches=SCOPES)
    def add(self, trainer: str, role: Role, batches: tuple[str, ...]) -> None:
        self.attempt("add", trainer, role, batches)

    @rule(trainer=TRAINERS, change=CHANGES)
    def change(self, trainer: str, change: Change) -> None:
        self.attempt("change", trainer, change)

    @rule(trainer=TRAINERS, successor=NAMES)
    def remove(self, trainer: str, successor: str | None) -> None:
        self.attempt("remove", trainer, successor)
        assert self.team == self.before or self.team.member(trainer) is None

    @rule(trainer=TRAINERS)
    def led_by(self, trainer: str) -> None:
        self.attempt("led_by", trainer)
        assert self.team == self.before or self.team.instructor == trainer

    @rule(batch=BATCHES, trainer=TRAINERS)
    def name_primary(self, batch: str, trainer: str) -> None:
        self.attempt("name_primary", batch, trainer)

    @rule(batch=BATCHES, trainer=TRAINERS, duty=st.sampled_from(Duty))
    def name(self, batch: str, trainer: str, duty: Duty) -> None:
        self.attempt("name", batch, trainer, duty)

    @rule(batch=BATCHES, people=PEOPLE)
    def staff(self, batch: str, people: People) -> None:
        self.attempt("staff", batch, people)

    @rule(batch=BATCHES, trainer=TRAINERS)
    def dismiss(self, batch: str, trainer: str) -> None:
        self.attempt("dismiss", batch, trainer)

    @rule(batch=st.sampled_from(["1", "2", "3", "4", "5"]))
    def with_or_without_batch(self, batch: str) -> None:
        there = any(b.id == batch for b in self.team.batches)
        self.attempt("without_batch" if there else "with_batch", batch)

    @invariant()
    def every_rule_holds(self) -> None:
        assert violations(self.team) == []
        assert list(given_to_inactive(self.before, self.team)) == []
        said = Instructors(self.team.instructor, {b.id: b.people.primary for b in self.team.batches})
        assert list(instructor_agrees(self.team, said)) == []

    @invariant()
    def a_recount_of_a_sound_team_changes_nothing(self) -> None:
        assert self.team.recounted() == self.team


class ManyCommands(Commands):
    """The same, for longer."""


TestCommands = Commands.TestCase
TestCommands.settings = settings(max_examples=50, stateful_step_count=30)

TestManyCommands = pytest.mark.long(ManyCommands.TestCase)
TestManyCommands.settings = settings(max_examples=150, stateful_step_count=30)


@given(TEAMS)
def test_a_recount_heals_any_state_and_a_second_one_changes_nothing(team: Team) -> None:
    healed = team.recounted()
    assert violations(healed) == []
    assert healed.recounted() == healed


@given(TEAMS)
def test_a_recount_changes_nobodys_duty_but_doubles(team: Team) -> None:
    assert [b.people for b in team.recounted().batches] == [b.people.tidied() for b in team.batches]


@given(TEAMS)
def test_a_recount_leaves_whoever_is_lead_or_primary_to_the_old_application(team: Team) -> None:
    healed = team.recounted()
    assert healed.instructor == team.instructor
    assert [b.people.primary for b in healed.batches] == [b.people.primary for b in team.batches]


@given(TEAMS, INSTRUCTORS)
def test_following_the_old_application_comes_to_rest(team: Team, said: Instructors) -> None:
    once = followed(team, said).recounted()
    told = settled(said, team, once)
    assert followed(once, told) == once
    assert list(instructor_agrees(once, told)) == []
    assert violations(once) == []


@given(TEAMS, INSTRUCTORS)
def test_nobody_joins_who_is_no_trainer_and_nothing_is_told_in_their_place(team: Team, said: Instructors) -> None:
    once = followed(completed(team, said, migrated=True), said).recounted()
    assert _everyone(once) - _everyone(team) <= _named(said) - said.no_trainers
    told = settled(said, team, followed(team, said).recounted())
    assert said.course not in said.no_trainers or told.course == said.course
    assert [b for b, name in told.batches.items() if said.batches.get(b) in said.no_trainers - {name}] == []


def _everyone(team: Team) -> set[str]:
    return {e.trainer for e in team.roster} | {who for b in team.batches for who in b.people.everyone}


def _named(said: Instructors) -> set[str]:
    return {name for name in (said.course, *said.batches.values()) if name}


@given(TEAMS, INSTRUCTORS)
def test_an_unmigrated_course_derives_a_roster_without_a_breach(team: Team, said: Instructors) -> None:
    bare = Team(team.course, (), team.batches)
    derived = completed(bare, said, migrated=False)
    assert violations(derived.recounted()) == []
