"""Who can have a question, and who comes after whom."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from multitrainer.domain.questions.values import Question, Step, Why
from multitrainer.domain.roster import Status
from multitrainer.domain.team import Team

ORDER = (Step.TEACHER, Step.BACKUP, Step.NAMED, Step.LEAD, Step.ADMIN)
FROM_NAMED = ORDER.index(Step.LEAD)


class Place(NamedTuple):
    """Somebody, and as what they would have a question."""

    step: Step
    trainer: str


@dataclass(frozen=True, slots=True)
class Around:
    """Who is there for a question, at a moment.

    `teaching` are whoever stands in now and the primary, `lead` is who answers, `leads` are all of the course. Of
    `admins`, those with the fewest open questions come first. `away` are those on leave; `turns` says when somebody
    stops being there, `again` when somebody next may be there who is not now.
    """

    teaching: tuple[str, ...] = ()
    backups: tuple[str, ...] = ()
    lead: str | None = None
    leads: frozenset[str] = frozenset()
    roster: frozenset[str] = frozenset()
    admins: tuple[str, ...] = ()
    away: frozenset[str] = frozenset()
    turns: Mapping[str, datetime] = field(default_factory=dict)
    again: datetime | None = None

    def of_step(self, step: Step) -> Sequence[str]:
        """Those who get a question at a step by itself, in order."""
        lead = (self.lead,) if self.lead else ()
        found = {Step.TEACHER: self.teaching, Step.BACKUP: self.backups, Step.LEAD: lead, Step.ADMIN: self.admins}
        return [one for one in found.get(step, ()) if one not in self.away]

    def may_hold(self, place: Place) -> Why | None:
        """What takes a question from somebody who has it as that; None while nothing does."""
        standing = {Step.NAMED: self.roster, Step.LEAD: self.leads, Step.TEACHER: self.teaching}
        standing |= {Step.BACKUP: self.backups, Step.ADMIN: self.admins}
        if place.trainer not in standing[place.step]:
            return Why.LEFT
        return Why.AWAY if place.trainer in self.away else None


def around(
    team: Team, batch: str | None, standing_in: str | None, admins: Sequence[str], away: frozenset[str]
) -> Around:
    """Who is there for a question about a batch, or about the course alone, whose lead is then the first there is.

    `standing_in` holds the batch's session that runs or comes next. Whoever is inactive is not there.
    """
    inactive = {entry.trainer for entry in team.roster if entry.status is Status.INACTIVE}
    leads = [entry.trainer for entry in team.roster if entry.is_lead and entry.trainer not in inactive]
    people = next((one.people for one in team.batches if one.id == batch), None)
    named = (standing_in, people.primary) if people else ()
    lead = team.lead_of(batch) if batch else next((one for one in leads if one not in away), None)
    return Around(
        teaching=_there(named, inactive),
        backups=_there(people.backup if people else (), inactive),
        lead=lead if lead in leads else None,
        leads=frozenset(leads),
        roster=frozenset(entry.trainer for entry in team.roster) - inactive,
        admins=tuple(admins),
        away=away,
    )


def following(question: Question, why: Why, there: Around) -> Place | None:
    """Who comes after whoever has a question, as it goes on by itself; None where nobody is left.

    From their own step on, the first who is there, and has not let it pass. Who is no longer what they had it as may
    have it as something else.
    """
    passing = {question.holder} if why is Why.UNANSWERED else set[str]()
    return _first(there, ORDER.index(question.step), passing | question.passed_up)


def above(question: Question, there: Around) -> Place | None:
    """Who comes after them when they pass it up: the lead, after a lead an admin, after an admin nobody."""
    if question.step is Step.ADMIN:
        return None
    begin = max(FROM_NAMED, ORDER.index(question.step) + 1)
    return _first(there, begin, {question.holder, *question.passed_up})


def first(there: Around) -> Place | None:
    """Who gets a question that is asked now; None where nobody is there."""
    return _first(there, 0, frozenset())


def _first(there: Around, begin: int, but: Iterable[str]) -> Place | None:
    left = {*but}
    return next((one for one in _in_order(there, begin) if one.trainer not in left), None)


def _in_order(there: Around, begin: int) -> Iterator[Place]:
    return (Place(step, one) for step in ORDER[begin:] for one in there.of_step(step))


def _there(named: Iterable[str | None], inactive: Iterable[str]) -> tuple[str, ...]:
    gone = {*inactive}
    return tuple(dict.fromkeys(one for one in named if one and one not in gone))
