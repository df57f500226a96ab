"""What each may do, as the institute would say it."""

import re

import pytest

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import NOBODY, THE_ADMIN, Actor, ActorKind, Scope
from multitrainer.domain.permissions import MATRIX, Verdict, can
from multitrainer.domain.roster import Entry, Role, Status
from multitrainer.domain.standings import NOTHING, Context, Touched

SARAH = Actor(ActorKind.TRAINER, "sarah")
ZOE = Actor(ActorKind.STUDENT, "zoe")
LOOKING = Actor(ActorKind.MACHINE, "board", frozenset({Scope.READ}))
MINE, THEIRS = "morning", "evening"
BY_THEMSELVES = {Action.ANSWER_COVER, Action.ANSWER_SWAP, Action.READ_DIRECT_THREAD, Action.CHANGE_MESSAGE}
"""What nobody says in another's place, or reads: an admin names by hand who stands in."""


def on_course(role: Role, status: Status = Status.ACTIVE, touching: Touched | None = None) -> Context:
    return Context(entry=Entry(SARAH.id, role, status, (MINE,)), touched=touching)


def touching(*batches: str, roles: frozenset[Role] = frozenset()) -> Touched:
    return Touched(frozenset(batches), roles)


@pytest.mark.parametrize("action", Action)
def test_every_action_is_in_the_matrix_and_some_admin_may_do_it(action: Action) -> None:
    assert (can(THE_ADMIN, action) is Verdict.YES) is (action not in BY_THEMSELVES)
    assert len(MATRIX) == len(Action)


@pytest.mark.parametrize("action", Action)
def test_every_action_reads_well_behind_you_may_not(action: Action) -> None:
    assert not re.search(r"\bone(?:'s|self)?\b|, and |\.$", action), f"You may not {action}."
    assert action[0].islower()


@pytest.mark.parametrize("action", Action)
def test_whoever_does_not_say_who_they_are_is_asked_to_sign_in(action: Action) -> None:
    assert can(NOBODY, action) is Verdict.SIGN_IN


@pytest.mark.parametrize("action", Action)
def test_a_machine_without_a_scope_may_do_nothing(action: Action) -> None:
    assert can(Actor(ActorKind.MACHINE, "m"), action) in {Verdict.NO, Verdict.UNKNOWN}


def test_a_machine_that_looks_changes_nothing() -> None:
    may = {action for action in Action if can(LOOKING, action) is Verdict.YES}
    assert may
    assert not [action for action in may if action.value.split()[0] not in {"list", "read", "see", "preview"}]


def test_keys_are_made_by_people_alone() -> None:
    """Else a key that somebody stole would outlive its end."""
    assert can(Actor(ActorKind.MACHINE, "m", frozenset(Scope)), Action.CREATE_KEY) is Verdict.NO


@pytest.mark.parametrize("action", [Action.ADD_TO_ROSTER, Action.REMOVE_FROM_ROSTER, Action.NAME_PRIMARY])
@pytest.mark.parametrize(
    ("touched", "verdict"),
    [
        (touching(), Verdict.YES),
        (touching(MINE, roles=frozenset({Role.ASSISTANT, Role.SUBSTITUTE})), Verdict.YES),
        (touching(THEIRS), Verdict.NO),
        (touching(MINE, THEIRS), Verdict.NO),
        (touching(MINE, roles=frozenset({Role.LEAD})), Verdict.NO),
        (None, Verdict.NO),
    ],
)
def test_a_lead_changes_what_lies_in_their_scope_and_no_lead(
    action: Action, touched: Touched | None, verdict: Verdict
) -> None:
    assert can(SARAH, action, on_course(Role.LEAD, touching=touched)) is verdict


@pytest.mark.parametrize("role", [Role.ASSISTANT, Role.SUBSTITUTE])
def test_who_leads_nothing_may_read_the_roster_and_not_change_it(role: Role) -> None:
    context = on_course(role, touching=touching(MINE))
    assert can(SARAH, Action.READ_ROSTER, context) is Verdict.YES
    assert can(SARAH, Action.CHANGE_ENTRY, context) is Verdict.NO


def test_a_lead_reads_every_batch_of_the_course_and_others_only_where_they_stand() -> None:
    assert can(SARAH, Action.READ_BATCH, on_course(Role.LEAD)) is Verdict.YES
    for role in (Role.ASSISTANT, Role.SUBSTITUTE):
        entry = Entry(SARAH.id, role)
        assert can(SARAH, Action.READ_BATCH, Context(entry)) is Verdict.UNKNOWN
        assert can(SARAH, Action.READ_BATCH, Context(entry, on_batch=True)) is Verdict.YES


def test_who_is_inactive_on_a_course_is_as_if_they_were_not_on_it() -> None:
    assert can(SARAH, Action.READ_COURSE, on_course(Role.LEAD, Status.INACTIVE)) is Verdict.UNKNOWN
    assert can(SARAH, Action.READ_COURSE, on_course(Role.LEAD, Status.ON_LEAVE)) is Verdict.YES


def test_a_student_reads_who_teaches_them_and_when_and_no_more() -> None:
    context = Context(in_class=True)
    may = {action for action in Action if can(ZOE, action, context) is Verdict.YES}
    assert may == {
        Action.LIST_BATCHES,
        Action.READ_BATCH,
        Action.LIST_ENROLMENTS,
        Action.READ_PEOPLE,
        Action.READ_TIMETABLE,
        Action.READ_SESSIONS,
        Action.READ_HOLIDAYS,
        Action.LIST_QUESTIONS,
        Action.ASK_QUESTION,
        Action.LISTEN,
        Action.READ_NOTIFICATIONS,
        Action.SET_OWN_PREFERENCES,
        Action.SEE_ONESELF,
        Action.SIGN_OUT,
    }
    assert can(ZOE, Action.READ_CONTACTS, context) is Verdict.NO


def test_being_on_a_roster_helps_nobody_who_is_no_trainer() -> None:
    assert can(ZOE, Action.READ_COURSE, on_course(Role.LEAD)) is Verdict.UNKNOWN


@pytest.mark.parametrize(
    "action",
    [Action.READ_COURSE, Action.READ_ROSTER, Action.CHANGE_ENTRY, Action.READ_BATCH, Action.NAME_PRIMARY],
)
def test_what_somebody_has_nothing_to_do_with_is_not_there_for_them(action: Action) -> None:
    for actor in (SARAH, ZOE):
        assert can(actor, action, NOTHING) is Verdict.UNKNOWN


def test_colleagues_see_each_other_and_only_a_lead_sees_a_colleagues_batches() -> None:
    colleague = Context(colleague=True)
    assert can(SARAH, Action.READ_TRAINER, colleague) is Verdict.YES
    assert can(SARAH, Action.READ_TRAINERS_BATCHES, colleague) is Verdict.NO
    assert can(SARAH, Action.READ_TRAINERS_BATCHES, on_course(Role.LEAD)) is Verdict.YES
    assert can(SARAH, Action.READ_TRAINER) is Verdict.UNKNOWN


def test_whoever_may_do_something_may_know_of_it() -> None:
    assert not [action for action, rule in MATRIX.items() if rule.may - rule.may_know]
