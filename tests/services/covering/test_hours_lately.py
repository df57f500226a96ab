"""What people have covered lately: of a few as it is, of many as it was a moment ago."""

from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.cover_ledger import EntryKind, LedgerEntry
from multitrainer.repositories.cover_ledger import CoverLedger
from multitrainer.repositories.terms import Terms
from multitrainer.services.covers.hours_lately import FRESH, HoursLately
from tests.services.covering.covering import ALEX, BERLIN, JOHN, MARIA, SARAH
from tests.services.people import SetClock

MANY = (SARAH, JOHN, MARIA, ALEX, *(str(ObjectId()) for _ in range(4)))


async def cover(clock: SetClock, hours: float) -> None:
    """Sarah held something for somebody."""
    entry = LedgerEntry(str(ObjectId()), SARAH, hours, clock().date(), EntryKind.COVERED, None, clock())
    await CoverLedger().book([entry])


async def test_of_many_they_are_at_most_a_minute_old_and_of_few_as_they_are(
    database: Database, clock: SetClock
) -> None:
    await database.motor.multitrainer_cover_ledger.delete_many({})
    lately = HoursLately(CoverLedger(), Terms(), BERLIN, clock)
    await cover(clock, 1.5)
    assert await lately.of(MANY, None) == {**dict.fromkeys(MANY, 0.0), SARAH: 1.5}
    await cover(clock, 2)
    assert (await lately.of(MANY, None))[SARAH] == 1.5
    assert await lately.of([SARAH, JOHN], None) == {SARAH: 3.5, JOHN: 0.0}
    clock.at += FRESH
    assert (await lately.of(MANY, None))[SARAH] == 3.5
