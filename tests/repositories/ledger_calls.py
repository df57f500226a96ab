"""One call of each method that keeps the ledger of cover, and the terms."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta

from multitrainer.domain.cover_ledger import EntryKind, LedgerEntry, Term, other_side
from multitrainer.domain.ledger_parts import By, parts_back
from multitrainer.repositories.cover_ledger import CoverLedger
from multitrainer.repositories.terms import Terms
from multitrainer.stored.ids import new_id
from tests.repositories.calls import World

LEDGER, TERMS = CoverLedger(), Terms()
MONDAY, A_WEEK = date(2026, 3, 2), timedelta(days=7)
NOW = datetime(2026, 6, 1, tzinfo=UTC)
SPRING = MONDAY, MONDAY + 5 * A_WEEK


def covered(trainer: str, other: str, day: date) -> list[LedgerEntry]:
    """Both sides of a cover."""
    cover = new_id()
    one = LedgerEntry(f"{cover}:covered", trainer, 1.5, day, EntryKind.COVERED, cover, NOW, other=other)
    mirrored = other_side(one)
    assert mirrored
    return [one, mirrored]


async def booked(w: World) -> list[LedgerEntry]:
    """Ten weeks in which three trainers cover each other."""
    trainers = w.users_there[:24:8]
    if not (await LEDGER.of_trainer(trainers[0], *SPRING, None, 1)).items:
        for n in range(10):
            for trainer, other in zip(trainers, [*trainers[1:], trainers[0]], strict=True):
                await LEDGER.book(covered(trainer, other, MONDAY + n * A_WEEK))
    found = (await LEDGER.of_trainer(trainers[0], *SPRING, None, 50)).items
    return [await LEDGER.find(one["_id"]) for one in found]


async def pages(w: World) -> None:
    trainer = (await booked(w))[0].trainer
    first = await LEDGER.of_trainer(trainer, *SPRING, None, 3)
    assert first.next
    await LEDGER.of_trainer(trainer, *SPRING, first.next, 3)


async def hours(w: World) -> None:
    await booked(w)
    await LEDGER.hours([*w.users_there[:24:8]], *SPRING)


async def sums(w: World) -> None:
    await booked(w)
    terms = [Term("spring", *SPRING)]
    for by in By:
        assert await LEDGER.sums(by, [*parts_back(by, *SPRING, terms)], *SPRING)


async def turns(w: World) -> None:
    cover = (await booked(w))[0].cover
    assert cover
    assert await LEDGER.turns(cover) == 1


async def half_booked(w: World) -> None:
    await booked(w)
    assert not [one async for one in LEDGER.half_booked()]
    await LEDGER.book(covered(w.users_there[0], w.users_there[8], MONDAY)[:1])
    assert len([one async for one in LEDGER.half_booked()]) == 1


async def terms(_: World) -> None:
    for _n in range(2):
        await TERMS.save(await TERMS.find(), [Term("spring", *SPRING)], None)


CALLS: dict[str, Callable[[World], Awaitable[object]]] = {
    "CoverLedger.book": booked,
    "CoverLedger.find": booked,
    "CoverLedger.of_trainer": pages,
    "CoverLedger.turns": turns,
    "CoverLedger.hours": hours,
    "CoverLedger.hours_of_all": lambda _: LEDGER.hours_of_all(*SPRING),
    "CoverLedger.balance": lambda w: LEDGER.balance(w.users_there[0], *SPRING),
    "CoverLedger.sums": sums,
    "CoverLedger.half_booked": half_booked,
    "Terms.find": terms,
    "Terms.save": terms,
}
