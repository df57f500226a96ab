"""The students of a course as people look for them: by name, by where they sit, by whether they wait."""

from contextlib import suppress
from typing import Any, NamedTuple

from bson import ObjectId

from multitrainer.domain.actions import Action
from multitrainer.domain.enrolments import Enrolment, EnrolmentStatus
from multitrainer.domain.errors import NotAllowed, NotFound, UnknownStudent
from multitrainer.domain.searching import finds
from multitrainer.domain.sentences import Sentence
from multitrainer.identity.callers import Caller
from multitrainer.repositories.enrolments import Enrolments, no_enrolment
from multitrainer.repositories.sorted_pages import sorted_page
from multitrainer.repositories.users import Users
from multitrainer.services.changes.tags import tagged
from multitrainer.services.found import Found
from multitrainer.services.gate import Gate
from multitrainer.stored.enrolments import write_enrolment

Raw = dict[str, Any]
NOBODY = Sentence("No user has this id or e-mail address.")
SEVERAL = Sentence("Several users have this id or e-mail address.")


class WhichStudents(NamedTuple):
    """Those with some words in their name or address, of a status, in a batch."""

    name: str = ""
    status: EnrolmentStatus | None = None
    batch: str | None = None

    def has(self, row: Raw) -> bool:
        """Whether an enrolment is one of these."""
        return (
            finds(self.name, row["name"], row["email"])
            and self.status in {None, row["status"]}
            and self.batch in {None, row["batch"]}
        )


class EnrolmentLists:
    """Lists of a course's enrolments by the students' names, each with its tag."""

    def __init__(self, gate: Gate, enrolments: Enrolments, users: Users) -> None:
        self._gate = gate
        self._enrolments = enrolments
        self._users = users

    async def page(self, caller: Caller, course: str, which: WhichStudents, cursor: str | None, limit: int) -> Found:
        """Some enrolments, for whoever looks after all of a course. Raises CourseNotFound, InvalidInput."""
        await self._gate.on_whole_course(await self._gate.anybody(caller), Action.LIST_ENROLMENTS, course)
        enrolled = await self._enrolments.of_course(course)
        users = await self._users.by_id([one.student for one in enrolled])
        rows = [row for one in enrolled if which.has(row := _row(one, users.get(one.student, {})))]
        return Found.of(sorted_page(rows, "name", "id", cursor, limit), len(rows))

    async def may_read(self, caller: Caller, course: str) -> bool:
        """Whether a course's students are for somebody: an admin, or a lead of it. Raises NotSignedIn alone."""
        actor = await self._gate.anybody(caller)
        with suppress(NotAllowed, NotFound):
            await self._gate.on_whole_course(actor, Action.LIST_ENROLMENTS, course)
            return True
        return False

    async def student(self, caller: Caller, course: str, named: str) -> str:
        """The id of the user whom an id or an e-mail address names, for who enrols them. Raises UnknownStudent."""
        await self._gate.on_course(caller, Action.ENROL, course)
        there = [*await self._users.by_id([named])] if is_id(named) else []
        found = there or (await self._users.by_addresses([named]))[named]
        if len(found) != 1:
            raise UnknownStudent(SEVERAL if found else NOBODY, field="student")
        return found[0]

    async def one(self, caller: Caller, enrolment: str) -> Raw:
        """What a list says of one enrolment. Raises EnrolmentNotFound."""
        found = await self._enrolments.find(enrolment)
        actor = await self._gate.anybody(caller)
        await self._gate.on_whole_course(actor, Action.LIST_ENROLMENTS, found.course, no_enrolment(enrolment))
        users = await self._users.by_id([found.student])
        return {**_row(found, users.get(found.student, {})), "course": found.course}


def is_id(text: str) -> bool:
    """Whether a text is the id of a document."""
    return ObjectId.is_valid(text)


def _row(one: Enrolment, user: Raw) -> Raw:
    said = {"name": user.get("name"), "email": user.get("email"), "tag": tagged(write_enrolment(one)).tag}
    shown = {"student": one.student, "status": one.status, "batch": one.batch, "slots": one.slots}
    return {"id": one.id, **shown, "joinedAt": one.joined_at, **said}
