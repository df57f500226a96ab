"""The solver's problem of some courses: who may teach what, and what is known of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from multitrainer.domain.errors import InvalidInput
from multitrainer.domain.recount import Batch as TeamBatch
from multitrainer.domain.roster import Entry, Role, Status
from multitrainer.domain.sentences import AboutField, Sentence
from multitrainer.domain.team import Team as CourseTeam
from multitrainer.planning.school import School
from multitrainer.planning.slots import intervals, meeting
from multitrainer.planning.willingness import reluctant, unavailable
from multitrainer.schemas.plan_options import PairLevel, PlanOptions
from multitrainer.solver.documents.objective import DEFAULT_ORDER, Stage
from multitrainer.solver.documents.problem import Batch, DayAndWeek, Level, Link, LinkKind, Pair, Problem, Team, Trainer

RANK = {Role.ASSISTANT: 0, Role.SUBSTITUTE: 1, Role.LEAD: 2}
"""In this order of each roster the early trainers get the early batches; leads come last, as they do everywhere."""


def problem_of(
    school: School, options: PlanOptions, order: tuple[Stage, ...] = DEFAULT_ORDER, *, hands_over: bool = False
) -> Problem:
    """The problem of planning these courses, `order` being what is minimised where the options don't say.

    Whoever is on leave or inactive keeps what they have, unless the plan is one that `hands_over`.
    """
    return Problem(
        trainers=tuple(_trainer(school, trainer) for trainer in (*members(school), *school.others)),
        batches=tuple(_batch(school, team, batch, {*options.pins}) for team in school.teams for batch in team.batches),
        pairs=tuple(_pairs(school, options.pairs, hands_over=hands_over)),
        links=tuple(_links(school)),
        rules=dict(options.rules),
        order=options.order or order,
        rest_minutes=options.rest_minutes,
        backups=options.backups,
        course_names={team.course: name for team in school.teams if (name := _named(school.names, team.course))},
    )


def members(school: School) -> tuple[str, ...]:
    """Everybody on the rosters, each once: course by course assistants, substitutes, leads, in the roster's order."""
    ranked = (sorted(team.roster, key=lambda entry: RANK[entry.role]) for team in school.teams)
    return tuple(dict.fromkeys(entry.trainer for roster in ranked for entry in roster))


def _trainer(school: School, trainer: str) -> Trainer:
    entries = {team.course: entry for team in school.teams if (entry := team.member(trainer))}
    stated = school.trainers.get(trainer, {})
    return Trainer(
        id=trainer,
        name=_named(school.names, trainer),
        capacity=school.usual.capacity(trainer),
        load=min(school.elsewhere.get(trainer, 0.0), 168.0),
        skills=_skills(stated),
        unavailable=unavailable(stated),
        limits=DayAndWeek.model_validate(stated.get("limits") or {}),
        roles={course: entry.role for course, entry in entries.items()} or _as_assistant(school),
        status=_status(entries.values()),
    )


def _status(entries: Iterable[Entry]) -> Status:
    """Active, if they are on any course or on none; on which they are not, `_away` says of them."""
    stated = [entry.status for entry in entries]
    return Status.ACTIVE if Status.ACTIVE in stated or not stated else stated[0]


def _as_assistant(school: School) -> dict[str, Role]:
    return {team.course: Role.ASSISTANT for team in school.teams}


def _batch(school: School, team: CourseTeam, batch: TeamBatch, pins: set[str]) -> Batch:
    stated, people = school.batches.get(batch.id, {}), batch.people
    return Batch(
        id=batch.id,
        course=team.course,
        name=_named(school.names, batch.id),
        hours=school.usual.hours([batch.id]),
        sessions=intervals(stated, "sessions"),
        skills=_skills(stated),
        students=school.students.get(batch.id, 0),
        current=Team(primary=people.primary, backup=people.backup, assistants=people.assistants),
        pinned=people.primary is not None and (bool(stated.get("pinned")) or batch.id in pins),
    )


def _pairs(school: School, asked: Iterable[PairLevel], *, hands_over: bool) -> Iterator[Pair]:
    """What was asked for, and of the rest what rosters and trainers say, the gravest last."""
    said = {(pair.trainer, pair.batch): Pair(**pair.model_dump()) for pair in asked}
    known = (*_beyond_scope(school), *reluctant(school), *_away(school, hands_over=hands_over))
    yield from {**{(pair.trainer, pair.batch): pair for pair in known}, **said}.values()


def _links(school: School) -> Iterator[Link]:
    """Nobody teaches two batches that meet in one slot, also while nobody knows when that is."""
    for team in school.teams:
        yield from (Link(kind=LinkKind.DIFFERENT, batches=batches) for batches in meeting(team, school.batches))


def _beyond_scope(school: School) -> Iterator[Pair]:
    """A lead rather teaches within their own scope."""
    for team in school.teams:
        for lead in (entry for entry in team.roster if entry.is_lead):
            beyond = (batch.id for batch in team.batches if batch.id not in lead.batches)
            yield from (Pair(trainer=lead.trainer, batch=batch, level=Level.DISCOURAGED) for batch in beyond)


def _away(school: School, *, hands_over: bool) -> Iterator[Pair]:
    """Whoever is not active on a course is given nothing new there, and keeps what they have or hands it over."""
    for team in school.teams:
        for entry in (entry for entry in team.roster if entry.status is not Status.ACTIVE):
            kept = set() if hands_over else {*team.primary_of(entry.trainer)}
            yield from (away(entry.trainer, batch.id, entry.status) for batch in team.batches if batch.id not in kept)


def away(trainer: str, batch: str, status: Status) -> Pair:
    """That somebody is not to teach a batch, because of their status."""
    return Pair(trainer=trainer, batch=batch, level=Level.PROHIBITED, reason=status.value.replace("_", " "))


IS_NONE = {
    "batch": Sentence("is no batch of what is to be planned"),
    "trainer": Sentence("is no trainer of what is to be planned"),
    "course": Sentence("is no course of what is to be planned"),
}


def none_of_these(wrong: Sequence[tuple[str, str]]) -> InvalidInput:
    """The refusal of fields that name what is not there, each with what it should be."""
    errors = [{"field": field, "message": IS_NONE[kind]} for field, kind in wrong[:20]]
    field, kind = wrong[0]
    return InvalidInput(AboutField(field, IS_NONE[kind]), errors=errors)


def must_be_there(school: School, options: PlanOptions) -> None:
    """Raises InvalidInput where the options name a batch or a trainer that is not there."""
    batches, trainers = school.course_of, {*members(school)}
    wrong = [(f"body.options.pins.{n}", "batch") for n, pin in enumerate(options.pins) if pin not in batches]
    for n, pair in enumerate(options.pairs):
        wrong += [(f"body.options.pairs.{n}.batch", "batch")] if pair.batch not in batches else []
        wrong += [(f"body.options.pairs.{n}.trainer", "trainer")] if pair.trainer not in trainers else []
    if wrong:
        raise none_of_these(wrong)


def _named(names: Mapping[str, str], id_: str) -> str | None:
    return (names.get(id_) or "")[:200] or None


def _skills(stated: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(stated.get("skills") or ())
