"""A planning problem, as people and programs write it. docs/planning.md describes every field."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from multitrainer.domain.roster import Role, Status
from multitrainer.solver.documents.document import Document, Hours, Name, SomeHours
from multitrainer.solver.documents.intervals import Interval
from multitrainer.solver.documents.objective import DEFAULT_ORDER, Rule, RuleLevel, Stage


class Level(StrEnum):
    """How a trainer and a batch suit each other. Only the outer two forbid anything."""

    REQUIRED = "required"
    PREFERRED = "preferred"
    NEUTRAL = "neutral"
    DISCOURAGED = "discouraged"
    PROHIBITED = "prohibited"


class DayAndWeek(Document):
    """The most that somebody teaches, in hours of sessions."""

    hours_per_day: SomeHours | None = None
    hours_per_week: SomeHours | None = None


class Trainer(Document):
    """Somebody who may teach."""

    id: Name
    name: Name | None = None
    capacity: Annotated[SomeHours, Field(description="Hours that they can teach in a week.")]
    load: Annotated[Hours, Field(description="Hours a week that are taken elsewhere.")] = 0.0
    skills: tuple[Name, ...] = ()
    unavailable: tuple[Interval, ...] = ()
    limits: DayAndWeek = DayAndWeek()
    roles: Annotated[
        dict[Name, Role] | None,
        Field(description="What they are on each course that they are on. Left out: an assistant on every course."),
    ] = None
    status: Status = Status.ACTIVE


class Team(Document):
    """Who stands on a batch today."""

    primary: Name | None = None
    backup: tuple[Name, ...] = ()
    assistants: tuple[Name, ...] = ()


MOST_SESSIONS = 1_000
"""Of a batch: some years of daily ones. Comparing thousands of them for every trainer would take minutes."""


class Batch(Document):
    """A group that somebody is to teach."""

    id: Name
    course: Name
    name: Name | None = None
    hours: Annotated[SomeHours, Field(description="Hours a week that it takes of whoever teaches it.")]
    sessions: Annotated[tuple[Interval, ...], Field(max_length=MOST_SESSIONS)] = ()
    skills: Annotated[tuple[Name, ...], Field(description="What whoever teaches it must be able to; all of it.")] = ()
    students: Annotated[int, Field(ge=0)] = 0
    current: Team = Team()
    pinned: Annotated[bool, Field(description="Its primary stays who it is.")] = False


class Pair(Document):
    """What is special about one trainer on one batch."""

    trainer: Name
    batch: Name
    level: Level = Level.NEUTRAL
    cost: Annotated[float, Field(ge=-1e6, le=1e6, description="Points for `preferences`, two decimals.")] = 0.0
    hours: Annotated[SomeHours | None, Field(description="Hours that it takes of this trainer.")] = None
    reason: Annotated[
        Name | None,
        Field(description="For people: why it is prohibited, as `on leave`, or discouraged."),
    ] = None


class LinkKind(StrEnum):
    """What several batches have to do with each other."""

    SAME = "same"
    """One trainer teaches all of them."""

    DIFFERENT = "different"
    """Nobody teaches two of them."""

    CONSECUTIVE = "consecutive"
    """They are neighbours in this order, for `breaks`; otherwise a course's batches are, in the problem's order."""


class Link(Document):
    """Batches that have to do with each other."""

    kind: LinkKind
    batches: Annotated[tuple[Name, ...], Field(min_length=2)]


class Problem(Document):
    """Trainers, batches, what must hold and what is wished for."""

    trainers: tuple[Trainer, ...]
    batches: tuple[Batch, ...]
    pairs: tuple[Pair, ...] = ()
    links: tuple[Link, ...] = ()
    rules: Annotated[
        dict[Rule, RuleLevel], Field(description="Rules that are not required here. What is left out is required.")
    ] = Field(default_factory=dict)
    order: Annotated[tuple[Stage, ...], Field(min_length=1, description="What is minimised, and in which order.")] = (
        DEFAULT_ORDER
    )
    rest_minutes: Annotated[int, Field(ge=0, le=24 * 60, description="Between two sessions of one trainer.")] = 0
    backups: Annotated[int, Field(ge=0, le=5, description="How many backups each batch is to have.")] = 1
    course_names: Annotated[
        dict[Name, Name], Field(description="What people call the courses that `course` and `roles` name by an id.")
    ] = Field(default_factory=dict)

    def level_of(self, rule: Rule) -> RuleLevel:
        """How strictly a rule holds here."""
        return self.rules.get(rule, RuleLevel.REQUIRED)
