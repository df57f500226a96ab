"""What a plan must keep and what it is judged by: the names of rules and terms, and the order of importance."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from multitrainer.solver.documents.document import Document


class Rule(StrEnum):
    """What forbids a trainer for a batch. In the order in which the first one that forbids is named."""

    STATUS = "status"
    """Whoever is inactive or on leave is given nothing new."""

    ROLE = "role"
    """Only leads and assistants of the course teach; substitutes stand by."""

    PROHIBITED = "prohibited"
    """The pair is prohibited, or the batch requires somebody else."""

    PINNED = "pinned"
    """The batch keeps its primary."""

    SKILLS = "skills"
    """Whoever teaches a batch has every skill that it requires."""

    AVAILABILITY = "availability"
    """Nobody teaches while unavailable."""

    CONFLICTS = "conflicts"
    """Nobody is in two sessions at once, with the rest between them that the problem states."""

    CAPACITY = "capacity"
    """Nobody's hours exceed their capacity, what they do elsewhere included."""

    DAILY_LIMIT = "dailyLimit"
    """Nobody's sessions of a day exceed their limit."""

    WEEKLY_LIMIT = "weeklyLimit"
    """Nobody's sessions of a week exceed their limit; a batch without sessions counts with its hours."""

    LINKS = "links"
    """Batches that are linked have one trainer, or different ones."""


RULES = tuple(Rule)


class RuleLevel(StrEnum):
    """How strictly a rule holds."""

    REQUIRED = "required"
    PREFERRED = "preferred"
    """What breaks it is counted, as the term of the rule's name."""

    NEUTRAL = "neutral"
    """Nobody looks."""


class Term(StrEnum):
    """What a plan is judged by. Less is better in each."""

    UNCOVERED = "uncovered"
    """Batches that nobody teaches."""

    LEADS_TEACH = "leadsTeach"
    """Batches whose primary is a lead of their course."""

    HIGHEST_LOAD = "highestLoad"
    """The highest load of whoever is given something, in per mille of the capacity, rounded up."""

    SPREAD = "spread"
    """The sum of the squares of all loads in per mille of the capacity, rounded up."""

    CHANGES = "changes"
    """Batches that have a primary today and get another, or none."""

    BREAKS = "breaks"
    """Neighbouring batches with different primaries."""

    PREFERENCES = "preferences"
    """Points in hundredths: costs, and 100 for what is discouraged, -100 for what is preferred."""

    TRAINERS_PER_COURSE = "trainersPerCourse"
    """Trainers who teach on a course, summed over the courses."""

    IDLE_MINUTES = "idleMinutes"
    """Minutes between the sessions of one trainer on one day."""

    ROSTER_ORDER = "rosterOrder"
    """Early trainers get early batches: the sum of (number of batches after it) x (number of trainers before)."""

    BACKUP_QUALITY = "backupQuality"
    """For each backup that a batch is to have: 0 for a lead, 1 for an assistant, 2 for a substitute, 5 for nobody; 1
    more for whose points there are above 0, as if discouraged. Always decided last, because it changes no primary."""


Measured = Term | Rule
Terms = Mapping[Measured, int]
"""With their weights."""

Weight = Annotated[int, Field(ge=1, le=1_000_000)]


class Stage(Document):
    """Terms that are minimised together, once everything before is as good as it gets."""

    terms: Annotated[dict[Measured, Weight], Field(min_length=1, description="Each term and its weight.")]
    slack: Annotated[
        float, Field(ge=0, le=1, description="By which part of its best value later stages may make it worse.")
    ] = 0.0

    @property
    def of_primaries(self) -> "Stage":
        """The same without the backups, which are decided last; themselves where they are all that there is."""
        others = {term: weight for term, weight in self.terms.items() if term is not Term.BACKUP_QUALITY}
        return self.model_copy(update={"terms": others}) if others else self

    def loosened(self, value: int, times: float = 1) -> int:
        """How bad a value may be made, with the slack or so many times as much."""
        return value + int(abs(value) * times * self.slack)


REST: dict[Measured, int] = {Term.PREFERENCES: 1, Term.TRAINERS_PER_COURSE: 100, Term.IDLE_MINUTES: 1}
HIGHEST_LOAD_SLACK = 0.01
SPREAD_SLACK = 0.05
REBALANCING_SLACK = 0.05

_COVER = (Stage(terms={Term.UNCOVERED: 1}), Stage(terms={Term.LEADS_TEACH: 1}))
_HIGHEST = Stage(terms={Term.HIGHEST_LOAD: 1}, slack=HIGHEST_LOAD_SLACK)
_NEARLY_HIGHEST = Stage(terms={Term.HIGHEST_LOAD: 1}, slack=REBALANCING_SLACK)
_SPREAD = Stage(terms={Term.SPREAD: 1}, slack=SPREAD_SLACK)
_CHANGES, _BREAKS = Stage(terms={Term.CHANGES: 1}), Stage(terms={Term.BREAKS: 1})
_LAST = (Stage(terms=REST), Stage(terms={Term.ROSTER_ORDER: 1}), Stage(terms={Term.BACKUP_QUALITY: 1}))

DEFAULT_ORDER = (*_COVER, _HIGHEST, _SPREAD, _CHANGES, _BREAKS, *_LAST)
"""Cover everything, leads as a last resort, fairness, stability, blocks, the rest, and then the roster's order."""

REBALANCING_ORDER = (*_COVER, _NEARLY_HIGHEST, _CHANGES, _SPREAD, _BREAKS, *_LAST)
"""The same with stability before the spread: nobody moves only to make loads more alike."""
