"""E-mails: plain text and HTML, and a calendar where a date is meant."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import Policy, default
from email.utils import format_datetime
from html import escape
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from multitrainer.domain.telling.notices import Kind, Language
from multitrainer.telling.calendars import Dated, calendar_of
from multitrainer.telling.catalogue import catalogue
from multitrainer.telling.records import meeting_of
from multitrainer.telling.wording import Words, on_one_line, words_of

BUTTON = (
    "display:inline-block;padding:10px 18px;border-radius:4px;background:#1d4ed8;color:#ffffff;"
    "font-weight:bold;text-decoration:none"
)
"""Programs that show e-mails know little more than this."""
HEAD = (
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
)
"""Nothing is coloured but buttons, so a program may show everything light or dark."""
BODY = "font-family:system-ui,sans-serif;line-height:1.5;max-width:40em;overflow-wrap:anywhere"


class OnOneLine(UnstructuredHeader, BaseHeader):
    """A header that is never folded: of an address that does not fit, encoded words would be made otherwise."""

    def fold(self, *, policy: Policy) -> str:
        """The whole line, with its end."""
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", OnOneLine)
POLICY = default.clone(header_factory=HEADERS)


class Reader(NamedTuple):
    """Who gets an e-mail, and in which language. A contact is no user: they have no name, and chose nothing here."""

    name: str
    email: str
    language: Language
    is_contact: bool = False


class NoAddress(ValueError):
    """What stands where an e-mail address should, is none."""


class Told(NamedTuple):
    """One notice of an e-mail, what is to be done about it, and where, if there is a link."""

    words: Words
    action: str | None = None
    link: str | None = None
    note: str = ""


def mail_of(
    records: Sequence[Mapping[str, Any]],
    reader: Reader,
    sender: str,
    id_: str,
    now: datetime,
    zone: ZoneInfo,
    links: Mapping[int, str] | None = None,
    unsubscribe: str | None = None,
) -> EmailMessage:
    """The e-mail that tells of some notices. Of one `id_` it always has the same Message-ID. Raises NoAddress.

    `links` are the addresses at which notices are answered, by their places; `unsubscribe` is one at which the reader
    gets no more like it.
    """
    said = [words_of(record, reader.language, zone) for record in records]
    told = _told(records, said, links or {}, reader.language)
    texts = catalogue(reader.language)["mail"]
    message = _headed(reader, sender, id_, now)
    message["Subject"] = said[0].title if len(said) == 1 else texts["several"].format(count=len(said))
    name, foot = on_one_line(reader.name), [texts["footer-contact" if reader.is_contact else "footer"]]
    greeting = texts["greeting"].format(name=name) if name else texts["greeting-nobody"]
    if unsubscribe:
        _can_be_stopped(message, unsubscribe)
        foot.append(texts["stop"].format(address=unsubscribe))
    message.set_content(_plain(greeting, told, "\n".join(foot)))
    message.add_alternative(_html(greeting, told, foot[0], unsubscribe, reader.language), subtype="html")
    if reader.is_contact:  # the calendar of an office is no student's
        return message
    pairs = zip(map(meeting_of, records), said, strict=True)
    if dates := [Dated(meeting, words) for meeting, words in pairs if meeting]:
        _attach(message, calendar_of(dates, now))
    return message


def _headed(reader: Reader, sender: str, id_: str, now: datetime) -> EmailMessage:
    message = EmailMessage(policy=POLICY)
    try:
        message["From"] = sender
        message["To"] = Address(on_one_line(reader.name), addr_spec=reader.email)
    except (ValueError, IndexError, MessageError):
        raise NoAddress("has no e-mail address that one can write to") from None
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{id_}@{sender.rpartition('@')[2].rstrip('>')}>"
    message["Auto-Submitted"] = "auto-generated"
    return message


def _can_be_stopped(message: EmailMessage, address: str) -> None:
    """By one click in a mail program (RFC 8058)."""
    message["List-Unsubscribe"] = f"<{address}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _attach(message: EmailMessage, calendar: str) -> None:
    """As a part that calendar programs offer to take over."""
    message.add_attachment(calendar, subtype="calendar", filename="dates.ics")
    method = "CANCEL" if "METHOD:CANCEL" in calendar else "PUBLISH"
    [*message.iter_attachments()][-1].set_param("method", method)


def _told(
    records: Sequence[Mapping[str, Any]], said: Sequence[Words], links: Mapping[int, str], language: Language
) -> list[Told]:
    texts = catalogue(language)["mail"]
    told = []
    for n, (record, words) in enumerate(zip(records, said, strict=True)):
        if record["kind"] != Kind.COVER_ASKED:
            told.append(Told(words))
        elif link := links.get(n):
            told.append(Told(words, texts["answer"], link, texts["answer-alone"]))
        else:
            told.append(Told(words, texts["answer-elsewhere"]))
    return told


def _plain(greeting: str, told: Sequence[Told], footer: str) -> str:
    news = [f"{one.words.title}\n{one.words.text}" if len(told) > 1 else one.words.text for one in told]
    parts = [part for text, one in zip(news, told, strict=True) for part in (text, _action_in_plain(one)) if part]
    return "\n\n".join([greeting, *parts, f"-- \n{footer}"]) + "\n"


def _action_in_plain(one: Told) -> str | None:
    return f"{one.action}:\n{one.link}\n\n{one.note}" if one.link else one.action


def _html(greeting: str, told: Sequence[Told], footer: str, unsubscribe: str | None, language: Language) -> str:
    news = "".join(
        f"<h2>{escape(one.words.title)}</h2><p>{escape(one.words.text)}</p>{_action_in_html(one)}" for one in told
    )
    foot = [escape(footer)]
    if unsubscribe:
        words = catalogue(language)["mail"]["stop_title"]
        foot.append(f'<a href="{escape(unsubscribe)}">{escape(words)}</a>')
    return (
        f'<!DOCTYPE html><html lang="{language.value}"><head>{HEAD}</head><body style="{BODY}">'
        f"<p>{escape(greeting)}</p>{news}<hr><p><small>{'<br>'.join(foot)}</small></p></body></html>\n"
    )


def _action_in_html(one: Told) -> str:
    if one.link is None:
        return f"<p>{escape(one.action)}</p>" if one.action else ""
    button = f'<a href="{escape(one.link)}" style="{BUTTON}">{escape(str(one.action))}</a>'
    return f"<p>{button}</p><p><small>{escape(one.note)}</small></p>"
