"""A course with a batch, and a question about it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from multitrainer.domain.people import People
from multitrainer.domain.questions.chain import Around, around
from multitrainer.domain.questions.rules import QuestionRules
from multitrainer.domain.questions.steps import Asked, Doing, ask
from multitrainer.domain.questions.values import Entry, Question, Said, Step
from multitrainer.domain.questions.working_time import WorkingTime
from multitrainer.domain.roster import Entry as OnRoster
from multitrainer.domain.roster import Role
from multitrainer.domain.team import Team

BERLIN = ZoneInfo("Europe/Berlin")
HOLIDAY = date(2026, 12, 2)
RULES = QuestionRules(WorkingTime(BERLIN, off=frozenset({HOLIDAY})))
BATCH = "batch"

TEAM = replace(
    Team("course", (OnRoster("lena", Role.LEAD), OnRoster("paul"), OnRoster("ben"), OnRoster("bea"))).with_batch(BATCH),
)
TEAM = TEAM.staff(BATCH, People("paul", ("ben", "bea")))
"""Lena leads, Paul teaches, Ben and Bea stand by."""

ASKED = Asked("q", "course", BATCH, "sam", "What is a noun?")


def at(hour: int, day: int = 1, minute: int = 0) -> datetime:
    """In December 2026, of which the first is a Tuesday, by the clocks of Berlin."""
    return datetime(2026, 12, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


def there(
    *away: str, team: Team = TEAM, standing_in: str | None = None, batch: str | None = BATCH, admins: str = "ada"
) -> Around:
    return around(team, batch, standing_in, admins.split(), frozenset(away))


TEN, ELEVEN, NOON = at(10), at(11), at(12)


def asked(place: Around | None = None, now: datetime = TEN) -> Question:
    return ask(ASKED, place or there(), Doing("sam", now), RULES)


def held_by(holder: str, step: Step) -> Question:
    return replace(asked(), holder=holder, step=step, due=RULES.due(step, at(10)))


def answering(by: str = "paul", now: datetime = ELEVEN) -> Entry:
    return Entry("a", now, by, Said.ANSWER, "A word for a thing.")


def asking_on(now: datetime = NOON) -> Entry:
    return Entry("f", now, "sam", Said.FOLLOW_UP, "And a verb?")
