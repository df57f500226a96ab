"""One call of each method that keeps reports of sessions."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from multitrainer.database import Outdated
from multitrainer.domain.reports import Place, Report, Said, acknowledged
from multitrainer.repositories.by_start import Within
from multitrainer.repositories.reports import Reports
from multitrainer.stored.ids import new_id
from tests.repositories.calls import World

REPORTS = Reports()
START = datetime(2027, 3, 1, 18, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MARCH = Within(START, START + 30 * DAY)
MANY = 30


async def said(w: World) -> list[Report]:
    """Three trainers report of a batch each, for a month; something is flagged in every third report."""
    batches, trainers = w.batches_there[70:73], w.users_there[8:32:8]
    if there := await REPORTS.held_by(trainers[0], MARCH):
        return there
    for batch, trainer in zip(batches, trainers, strict=True):
        for n in range(MANY):
            begins = START + n * DAY
            place = Place(new_id(), w.courses_there[20], batch, begins, begins + HOUR, trainer, covered=False)
            flagged = Said(True, for_lead="x", flagged=True) if n % 3 == 0 else Said(True)
            await REPORTS.save(None, Report(place, flagged, trainer, begins), None)
    return await REPORTS.held_by(trainers[0], MARCH)


def calling(call: Callable[[list[Report]], Awaitable[object]]) -> Callable[[World], Awaitable[object]]:
    """A call that is handed the reports of one batch."""

    async def called(w: World) -> None:
        await call(await said(w))

    return called


async def flagged(reports: list[Report]) -> None:
    batches = [reports[0].place.batch]
    for seen in (None, False):
        first = await REPORTS.flagged(batches, MARCH, seen, None, 3)
        assert first.next
        await REPORTS.flagged(batches, MARCH, seen, first.next, 3)


async def save(reports: list[Report]) -> None:
    seen = acknowledged(reports[-3], "x", START)
    await REPORTS.save(reports[-3], seen, None)
    await REPORTS.save(seen, replace(seen, acknowledged=None), None)
    try:
        await REPORTS.save(None, seen, None)
    except Outdated:
        return
    raise AssertionError


CALLS: dict[str, Callable[[World], Awaitable[object]]] = {
    "Reports.save": calling(save),
    "Reports.find": calling(lambda reports: REPORTS.find(reports[0].session)),
    "Reports.there": calling(lambda reports: REPORTS.there(reports[0].session)),
    "Reports.of_sessions": calling(lambda reports: REPORTS.of_sessions({one.session for one in reports[:5]})),
    "Reports.of_batches": calling(lambda reports: REPORTS.of_batches([reports[0].place.batch], MARCH)),
    "Reports.held_by": said,
    "Reports.flagged": calling(flagged),
}
