"""Who is told what of a change of a team."""

from collections.abc import Callable

import pytest

from multitrainer.domain.actions import Action
from multitrainer.domain.people import Duty
from multitrainer.domain.roster import Change, Role, Status
from multitrainer.domain.team import Team
from multitrainer.domain.telling.notices import Kind
from multitrainer.domain.telling.of_teams import notices_of
from tests.domain.teams import team_of

# a leads; c teaches 01, d assists on 01 and teaches 02.
TEAM = (
    team_of(3, leads="a", assistants="cd")
    .name_primary("01", "c")
    .name("01", "d", Duty.ASSISTANT)
    .name_primary("02", "d")
)
Told = set[tuple[Kind, str, str | None]]
CHANGES: dict[str, tuple[Callable[[Team], Team], Told]] = {
    "a primary in place of another": (
        lambda team: team.name_primary("01", "a"),
        {(Kind.NAMED_PRIMARY, "a", "01"), (Kind.TAKEN_OFF_BATCH, "c", "01")},
    ),
    "an assistant who becomes primary": (
        lambda team: team.name_primary("01", "d"),
        {(Kind.NAMED_PRIMARY, "d", "01"), (Kind.TAKEN_OFF_BATCH, "c", "01")},
    ),
    "a newcomer as backup, whom the batch tells of the course": (
        lambda team: team.name("03", "e", Duty.BACKUP),
        {(Kind.PUT_ON_BATCH, "e", "03")},
    ),
    "one more duty on the same batch": (
        lambda team: team.name("01", "d", Duty.BACKUP),
        {(Kind.PUT_ON_BATCH, "d", "01")},
    ),
    "somebody taken off a batch": (
        lambda team: team.dismiss("01", "d"),
        {(Kind.TAKEN_OFF_BATCH, "d", "01")},
    ),
    "somebody new on the course": (lambda team: team.add("e"), {(Kind.PUT_ON_COURSE, "e", None)}),
    "another role": (
        lambda team: team.change("d", Change(role=Role.LEAD)),
        {(Kind.PLACE_CHANGED, "d", None)},
    ),
    "another status": (
        lambda team: team.change("c", Change(status=Status.ON_LEAVE)),
        {(Kind.PLACE_CHANGED, "c", None)},
    ),
    "somebody's end on the course, whom their batches tell nothing": (
        lambda team: team.remove("d", hand_over_to="c"),
        {(Kind.TAKEN_OFF_COURSE, "d", None), (Kind.NAMED_PRIMARY, "c", "02")},
    ),
    "a batch that is deleted": (
        lambda team: team.without_batch("01"),
        {(Kind.TAKEN_OFF_BATCH, "c", "01"), (Kind.TAKEN_OFF_BATCH, "d", "01")},
    ),
    "a new batch, which nobody is on": (lambda team: team.with_batch("04"), set()),
    "what is so already": (lambda team: team.name_primary("01", "c"), set()),
}


def told(before: Team, after: Team, by: str = "admin", action: Action = Action.NAME_PRIMARY) -> Told:
    notices = notices_of(before, after, action, by)
    found = {(n.kind, n.to, str(n.facts["batch"]) if "batch" in n.facts else None) for n in notices}
    assert len(found) == len(notices)
    return found


@pytest.mark.parametrize("what", CHANGES)
def test_everybody_concerned_is_told_once(what: str) -> None:
    change, expected = CHANGES[what]
    assert told(TEAM, change(TEAM)) == expected


def test_whoever_makes_a_change_is_not_told_of_it() -> None:
    assert told(TEAM, TEAM.name_primary("01", "a"), by="a") == {(Kind.TAKEN_OFF_BATCH, "c", "01")}


def test_a_duty_is_told_by_its_name_and_all_of_them_where_there_are_several() -> None:
    (notice,) = notices_of(TEAM, TEAM.name("01", "d", Duty.BACKUP), Action.NAME_ON_BATCH, "admin")
    assert notice.facts == {"course": "course", "batch": "01", "duty": ("backup", "assistant")}


@pytest.mark.parametrize("action", [Action.APPLY_PROPOSAL, Action.REVERT_PROPOSAL])
def test_of_a_plan_each_person_is_told_in_one_notice(action: Action) -> None:
    after = TEAM.name_primary("01", "d").name_primary("02", "c").name_primary("03", "e")
    notices = {n.to: n for n in notices_of(TEAM, after, action, "admin")}
    assert {n.kind for n in notices.values()} == {Kind.PROPOSAL_APPLIED}
    facts = {who: (n.facts["gained"], n.facts["lost"]) for who, n in notices.items()}
    assert facts == {"c": (("02",), ("01",)), "d": (("01",), ("02",)), "e": (("03",), ())}
