"""E-mails as they are handed over."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import escape
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from multitrainer.domain.telling.notices import Kind, Language, Meeting, Notice
from multitrainer.telling.catalogue import catalogue
from multitrainer.telling.mails import NoAddress, Reader, mail_of
from multitrainer.telling.records import record_of

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
ANN = Reader("Ann <b>", "ann@x.example", Language.ENGLISH)
NAMED = {"names": {"b": "Batch & Co"}}
MEETING = Meeting(
    "session-7@multitrainer", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 2, tzinfo=UTC), 3
)


ASKED = Notice(
    Kind.COVER_ASKED,
    "a",
    {"course": "c", "batch": "b", "trainer": "t", "when": "2026-03-06T15:00:00Z/2026-03-06T16:30:00Z",
     "cover": "d", "until": "2026-03-03T11:00:00Z"},
)  # fmt: skip


def mail(
    *notices: Notice, reader: Reader = ANN, links: dict[int, str] | None = None, unsubscribe: str | None = None
) -> EmailMessage:
    """As a mail program reads it."""
    records = [{**record_of(notice), **NAMED} for notice in notices]
    sender, zone = "school@institute.example", ZoneInfo("UTC")
    written = mail_of(records, reader, sender, "1" * 24, NOW, zone, links, unsubscribe)
    read = message_from_bytes(written.as_bytes(policy=policy.SMTP), policy=policy.default.clone(refold_source="none"))
    assert isinstance(read, EmailMessage)
    return read


def parts(message: EmailMessage) -> dict[str, str]:
    plain = (part for part in message.walk() if not part.is_multipart())
    return {part.get_content_type(): part.get_content().replace("\r\n", "\n") for part in plain}


def put_on(meeting: Meeting | None = None) -> Notice:
    return Notice(Kind.PUT_ON_BATCH, "a", {"course": "c", "batch": "b", "duty": "backup"}, meeting=meeting)


def test_one_notice_is_its_own_subject_in_plain_text_and_in_html() -> None:
    message = mail(put_on())
    assert message["Subject"] == "Your place on Batch & Co: backup"
    assert parts(message).keys() == {"text/plain", "text/html"}
    assert "Hello Ann <b>,\n\nYou are now backup of Batch & Co in the course c." in parts(message)["text/plain"]
    assert "Hello Ann &lt;b&gt;," in parts(message)["text/html"]


def test_a_program_may_show_it_light_or_dark_and_on_a_narrow_screen() -> None:
    html = parts(mail(put_on(), unsubscribe="https://school.example/" + "x" * 200))["text/html"]
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "width=device-width" in html
    assert "overflow-wrap:anywhere" in html
    assert not re.search(r"(?<!-)\b(color|background)\s*[:=]", html), "No colour suits one of both alone."


def test_the_note_of_a_swap_stands_in_plain_text_and_harmless_in_html() -> None:
    period = "2026-03-06T15:00:00Z/2026-03-06T16:30:00Z"
    about = {"course": "c", "batch": "b", "trainer": "t", "when": period, "lost": "l", "given": period, "swap": "s"}
    note = "Is <a href='https://evil.example'>this</a> & {that} fine?\nThank you"
    told = parts(mail(Notice(Kind.SWAP_PROPOSED, "a", {**about, "note": note})))
    assert note.replace("\n", " ") in told["text/plain"]
    assert escape(note.replace("\n", " ")) in told["text/html"]
    assert "<a" not in told["text/html"]


def test_several_notices_are_told_in_one_mail() -> None:
    message = mail(put_on(), Notice(Kind.TAKEN_OFF_COURSE, "a", {"course": "c"}))
    assert message["Subject"] == "2 pieces of news"
    assert all("no longer on the course" in part for part in parts(message).values())


def test_a_mail_that_can_be_stopped_says_so_to_programs_and_at_its_foot() -> None:
    address = f"https://plan.institute.example/unsubscribe/{'aB3_' * 60}"
    message = mail(put_on(), unsubscribe=address)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"\r\nList-Unsubscribe: <{address}>\r\n".encode() in message.as_bytes(
        policy=policy.SMTP.clone(refold_source="none")
    )
    assert f"No more e-mails like this one: {address}" in parts(message)["text/plain"]
    assert f'<a href="{address}">{address}</a>' in parts(message)["text/html"]


def test_a_mail_that_can_not_be_stopped_does_not_speak_of_it() -> None:
    message = mail(put_on())
    assert message["List-Unsubscribe"] is message["List-Unsubscribe-Post"] is None
    assert all("No more e-mails" not in part and "<a" not in part for part in parts(message).values())


def test_a_mail_is_known_by_the_id_of_its_delivery_and_says_that_no_person_wrote_it() -> None:
    message = mail(put_on())
    assert message["Message-ID"] == f"<{'1' * 24}@institute.example>"
    assert (message["From"], message["Auto-Submitted"]) == ("school@institute.example", "auto-generated")


def test_a_date_goes_along_as_a_calendar_that_updates_what_was_there() -> None:
    (part,) = [p for p in mail(put_on(MEETING)).walk() if p.get_content_type() == "text/calendar"]
    assert part.get_param("method") == "PUBLISH"
    (event,) = Calendar.from_ical(part.get_content()).walk("VEVENT")
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (MEETING.uid, 3, "CONFIRMED")
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (MEETING.start, MEETING.end)


def test_a_date_that_is_cancelled_leaves_the_calendar() -> None:
    cancelled = Meeting(MEETING.uid, MEETING.start, MEETING.end, 4, cancelled=True)
    (part,) = [p for p in mail(put_on(cancelled)).walk() if p.get_content_type() == "text/calendar"]
    assert part.get_param("method") == "CANCEL"
    assert "STATUS:CANCELLED" in part.get_content()


@pytest.mark.parametrize("language", Language)
def test_a_mail_is_in_the_language_of_its_reader(language: Language) -> None:
    html = parts(mail(put_on(), reader=ANN._replace(language=language)))["text/html"]
    assert f'lang="{language.value}"' in html
    assert {"en": "Hello", "de": "Guten Tag"}[language.value] in html


@pytest.mark.parametrize("language", Language)
def test_a_question_has_its_link_as_text_and_as_a_button_and_says_what_silence_means(language: Language) -> None:
    link = "https://school.example/cover/answer/x-_y"
    said = parts(mail(ASKED, reader=ANN._replace(language=language), links={0: link}))
    label = catalogue(language)["mail"]["answer"]
    assert f"\n\n{label}:\n{link}\n\n" in said["text/plain"]
    assert re.search(rf'<a href="{link}" style="[^"<>]+">{label}</a>', said["text/html"])
    silence = {"en": "whoever does not answer is not asked again", "de": "wer nicht antwortet"}[language.value]
    assert all(silence in part for part in said.values())


def test_a_question_without_a_link_says_where_to_answer_and_other_news_neither() -> None:
    for said in parts(mail(ASKED)).values():
        assert "You answer in your institute's application." in said.replace("&#x27;", "'")
        assert "<a " not in said
    assert all("application" not in part for part in parts(mail(put_on())).values())


def test_of_several_notices_each_question_has_its_own_link() -> None:
    text = parts(mail(put_on(), ASKED, ASKED, links={1: "https://x.example/1", 2: "https://x.example/2"}))["text/plain"]
    assert [line for line in text.splitlines() if line.startswith("https:")] == [
        "https://x.example/1",
        "https://x.example/2",
    ]


def test_no_name_adds_a_header() -> None:
    message = mail(put_on(), reader=ANN._replace(name="A\r\nBcc: x@y.example"))
    assert "Bcc" not in message
    assert message["To"].addresses[0].addr_spec == "ann@x.example"


@pytest.mark.parametrize("email", ["", "nobody", "a b@x", "a@x\nBcc: b@y", "@x", "a@", "<a@x>", "a@x, b@y"])
def test_what_is_no_address_is_said_to_be_none(email: str) -> None:
    with pytest.raises(NoAddress):
        mail(put_on(), reader=ANN._replace(email=email))


def test_a_contact_is_greeted_without_a_name_told_why_and_gets_nothing_for_a_calendar() -> None:
    message = mail(put_on(MEETING), reader=Reader("", "office@x.example", Language.ENGLISH, is_contact=True))
    assert parts(message).keys() == {"text/plain", "text/html"}
    text = parts(message)["text/plain"]
    assert text.startswith("Hello,\n\nYou are now backup")
    assert "this address is one of those to which news for students goes" in text
    assert "notification preferences" not in text
    assert message["List-Unsubscribe"] is None
