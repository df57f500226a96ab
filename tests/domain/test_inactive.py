"""Rule 6: whoever is inactive is given nothing new, and keeps what they have."""

import pytest

from multitrainer.domain.errors import TrainerInactive
from multitrainer.domain.people import Duty, People
from multitrainer.domain.roster import Change, Role, Status
from tests.domain.teams import scopes_of, team_of

INACTIVE = Change(status=Status.INACTIVE)


def test_an_inactive_trainer_is_given_no_duty_and_no_scope() -> None:
    team = team_of(2, leads="s", assistants="x").change("x", INACTIVE)
    for duty in Duty:
        with pytest.raises(TrainerInactive):
            team.name("01", "x", duty)
    with pytest.raises(TrainerInactive):
        team.name_primary("01", "x")
    with pytest.raises(TrainerInactive):
        team.change("x", Change(role=Role.LEAD, batches=("01",)))
    with pytest.raises(TrainerInactive):
        team.staff("01", People("x"))


def test_an_inactive_trainer_keeps_what_they_have() -> None:
    team = team_of(2).name_primary("01", "x").change("x", INACTIVE)
    assert team.name_primary("01", "x").batch("01").people.primary == "x"
    assert team.staff("01", People("x", backup=("y",))).batch("01").people == People("x", backup=("y",))


@pytest.mark.parametrize(
    "people", [People("x"), People(assistants=("x",)), People(backup=("x",), assistants=("x",))], ids=str
)
def test_an_inactive_trainer_is_given_no_other_duty_on_a_batch_they_stand_on(people: People) -> None:
    team = team_of(1).name("01", "x", Duty.BACKUP).change("x", INACTIVE)
    with pytest.raises(TrainerInactive):
        team.staff("01", people)


def test_an_inactive_trainer_does_not_become_lead_unless_active_again_by_the_same_change() -> None:
    team = team_of(1, assistants="x").change("x", INACTIVE)
    with pytest.raises(TrainerInactive):
        team.change("x", Change(role=Role.LEAD))
    assert scopes_of(team.change("x", Change(role=Role.LEAD, status=Status.ACTIVE))) == {"x": ("01",)}


def test_the_successor_becomes_lead_when_the_only_other_lead_is_inactive() -> None:
    team = team_of(2, leads="sk").change("k", INACTIVE).remove("s", hand_over_to="j")
    assert scopes_of(team) == {"k": (), "j": ("01", "02")}


@pytest.mark.parametrize("batches", [0, 1])
def test_an_inactive_successor_does_not_become_lead(batches: int) -> None:
    team = team_of(batches, leads="s", assistants="j").change("j", INACTIVE)
    with pytest.raises(TrainerInactive):
        team.remove("s", hand_over_to="j")


def test_an_inactive_successor_is_refused() -> None:
    team = team_of(1, assistants="y").change("y", INACTIVE).name_primary("01", "x")
    with pytest.raises(TrainerInactive):
        team.remove("x", hand_over_to="y")


def test_an_inactive_lead_keeps_the_scope_but_gets_no_new_batch() -> None:
    team = team_of(2, leads="s").change("s", INACTIVE).with_batch("03")
    assert scopes_of(team) == {"s": ("01", "02")}
    assert scopes_of(team.change("s", Change(status=Status.ACTIVE))) == {"s": ("01", "02", "03")}
