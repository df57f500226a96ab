"""Files go with messages: taken once, read by whoever sees the message, and gone with it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor
from multitrainer.domain.errors import (
    AttachmentNotFound,
    AttachmentRefused,
    BodyTooLarge,
    NotAllowed,
    ThreadNotFound,
    TooManyFilesWaiting,
    UnknownAttachment,
)
from multitrainer.domain.threads import Thread
from multitrainer.repositories.attachments import Attachments
from multitrainer.services import Services
from tests import school
from tests.documents_of_office import PDF, PNG, TEXT, docx
from tests.services.people import SetClock
from tests.services.talking.school import ALEX, COURSE, FIRST, JOHN, MARIA, SARAH, STUDENT, said, texts

Raw = dict[str, Any]


async def in_pieces(content: bytes, size: int = 1_000) -> AsyncIterator[bytes]:
    for begin in range(0, len(content), size):
        yield content[begin : begin + size]


async def sent(
    services: Services, who: Actor, content: bytes, name: str = "a.txt", said: str = "", thread: Thread = FIRST
) -> str:
    return str((await services.attachments.upload(who, thread, name, said, in_pieces(content)))["_id"])


async def loaded(services: Services, who: Actor, attachment: str) -> bytes:
    found = await services.attachments.download(who, attachment)
    return b"".join([piece async for piece in found.pieces])


async def left(database: Database) -> tuple[int, int, int]:
    """How many attachments there are, files, and pieces of files."""
    names = ("attachments", "files.files", "files.chunks")
    one, two, three = [await database.motor[f"multitrainer_{name}"].count_documents({}) for name in names]
    return one, two, three


async def test_a_file_is_sent_taken_by_a_message_and_read_by_who_sees_that(services: Services) -> None:
    content = TEXT * 10_000  # which is more than lies in memory, and than one piece of a file
    file = await sent(services, JOHN, content, "../notes\\Plan für A1.TXT", "text/plain; charset=utf-8")
    assert await loaded(services, JOHN, file) == content
    for who in (SARAH, MARIA):
        with pytest.raises(AttachmentNotFound):
            await loaded(services, who, file)
    message = await said(services, JOHN, FIRST, attachments=(file,))
    assert [(one["name"], one["type"], one["size"]) for one in message["attachments"]] == [
        ("Plan für A1.TXT", "text/plain", len(content))
    ]
    for who in (JOHN, SARAH):
        assert await loaded(services, who, file) == content
    for who in (MARIA, ALEX):
        with pytest.raises(AttachmentNotFound):
            await loaded(services, who, file)
    with pytest.raises(NotAllowed):
        await loaded(services, STUDENT, file)


async def test_who_left_the_batch_reads_files_of_their_own_messages_and_no_others(
    services: Services, database: Database
) -> None:
    mine, theirs = [await sent(services, who, TEXT) for who in (JOHN, SARAH)]
    await said(services, JOHN, FIRST, attachments=(mine,))
    await said(services, SARAH, FIRST, attachments=(theirs,))
    people = {"$set": {"trainers.primary": school.MARIA, "instructor": school.MARIA}}
    await database.motor.batches.update_one({"_id": school.BATCHES[0]}, people)
    assert await loaded(services, JOHN, mine) == TEXT
    with pytest.raises(AttachmentNotFound):
        await loaded(services, JOHN, theirs)


async def test_a_file_is_taken_once_by_who_sent_it_and_in_its_thread(services: Services) -> None:
    file = await sent(services, JOHN, TEXT)
    for who, thread in ((SARAH, FIRST), (JOHN, COURSE)):
        with pytest.raises(UnknownAttachment):
            await said(services, who, thread, attachments=(file,))
    await said(services, JOHN, FIRST, attachments=(file,))
    for again in (file, str(ObjectId())):
        with pytest.raises(UnknownAttachment) as refused:
            await said(services, JOHN, FIRST, attachments=(again,))
        assert refused.value.facts["attachments"] == [again]


async def test_files_go_with_their_message(services: Services, database: Database, clock: SetClock) -> None:
    file, other = await sent(services, JOHN, TEXT), await sent(services, JOHN, TEXT)
    message = await said(services, JOHN, FIRST, attachments=(file,))
    await said(services, JOHN, FIRST, attachments=(other,))
    await services.message_changes.delete(JOHN, str(message["_id"]))
    for who in (JOHN, SARAH):
        with pytest.raises(AttachmentNotFound):
            await loaded(services, who, file)
    clock.move(minutes=6)
    assert await services.forgotten_files.run()
    assert not await services.forgotten_files.run()
    assert await left(database) == (1, 1, 1)
    assert await loaded(services, SARAH, other) == TEXT


async def test_what_no_message_takes_goes_after_a_day(services: Services, database: Database, clock: SetClock) -> None:
    file = await sent(services, JOHN, TEXT)
    clock.move(hours=23)
    assert not await services.forgotten_files.run()
    clock.move(hours=1, seconds=1)
    with pytest.raises(UnknownAttachment):
        await said(services, JOHN, FIRST, attachments=(file,))
    with pytest.raises(AttachmentNotFound):
        await loaded(services, JOHN, file)
    clock.move(minutes=5)
    assert await services.forgotten_files.run()
    assert await left(database) == (0, 0, 0)
    with pytest.raises(AttachmentNotFound):
        await loaded(services, JOHN, file)


async def test_only_so_many_files_of_one_person_wait(services: Services, database: Database, clock: SetClock) -> None:
    files = [await sent(services, JOHN, TEXT) for _ in range(5)]
    before = await left(database)

    async def unread() -> AsyncIterator[bytes]:
        raise AssertionError("Nothing is received that would be refused.")
        yield b""

    with pytest.raises(TooManyFilesWaiting) as refused:
        await services.attachments.upload(JOHN, FIRST, "a.txt", "", unread())
    assert (refused.value.facts, await left(database)) == ({"most": 5}, before)
    assert await sent(services, SARAH, TEXT)
    await said(services, JOHN, FIRST, attachments=(files[0],))
    files.append(await sent(services, JOHN, TEXT))
    with pytest.raises(TooManyFilesWaiting):
        await sent(services, JOHN, TEXT)
    clock.move(hours=24, seconds=1)
    assert await sent(services, JOHN, TEXT)


async def test_of_files_that_are_sent_at_once_no_more_wait_than_may(
    services: Services, others: Services, database: Database
) -> None:
    sending = [sent(one, JOHN, TEXT) for one in (services, others) * 6]
    outcomes = await asyncio.gather(*sending, return_exceptions=True)
    refused = [one for one in outcomes if isinstance(one, TooManyFilesWaiting)]
    taken = [one for one in outcomes if isinstance(one, str)]
    assert len(refused) + len(taken) == len(sending)
    assert len(taken) <= 5
    assert await left(database) == (len(taken),) * 3


async def test_an_upload_that_was_cut_off_leaves_nothing_for_long(
    services: Services, database: Database, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Attachments.write

    async def killed(kept: Attachments, attachment: str, name: str, content: Any) -> None:
        await whole(kept, attachment, name, content)
        await database.motor["multitrainer_files.files"].delete_many({})  # which is written last
        raise InterruptedError

    monkeypatch.setattr(Attachments, "write", killed)
    with pytest.raises(InterruptedError):
        await sent(services, JOHN, TEXT)
    assert await left(database) == (1, 0, 1)
    clock.move(hours=25)
    assert await services.forgotten_files.run()
    assert await left(database) == (0, 0, 0)


async def test_who_was_killed_behind_a_message_loses_none_of_its_files(
    services: Services, database: Database, clock: SetClock
) -> None:
    file = await sent(services, JOHN, TEXT)
    await said(services, JOHN, FIRST, attachments=(file,))
    await database.motor.multitrainer_attachments.update_many({}, {"$set": {"expiresAt": clock()}})
    clock.move(hours=30)
    assert await services.forgotten_files.run()
    assert not await services.forgotten_files.run()
    assert await loaded(services, SARAH, file) == TEXT


async def test_the_doctor_names_files_that_nobody_has_and_such_that_are_gone(
    services: Services, database: Database, clock: SetClock
) -> None:
    forgotten, lost, well = [await sent(services, JOHN, TEXT) for _ in range(3)]
    for file in (lost, well):
        await said(services, JOHN, FIRST, attachments=(file,))
    await database.motor.multitrainer_attachments.update_many({}, {"$unset": {"expiresAt": ""}})
    await database.motor.multitrainer_attachments.delete_one({"_id": ObjectId(lost)})

    async def found(*, repair: bool) -> dict[str, bool]:
        reports = [one async for one in services.doctor.examine(THE_ADMIN, repair=repair)]
        named = [finding for report in reports for finding in report.found if "attachment" in finding.violation.code]
        return {finding.violation.code: finding.repaired for finding in named}

    for repair in (False, True):
        assert await found(repair=repair) == {"attachment-forgotten": repair, "attachment-lost": False}
    assert await found(repair=False) == {"attachment-lost": False}
    clock.move(minutes=6)
    assert await services.forgotten_files.run()
    with pytest.raises(AttachmentNotFound):
        await loaded(services, JOHN, forgotten)
    assert await loaded(services, JOHN, well) == TEXT


@pytest.mark.parametrize(
    ("name", "said", "content"),
    [
        pytest.param("a.png", "image/png", PDF, id="another kind"),
        pytest.param("a.pdf", "image/png", PDF, id="said to be another"),
        pytest.param("a.exe", "", b"MZ", id="a program"),
        pytest.param("a.html", "text/html", b"<script>", id="a page"),
        pytest.param("a.svg", "image/svg+xml", b"<svg/>", id="a picture with scripts"),
        pytest.param("a.txt", "", b"a\0b", id="no text"),
        pytest.param("a.txt", "", b"\xff\xfe", id="another encoding"),
        pytest.param("a.docx", "", docx("word/vbaProject.bin"), id="macros"),
        pytest.param("a.docx", "", b"PK\x03\x04" + bytes(100), id="a broken archive"),
        pytest.param("a.txt", "", b"", id="nothing"),
        pytest.param("..", "", TEXT, id="a folder"),
        pytest.param("a\u202etxt.pdf", "", PDF, id="a name that reads backwards"),
        pytest.param("a\0.txt", "", TEXT, id="a name with NUL"),
        pytest.param("a" * 200 + ".txt", "", TEXT, id="a long name"),
    ],
)
async def test_what_is_not_what_it_says_is_refused_and_leaves_nothing(
    services: Services, database: Database, name: str, said: str, content: bytes
) -> None:
    with pytest.raises(AttachmentRefused):
        await sent(services, JOHN, content, name, said)
    assert await left(database) == (0, 0, 0)


async def test_a_file_that_is_too_large_is_refused_before_it_is_read_whole(
    services: Services, database: Database
) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 100_000
            yield bytes(100_000)

    with pytest.raises(BodyTooLarge):
        await services.attachments.upload(JOHN, FIRST, "a.png", "", endless())
    assert read == 400_000
    assert await left(database) == (0, 0, 0)


async def test_only_who_writes_in_a_thread_sends_files_into_it(services: Services) -> None:
    with pytest.raises(ThreadNotFound):
        await sent(services, MARIA, PNG, "a.png")
    assert await texts(services, JOHN, FIRST) == []
