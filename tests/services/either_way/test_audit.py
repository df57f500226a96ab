"""Every write leaves an entry: who, what, on whom, before, after, when and by which request."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
import structlog
from bson import ObjectId

from multitrainer import clock
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Scope
from multitrainer.domain.audit import Wanted
from multitrainer.domain.errors import NotAllowed, TrainerInactive
from multitrainer.domain.people import Duty
from multitrainer.domain.roster import Role, Status
from multitrainer.schemas.accounts import NewAdmin, NewPassword
from multitrainer.schemas.batches import BatchPatch, NewBatch
from multitrainer.schemas.courses import CoursePatch, NewCourse
from multitrainer.schemas.keys import NewApiKey
from multitrainer.schemas.roster import NewRosterEntry, RosterChange
from multitrainer.schemas.trainers import NewTrainer, TrainerPatch
from multitrainer.services import Services
from tests.callers import machine, signed_in
from tests.school import ALEX, BATCHES, COURSE, JOHN, MARIA, SARAH

C, B = str(COURSE), str(BATCHES[0])
Write = Callable[[Services], Awaitable[Any]]

WRITES: dict[str, tuple[str, Write]] = {
    "a course": ("create-course", lambda s: s.courses.create(THE_ADMIN, NewCourse(name="New", instructor=str(ALEX)))),
    "a course's name": ("change-course", lambda s: s.courses.patch(THE_ADMIN, C, CoursePatch(name="New"))),
    "a course's lead": ("change-course", lambda s: s.courses.patch(THE_ADMIN, C, CoursePatch(instructor=str(ALEX)))),
    "a course's end": ("delete-course", lambda s: s.courses.delete(THE_ADMIN, C, force=True)),
    "a trainer more": ("add-to-roster", lambda s: s.roster.add(THE_ADMIN, C, NewRosterEntry(trainer=str(ALEX)))),
    "a status": (
        "change-entry",
        lambda s: s.roster.change(THE_ADMIN, C, str(JOHN), RosterChange(status=Status.ON_LEAVE)),
    ),
    "a trainer less": ("remove-from-roster", lambda s: s.roster.remove(THE_ADMIN, C, str(JOHN), str(MARIA))),
    "a batch": ("create-batch", lambda s: s.batches.create(THE_ADMIN, NewBatch(course=C, name="New"))),
    "a batch's name": ("change-batch", lambda s: s.batches.patch(THE_ADMIN, B, BatchPatch(name="New"))),
    "a batch's students": ("change-batch", lambda s: s.batches.patch(THE_ADMIN, B, BatchPatch(students=()))),
    "a batch's end": ("delete-batch", lambda s: s.batches.delete(THE_ADMIN, B, force=True)),
    "a primary": ("name-primary", lambda s: s.batch_people.name_primary(THE_ADMIN, B, str(MARIA))),
    "a backup": ("name-on-batch", lambda s: s.batch_people.name(THE_ADMIN, B, str(MARIA), Duty.BACKUP)),
    "somebody less on a batch": ("dismiss-from-batch", lambda s: s.batch_people.dismiss(THE_ADMIN, B, str(JOHN))),
    "a new trainer": (
        "create-trainer",
        lambda s: s.trainers.create(THE_ADMIN, NewTrainer(name="New", email="new@x.example")),
    ),
    "a trainer's name": ("change-trainer", lambda s: s.trainers.patch(THE_ADMIN, str(JOHN), TrainerPatch(name="New"))),
    "a key": ("create-key", lambda s: s.api_keys.create(THE_ADMIN, NewApiKey(name="New", scopes=[Scope.READ]))),
    "an admin": (
        "create-admin",
        lambda s: s.accounts.create_admin(
            THE_ADMIN, NewAdmin(name="Ada", email="ada@x.example", password="a long password")
        ),
    ),
    "a password": (
        "change-password",
        lambda s: s.accounts.set_password(THE_ADMIN, "John@x.example", NewPassword(password="a long password")),
    ),
}


async def entries(services: Services, wanted: Wanted = Wanted()) -> list[dict[str, Any]]:  # noqa: B008  (a tuple)
    return (await services.audit.page(THE_ADMIN, wanted, None, 100)).items


@pytest.mark.parametrize(("code", "write"), WRITES.values(), ids=WRITES)
async def test_every_write_leaves_its_entry(services: Services, code: str, write: Write) -> None:
    with structlog.contextvars.bound_contextvars(request_id="r1"):
        await write(services)
    entry, *before = await entries(services)
    assert len(before) == (code == "create-course")  # one of the course, and one of its roster
    assert (entry["action"], entry["by"]) == (code, {"kind": "admin", "id": "operator"})
    assert (entry["requestId"], entry["unfinished"]) == ("r1", False)
    assert entry["changes"]
    assert clock.now() - entry["at"] < timedelta(minutes=1)
    assert "a long password" not in str(entry)
    assert "argon2" not in str(entry)


async def test_a_conversion_and_a_repair_leave_theirs(services: Services, database: Database) -> None:
    await database.motor.courses.update_one({"_id": COURSE}, {"$unset": {"trainers": ""}})
    await services.course_conversion.convert(THE_ADMIN, C)
    await database.motor.batches.update_one({"_id": BATCHES[0]}, {"$set": {"trainers.primary": ALEX}})
    async for _ in services.doctor.examine(THE_ADMIN, repair=True):
        pass
    assert [entry["action"] for entry in await entries(services)] == ["repair-course", "convert-course"]


async def test_an_entry_says_what_there_was_and_what_there_is(services: Services) -> None:
    await services.roster.remove(await signed_in(SARAH), C, str(JOHN), str(ALEX))
    (entry,) = await entries(services)
    assert entry["by"] == {"kind": "trainer", "id": str(SARAH)}
    told = [(change["of"], change["before"], change["after"]) for change in entry["changes"]]
    john = {"trainer": str(JOHN), "role": "assistant", "status": "active"}
    assert ("courses", john, None) in told
    assert ("courses", None, {**john, "trainer": str(ALEX)}) in told
    people = {"backup": [str(SARAH)], "assistants": []}
    assert told.count(("batches", {"primary": str(JOHN), **people}, {"primary": str(ALEX), **people})) == 2
    assert {str(JOHN), str(ALEX), str(SARAH), C, B} <= {*entry["about"]}


async def test_what_was_refused_or_changed_nothing_leaves_none(services: Services) -> None:
    with pytest.raises(NotAllowed):
        await services.roster.remove(await signed_in(MARIA), C, str(JOHN), str(ALEX))
    await services.batch_people.name_primary(THE_ADMIN, B, str(JOHN))
    await services.roster.change(THE_ADMIN, C, str(MARIA), RosterChange(status=Status.ACTIVE))
    assert await entries(services) == []
    await services.roster.add(THE_ADMIN, C, NewRosterEntry(trainer=str(ALEX)))
    await services.roster.change(THE_ADMIN, C, str(ALEX), RosterChange(status=Status.INACTIVE))
    with pytest.raises(TrainerInactive):
        await services.batch_people.name_primary(THE_ADMIN, B, str(ALEX))
    assert len(await entries(services)) == 2


async def test_entries_are_found_by_whom_they_are_about_who_made_them_what_was_done_and_when(
    services: Services,
) -> None:
    sarah = await signed_in(SARAH)
    await services.batch_people.name_primary(sarah, B, str(MARIA))
    await services.roster.add(THE_ADMIN, C, NewRosterEntry(trainer=str(ALEX), role=Role.SUBSTITUTE))
    await services.courses.create(THE_ADMIN, NewCourse(name="Other"))
    for wanted, codes in (
        (Wanted(), ["create-course", "add-to-roster", "name-primary"]),
        (Wanted(about=C), ["add-to-roster", "name-primary"]),
        (Wanted(about=B), ["name-primary"]),
        (Wanted(about=str(ALEX)), ["add-to-roster"]),
        (Wanted(about=str(SARAH)), ["name-primary"]),
        (Wanted(by=str(SARAH)), ["name-primary"]),
        (Wanted(action="create-course"), ["create-course"]),
        (Wanted(about=str(SARAH), action="create-course"), []),
    ):
        assert [entry["action"] for entry in await entries(services, wanted)] == codes, wanted
    tomorrow = clock.now() + timedelta(days=1)
    assert await entries(services, Wanted(since=tomorrow)) == []
    assert len(await entries(services, Wanted(until=tomorrow, since=tomorrow - timedelta(days=2)))) == 3


async def test_pages_follow_each_other_and_an_export_has_it_all_the_oldest_first(services: Services) -> None:
    for n in range(5):
        await services.courses.patch(THE_ADMIN, C, CoursePatch(name=f"Name {n}"))
    first = await services.audit.page(THE_ADMIN, Wanted(about=C), None, 2)
    second = await services.audit.page(THE_ADMIN, Wanted(about=C), first.next, 100)
    named = [entry["changes"][0]["after"] for entry in (*first.items, *second.items)]
    assert named == [f"Name {n}" for n in range(4, -1, -1)]
    exported = [entry async for entry in await services.audit.export(THE_ADMIN, C)]
    assert [entry["changes"][0]["after"] for entry in exported] == named[::-1]


async def test_only_admins_read_it(services: Services) -> None:
    for caller in (await signed_in(SARAH), await machine(Scope.READ)):
        with pytest.raises(NotAllowed):
            await services.audit.page(caller, Wanted(), None, 10)
        with pytest.raises(NotAllowed):
            await services.audit.export(caller, C)
    assert (await services.audit.page(await machine(Scope.ADMIN), Wanted(), None, 10)).items == []


async def test_a_change_that_is_cut_off_is_named_by_the_doctor(
    services: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With transactions nothing is left of it; without, its entry was there before."""
    without = database.motor.client is not None and not database._has_transactions

    async def cut_off(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("multitrainer.repositories.teams.Teams._save_course", cut_off)
        with pytest.raises(KeyboardInterrupt):
            await services.roster.add(THE_ADMIN, C, NewRosterEntry(trainer=str(ALEX)))
    assert [entry["unfinished"] for entry in await entries(services)] == [True] * without
    await database.motor.multitrainer_audit.update_many({}, {"$set": {"at": clock.now() - timedelta(hours=1)}})
    for repair, codes in ((False, ["audit-unfinished"]), (True, ["audit-unfinished"]), (False, [])):
        told = [
            finding.violation.code
            async for progress in services.doctor.examine(THE_ADMIN, repair=repair)
            for finding in progress.found
        ]
        assert told == codes * without


async def test_a_stray_batchs_end_leaves_its_entry(services: Services, database: Database) -> None:
    stray = ObjectId()
    await database.motor.batches.insert_one({"_id": stray, "name": "Stray", "students": []})
    await services.batches.delete(THE_ADMIN, str(stray), force=True)
    assert [entry["action"] for entry in await entries(services, Wanted(about=str(stray)))] == ["delete-batch"]
