"""The ledger of cover: each cover is counted once for both sides, whatever happens; with transactions and without."""

import asyncio
import random
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import multitrainer
from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind
from multitrainer.domain.cover_ledger import (
    LedgerEntry,
    Term,
    balances,
    booked,
    by_month,
    by_term,
    by_week,
    month_of,
    other_side,
)
from multitrainer.domain.covers.states import CoverState
from multitrainer.domain.covers.values import Cover
from multitrainer.domain.errors import (
    InvalidInput,
    LedgerEntryNotFound,
    NotAllowed,
    SenselessCorrection,
    SenselessTerms,
    Stale,
)
from multitrainer.domain.ledger_parts import By
from multitrainer.domain.taught import TaughtSession
from multitrainer.repositories.cover_ledger import CoverLedger
from multitrainer.schemas.workload import SortBy
from multitrainer.services import Services
from multitrainer.services.doctor import Finding
from multitrainer.services.overviews.workloads import Wanted
from multitrainer.settings import Settings
from multitrainer.stored.ids import new_id
from tests import school
from tests.services.people import SetClock

JOHN, MARIA, ALEX, SARAH = (str(one) for one in (school.JOHN, school.MARIA, school.ALEX, school.SARAH))
TRAINERS = (JOHN, MARIA, ALEX)
LEDGER, ZONE = CoverLedger(), ZoneInfo("Europe/Berlin")
YEARS_END = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
"""In Berlin it is the new year already."""
EVER = date(1970, 1, 1), date(2200, 1, 1)
WINTER = Term("Winter", date(2026, 12, 7), date(2027, 2, 1))
TERMS = (Term("Autumn", date(2026, 9, 1), date(2026, 11, 30)), WINTER)


@pytest.fixture
def settings_(settings: Settings) -> Settings:
    return settings.model_copy(update={"time_zone": ZONE.key})


@pytest.fixture
def time() -> SetClock:
    clock = SetClock()
    clock.at = YEARS_END
    return clock


@pytest.fixture
def services(database: Database, settings_: Settings, time: SetClock) -> Services:
    return wiring.build(database, settings_, now=time)


def a_cover(
    start: datetime = YEARS_END, away: str = JOHN, by: str = MARIA, hours: float = 1.5
) -> Sequence[LedgerEntry]:
    """Both sides of a cover that is done."""
    held = TaughtSession(new_id(), new_id(), new_id(), away, start, start + timedelta(hours=hours))
    done = Cover(new_id(), held, new_id(), start, CoverState.DONE, substitute=by)
    return booked(done, start, ZONE)


async def all_entries(database: Database) -> list[LedgerEntry]:
    found = await database.motor.multitrainer_cover_ledger.find({}, {"_id": 1}).to_list(None)
    return [await LEDGER.find(one["_id"]) for one in found]


async def examined(services: Services, *, repair: bool) -> list[Finding]:
    return [f async for step in services.doctor.examine(THE_ADMIN, repair=repair) for f in step.found]


WAYS = ("once", "again and again", "at once", "cut off before", "cut off after", "cut off, then at once")
A_COVER = st.tuples(st.permutations(TRAINERS), st.integers(1, 12), st.sampled_from(WAYS))
COVERS = st.lists(A_COVER, min_size=1, max_size=5)


async def book(database: Database, entries: Sequence[LedgerEntry]) -> None:
    await database.atomically(entries[0].cover or "", lambda session: LEDGER.book(entries, session))


async def book_somehow(database: Database, entries: Sequence[LedgerEntry], how: str) -> None:
    if how.startswith("cut off"):
        await LEDGER.book(entries[:1] if how == "cut off after" else entries[1:])
    if how == "once":
        await book(database, entries)
    if how == "again and again":
        for _ in range(3):
            await book(database, [replace(one, at=one.at + timedelta(hours=1)) for one in entries])
    if how.endswith("at once"):
        await asyncio.gather(*(book(database, entries) for _ in range(4)), LEDGER.book(entries))


@settings(max_examples=12, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(covers=COVERS)
async def test_however_covers_are_booked_each_is_counted_once_and_adds_up_to_nothing(
    database: Database, services: Services, covers: list[tuple[list[str], int, str]]
) -> None:
    await database.motor.multitrainer_cover_ledger.delete_many({})
    done = [(a_cover(away=who[0], by=who[1], hours=halves / 2), how) for who, halves, how in covers]
    await asyncio.gather(*(book_somehow(database, entries, how) for entries, how in done))
    await examined(services, repair=True)
    assert not await examined(services, repair=False)
    expected = [entry for entries, _ in done for entry in entries]
    assert {(e.id, e.trainer, e.hours, e.day, e.other) for e in await all_entries(database)} == {
        (e.id, e.trainer, e.hours, e.day, e.other) for e in expected
    }
    hours = await LEDGER.hours(TRAINERS, *EVER)
    assert hours == {trainer: balances(expected).get(trainer, 0) for trainer in TRAINERS}
    assert sum(hours.values()) == 0


async def test_what_was_booked_for_one_side_alone_is_named_then_booked_for_the_other(
    services: Services, database: Database
) -> None:
    johns = a_cover()[1]
    await LEDGER.book([*a_cover(), johns])
    for repair in (False, True):
        (found,) = await examined(services, repair=repair)
        assert (found.violation.code, found.repaired, found.violation.trainer) == ("ledger-half-booked", repair, JOHN)
    assert not await examined(services, repair=True)
    missing = other_side(johns)
    assert missing
    assert await LEDGER.find(missing.id) == missing
    await LEDGER.book([replace(a_cover()[0], other=None)])
    assert [found.repaired for found in await examined(services, repair=True)] == [False]


def test_nothing_of_ours_changes_an_entry_or_takes_one_out() -> None:
    """Only the repository names the collection, and it sends nothing that changes what is there."""
    here = Path(multitrainer.__file__).parent
    name = re.compile("CoverLedgerEntry|motor.*cover_ledger")
    naming = {str(path.relative_to(here)) for path in here.rglob("*.py") if name.search(path.read_text())}
    assert naming == {"documents/__init__.py", "documents/cover_ledger.py", "repositories/cover_ledger.py"}
    text = (here / "repositories" / "cover_ledger.py").read_text()
    assert text.count("UpdateOne(") == text.count('{"$setOnInsert": one}, upsert=True') == 1
    changing = ("delete_", "replace", "drop", "rename", "update_", "insert_", "find_one_and", '"$set"', "$merge")
    assert not [word for word in changing if word in text]


async def test_an_entry_that_is_there_stays_as_it_is(database: Database) -> None:
    entries = a_cover()
    await LEDGER.book(entries)
    await book(database, [replace(entry, hours=99.0) for entry in entries])
    assert await LEDGER.find(entries[0].id) == entries[0]


async def filled(services: Services, amount: int = 40) -> list[LedgerEntry]:
    """Covers of the months around the year's end."""
    chance = random.Random(7)
    entries: list[LedgerEntry] = []
    for _ in range(amount):
        away, by = chance.sample(TRAINERS, 2)
        entries += a_cover(YEARS_END - timedelta(days=chance.randrange(150)), away, by, chance.randrange(1, 9) / 4)
    await LEDGER.book(entries)
    await services.terms.put(THE_ADMIN, TERMS)
    return entries


def summed(by: By, entries: Sequence[LedgerEntry]) -> dict[tuple[str, str], float]:
    match by:
        case By.WEEK:
            return by_week(entries)
        case By.MONTH:
            return by_month(entries)
        case By.TERM:
            return by_term(entries, TERMS)


@pytest.mark.parametrize("by", By)
async def test_sums_are_those_of_the_domain_page_by_page_the_latest_first(services: Services, by: By) -> None:
    entries = await filled(services)
    found, cursor = [], None
    while True:
        page = await services.ledger_sums.page(THE_ADMIN, by, None, None, cursor, 5)
        found += page.items
        if (cursor := page.next) is None:
            break
    assert {(one["trainer"], one["part"]): one["hours"] for one in found} == summed(by, entries)
    assert [one["first"] for one in found] == sorted((one["first"] for one in found), reverse=True)
    assert len({(one["part"], one["trainer"]) for one in found}) == len(found)
    assert {one["name"] for one in found} == {"John", "Maria", "Alex"}
    within = [one for one in entries if date(2026, 12, 5) <= one.day <= date(2027, 1, 1)]
    page = await services.ledger_sums.page(THE_ADMIN, by, date(2026, 12, 5), date(2027, 1, 1), None, 100)
    assert {(one["trainer"], one["part"]): one["hours"] for one in page.items} == summed(by, within)


async def test_minutes_are_shown_with_two_decimals_and_summed_up_before_they_are_rounded(services: Services) -> None:
    """Of three covers of five minutes."""
    for n in range(3):
        await LEDGER.book(a_cover(YEARS_END - timedelta(hours=n), hours=5 / 60))
    page = await services.cover_ledgers.of_trainer(THE_ADMIN, MARIA, None, None, None, 9)
    assert ([one["hours"] for one in page.items], page.balance) == ([0.08] * 3, 0.25)
    assert (await services.cover_ledgers.read(THE_ADMIN, page.items[0]["_id"]))["hours"] == 0.08
    by_week = await services.ledger_sums.page(THE_ADMIN, By.WEEK, None, None, None, 9)
    assert {one["trainer"]: one["hours"] for one in by_week.items} == {MARIA: 0.25, JOHN: -0.25}
    assert (await services.workloads.of_trainer(THE_ADMIN, JOHN))["coverHours"] == -0.25


async def test_the_first_hours_of_a_year_count_in_it_by_the_institutes_clocks(services: Services) -> None:
    await LEDGER.book(a_cover(YEARS_END))
    parts = {by: await services.ledger_sums.page(THE_ADMIN, by, None, None, None, 9) for by in (By.WEEK, By.MONTH)}
    assert {by: {one["part"] for one in page.items} for by, page in parts.items()} == {
        By.WEEK: {"2026-W53"},
        By.MONTH: {"2027-01"},
    }


async def test_a_trainers_entries_come_page_by_page_with_the_balance_of_all(services: Services) -> None:
    entries = [one for one in await filled(services) if one.trainer == JOHN and month_of(one.day) != "2026-11"]
    found, cursor = [], None
    for since, until in ((None, date(2026, 10, 31)), (date(2026, 12, 1), None)):
        mine = [one for one in entries if (since or one.day) <= one.day <= (until or one.day)]
        while True:
            page = await services.cover_ledgers.of_trainer(THE_ADMIN, JOHN, since, until, cursor, 3)
            assert page.balance == balances(mine).get(JOHN, 0)
            found += page.items
            if (cursor := page.next) is None:
                break
    assert sorted(one["_id"] for one in found) == sorted(one.id for one in entries)
    day = max(one.day for one in entries)
    last = await services.cover_ledgers.of_trainer(THE_ADMIN, JOHN, day, day, None, 9)
    assert {one["_id"] for one in last.items} == {one.id for one in entries if one.day == day}
    assert last.balance == balances([one for one in entries if one.day == day])[JOHN]
    with pytest.raises(InvalidInput, match="until"):
        await services.cover_ledgers.of_trainer(THE_ADMIN, JOHN, date(2026, 2, 2), date(2026, 2, 1), None, 3)


async def test_a_correction_stands_beside_the_entry_is_told_and_is_in_the_audit(
    services: Services, database: Database, time: SetClock
) -> None:
    await LEDGER.book(entries := a_cover())
    time.move(days=20)
    marias, again = entries[0].id, new_id()
    made = (await services.cover_ledgers.correct(THE_ADMIN, marias, -0.5, " Ended early ", again)).view
    assert (made["day"], made["corrects"], made["by"]) == ("2027-01-01", marias, "operator")
    assert (await services.cover_ledgers.correct(THE_ADMIN, marias, -0.5, "Ended early", again)).view["_id"] == again
    more = (await services.cover_ledgers.correct(THE_ADMIN, again, 0.25, "Not so early")).view
    assert (more["day"], more["corrects"]) == ("2027-01-01", again)
    assert await LEDGER.find(marias) == entries[0]
    assert await LEDGER.hours([MARIA, JOHN], *EVER) == {MARIA: 1.25, JOHN: -1.5}
    told = await database.motor.multitrainer_outbox.find({"does": "tell"}).sort("_id", 1).to_list(None)
    notices = [notice for entry in told for notice in entry["notices"]]
    assert [(n["kind"], n["to"], n["facts"]["hours"]) for n in notices] == [
        ("cover-corrected", MARIA, "-0.5"),
        ("cover-corrected", MARIA, "+0.25"),
    ]
    audited = [entry async for entry in await services.audit.export(THE_ADMIN, MARIA)]
    assert [entry["action"] for entry in audited] == ["correct-ledger"] * 2
    assert {change["field"]: change["after"] for change in audited[0]["changes"]}["reason"] == "Ended early"
    assert not [entry for entry in audited if entry["unfinished"]]


async def test_only_admins_correct_and_colleagues_who_do_not_lead_read_nothing(services: Services) -> None:
    await LEDGER.book(entries := a_cover())
    lead, john, maria = (Actor(ActorKind.TRAINER, who) for who in (SARAH, JOHN, MARIA))
    assert (await services.cover_ledgers.read(lead, entries[1].id))["hours"] == -1.5
    assert (await services.cover_ledgers.of_trainer(john, JOHN, None, None, None, 9)).balance == -1.5
    with pytest.raises(NotAllowed):
        await services.cover_ledgers.read(maria, entries[1].id)
    with pytest.raises(NotAllowed):
        await services.cover_ledgers.correct(john, entries[1].id, 1, "x")
    with pytest.raises(NotAllowed):
        await services.ledger_sums.page(lead, By.WEEK, None, None, None, 9)
    with pytest.raises(LedgerEntryNotFound):
        await services.cover_ledgers.correct(THE_ADMIN, new_id(), 1, "x")
    with pytest.raises(SenselessCorrection):
        await services.cover_ledgers.correct(THE_ADMIN, entries[1].id, 0.001, "x")


async def test_workloads_have_what_was_covered_in_the_running_term_beside_what_is_planned(services: Services) -> None:
    await LEDGER.book([*a_cover(), *a_cover(YEARS_END - timedelta(days=40)), *a_cover(YEARS_END - timedelta(days=200))])

    async def hours() -> dict[str, float]:
        page = await services.workloads.page(THE_ADMIN, Wanted(), SortBy.NAME, None, 50)
        of_john = await services.workloads.of_trainer(THE_ADMIN, JOHN)
        found = {row["trainer"]: row["coverHours"] for row in page.items}
        assert of_john["coverHours"] == found[JOHN]
        return found

    assert await hours() == {SARAH: 0, JOHN: -3, MARIA: 3, ALEX: 0}
    await services.terms.put(THE_ADMIN, TERMS)
    assert await services.cover_ledgers.fair_since() == (WINTER.first, WINTER.last)
    assert await hours() == {SARAH: 0, JOHN: -1.5, MARIA: 1.5, ALEX: 0}


async def test_terms_are_set_whole_by_whoever_has_seen_them_last(services: Services) -> None:
    first = await services.terms.put(THE_ADMIN, reversed(TERMS))
    assert [term["name"] for term in first.view["terms"]] == ["Autumn", "Winter"]
    assert (await services.terms.put(THE_ADMIN, TERMS, first.tag)).tag == first.tag
    await services.terms.put(THE_ADMIN, [WINTER], first.tag)
    with pytest.raises(Stale):
        await services.terms.put(THE_ADMIN, [], first.tag)
    with pytest.raises(SenselessTerms, match="overlap"):
        await services.terms.put(THE_ADMIN, [WINTER, WINTER._replace(name="Other")])
    assert [term["name"] for term in (await services.terms.read(THE_ADMIN))["terms"]] == ["Winter"]
