"""What a change comes to, and whether it lies within a lead's scope."""

from collections.abc import Callable

import pytest

from multitrainer.domain.differences import differences, touched
from multitrainer.domain.people import Duty
from multitrainer.domain.roster import Change, Role, Status
from multitrainer.domain.standings import Touched
from multitrainer.domain.team import Team
from tests.domain.teams import scopes_of, team_of

# a leads 01 and 02, b leads 03 and 04; c teaches 01, d 01 and 03.
TEAM = (
    team_of(4, leads="ab", assistants="cd")
    .change("a", Change(batches=("01", "02")))
    .name_primary("01", "c")
    .name("01", "d", Duty.ASSISTANT)
    .name_primary("03", "d")
)
IN_SCOPE: dict[str, Callable[[Team], Team]] = {
    "an assistant": lambda team: team.add("e"),
    "an assistant with batches": lambda team: team.add("e", Role.ASSISTANT, ["02"]),
    "a primary in place of another": lambda team: team.name_primary("01", "e"),
    "oneself as primary": lambda team: team.name_primary("02", "a"),
    "a backup": lambda team: team.name("02", "d", Duty.BACKUP),
    "somebody's end on the course": lambda team: team.remove("c", hand_over_to="e"),
    "somebody's status": lambda team: team.change("c", Change(status=Status.INACTIVE)),
    "what is so already": lambda team: team.name_primary("03", "d"),
}
BEYOND: dict[str, Callable[[Team], Team]] = {
    "a primary elsewhere": lambda team: team.name_primary("03", "c"),
    "batches elsewhere": lambda team: team.add("e", Role.ASSISTANT, ["02", "04"]),
    "who stands elsewhere as well": lambda team: team.remove("d", hand_over_to="e"),
    "the status of who stands elsewhere as well": lambda team: team.change("d", Change(status=Status.ON_LEAVE)),
    "one more lead": lambda team: team.add("e", Role.LEAD),
    "an assistant made a lead": lambda team: team.change("c", Change(role=Role.LEAD)),
    "oneself no lead": lambda team: team.change("a", Change(role=Role.ASSISTANT)),
    "one's own scope": lambda team: team.change("a", Change(batches=("01", "02", "03"))),
    "another lead": lambda team: team.remove("b"),
}


@pytest.mark.parametrize("change", IN_SCOPE.values(), ids=IN_SCOPE)
def test_a_lead_answers_for_what_lies_in_their_scope(change: Callable[[Team], Team]) -> None:
    assert scopes_of(TEAM) == {"a": ("01", "02"), "b": ("03", "04")}
    assert touched(TEAM, change(TEAM)).is_within(("01", "02"))


@pytest.mark.parametrize("change", BEYOND.values(), ids=BEYOND)
def test_no_lead_answers_for_another_nor_for_another_ones_batches(change: Callable[[Team], Team]) -> None:
    assert change(TEAM) != TEAM
    assert not touched(TEAM, change(TEAM)).is_within(("01", "02"))


def test_what_only_follows_from_a_change_is_nobodys_doing() -> None:
    found = differences(TEAM, TEAM.name_primary("01", "b"))
    assert [d.batch for d in found.people] == ["01"]
    assert found.roster == ()


def test_nothing_is_touched_where_nothing_changes() -> None:
    assert not differences(TEAM, TEAM)
    assert touched(TEAM, TEAM) == Touched()


def test_who_joins_and_who_leaves_is_told_by_what_was_there_before_and_after() -> None:
    joined, left = differences(TEAM, TEAM.add("e")), differences(TEAM.add("e"), TEAM)
    assert [(d.trainer, d.before, d.after and d.after.role) for d in joined.roster] == [("e", None, Role.ASSISTANT)]
    assert [(d.trainer, d.before and d.before.role, d.after) for d in left.roster] == [("e", Role.ASSISTANT, None)]


def test_a_new_batch_and_one_that_is_gone_are_told() -> None:
    more = TEAM.with_batch("05")
    assert [(d.batch, d.before) for d in differences(TEAM, more).people] == [("05", None)]
    assert [(d.batch, d.after) for d in differences(more, TEAM).people] == [("05", None)]
