"""What students and their contacts hear of a session, up to the mailbox."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from multitrainer import wiring
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.telling.notices import Kind, Language, Meeting
from multitrainer.domain.telling.states import State
from multitrainer.schemas.cover_settings import StudentsContacts
from multitrainer.schemas.webhooks import NewWebhook
from multitrainer.stored.ids import oid
from tests import school
from tests.receivers import Mail
from tests.services.telling.conftest import Institute

COURSE, FIRST, SECOND, STUDENT = (str(id_) for id_ in (school.COURSE, *school.BATCHES[:2], school.STUDENT))
OFFICE, STU = "office@institute.example", "stu@x.example"


@pytest.fixture(autouse=True)
async def _contacts(there: Institute) -> None:
    """The student has an address, and the institute tells its office besides."""
    await there.database.motor.multitrainer_cover_settings.delete_many({})
    await there.database.motor.users.update_one({"_id": school.STUDENT}, {"$set": {"email": STU}})
    await there.services.cover_settings.set_contacts(THE_ADMIN, StudentsContacts(addresses=(OFFICE,)))


async def tell(there: Institute, kind: Kind = Kind.SESSION_CANCELLED, note: str | None = "Water damage.") -> None:
    start = there.clock.at.replace(hour=18, minute=0, second=0, microsecond=0)
    cancelled = kind is Kind.SESSION_CANCELLED
    meeting = Meeting("s@multitrainer", start, start + timedelta(hours=1), 3, cancelled=cancelled)
    facts = {"note": note, "was": "2026-12-07T18:00", "other": SECOND}

    async def change(session: object) -> None:
        notices = await there.services.students_told.notices(kind, COURSE, FIRST, facts, meeting, session)  # type: ignore[arg-type]
        await there.services.telling.put(notices, session)  # type: ignore[arg-type]

    await there.database.atomically("x", change)


def by_address(mails: list[Mail]) -> dict[str, Mail]:
    return {to: mail for mail in mails for to in mail.to}


def kinds_of_part(mail: Mail) -> list[str]:
    return [part.get_content_type() for part in mail.message.walk() if not part.is_multipart()]


@pytest.mark.parametrize(
    ("kind", "begins"),
    [
        (Kind.SESSION_CANCELLED, "Cancelled: Batch 1, "),
        (Kind.SESSION_COMBINED, "Together with Batch 2: Batch 1, "),
        (Kind.SESSION_MOVED, "Moved: Batch 1, now "),
    ],
)
async def test_a_student_and_an_office_hear_what_becomes_of_a_session(
    there: Institute, kind: Kind, begins: str
) -> None:
    await tell(there, kind)
    await there.drained()
    mails = by_address(there.mail.all())
    assert mails.keys() == {OFFICE, STU}
    for mail in mails.values():
        assert mail.message["Subject"].startswith(begins)
        body = mail.message.get_body(("plain",))
        assert body
        assert "Water damage." in body.get_content()
    assert "text/calendar" in kinds_of_part(mails[STU])
    assert "text/calendar" not in kinds_of_part(mails[OFFICE])
    shown = await there.database.motor.multitrainer_notifications.find().to_list(None)
    assert [(one["to"], one["kind"]) for one in shown] == [(school.STUDENT, kind)]


async def test_a_course_tells_its_own_contacts_in_place_of_the_institutes(there: Institute) -> None:
    own = {"contacts": {"addresses": ["speaker@x.example"], "students": False}}
    await there.database.motor.multitrainer_cover_settings.insert_one({"_id": school.COURSE, **own})
    await tell(there)
    await there.drained()
    assert by_address(there.mail.all()).keys() == {"speaker@x.example"}
    assert await there.database.motor.multitrainer_notifications.count_documents({}) == 0


async def test_who_is_no_user_reads_the_institutes_language(there: Institute) -> None:
    german = there.settings.model_copy(update={"language": Language.GERMAN})
    await tell(there)
    await wiring.build(there.database, german, there.clock).worker.drain()
    mails = by_address(there.mail.all())
    assert mails[OFFICE].message["Subject"].startswith("Fällt aus: Batch 1")
    assert mails[STU].message["Subject"].startswith("Cancelled: Batch 1")


async def test_news_to_an_address_is_tried_again_then_a_dead_letter_that_an_admin_sends_again(there: Institute) -> None:
    own = {"contacts": {"addresses": [OFFICE], "students": False}}
    await there.database.motor.multitrainer_cover_settings.insert_one({"_id": school.COURSE, **own})
    there.mail.refusing["RCPT"] = "550 no such office"
    with capture_logs() as said:
        await tell(there)
        await there.drained()
    assert OFFICE not in str(said)
    (dead,) = (await there.services.outbox.page(THE_ADMIN, State.DEAD, None, 10)).items
    assert (dead["to"], dead["address"], dead["kind"]) == (None, OFFICE, "session-cancelled")
    assert OFFICE not in str(dead["tries"])
    there.mail.refusing.clear()
    await there.services.outbox.resend(THE_ADMIN, str(dead["_id"]))
    await there.drained()
    (mail,) = there.mail.all()
    assert (mail.to, mail.message["Message-ID"]) == ([OFFICE], f"<{dead['_id']}@institute.example>")


async def test_an_entry_that_is_given_out_twice_reaches_an_address_once(there: Institute) -> None:
    await there.services.webhooks.create(THE_ADMIN, NewWebhook(url=there.hook.url))
    await tell(there)
    entry = await there.database.motor.multitrainer_outbox.find_one({})
    assert entry
    await there.drained()
    await there.database.motor.multitrainer_outbox.insert_one(entry)
    await there.drained()
    assert sorted(mail.to[0] for mail in there.mail.all()) == [OFFICE, STU]
    assert OFFICE not in str([posted.body for posted in there.hook.all()])


async def test_an_address_that_can_not_be_written_to_keeps_nobody_from_being_told(there: Institute) -> None:
    odd = {"contacts": {"addresses": ["@", OFFICE], "students": True}}
    await there.database.motor.multitrainer_cover_settings.insert_one({"_id": oid(COURSE), **odd})
    await tell(there)
    await there.drained()
    assert by_address(there.mail.all()).keys() == {OFFICE, STU}
    (dead,) = (await there.services.outbox.page(THE_ADMIN, State.DEAD, None, 10)).items
    assert dead["tries"][0]["error"] == "The contact has no e-mail address that one can write to."


async def test_a_batch_that_is_gone_tells_its_contacts_and_no_students(there: Institute) -> None:
    await there.database.motor.batches.delete_one({"_id": school.BATCHES[0]})
    await tell(there)
    await there.drained()
    assert by_address(there.mail.all()).keys() == {OFFICE}
