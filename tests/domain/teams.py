"""Teams to test with."""

from multitrainer.domain.roster import Role
from multitrainer.domain.team import Team


def team_of(batches: int, *, leads: str = "", assistants: str = "") -> Team:
    """A course with batches "01", "02", … and trainers named by single letters."""
    team = Team("course")
    for lead in leads:
        team = team.add(lead, Role.LEAD)
    for assistant in assistants:
        team = team.add(assistant)
    for number in range(1, batches + 1):
        team = team.with_batch(f"{number:02}")
    return team


def scopes_of(team: Team) -> dict[str, tuple[str, ...]]:
    """Each lead's scope."""
    return {e.trainer: e.batches for e in team.roster if e.is_lead}
