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
from multitrainer.domain.covers.doings import Doing
from multitrainer.domain.covers.steps import opened
from multitrainer.domain.covers.values import CoverStep, Effect, EffectKind
from multitrainer.domain.covers.ways_out import WayOut
from multitrainer.domain.leave.values import Leave
from multitrainer.domain.leave.values import LeaveState as S
from multitrainer.domain.questions.steps import answer
from multitrainer.domain.reports import Place, Report, Said
from multitrainer.domain.sessions import Changes, SessionStatus
from multitrainer.domain.sessions import Session as SessionValue
from multitrainer.domain.swaps import Swap
from multitrainer.domain.taught import TaughtSession
from multitrainer.domain.telling.notices import Fact, Kind, Language, Meeting, Notice
from multitrainer.domain.telling.of_covers import Concerned, notices_of_not_held
from multitrainer.domain.telling.of_covers import notices_of as covers_notices
from multitrainer.domain.telling.of_handovers import notices_of_notes
from multitrainer.domain.telling.of_leaves import notices_of_leave
from multitrainer.domain.telling.of_ledger import notices_of_correction
from multitrainer.domain.telling.of_questions import of_question
from multitrainer.domain.telling.of_reports import notices_of_report
from multitrainer.domain.telling.of_sessions import TO_STUDENTS, notices_to_students
from multitrainer.domain.telling.of_swaps import ENDED, of_agreed, of_ended, of_proposed
from multitrainer.domain.telling.of_teams import notices_of
from multitrainer.domain.telling.of_threads import notices_of_message
from multitrainer.domain.telling.of_timetables import facts_of_changes, notices_to_teaching
from multitrainer.domain.threads import Thread, of_batch, of_course
from multitrainer.telling.catalogue import catalogue
from multitrainer.telling.records import record_of
from multitrainer.telling.wording import words_of
from tests.domain.covers.searches import at, session
from tests.domain.questions.asking import RULES, answering, asked
from tests.domain.telling.test_of_covers import COVER
from tests.domain.telling.test_of_leaves import APPROVED, ASKED, STEPS
from tests.domain.telling.test_of_teams import CHANGES, TEAM

UTC_ZONE = ZoneInfo("UTC")
OVER = ((APPROVED, S.CANCELLED), (ASKED, S.DECLINED))
LEAVES = [*STEPS, *((leave, replace(leave, state=state)) for leave, state in OVER)]


PLACE = Place("s", "course", "batch", at(18), at(20), "john", covered=False)
FLAGGED = Report(PLACE, Said(True, for_lead="x", flagged=True), "john", at(20))
NAMES = {"course": "German A1", "01": "Batch 1", "02": "Batch 2", "batch": "Batch 3", "john": "John", "ann": "Ann"}
START = datetime(2026, 11, 30, 17, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def messages(language: Language) -> Iterator[tuple[str, str]]:
    for table, texts in catalogue(language).items():
        yield from ((f"{table}.{name}", text) for name, text in texts.items())


@pytest.mark.parametrize("language", Language)
def test_every_kind_has_a_title_and_a_text_in_every_language(language: Language) -> None:
    texts = catalogue(language)
    assert {kind.value for kind in Kind} == texts.keys() - {
        "formats",
        "mail",
        "words",
        "ways",
        "kinds",
        "answering",
        "reasons",
    }
    assert {kind.value for kind in Kind} == texts["kinds"].keys()
    for said in (texts[kind.value] for kind in Kind):
        assert said.keys() - {"title", "text"} <= placeholders(said["text"]), "Nobody would read that sentence."
        assert {"title", "text"} <= said.keys()


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


def of_changes() -> list[Notice]:
    """What is told of a session that is moved from 17:00 UTC by an hour, and of two that are cancelled."""
    there = [SessionValue(str(n), "01", START.date(), 0, START + n * DAY, START + n * DAY + HOUR) for n in range(3)]
    moved, *others = there
    pairs = [(one, replace(one, status=SessionStatus.CANCELLED)) for one in others]
    changes = Changes((), ((moved, replace(moved, start=START + HOUR)), *pairs))
    facts = {**facts_of_changes(changes), "course": "course", "batch": "01"}
    return notices_to_teaching(["john"], None, facts, urgent=False)


def every_notice() -> dict[Kind, Notice]:
    found = {
        n.kind: n for change, _ in CHANGES.values() for n in notices_of(TEAM, change(TEAM), Action.NAME_PRIMARY, "x")
    }
    found |= {n.kind: n for n in to_students()}
    found[Kind.SESSION_JOINED] = replace(found[Kind.SESSION_COMBINED], kind=Kind.SESSION_JOINED)
    found |= {n.kind: n for step in LEAVES for n in notices_of_leave(*step, "x", ("ada",), ("lea",))}
    concerned = Concerned("lead", ("admin",), Meeting("u", at(18), at(20)), ("substitute", "move"))
    effects = tuple(Effect(kind, "c", "ann", at(6)) for kind in EffectKind)
    found |= {n.kind: n for n in covers_notices([(CoverStep(COVER, effects), concerned)])}
    not_held = notices_of_not_held(replace(COVER, substitute="ann"), "Nobody came.", ["lea"], "ann")
    swapped = TEAM.name_primary("01", "d").name_primary("02", "c")
    counted = LedgerEntry("e", "x", -0.5, date(2026, 3, 2), EntryKind.CORRECTION, None, datetime.now(UTC), "German A1")
    corrected = notices_of_correction(counted, "admin")
    of_plan = notices_of(TEAM, swapped, Action.APPLY_PROPOSAL, "x")
    reported = notices_of_report(FLAGGED, ["ada"], "x")
    reminded = notices_of_notes(APPROVED, {"01": "course", "02": "course"})
    others = (*of_changes(), *of_every_swap(), *of_every_thread(), *of_a_question(), *reported, *reminded, *not_held)
    return found | {n.kind: n for n in (*of_plan, *corrected, *others)}


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


@pytest.mark.parametrize(
    ("ways", "english", "german"),
    [
        (
            ("substitute", "cancel", "move"),
            " What can be done: name somebody, cancel the session, move it.",
            " Was möglich ist: jemanden bestimmen, die Stunde absagen, sie verschieben.",
        ),
        (("substitute",), " What can be done: name somebody.", " Was möglich ist: jemanden bestimmen."),
        ((), "", ""),
    ],
)
def test_where_nobody_was_found_only_that_is_named_which_is_possible(
    ways: tuple[str, ...], english: str, german: str
) -> None:
    concerned = Concerned("lead", (), Meeting("u", at(18), at(20)), ways)
    (notice,) = covers_notices([(CoverStep(COVER, (Effect(EffectKind.TELL_LEAD, COVER.id),)), concerned)])
    record, berlin = {**record_of(notice), "names": NAMES}, ZoneInfo("Europe/Berlin")
    assert words_of(record, Language.ENGLISH, berlin).text == (
        f"Nobody can hold Batch 3 in the course German A1, Mon 2026-11-30 18:00–20:00, for John.{english}"
    )
    assert words_of(record, Language.GERMAN, berlin).text == (
        f"Niemand kann Batch 3 im Kurs German A1, Mo 30.11.2026 18:00–20:00, für John übernehmen.{german}"
    )


@pytest.mark.parametrize("language", Language)
def test_every_way_out_has_words_in_every_language(language: Language) -> None:
    assert catalogue(language)["ways"].keys() == {Doing.SUBSTITUTE.value, *WayOut}


def test_a_notice_of_an_earlier_version_without_ways_or_note_is_read_still() -> None:
    for kind, fact in ((Kind.COVER_NOT_FOUND, "ways"), (Kind.SWAP_PROPOSED, "note")):
        record = record_of(every_notice()[kind])
        record["facts"].pop(fact)
        assert words_of(record, Language.ENGLISH, UTC_ZONE).text.endswith(".")


@pytest.mark.parametrize("language", Language)
def test_the_note_of_a_swap_is_read_by_whoever_is_asked(language: Language) -> None:
    record = {**record_of(every_notice()[Kind.SWAP_PROPOSED]), "names": NAMES}
    expected = {
        Language.ENGLISH: "begins. The note with it: “My {doctor} called. Thank you!”",
        Language.GERMAN: "beginnt. Dazu die Notiz: „My {doctor} called. Thank you!“",
    }
    assert words_of(record, language, UTC_ZONE).text.endswith(expected[language])


def test_several_sessions_are_asked_for_in_one_text() -> None:
    second = opened("c2", session(20.5, 22, "t"), "leave", at(0)).cover
    concerned = Concerned(None, (), Meeting("u", at(18), at(20)))
    steps = [CoverStep(cover, (Effect(EffectKind.ASKED, cover.id, "ann", at(6)),)) for cover in (COVER, second)]
    (notice,) = covers_notices((step, concerned) for step in steps)
    title, _ = words_of({**record_of(notice), "names": NAMES}, Language.ENGLISH, ZoneInfo("Europe/Berlin"))
    assert title == "Can you stand in? Mon 2026-11-30 18:00–20:00, Mon 2026-11-30 20:30–22:00"


def of_a_question() -> list[Notice]:
    question = replace(asked(), batch="01")
    answered = answer(question, answering(), RULES)
    return [*of_question(None, question, "sam"), *of_question(question, answered, "paul")]


def of_every_swap() -> Iterator[Notice]:
    one = TaughtSession("s", "course", "01", "d", START, START + timedelta(hours=2))
    swap = Swap("swap", one, replace(one, id="t", batch="02", trainer="c"), "x", note="My {doctor} called.\nThank you!")
    yield from (*of_proposed(swap, START), *of_agreed(swap, {}, {"01": "x"}, START))
    for state in ENDED:
        yield from of_ended(replace(swap, state=state), "x", None, START)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", Kind)
def test_what_is_told_fills_every_gap_of_its_texts(kind: Kind, language: Language) -> None:
    record = {**record_of(every_notice()[kind]), "names": NAMES}
    title, text = words_of(record, language, UTC_ZONE)
    assert "German A1" in title + text or kind.value.startswith(("leave", "colleague", "direct"))
    assert not {"{", "}"} & {*(title + text).replace("My {doctor} called.", "")}


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
                "The session of Batch 1 in the course A1 takes place after all: Tue 2026-12-08 19:00–20:30.",
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
                "Der Termin der Gruppe Batch 1 im Kurs A1 findet doch statt: Di 08.12.2026 19:00–20:30.",
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


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            Language.ENGLISH,
            "The timetable or the holidays have changed the sessions of Batch 1 in the course German A1. Moved: 1. "
            "Cancelled: 2. The first of them: Mon 2026-11-30 19:00. The last: Wed 2026-12-02 18:00.",
        ),
        (
            Language.GERMAN,
            "Der Stundenplan oder die Ferien haben Termine der Gruppe Batch 1 im Kurs German A1 geändert. Verlegt: 1. "
            "Abgesagt: 2. Der erste davon: Mo 30.11.2026 19:00. Der letzte: Mi 02.12.2026 18:00.",
        ),
    ],
)
def test_what_a_timetable_changes_is_counted_with_the_first_and_the_last_on_the_institutes_clocks(
    language: Language, expected: str
) -> None:
    (notice,) = of_changes()
    record, berlin = {**record_of(notice), "names": NAMES}, ZoneInfo("Europe/Berlin")
    assert words_of(record, language, berlin).text == expected


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
        assert ("Tue 2026-03-03" if language is Language.ENGLISH else "Di 03.03.2026") in text
        assert not {"{", "}"} & {*title, *text}
        assert "sick" not in text or language is Language.ENGLISH


@pytest.mark.parametrize(
    ("start", "end", "english", "german"),
    [
        pytest.param("02T23:00", "03T23:00", "on Tue 2026-03-03", "am Di 03.03.2026", id="one whole day"),
        pytest.param(
            "02T23:00", "05T23:00", "from Tue 2026-03-03 to Thu 2026-03-05",
            "vom Di 03.03.2026 bis zum Do 05.03.2026", id="whole days",
        ),
        pytest.param(
            "27T23:00", "29T22:00", "from Sat 2026-03-28 to Sun 2026-03-29",
            "vom Sa 28.03.2026 bis zum So 29.03.2026", id="whole days of which one has 23 hours",
        ),
        pytest.param(
            "02T23:00", "03T11:00", "on Tue 2026-03-03, 00:00 to 12:00",
            "am Di 03.03.2026, 00:00 bis 12:00", id="half a day",
        ),
        pytest.param(
            "03T11:00", "03T23:00", "on Tue 2026-03-03, 12:00 to 24:00",
            "am Di 03.03.2026, 12:00 bis 24:00", id="the other half",
        ),
        pytest.param(
            "03T11:00", "04T11:00", "from Tue 2026-03-03 12:00 until Wed 2026-03-04 12:00",
            "vom Di 03.03.2026 12:00 bis zum Mi 04.03.2026 12:00", id="over midnight",
        ),
        pytest.param(
            "02T00:00", "03T00:00", "from Mon 2026-03-02 01:00 until Tue 2026-03-03 01:00",
            "vom Mo 02.03.2026 01:00 bis zum Di 03.03.2026 01:00", id="from midnight to midnight elsewhere",
        ),
    ],
)  # fmt: skip
def test_who_is_away_for_whole_days_reads_days_and_else_times(start: str, end: str, english: str, german: str) -> None:
    facts = {"leave": "l", "kind": "sick", "from": f"2026-03-{start}:00Z", "until": f"2026-03-{end}:00Z"}
    record, berlin = record_of(Notice(Kind.LEAVE_APPROVED, "x", facts)), ZoneInfo("Europe/Berlin")
    assert words_of(record, Language.ENGLISH, berlin).text == f"Your leave {english} (sick) is approved."
    assert words_of(record, Language.GERMAN, berlin).text == f"Ihre Abwesenheit {german} (krank) ist genehmigt."
    due = record_of(Notice(Kind.HANDOVER_DUE, "x", {**facts, "batch": "b", "course": "c"}))
    assert words_of(due, Language.ENGLISH, berlin).text.startswith(f"You are away {english}. ")
    assert words_of(due, Language.GERMAN, berlin).text.startswith(f"Sie sind {german} abwesend. ")


@pytest.mark.parametrize("kind", [Kind.COVER_FOUND, Kind.COVER_SEARCHED_AGAIN, Kind.COVER_NOT_FOUND])
def test_whoever_is_away_is_spoken_to_and_not_about(kind: Kind) -> None:
    to_john = {**record_of(replace(every_notice()[kind], to="john")), "names": NAMES}
    assert "for you" in words_of(to_john, Language.ENGLISH, UTC_ZONE).text
    assert "für Sie" in words_of(to_john, Language.GERMAN, UTC_ZONE).text
    to_lead = {**to_john, "to": "lead"}
    assert "for John" in words_of(to_lead, Language.ENGLISH, UTC_ZONE).text


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (Language.ENGLISH, "Ann stands in: Batch 3, Mon 2026-11-30 17:00–19:00"),
        (Language.GERMAN, "Ann vertritt: Batch 3, Mo 30.11.2026 17:00–19:00"),
    ],
)
def test_that_somebody_is_found_names_who_and_which_batch_in_its_subject(language: Language, expected: str) -> None:
    record = {**record_of(every_notice()[Kind.COVER_FOUND]), "names": NAMES}
    assert words_of(record, language, UTC_ZONE).title == expected


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        (Language.ENGLISH, "corrected: -0.5 h", "-0.5 h were booked in your ledger of cover for Mon 2026-03-02."),
        (Language.GERMAN, "berichtigt: -0,5 h", "wurden für Mo 02.03.2026 -0,5 h gebucht."),
    ],
)
def test_a_correction_has_its_day_and_its_hours_as_the_language_writes_them(
    language: Language, title: str, text: str
) -> None:
    words = words_of(record_of(every_notice()[Kind.COVER_CORRECTED]), language, UTC_ZONE)
    assert words.title.endswith(title)
    assert text in words.text


def test_only_of_leave_at_other_times_than_before_a_lead_reads_what_these_were() -> None:
    berlin, said = ZoneInfo("Europe/Berlin"), []
    for before, after in ((None, APPROVED), (APPROVED, replace(APPROVED, end=APPROVED.end - timedelta(days=1)))):
        (notice,) = (n for n in notices_of_leave(before, after, "x", (), ("lea",)) if n.to == "lea")
        said.append(words_of({**record_of(notice), "names": {"tom": "Tom"}}, Language.ENGLISH, berlin).text)
    assert said == [
        "Tom is away from Tue 2026-03-03 to Wed 2026-03-04.",
        "Tom is away on Tue 2026-03-03. Before, it was to be from Tue 2026-03-03 to Wed 2026-03-04.",
    ]


def test_a_title_names_no_more_than_a_few_times_and_the_text_all() -> None:
    days = tuple(f"2026-03-0{day}T17:00:00Z/2026-03-0{day}T19:00:00Z" for day in range(2, 7))
    facts: dict[str, Fact] = {"course": "c", "batch": "b", "trainer": "x", "when": days}
    title, text = words_of(record_of(Notice(Kind.COVER_GIVEN_BACK, "x", facts)), Language.ENGLISH, UTC_ZONE)
    assert title == "Yours to hold again: Mon 2026-03-02 17:00–19:00, … (5)"
    assert text.count("17:00–19:00") == len(days)


def test_in_german_nobody_holds_a_batch() -> None:
    assert not [name for name, text in messages(Language.GERMAN) if {"halten", "hält"} & {*text.split()}]


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
