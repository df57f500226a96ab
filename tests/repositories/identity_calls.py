"""One call of each method that tells who calls, and of those that keep what they changed."""

from collections.abc import Awaitable, Callable

from bson import ObjectId

from multitrainer import clock
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import THE_ADMIN, Scope
from multitrainer.domain.audit import FieldChange, Wanted
from multitrainer.identity.callers import OldPerson
from multitrainer.repositories.audit import AuditEntries
from tests.callers import CALLERS, machine, signed_in
from tests.repositories.calls import World, cursor_after, drained

ENTRIES = AuditEntries(clock.now)


async def noted(w: World) -> ObjectId:
    """Some entries, of which the last has only begun."""
    for course in w.courses_there:
        renamed = FieldChange("courses", course, "name", "C", "D")
        entry = await ENTRIES.add(THE_ADMIN, Action.CHANGE_COURSE, [renamed], None, None)
    return entry


async def find_person(w: World) -> None:
    await CALLERS.find(await signed_in(ObjectId(w.users_there[0])))


async def find_old_person(w: World) -> None:
    await CALLERS.find(OldPerson(w.users_there[16], None))


async def find_machine(w: World) -> None:
    await CALLERS.find(await machine(Scope.READ))


async def roster_for_a_person(w: World) -> None:
    await w.courses.roster(w.courses_there[0], await signed_in(ObjectId(w.users_there[0])))


async def people_for_a_person(w: World) -> None:
    await w.batches.people(w.batches_there[0], await signed_in(ObjectId(w.users_there[0])))


async def batches_for_a_person(w: World) -> None:
    await w.batches.of_trainer(w.users_there[8], None, None, await signed_in(ObjectId(w.users_there[8])))


async def finish_an_entry(w: World) -> None:
    await ENTRIES.done(await noted(w))


async def forget_an_entry(w: World) -> None:
    await ENTRIES.forget(await noted(w))


async def cut_off_an_entry(w: World) -> None:
    await ENTRIES.cut_off(await noted(w))


async def page_of_entries(w: World) -> None:
    await noted(w)
    await ENTRIES.page(Wanted(about=w.courses_there[0]), None, 10)
    await ENTRIES.page(Wanted(about=w.courses_there[0]), cursor_after(w.courses_there[0]), 10)


async def page_of_all_entries(w: World) -> None:
    last = await noted(w)
    await ENTRIES.page(Wanted(), None, 10)
    await ENTRIES.page(Wanted(), cursor_after(str(last)), 10)


async def page_of_what_somebody_did(w: World) -> None:
    """Everything is by the same, and of one action: an index finds what one of them asks for, or all of both."""
    await noted(w)
    await ENTRIES.page(Wanted(by=THE_ADMIN.id, action=Action.CHANGE_COURSE.code), None, 10)


CALLS: dict[str, Callable[[World], Awaitable[object]]] = {
    "Callers.find": find_person,
    "Callers.find of the old application": find_old_person,
    "Callers.find a machine": find_machine,
    "Courses.roster for a person": roster_for_a_person,
    "Batches.people for a person": people_for_a_person,
    "Batches.of_trainer for a person": batches_for_a_person,
    "AuditEntries.add": noted,
    "AuditEntries.done": finish_an_entry,
    "AuditEntries.forget": forget_an_entry,
    "AuditEntries.unfinished": lambda _: ENTRIES.unfinished(clock.now()),
    "AuditEntries.cut_off": cut_off_an_entry,
    "AuditEntries.page": page_of_entries,
    "AuditEntries.page of all": page_of_all_entries,
    "AuditEntries.page of what somebody did": page_of_what_somebody_did,
    "AuditEntries.all": lambda w: drained(ENTRIES.all(Wanted(about=w.courses_there[0]))),
}
