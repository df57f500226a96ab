"""What is told live: that something changed, who may be told of it, and in which order it is told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, NamedTuple

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import FieldChange
from multitrainer.domain.contexts import courses_of, in_team, led_by
from multitrainer.domain.permissions import Verdict, can
from multitrainer.domain.roster import Entry, Role
from multitrainer.domain.standings import Context
from multitrainer.domain.team import Team
from multitrainer.domain.threads import READING, Thread

Raw = dict[str, Any]

MANY = 50
"""Where more things of a kind change at once, they are told of as one, without an id."""

OURS = "multitrainer_"


class Topic(StrEnum):
    """What an event is."""

    CHANGED = "changed"
    NOTIFICATION = "notification"
    READ = "read"


class Thing(NamedTuple):
    """What documents of a collection are to people, and what somebody must be allowed to hear of them."""

    what: str
    action: Action


THINGS = {
    "courses": Thing("course", Action.READ_COURSE),
    "batches": Thing("batch", Action.READ_BATCH),
    "users": Thing("trainer", Action.READ_TRAINER),
    "multitrainer_courses": Thing("batching", Action.READ_BATCHING),
    "multitrainer_batches": Thing("batch", Action.READ_BATCH),
    "multitrainer_trainers": Thing("trainer-planning", Action.READ_TRAINER_PLANNING),
    "multitrainer_enrolments": Thing("enrolment", Action.READ_ENROLMENT),
    "multitrainer_sessions": Thing("session", Action.READ_SESSIONS),
    "multitrainer_leaves": Thing("leave", Action.READ_LEAVES),
    "multitrainer_covers": Thing("cover", Action.READ_COVER),
    "multitrainer_cover_settings": Thing("cover-settings", Action.READ_COVER_SETTINGS),
    "multitrainer_handover_versions": Thing("handover", Action.READ_HANDOVER),
    "multitrainer_session_reports": Thing("report", Action.READ_REPORT),
    "multitrainer_cover_ledger": Thing("ledger", Action.READ_LEDGER),
    "multitrainer_terms": Thing("terms", Action.READ_TERMS),
    "multitrainer_swaps": Thing("swap", Action.READ_SWAP),
    "multitrainer_questions": Thing("question", Action.READ_QUESTION),
    "multitrainer_replies": Thing("reply", Action.READ_REPLIES),
    "multitrainer_messages": Thing("message", Action.READ_BATCH_THREAD),
    "multitrainer_calendars": Thing("calendar", Action.READ_CALENDAR),
    "multitrainer_preferences": Thing("notification-preferences", Action.READ_PREFERENCES),
    "multitrainer_holidays": Thing("holidays", Action.READ_HOLIDAYS),
    "multitrainer_proposals": Thing("proposal", Action.READ_PROPOSAL),
    "multitrainer_webhooks": Thing("webhook", Action.LOOK_AFTER_WEBHOOKS),
    "multitrainer_api_keys": Thing("key", Action.LIST_KEYS),
    "multitrainer_outbox": Thing("delivery", Action.READ_OUTBOX),
}
"""By collection. Whatever is changed elsewhere is named after its collection, and told to those who read the audit."""

ACTIONS = {thing.what: thing.action for thing in THINGS.values()}
OF_TRAINERS = {"trainer", "trainer-planning", "calendar", "notification-preferences"}
"""Whose id is that of a trainer."""

OF_SEVERAL = {"cover", "swap", "question"}
"""What is of those whom a change of it names."""

OF_STUDENTS = {"enrolment", "question"}
"""What is a student's whom a change of it names."""

ROSTERS = {"course", "batch"}
"""What decides who may read what else."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that changed. `about` are the ids of whoever the change names; without an id, it is many things.

    `thread` is that of a message, and `place` where it stands there, of one that is new.
    """

    what: str
    id: str | None
    course: str | None = None
    batch: str | None = None
    trainer: str | None = None
    courses: tuple[str, ...] = ()
    about: frozenset[str] = frozenset()
    gone: bool = False
    thread: Thread | None = None
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the feed. `to` is the person whom it is for; of a thing that changed, whoever may read it."""

    number: int
    topic: str
    to: str | None = None
    notification: str | None = None
    changed: Changed | None = None


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Somebody who listens, and how they stand at this moment: a trainer's teams, a student's batches.

    `covering` are the batches in which a trainer stands in.
    """

    actor: Actor
    teams: Mapping[str, Team] = field(default_factory=dict)
    classes: frozenset[str] = frozenset()
    covering: frozenset[str] = frozenset()


def changed_by(changes: Iterable[FieldChange], about: str | None) -> list[Changed]:
    """What some changes of fields come to, each thing once; they are `about` a course or a trainer besides."""
    things: dict[tuple[str, str], list[FieldChange]] = {}
    for change in changes:
        things.setdefault((_thing(change.of).what, change.id), []).append(change)
    return [*_few(_changed(what, id_, made, about) for (what, id_), made in things.items())]


def _changed(what: str, id_: str, made: list[FieldChange], about: str | None) -> Changed:
    course, trainer, batch = _course(made) or about, id_ if what in OF_TRAINERS else None, None
    match what:
        case "course" | "batching":
            course = id_
        case "batch" | "handover":
            batch = id_
        case "leave":
            course, trainer = None, about
        case _ if trainer:
            course = None
    named = frozenset().union(*(change.about for change in made))
    gone = any(change.field == "_id" and change.after is None for change in made)
    return Changed(what, id_, course, batch, trainer, about=named, gone=gone)


def _few(things: Iterable[Changed]) -> Iterator[Changed]:
    """The same; of very many, which are those of whole plans and imports, one for all of a course."""
    alike: dict[tuple[str, str | None, str | None], list[Changed]] = {}
    for one in things:
        alike.setdefault((one.what, one.course if one.what != "course" else None, one.trainer), []).append(one)
    for several in alike.values():
        if len(several) <= MANY:
            yield from several
        else:
            about = frozenset[str]().union(*(one.about for one in several))
            yield replace(several[0], id=None, batch=None, about=about, gone=False)


def _course(made: Iterable[FieldChange]) -> str | None:
    values = (value for change in made if change.field == "course" for value in (change.before, change.after) if value)
    return next(map(str, values), None)


def _thing(collection: str) -> Thing:
    return THINGS.get(collection) or Thing(collection.removeprefix(OURS), Action.READ_AUDIT)


def may_see(onlooker: Onlooker, changed: Changed) -> bool:
    """Whether somebody may hear that a thing changed: those who may read it, and whom its end was about."""
    actor = onlooker.actor
    action = READING[changed.thread.kind] if changed.thread else ACTIONS.get(changed.what, Action.READ_AUDIT)
    if can(actor, action, _context(onlooker, changed)) is Verdict.YES:
        return True
    return changed.gone and actor.id in changed.about


def may_move(onlooker: Onlooker, changed: Changed) -> bool:
    """Whether a change may have made somebody see more or less than before."""
    if changed.thread is not None:
        return False
    if onlooker.actor.id in changed.about:
        return True
    return changed.what in ROSTERS and (changed.course in onlooker.teams or changed.batch in onlooker.classes)


def _context(onlooker: Onlooker, changed: Changed) -> Context:
    actor = onlooker.actor
    if changed.trainer is not None:
        return _about_trainer(onlooker, changed.trainer)
    if changed.courses:
        led = led_by(actor, (onlooker.teams[course] for course in changed.courses if course in onlooker.teams))
        return Context(Entry(actor.id, Role.LEAD)) if {*changed.courses} <= {*led} else Context()
    team = onlooker.teams.get(changed.course or "")
    context = in_team(team, actor.id, changed.batch) if team else Context()
    if team and changed.id is None:
        context = replace(context, on_batch=any(actor.id in batch.people.everyone for batch in team.batches))
    named = actor.id in changed.about
    enrolled, oneself = changed.what in OF_STUDENTS and named, changed.what in OF_SEVERAL and named
    if changed.thread is not None:
        oneself = actor.id in changed.thread.people
    in_class, covering = changed.batch in onlooker.classes, changed.batch in onlooker.covering
    return replace(context, in_class=in_class, covering=covering, enrolled=enrolled, oneself=oneself)


def _about_trainer(onlooker: Onlooker, trainer: str) -> Context:
    actor = onlooker.actor
    shared = [team for team in courses_of(actor, onlooker.teams.values()) if team.member(trainer)]
    entry = Entry(actor.id, Role.LEAD) if led_by(actor, shared) else None
    return Context(entry, oneself=actor.id == trainer, colleague=bool(shared))


def in_order(waiting: Sequence[Raw]) -> list[Raw]:
    """Entries in the order in which they get their numbers: by time, and within a line by their places.

    Clocks of several machines differ, so what must not change places has a `line`, a thread for example, and a `place`
    in it that a guarded write gave. The line keeps the turns that its entries have by time.
    """
    by_time = sorted(waiting, key=lambda entry: (entry["at"], entry["_id"]))
    lines: dict[str, list[Raw]] = {}
    for entry in by_time:
        if entry.get("line") is not None:
            lines.setdefault(entry["line"], []).append(entry)
    turns = {line: iter(sorted(entries, key=lambda entry: int(entry["place"]))) for line, entries in lines.items()}
    return [next(turns[entry["line"]]) if entry.get("line") is not None else entry for entry in by_time]
