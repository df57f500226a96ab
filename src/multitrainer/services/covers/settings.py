"""What the institute and its courses set about cover: who is asked in which order, and whom students' news goes to."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import of_fields
from multitrainer.domain.covers.courses import Contacts
from multitrainer.domain.covers.rules import CRITERIA, Criterion
from multitrainer.identity.callers import Caller
from multitrainer.repositories.courses import Courses, no_course
from multitrainer.repositories.cover_settings import CoverSettings as Repository
from multitrainer.repositories.users import Users
from multitrainer.schemas.cover_settings import NewCourseCover, NewPool, StudentsContacts
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.tags import Tagged, must_match, tagged
from multitrainer.services.gate import Gate
from multitrainer.stored.cover_settings import (
    OF_COURSES,
    read_contacts,
    read_excluded,
    read_pool,
    read_tiers,
    read_weights,
    write_contacts,
    write_ids,
)

Raw = dict[str, Any]
Read = Callable[[Session], Coroutine[Any, Any, Raw]]
COLLECTION = "multitrainer_cover_settings"


class CoverSettings:
    """Use cases of these settings. A search that is under way goes by the new ones from its next look on."""

    def __init__(
        self, gate: Gate, database: Database, settings: Repository, courses: Courses, users: Users, audit: Audit
    ) -> None:
        self._gate = gate
        self._database = database
        self._settings = settings
        self._courses = courses
        self._users = users
        self._audit = audit

    async def course(self, caller: Caller, course: str) -> Raw:
        """How a course is covered. Raises CourseNotFound."""
        await self._gate.on_course(caller, Action.READ_COVER_SETTINGS, course)
        return await self._course(course)

    async def set_course(self, caller: Caller, course: str, new: NewCourseCover, if_match: str | None = None) -> Tagged:
        """Set what is named; what is left out stays, and what is null is the institute's again.

        Somebody is asked by the settings of the moment, so offers that are open stay.

        Raises CourseNotFound, UnknownTrainer, NotATrainer, Stale.
        """
        actor = await self._gate.anybody(caller)
        await self._gate.on_whole_course(actor, Action.SET_COVER_SETTINGS, course)
        await self._course(course)  # before the body is looked at: whoever may not know of it hears nothing else
        await self._users.must_be_trainers("excluded", *(new.excluded or ()))

        async def view(session: Session) -> Raw:
            return await self._course(course, session)

        async def read(session: Session) -> Raw:
            return await self._settings.course(course, session)

        return await self._set(
            actor, Action.SET_COVER_SETTINGS, (read, view), _fields(new), if_match, f"course:{course}"
        )

    async def pool(self, caller: Caller) -> Raw:
        """The institute's substitutes, populated."""
        await self._gate.anywhere(caller, Action.READ_SUBSTITUTE_POOL)
        return await self._pool()

    async def set_pool(self, caller: Caller, new: NewPool, if_match: str | None = None) -> Tagged:
        """Set all of them. Raises UnknownTrainer, NotATrainer, Stale."""
        actor = await self._gate.anywhere(caller, Action.SET_SUBSTITUTE_POOL)
        await self._users.must_be_trainers("trainers", *new.trainers)
        fields = {"pool": write_ids(new.trainers)}
        return await self._set(
            actor, Action.SET_SUBSTITUTE_POOL, (self._settings.institute, self._pool), fields, if_match
        )

    async def contacts(self, caller: Caller) -> Raw:
        """Whom students' news goes to where a course says nothing else."""
        await self._gate.anywhere(caller, Action.READ_STUDENTS_CONTACTS)
        return await self._contacts()

    async def set_contacts(self, caller: Caller, new: StudentsContacts, if_match: str | None = None) -> Tagged:
        """Set them. Raises Stale."""
        actor = await self._gate.anywhere(caller, Action.SET_STUDENTS_CONTACTS)
        fields = {"contacts": write_contacts(new.contacts())}
        about = (self._settings.institute, self._contacts)
        return await self._set(actor, Action.SET_STUDENTS_CONTACTS, about, fields, if_match)

    async def _set(
        self,
        actor: Actor,
        action: Action,
        about: tuple[Read, Read],
        fields: Raw,
        if_match: str | None,
        queue: str = "cover-settings",
    ) -> Tagged:
        read, view = about

        async def change(session: Session) -> Tagged:
            stored = await read(session)  # first: what is written over is never newer than what is compared
            must_match(if_match, await view(session))
            id_ = str(stored["_id"])
            noted = of_fields(COLLECTION, id_, {name: stored.get(name) for name in fields}, fields)
            async with self._audit.noting(actor, action, noted, session):
                await self._settings.set(stored, fields, session)
            return tagged(await view(session))

        return await self._database.atomically(queue, change)

    async def _course(self, course: str, session: Session = None) -> Raw:
        """Raises CourseNotFound."""
        if not await self._courses.is_there(course, session):
            raise no_course(course)
        cover = (await self._settings.of_courses([course], session))[course]
        stored = await self._settings.course(course, session)
        weights = self._settings.weights if cover.weights is None else cover.weights
        return {
            "_id": stored["_id"],
            "tiers": [*cover.order.tiers],
            "excluded": [*read_excluded(stored)],
            "weights": _weights(dict(zip(CRITERIA, weights, strict=True))),
            "contacts": write_contacts(cover.contacts),
            "own": _own(stored),
        }

    async def _pool(self, session: Session = None) -> Raw:
        trainers = read_pool(await self._settings.institute(session))
        known = await self._users.by_id([*trainers], session)
        return {"trainers": [_shown(trainer, known.get(trainer, {})) for trainer in trainers]}

    async def _contacts(self, session: Session = None) -> Raw:
        return write_contacts(read_contacts(await self._settings.institute(session)) or Contacts())


def _fields(new: NewCourseCover) -> Raw:
    """What is stored of what is named; None where the institute's is to be in force."""
    weights = None if new.weights is None else _weights(new.weights)
    fields = {
        "tiers": None if new.tiers is None else [tier.value for tier in new.tiers],
        "excluded": write_ids(new.excluded or ()) or None,
        "weights": weights or None,
        "contacts": None if new.contacts is None else write_contacts(new.contacts.contacts()),
    }
    return {name: fields[name] for name in OF_COURSES if name in new.model_fields_set}


def _weights(points: Mapping[Criterion, float]) -> dict[str, float]:
    """By the criteria's names, which BSON and JSON know."""
    return {criterion.value: number for criterion, number in points.items()}


def _own(stored: Raw) -> Raw:
    """What a course sets itself, as it can be PUT again."""
    tiers, weights, contacts = read_tiers(stored), read_weights(stored), read_contacts(stored)
    own: Raw = {
        "tiers": None if tiers is None else [*tiers],
        "excluded": [*read_excluded(stored)] or None,
        "weights": None if weights is None else _weights(weights),
        "contacts": write_contacts(contacts) if contacts else None,
    }
    return {name: own[name] for name in OF_COURSES if own[name] is not None}


def _shown(trainer: str, user: Raw) -> Raw:
    return {"_id": trainer, "name": user.get("name"), "email": user.get("email")}
