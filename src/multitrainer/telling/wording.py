"""Notices in words, in the language of whoever reads them."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from multitrainer.domain.telling.notices import Language
from multitrainer.telling.catalogue import Catalogue, catalogue
from multitrainer.telling.records import OF, meeting_of, several

WORDS = {"duty": "words", "role": "words", "status": "words", "kind": "words", "ways": "ways"}
"""Facts that are words of the catalogue, and of which of its tables."""

PERIODS, MOMENTS = {"when", "given"}, {"from", "until"}
"""Facts that are times: two moments with a slash between them, and one moment; in UTC."""

CLOCK = {"was"}
"""Facts that are times on the institute's clock, such as 2026-12-07T18:00."""

NOTES = {"note"}
"""Facts that are said as they are, or not at all."""


class Words(NamedTuple):
    """A notice for people: what stands above it, and what it says."""

    title: str
    text: str


def words_of(record: Mapping[str, Any], language: Language, zone: ZoneInfo) -> Words:
    """A stored notice in words. What has no name, or none any more, is called by its id."""
    texts = catalogue(language)
    facts = {
        name: _shown(name, value, record.get("names") or {}, texts, zone) for name, value in record["facts"].items()
    }
    facts |= _times(record, texts, zone) | _away(record["facts"], texts, zone)
    said = texts[record["kind"]]
    facts |= _sentences(said, record["facts"], facts)
    return Words(on_one_line(said["title"].format_map(facts)), on_one_line(said["text"].format_map(facts)))


def _sentences(said: Mapping[str, str], known: Mapping[str, Any], shown: Mapping[str, str]) -> dict[str, str]:
    """Sentences of a kind that its text names by a fact; without that there is none of them."""
    names = said.keys() - {"title", "text"}
    return {name: said[name].format_map(shown) if known.get(name) else "" for name in names}


def on_one_line(text: str) -> str:
    """Without line breaks and whatever else can't be printed, which a name in the institute's data may have."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _shown(fact: str, value: Any, names: Mapping[str, str], texts: Catalogue, zone: ZoneInfo) -> str:
    words = texts["words"]
    if fact in OF:
        shown = [names.get(one) or one for one in several(value)]
    elif fact in WORDS:
        shown = [texts[WORDS[fact]].get(one, one) for one in several(value)]
    elif fact in PERIODS:
        spans = (one.split("/") for one in several(value))
        shown = [
            period(datetime.fromisoformat(start), datetime.fromisoformat(end), texts, zone) for start, end in spans
        ]
    elif fact in MOMENTS:
        shown = [moment(datetime.fromisoformat(one), texts, zone) for one in several(value)]
    elif fact in CLOCK:
        shown = [_of_clock(one, texts) for one in several(value)]
    elif fact in NOTES:
        return value or ""
    else:
        shown = several(value)
    return ", ".join(shown) or words["none"]


def _of_clock(written: str, texts: Catalogue) -> str:
    with suppress(ValueError):
        return _written(datetime.fromisoformat(written), "moment", texts)
    return written


def _times(record: Mapping[str, Any], texts: Catalogue, zone: ZoneInfo) -> dict[str, str]:
    """When the meeting of a notice is, on the institute's clocks: `{when}` in its texts."""
    meeting = meeting_of(record)
    if meeting is None:
        return {}
    return {"when": period(meeting.start, meeting.end, texts, zone)}


def _away(facts: Mapping[str, Any], texts: Catalogue, zone: ZoneInfo) -> dict[str, str]:
    """When somebody is away: `{time}` in the texts of leave."""
    if not {"from", "until"} <= facts.keys():
        return {}
    start, end = (datetime.fromisoformat(facts[name]) for name in ("from", "until"))
    return {"time": absence(start, end, texts, zone)}


def absence(start: datetime, end: datetime, texts: Catalogue, zone: ZoneInfo) -> str:
    """A time for which somebody is away, on the institute's clocks; whole days as days, of which the last is one."""
    formats, start, end = texts["formats"], start.astimezone(zone), end.astimezone(zone)
    if not start.time() == end.time() == time():
        return formats["moments"].format_map({"from": moment(start, texts, zone), "until": moment(end, texts, zone)})
    last = end - timedelta(days=1)
    how = "one-day" if last.date() == start.date() else "days-off"
    return formats[how].format_map({"from": _written(start, "date", texts), "until": _written(last, "date", texts)})


def moment(at: datetime, texts: Catalogue, zone: ZoneInfo) -> str:
    """A moment on the institute's clocks."""
    return _written(at.astimezone(zone), "moment", texts)


def period(start: datetime, end: datetime, texts: Catalogue, zone: ZoneInfo) -> str:
    """From a moment to another one, likewise."""
    start, end = start.astimezone(zone), end.astimezone(zone)
    ends = "time" if start.date() == end.date() else "moment"
    return f"{_written(start, 'moment', texts)}–{_written(end, ends, texts)}"


def _written(at: datetime, how: str, texts: Catalogue) -> str:
    """With the day of the week, by which people know whether they can; not by the machine's locale."""
    formats = texts["formats"]
    return f"{at:{formats[how]}}".replace("{day}", formats["days"].split()[at.weekday()])
