"""Enrolments over the API, through the client."""

import pytest

from multitrainer.client import Client
from multitrainer.database import Database
from multitrainer.domain.enrolments import EnrolmentStatus
from multitrainer.domain.errors import AlreadyEnrolled, BadRows, BatchFull, BodyTooLarge, Stale
from multitrainer.schemas.enrolments import EnrolmentPatch, NewBatching
from tests.api.school import COURSE, FIRST, SECOND, STUDENT

SLOTS = [{"name": "Mon 18:00", "sessions": [{"day": "monday", "start": "18:00", "end": "20:00"}]}]


async def test_an_enrolment_goes_its_way_from_wish_to_withdrawal(
    client: Client, school: None, database: Database
) -> None:
    await database.motor.batches.update_many({}, {"$set": {"students": []}})
    nobody_yet = await client.enrolments.batching(COURSE)
    assert nobody_yet.target is None
    new = NewBatching.model_validate({"target": 1, "minimum": 1, "maximum": 1, "slots": SLOTS})
    settings = await client.enrolments.set_batching(COURSE, new, if_match=nobody_yet.etag)
    assert (settings.maximum, settings.slots) == (1, SLOTS)
    with pytest.raises(Stale):
        await client.enrolments.set_batching(COURSE, new, if_match=nobody_yet.etag)
    timed = await client.enrolments.set_batching(COURSE, new.model_copy(update={"batches": {FIRST: "Mon 18:00"}}))
    assert (await client.enrolments.set_batching(COURSE, new)).batches == timed.batches == {FIRST: "Mon 18:00"}
    assert (await client.enrolments.set_batching(COURSE, new.model_copy(update={"batches": {}}))).batches == {}
    made = await client.enrolments.enrol(COURSE, STUDENT, slots=["Mon 18:00"])
    assert (made.status, made.slots, made.batch) == (EnrolmentStatus.WAITING, ["Mon 18:00"], None)
    with pytest.raises(AlreadyEnrolled):
        await client.enrolments.enrol(COURSE, STUDENT)
    placed = await client.enrolments.patch(made.id, EnrolmentPatch(batch=FIRST), if_match=made.etag)
    assert (placed.status, placed.batch, placed.etag) == (
        EnrolmentStatus.PLACED,
        FIRST,
        (await client.enrolments.read(made.id)).etag,
    )
    assert (await client.batches.read(FIRST)).students == [STUDENT]
    with pytest.raises(Stale):
        await client.enrolments.withdraw(made.id, if_match=made.etag)
    assert [one.id async for one in client.enrolments.list(COURSE, batch=FIRST)] == [made.id]
    assert not [one async for one in client.enrolments.list(COURSE, status=EnrolmentStatus.WAITING)]
    other = await client.trainers.create("Sam", "sam@x.example")
    with pytest.raises(BatchFull):
        await client.enrolments.enrol(COURSE, other.id, batch=FIRST)
    await client.enrolments.update(made.id, lambda _: EnrolmentPatch(batch=SECOND, slots=()))
    await client.enrolments.withdraw(made.id)
    assert (await client.enrolments.read(made.id)).status is EnrolmentStatus.WITHDRAWN
    assert (await client.batches.read(SECOND)).students == []


async def test_files_are_imported_up_to_their_own_size_and_documents_adopted(client: Client, school: None) -> None:
    file = f"student\n{STUDENT}\n".encode()
    dry = await client.enrolments.import_file(COURSE, file, dry_run=True)
    assert (dry.dry_run, dry.new, dry.placed) == (True, 1, 1)
    assert (await client.enrolments.adopt(COURSE, dry_run=True)).new == 1
    with pytest.raises(BadRows) as refused:
        await client.enrolments.import_file(COURSE, file + b"x\n")
    assert refused.value.facts["rows"][0]["line"] == 3
    padded = b"student,padding\n" + f"{STUDENT},{'x' * 100_000}\n".encode() * 1 + b",\n" * 600_000
    assert (await client.enrolments.import_file(COURSE, padded)).new == 1
    assert (await client.enrolments.adopt(COURSE)).unchanged == 1
    with pytest.raises(BodyTooLarge):
        await client.enrolments.import_file(COURSE, b"x" * 10_000_001)
