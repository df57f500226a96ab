"""Who sees a thread, from which moment to which."""

from datetime import timedelta

import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.actors import Actor, ActorKind, Scope
from multitrainer.domain.covers import steps
from multitrainer.domain.errors import AttachmentNotFound, MessageNotFound, NotAllowed, NotFound, ThreadNotFound
from multitrainer.domain.threads import Thread, of_batch
from multitrainer.repositories.covers import Covers
from multitrainer.services import Services
from tests import school
from tests.documents_of_office import TEXT
from tests.services.people import SetClock
from tests.services.talking.school import (
    ADA,
    ALEX,
    COURSE,
    FIRST,
    JOHN,
    JOHN_AND_MARIA,
    MARIA,
    SARAH,
    STUDENT,
    rewritten,
    said,
    stands_in,
    texts,
)
from tests.services.talking.test_attachments import loaded, sent

READER = Actor(ActorKind.MACHINE, "f" * 24, frozenset({Scope.READ}))


@pytest.mark.parametrize(
    ("thread", "seeing"),
    [
        (COURSE, {SARAH, JOHN, MARIA, ADA, READER}),
        (FIRST, {SARAH, JOHN, ADA, READER}),
        (JOHN_AND_MARIA, {JOHN, MARIA}),
    ],
    ids=["course", "batch", "direct"],
)
async def test_a_thread_is_seen_by_whom_it_is_of_and_nobody_else(
    services: Services, thread: Thread, seeing: set[Actor]
) -> None:
    await said(services, JOHN, thread)
    for one in (SARAH, JOHN, MARIA, ALEX, ADA, STUDENT, READER):
        if one in seeing:
            assert await texts(services, one, thread) == ["Hello"]
            assert await services.threads.read(one, thread)
        else:
            with pytest.raises((NotFound, NotAllowed)):
                await texts(services, one, thread)
            with pytest.raises((NotFound, NotAllowed)):
                await services.threads.read(one, thread)


async def test_a_machine_reads_what_is_of_the_school_and_writes_nothing(services: Services) -> None:
    whole = Actor(ActorKind.MACHINE, "f" * 24, frozenset(Scope))
    for thread in (COURSE, FIRST):
        with pytest.raises(NotAllowed):
            await said(services, whole, thread)
    with pytest.raises(NotAllowed):
        await services.threads.mark(whole, FIRST, 1)


async def test_who_leaves_a_batch_keeps_what_they_wrote_and_sees_nothing_new(
    services: Services, database: Database
) -> None:
    mine = await said(services, JOHN, FIRST, "Mine")
    theirs = await said(services, SARAH, FIRST, "Theirs")
    people = {"$set": {"trainers.primary": school.MARIA, "instructor": school.MARIA}}
    await database.motor.batches.update_one({"_id": school.BATCHES[0]}, people)
    assert await texts(services, JOHN, FIRST) == ["Mine"]
    assert (await services.messages.read(JOHN, str(mine["_id"])))["text"] == "Mine"
    assert [one["text"] for one in (await services.messages.search(JOHN, "mine", None, 10)).items] == ["Mine"]
    assert not (await services.messages.search(JOHN, "theirs", None, 10)).items
    assert not (await services.threads.page(JOHN, None, 10)).items
    with pytest.raises(NotFound):
        await services.messages.read(JOHN, str(theirs["_id"]))
    with pytest.raises(NotFound):
        await services.threads.read(JOHN, FIRST)
    with pytest.raises((NotFound, NotAllowed)):
        await said(services, JOHN, FIRST)
    assert await texts(services, MARIA, FIRST) == ["Mine", "Theirs"]


async def test_who_is_inactive_on_the_roster_is_in_the_courses_thread_no_longer(
    services: Services, database: Database
) -> None:
    await said(services, SARAH, COURSE)
    for status, seen in (("on_leave", True), ("inactive", False)):
        entry = {"_id": school.COURSE, "trainers.trainer": school.MARIA}
        await database.motor.courses.update_one(entry, {"$set": {"trainers.$.status": status}})
        if seen:
            assert await texts(services, MARIA, COURSE) == ["Hello"]
        else:
            with pytest.raises(ThreadNotFound):
                await texts(services, MARIA, COURSE)


async def test_a_substitute_sees_the_batchs_thread_from_when_they_took_the_session_to_its_end(
    services: Services, clock: SetClock
) -> None:
    await said(services, JOHN, FIRST)
    with pytest.raises(ThreadNotFound):
        await texts(services, ALEX, FIRST)
    await stands_in(clock() + timedelta(days=2), clock())
    assert await texts(services, ALEX, FIRST) == ["Hello"]
    await said(services, ALEX, FIRST, "I come")
    assert [one["_id"] for one in (await services.threads.page(ALEX, None, 10)).items] == [str(FIRST)]
    assert {one["_id"] for one in (await services.threads.read(JOHN, FIRST))["people"]} == {SARAH.id, JOHN.id, ALEX.id}
    clock.move(days=4)
    assert await texts(services, ALEX, FIRST) == ["I come"]
    assert not (await services.threads.page(ALEX, None, 10)).items
    assert {one["_id"] for one in (await services.threads.read(JOHN, FIRST))["people"]} == {SARAH.id, JOHN.id}


async def test_who_gave_the_session_back_sees_the_thread_no_more(services: Services, clock: SetClock) -> None:
    taken = await stands_in(clock() + timedelta(days=2), clock())
    assert await texts(services, ALEX, FIRST) == []
    await Covers().save(taken, steps.release(taken, clock()).cover, None)
    with pytest.raises(ThreadNotFound):
        await texts(services, ALEX, FIRST)


async def test_two_who_are_trainers_or_admins_talk_alone_and_nobody_else_begins(services: Services) -> None:
    await said(services, ADA, Thread.between(ADA.id, JOHN.id), "Come and see me")
    assert await texts(services, JOHN, Thread.between(JOHN.id, ADA.id)) == ["Come and see me"]
    for other in (STUDENT.id, str(ObjectId())):
        with pytest.raises(ThreadNotFound):
            await said(services, JOHN, Thread.between(JOHN.id, other))
    with pytest.raises(ThreadNotFound):
        await said(services, STUDENT, Thread.between(JOHN.id, STUDENT.id))


async def test_that_two_others_talk_is_told_to_nobody(services: Services) -> None:
    message, file = await said(services, JOHN, JOHN_AND_MARIA), await sent(services, JOHN, TEXT, thread=JOHN_AND_MARIA)
    await said(services, JOHN, JOHN_AND_MARIA, attachments=(file,))
    for who in (SARAH, ALEX, ADA, STUDENT, READER):
        with pytest.raises(ThreadNotFound):
            await texts(services, who, JOHN_AND_MARIA)
        for attempt in (services.messages.read, services.message_changes.delete, services.message_changes.history):
            with pytest.raises(MessageNotFound):
                await attempt(who, str(message["_id"]))
        with pytest.raises(AttachmentNotFound):
            await loaded(services, who, file)


async def test_who_is_no_trainer_any_more_is_written_to_no_more_and_what_was_said_stays(
    services: Services, database: Database
) -> None:
    await said(services, JOHN, JOHN_AND_MARIA)
    await database.motor.users.update_one({"_id": school.MARIA}, {"$set": {"role": "student"}})
    assert await texts(services, JOHN, JOHN_AND_MARIA) == ["Hello"]
    with pytest.raises(ThreadNotFound):
        await said(services, JOHN, JOHN_AND_MARIA)


async def test_who_left_may_still_take_back_what_they_just_wrote_and_not_change_it(
    services: Services, database: Database
) -> None:
    message = await said(services, JOHN, FIRST)
    people = {"$set": {"trainers.primary": school.MARIA, "instructor": school.MARIA}}
    await database.motor.batches.update_one({"_id": school.BATCHES[0]}, people)
    with pytest.raises(NotAllowed):
        await rewritten(services, JOHN, message, "Other")
    await services.message_changes.delete(JOHN, str(message["_id"]))
    assert await texts(services, JOHN, FIRST) == [""]


async def test_a_thread_of_what_is_not_there_is_none_for_admins_either(services: Services) -> None:
    for thread in (of_batch(str(ObjectId())), Thread(COURSE.kind, (str(ObjectId()),))):
        for who in (ADA, JOHN):
            with pytest.raises(ThreadNotFound):
                await services.threads.read(who, thread)
            with pytest.raises(ThreadNotFound):
                await said(services, who, thread)


@pytest.mark.parametrize("gone", ["batches", "courses"])
async def test_a_thread_of_what_was_deleted_is_found_nowhere_and_kept(
    services: Services, database: Database, clock: SetClock, gone: str
) -> None:
    await stands_in(clock(), clock())  # Alex sees the batch as long as somebody remembers the cover
    for who in (JOHN, ALEX):
        message = await said(services, who, FIRST, "Kept")
    deleted = await database.motor[gone].find({"_id": {"$in": [school.BATCHES[0], school.COURSE]}}).to_list(None)
    await database.motor[gone].delete_many({"_id": {"$in": [one["_id"] for one in deleted]}})
    for who in (ADA, JOHN, ALEX):
        assert not (await services.threads.page(who, None, 10)).items
        assert not (await services.messages.search(who, "kept", None, 10)).items
        with pytest.raises(MessageNotFound):
            await services.messages.read(who, str(message["_id"]))
    await database.motor[gone].insert_many(deleted)  # as from a backup
    assert await texts(services, ADA, FIRST) == ["Kept", "Kept"]
    for who in (ADA, JOHN, ALEX):
        assert len((await services.messages.search(who, "kept", None, 10)).items) == 2


async def test_threads_are_listed_with_the_latest_first_and_what_is_unread(services: Services, clock: SetClock) -> None:
    for thread in (FIRST, COURSE, JOHN_AND_MARIA):
        clock.move(seconds=1)
        await said(services, JOHN, thread)
    clock.move(seconds=1)
    await said(services, SARAH, COURSE)
    listed = (await services.threads.page(JOHN, None, 10)).items
    assert [(one["_id"], one["unread"]) for one in listed] == [
        (str(COURSE), 1),
        (str(JOHN_AND_MARIA), 0),
        (str(FIRST), 0),
    ]
    assert [one["name"] for one in listed] == ["German A1", None, "Batch 1"]
    assert {person["name"] for person in listed[1]["people"]} == {"John", "Maria"}
    assert ["people" in one for one in listed] == [False, True, False]  # others are many, and in the thread itself
    first = await services.threads.page(JOHN, None, 2)
    rest = await services.threads.page(JOHN, first.next, 2)
    assert [one["_id"] for one in (*first.items, *rest.items)] == [one["_id"] for one in listed]
    assert rest.next is None
    assert [one["unread"] for one in (await services.threads.page(ADA, None, 10)).items] == [2, 1]


async def test_a_marker_moves_forwards_alone_and_to_the_last_message_at_the_most(services: Services) -> None:
    for _ in range(3):
        await said(services, SARAH, FIRST)
    assert [(await services.threads.mark(JOHN, FIRST, place))["unread"] for place in (2, 1, 99)] == [1, 1, 0]
    await said(services, SARAH, FIRST)
    assert (await services.threads.read(JOHN, FIRST))["unread"] == 1


async def test_the_way_to_a_thread_is_shown_to_whoever_sees_all_of_it(services: Services) -> None:
    seen = {who.id: await services.threads.is_seen(who, FIRST) for who in (JOHN, SARAH, ADA, MARIA, ALEX, STUDENT)}
    assert seen == {JOHN.id: True, SARAH.id: True, ADA.id: True, MARIA.id: False, ALEX.id: False, STUDENT.id: False}
