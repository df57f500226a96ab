"""The texts that people read: none is missing in a language, and each names what it should."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from string import Formatter
from zoneinfo import ZoneInfo

import pytest

from multitrainer.domain.cover_ledger import EntryKind, LedgerEntry
from multitrainer.domain.permissions import Action
from multitrainer.domain.telling.notices import Kind, Language, Meeting, Notice
from multitrainer.domain.telling.of_ledger import notices_of_correction
from multitrainer.domain.telling.of_teams import notices_of
from multitrainer.telling.catalogue import catalogue
from multitrainer.telling.records import record_of
from multitrainer.telling.wording import words_of
from tests.domain.telling.test_of_teams import CHANGES, TEAM

UTC_ZONE = ZoneInfo("UTC")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def messages(language: Language) -> Iterator[tuple[str, str]]:
    for table, texts in catalogue(language).items():
        yield from ((f"{table}.{name}", text) for name, text in texts.items())


@pytest.mark.parametrize("language", Language)
def test_every_kind_has_a_title_and_a_text_in_every_language(language: Language) -> None:
    texts = catalogue(language)
    assert {kind.value for kind in Kind} == texts.keys() - {"formats", "mail", "words"}
    assert all(texts[kind.value].keys() == {"title", "text"} for kind in Kind)


@pytest.mark.parametrize("language", Language)
def test_every_message_names_the_same_in_every_language(language: Language) -> None:
    named, english = (
        {name: placeholders(text) for name, text in messages(one)} for one in (language, Language.ENGLISH)
    )
    titles = {name for name in english if name.endswith(".title")}
    assert {name: named[name] for name in named if name not in titles} == {
        name: english[name] for name in english if name not in titles
    }
    assert named.keys() == english.keys()


def every_notice() -> dict[Kind, Notice]:
    found = {
        n.kind: n for change, _ in CHANGES.values() for n in notices_of(TEAM, change(TEAM), Action.NAME_PRIMARY, "x")
    }
    swapped = TEAM.name_primary("01", "d").name_primary("02", "c")
    counted = LedgerEntry("e", "x", -0.5, date(2026, 3, 2), EntryKind.CORRECTION, None, datetime.now(UTC), "German A1")
    corrected = notices_of_correction(counted, "admin")
    return found | {n.kind: n for n in (*notices_of(TEAM, swapped, Action.APPLY_PROPOSAL, "x"), *corrected)}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", Kind)
def test_what_is_told_fills_every_gap_of_its_texts(kind: Kind, language: Language) -> None:
    record = {**record_of(every_notice()[kind]), "names": {"course": "German A1", "01": "Batch 1", "02": "Batch 2"}}
    title, text = words_of(record, language, UTC_ZONE)
    assert "German A1" in title + text
    assert not {"{", "}"} & {*title, *text}


def test_what_has_no_name_is_called_by_its_id_and_odd_names_stay_on_their_line() -> None:
    facts = {"course": "c1", "batch": "b1"}
    record = {**record_of(Notice(Kind.NAMED_PRIMARY, "x", facts)), "names": {"c1": "A\r\nBcc: y {0.real} \x1b[31m"}}
    assert words_of(record, Language.ENGLISH, UTC_ZONE).text == (
        "You have been named primary trainer of b1 in the course A Bcc: y {0.real} [31m."
    )


def test_a_date_is_written_as_the_language_does_on_the_institutes_clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = Meeting("u", datetime(2026, 7, 1, 16, tzinfo=UTC), datetime(2026, 7, 1, 17, 30, tzinfo=UTC))
    record = record_of(Notice(Kind.PUT_ON_COURSE, "x", {"course": "c"}, meeting=meeting))
    for language, expected in (
        (Language.ENGLISH, "2026-07-01 18:00–19:30"),
        (Language.GERMAN, "01.07.2026 18:00–19:30"),
    ):
        monkeypatch.setitem(catalogue(language), Kind.PUT_ON_COURSE.value, {"title": "{when}", "text": "{when}"})
        assert words_of(record, language, ZoneInfo("Europe/Berlin")).title == expected
