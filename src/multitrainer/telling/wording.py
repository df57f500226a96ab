"""Notices in words, in the language of whoever reads them."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from multitrainer.domain.telling.notices import Language
from multitrainer.telling.catalogue import Catalogue, catalogue
from multitrainer.telling.records import OF, meeting_of, several

WORDS = {"duty": "words", "role": "words", "status": "words", "kind": "words", "ways": "ways"}
"""Facts that are words of the catalogue, and of which of its tables."""

FEW = 3
"""As many times as a title names; of more it says how many there are."""

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
    facts |= _times(record, texts, zone) | _away(record["facts"], texts, zone) | _whom(record, facts, texts)
    said = texts[record["kind"]]
    facts |= _sentences(said, record["facts"], facts)
    title = said["title"].format_map({**facts, **_in_short(record["facts"], texts, zone)})
    return Words(on_one_line(title), on_one_line(said["text"].format_map(facts)))


def _whom(record: Mapping[str, Any], facts: Mapping[str, str], texts: Catalogue) -> dict[str, str]:
    """Whose session it is, as whoever reads of it calls them: `{whom}` in the texts."""
    trainer = record["facts"].get("trainer")
    if trainer is None:
        return {}
    return {"whom": texts["words"]["you"] if str(trainer) == str(record.get("to")) else facts["trainer"]}


def _in_short(known: Mapping[str, Any], texts: Catalogue, zone: ZoneInfo) -> dict[str, str]:
    """Many times, in a title."""
    times = several(known.get("when"))
    if len(times) <= FEW:
        return {}
    first = _shown("when", times[0], {}, texts, zone)
    return {"when": texts["formats"]["many"].format(first=first, count=len(times))}


def _sentences(said: Mapping[str, str], known: Mapping[str, Any], shown: Mapping[str, str]) -> dict[str, str]:
    """Sentences of a kind that its text names by a fact; without that there is none of them."""
    names = said.keys() - {"title", "text"}
    return {name: said[name].format_map(shown) if known.get(name) else "" for name in names}


def on_one_line(text: str) -> str:
    """Without line breaks and whatever else can't be printed, which a name in the institute's data may have."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _shown(fact: str, value: Any, names: Mapping[str, str], texts: Catalogue, zone: ZoneInfo) -> str:
    if fact in NOTES:
        return value or ""
    shown = [_one(fact, one, names, texts, zone) for one in several(value)]
    return ", ".join(shown) or texts["words"]["none"]


def _one(fact: str, value: str, names: Mapping[str, str], texts: Catalogue, zone: ZoneInfo) -> str:
    if fact in OF:
        return names.get(value) or value
    if fact in WORDS:
        return texts[WORDS[fact]].get(value, value)
    return WRITTEN[fact](value, texts, zone) if fact in WRITTEN else value


def _span(written: str) -> tuple[datetime, datetime]:
    start, end = written.split("/")
    return datetime.fromisoformat(start), datetime.fromisoformat(end)


def _of_clock(written: str, how: str, texts: Catalogue) -> str:
    with suppress(ValueError):
        return _written(datetime.fromisoformat(written), how, texts)
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
    if start.date() == (end - timedelta(minutes=1)).date() and end - start < timedelta(days=1):
        return _part_of_day(start, end, texts)
    if not start.time() == end.time() == time():
        return formats["moments"].format_map({"from": moment(start, texts, zone), "until": moment(end, texts, zone)})
    last = end - timedelta(days=1)
    how = "one-day" if last.date() == start.date() else "days-off"
    return formats[how].format_map({"from": _written(start, "date", texts), "until": _written(last, "date", texts)})


def _part_of_day(start: datetime, end: datetime, texts: Catalogue) -> str:
    day, begins = (_written(start, how, texts) for how in ("date", "time"))
    ends = "24:00" if end.time() == time() else _written(end, "time", texts)
    return texts["formats"]["part-day"].format_map({"from": day, "start": begins, "end": ends})


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


WRITTEN: dict[str, Callable[[str, Catalogue, ZoneInfo], str]] = {
    "when": lambda said, texts, zone: period(*_span(said), texts, zone),
    "given": lambda said, texts, zone: period(*_span(said), texts, zone),
    "instead": lambda said, texts, zone: absence(*_span(said), texts, zone),
    "from": lambda said, texts, zone: moment(datetime.fromisoformat(said), texts, zone),
    "first": lambda said, texts, zone: moment(datetime.fromisoformat(said), texts, zone),
    "last": lambda said, texts, zone: moment(datetime.fromisoformat(said), texts, zone),
    "until": lambda said, texts, zone: moment(datetime.fromisoformat(said), texts, zone),
    "was": lambda said, texts, _: _of_clock(said, "moment", texts),
    "day": lambda said, texts, _: _of_clock(said, "date", texts),
    "hours": lambda said, texts, _: said.replace(".", texts["formats"]["decimal"]),
}
"""Facts that languages write otherwise than programs do.

Times are moments in UTC, two of them with a slash between; `was` and `day` are the institute's clock's.
"""
