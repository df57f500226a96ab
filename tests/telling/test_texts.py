"""The texts that people read: none is missing in a language, and each names what it should."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from string import Formatter
from zoneinfo import ZoneInfo

import pytest

from multitrainer.domain.actions import Action
from multitrainer.domain.cover_ledger import EntryKind, LedgerEntry
from multitrainer.domain.covers.answering import Standing
from multitrainer.domain.covers.courses import Contacts
from multitrainer.domain.covers.criteria import Reason
from multitrainer.domain.covers.steps import opened
from multitrainer.domain.covers.values import CoverStep, Effect, EffectKind
from multitrainer.domain.leave.values import Leave
from multitrainer.domain.leave.values import LeaveState as S
from multitrainer.domain.swaps import Swap
from multitrainer.domain.taught import TaughtSession
from multitrainer.domain.telling.notices import Kind, Language, Meeting, Notice
from multitrainer.domain.telling.of_covers import Concerned
from multitrainer.domain.telling.of_covers import notices_of as covers_notices
from multitrainer.domain.telling.of_leaves import notices_of_leave
from multitrainer.domain.telling.of_ledger import notices_of_correction
from multitrainer.domain.telling.of_sessions import TO_STUDENTS, notices_to_students
from multitrainer.domain.telling.of_swaps import ENDED, of_agreed, of_ended, of_proposed
from multitrainer.domain.telling.of_teams import notices_of
from multitrainer.domain.telling.of_threads import notices_of_message
from multitrainer.domain.threads import Thread, of_batch, of_course
from multitrainer.telling.catalogue import catalogue
from multitrainer.telling.records import record_of
from multitrainer.telling.wording import words_of
from tests.domain.covers.searches import at, session
from tests.domain.telling.test_of_covers import COVER
from tests.domain.telling.test_of_leaves import APPROVED, ASKED, STEPS
from tests.domain.telling.test_of_teams import CHANGES, TEAM

UTC_ZONE = ZoneInfo("UTC")
OVER = ((APPROVED, S.CANCELLED), (ASKED, S.DECLINED))
LEAVES = [*STEPS, *((leave, replace(leave, state=state)) for leave, state in OVER)]


NAMES = {"course": "German A1", "01": "Batch 1", "02": "Batch 2", "batch": "Batch 3", "john": "John", "ann": "Ann"}
START = datetime(2026, 11, 30, 17, tzinfo=UTC)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def messages(language: Language) -> Iterator[tuple[str, str]]:
    for table, texts in catalogue(language).items():
        yield from ((f"{table}.{name}", text) for name, text in texts.items())


@pytest.mark.parametrize("language", Language)
def test_every_kind_has_a_title_and_a_text_in_every_language(language: Language) -> None:
    texts = catalogue(language)
    assert {kind.value for kind in Kind} == texts.keys() - {"formats", "mail", "words", "answering", "reasons"}
    assert all(texts[kind.value].keys() == {"title", "text"} for kind in Kind)


@pytest.mark.parametrize("language", Language)
def test_whatever_a_question_came_to_and_whatever_forbids_it_is_said_in_every_language(language: Language) -> None:
    texts = catalogue(language)
    for stands in {*Standing} - {Standing.OPEN}:
        assert {stands.value, f"{stands.value}-title"} <= texts["answering"].keys()
    assert texts["reasons"].keys() == {reason.value for reason in Reason}


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


def to_students(note: str | None = "Water damage.") -> list[Notice]:
    """What students are told of a session at 18:00 UTC."""
    facts = {"course": "course", "batch": "01", "other": "02", "was": "2026-12-07T18:00", "note": note}
    day = Meeting("s@multitrainer", datetime(2026, 12, 8, 18, tzinfo=UTC), datetime(2026, 12, 8, 19, 30, tzinfo=UTC))
    return [n for kind in TO_STUDENTS for n in notices_to_students(kind, Contacts(), ["x"], facts, day)]


def every_notice() -> dict[Kind, Notice]:
    found = {
        n.kind: n for change, _ in CHANGES.values() for n in notices_of(TEAM, change(TEAM), Action.NAME_PRIMARY, "x")
    }
    found |= {n.kind: n for n in to_students()}
    found[Kind.SESSION_JOINED] = replace(found[Kind.SESSION_COMBINED], kind=Kind.SESSION_JOINED)
    found |= {n.kind: n for step in LEAVES for n in notices_of_leave(*step, "x", ("ada",), ("lea",))}
    concerned = Concerned("lead", ("admin",), Meeting("u", at(18), at(20)))
    effects = tuple(Effect(kind, "c", "ann", at(6)) for kind in EffectKind)
    found |= {n.kind: n for n in covers_notices([(CoverStep(COVER, effects), concerned)])}
    swapped = TEAM.name_primary("01", "d").name_primary("02", "c")
    counted = LedgerEntry("e", "x", -0.5, date(2026, 3, 2), EntryKind.CORRECTION, None, datetime.now(UTC), "German A1")
    corrected = notices_of_correction(counted, "admin")
    of_plan = notices_of(TEAM, swapped, Action.APPLY_PROPOSAL, "x")
    return found | {n.kind: n for n in (*of_plan, *corrected, *of_every_swap(), *of_every_thread())}


def of_every_thread() -> Iterator[Notice]:
    for thread in (of_course("a" * 24), of_batch("b" * 24), Thread.between("c" * 24, "d" * 24)):
        yield from notices_of_message(thread, "d" * 24, "course", ["c" * 24])


COVERS = [kind for kind in Kind if kind.name.startswith("COVER_") and kind is not Kind.COVER_CORRECTED]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", COVERS)
def test_what_is_told_of_a_cover_says_whose_batch_and_when_on_the_institutes_clocks(
    kind: Kind, language: Language
) -> None:
    record = {**record_of(every_notice()[kind]), "names": NAMES}
    title, text = words_of(record, language, ZoneInfo("Europe/Berlin"))
    when = {Language.ENGLISH: "Mon 2026-11-30 18:00–20:00", Language.GERMAN: "Mo 30.11.2026 18:00–20:00"}[language]
    assert when in title
    assert "Batch 3" in text
    if kind is Kind.COVER_ASKED:
        assert {Language.ENGLISH: "Mon 2026-11-30 06:00", Language.GERMAN: "Mo 30.11.2026 06:00"}[language] in text
    if kind is Kind.COVER_FOUND:
        assert text.startswith("Ann ")
    if kind in {Kind.COVER_TAKEN, Kind.COVER_RELIEVED}:  # what a calendar calls it
        assert "Batch 3" in title
    assert kind in {Kind.COVER_OFFER_OVER, Kind.COVER_NOT_NEEDED, Kind.COVER_GIVEN_BACK} or "John" in text


def test_several_sessions_are_asked_for_in_one_text() -> None:
    second = opened("c2", session(20.5, 22, "t"), "leave", at(0)).cover
    concerned = Concerned(None, (), Meeting("u", at(18), at(20)))
    steps = [CoverStep(cover, (Effect(EffectKind.ASKED, cover.id, "ann", at(6)),)) for cover in (COVER, second)]
    (notice,) = covers_notices((step, concerned) for step in steps)
    title, _ = words_of({**record_of(notice), "names": NAMES}, Language.ENGLISH, ZoneInfo("Europe/Berlin"))
    assert title == "Can you stand in? Mon 2026-11-30 18:00–20:00, Mon 2026-11-30 20:30–22:00"


def of_every_swap() -> Iterator[Notice]:
    one = TaughtSession("s", "course", "01", "d", START, START + timedelta(hours=2))
    swap = Swap("swap", one, replace(one, id="t", batch="02", trainer="c"), "x")
    yield from (*of_proposed(swap, START), *of_agreed(swap, {}, {"01": "x"}, START))
    for state in ENDED:
        yield from of_ended(replace(swap, state=state), "x", None, START)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", Kind)
def test_what_is_told_fills_every_gap_of_its_texts(kind: Kind, language: Language) -> None:
    record = {**record_of(every_notice()[kind]), "names": NAMES}
    title, text = words_of(record, language, UTC_ZONE)
    assert "German A1" in title + text or kind.value.startswith(("leave", "colleague", "direct"))
    assert not {"{", "}"} & {*title, *text}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            Language.ENGLISH,
            [
                "The session of Batch 1 in the course A1, Tue 2026-12-08 19:00–20:30, is cancelled. Water damage.",
                "The session of Batch 1 in the course A1 takes place together with Batch 2: "
                "Tue 2026-12-08 19:00–20:30. Water damage.",
                "The session of Batch 1 in the course A1, which was to be on Mon 2026-12-07 18:00, is moved. It is now "
                "Tue 2026-12-08 19:00–20:30. Water damage.",
            ],
        ),
        (
            Language.GERMAN,
            [
                "Der Termin der Gruppe Batch 1 im Kurs A1, Di 08.12.2026 19:00–20:30, fällt aus. Water damage.",
                "Der Termin der Gruppe Batch 1 im Kurs A1 findet gemeinsam mit Batch 2 statt: "
                "Di 08.12.2026 19:00–20:30. Water damage.",
                "Der Termin der Gruppe Batch 1 im Kurs A1, der am Mo 07.12.2026 18:00 sein sollte, ist verlegt. Er ist "
                "jetzt Di 08.12.2026 19:00–20:30. Water damage.",
            ],
        ),
    ],
)
def test_students_read_of_a_session_what_becomes_of_it_on_the_institutes_clocks(
    language: Language, expected: list[str]
) -> None:
    names = {"names": {"course": "A1", "01": "Batch 1", "02": "Batch 2"}}
    berlin = ZoneInfo("Europe/Berlin")
    assert [words_of({**record_of(n), **names}, language, berlin).text for n in to_students()] == expected
    without = [words_of({**record_of(n), **names}, language, berlin).text for n in to_students(note=None)]
    assert without == [text.removesuffix(" Water damage.") for text in expected]


def test_a_moment_that_is_none_is_said_as_it_stands() -> None:
    record = {**record_of(Notice(Kind.SESSION_MOVED, "x", {"was": "then"}, meeting=to_students()[0].meeting))}
    record["facts"] |= {"course": "c", "batch": "b", "note": None}
    assert "on then, is moved" in words_of(record, Language.ENGLISH, UTC_ZONE).text


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("before", "after"), LEAVES)
def test_what_is_told_of_a_leave_fills_every_gap_and_has_times_of_the_institutes_clocks(
    before: Leave | None, after: Leave, language: Language
) -> None:
    for notice in notices_of_leave(before, after, "x", ("ada",), ("lea",)):
        title, text = words_of({**record_of(notice), "names": {"tom": "Tom"}}, language, ZoneInfo("Europe/Berlin"))
        assert ("Tue 2026-03-03 00:00" if language is Language.ENGLISH else "Di 03.03.2026 00:00") in text
        assert not {"{", "}"} & {*title, *text}
        assert "sick" not in text or language is Language.ENGLISH


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
        (Language.ENGLISH, "Wed 2026-07-01 18:00–19:30"),
        (Language.GERMAN, "Mi 01.07.2026 18:00–19:30"),
    ):
        monkeypatch.setitem(catalogue(language), Kind.PUT_ON_COURSE.value, {"title": "{when}", "text": "{when}"})
        assert words_of(record, language, ZoneInfo("Europe/Berlin")).title == expected
