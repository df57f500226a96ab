"""Who carries how much."""

from collections.abc import AsyncIterator
from datetime import date

from multitrainer.client.messages import tag, view, views
from multitrainer.client.paging import PAGE_SIZE, each
from multitrainer.client.transport import Call, Transport, path
from multitrainer.domain.ledger_parts import By
from multitrainer.schemas.base import Page
from multitrainer.schemas.workload import (
    HoursInPart,
    SortBy,
    SortHoursBy,
    Workload,
    WorkloadOfTrainer,
    WorkloadOnCourse,
)


class Workloads:
    """`client.workloads`: hours a week, students, per cent; counted, beside what the rosters say."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def of_course(self, course: str) -> list[WorkloadOnCourse]:
        """What everybody on a course carries there, in the roster's order. Raises CourseNotFound."""
        answer = await self._transport.send(Call("GET", path("courses", course, "workload")))
        return views(WorkloadOnCourse, answer, tag(answer))

    async def of_trainer(self, trainer: str) -> WorkloadOfTrainer:
        """What a trainer carries, altogether and course by course. Raises TrainerNotFound."""
        return view(WorkloadOfTrainer, await self._transport.send(Call("GET", path("trainers", trainer, "workload"))))

    async def page(
        self,
        *,
        course: str | None = None,
        at_least: float | None = None,
        at_most: float | None = None,
        drift: bool | None = None,
        sort: SortBy = SortBy.LEAST_PERCENT_LAST,
        cursor: str | None = None,
        limit: int = PAGE_SIZE,
    ) -> Page[Workload]:
        """One page of what trainers carry; the bounds are in per cent. Raises InvalidInput for a foreign cursor."""
        bounds = {"atLeast": _written(at_least), "atMost": _written(at_most), "drift": drift}
        query = {"course": course, **bounds, "sort": sort.value, "cursor": cursor, "limit": limit}
        return view(Page[Workload], await self._transport.send(Call("GET", path("workload"), query)))

    def list(self, sort: SortBy = SortBy.LEAST_PERCENT_LAST, page_size: int = PAGE_SIZE) -> AsyncIterator[Workload]:
        """What every trainer carries, read page by page."""
        return each(lambda cursor: self.page(sort=sort, cursor=cursor, limit=page_size))

    async def hours(
        self,
        by: By = By.MONTH,
        *,
        day: date | None = None,
        sort: SortHoursBy = SortHoursBy.LEAST_PERCENT_LAST,
        cursor: str | None = None,
        limit: int = PAGE_SIZE,
    ) -> HoursInPart:
        """One page of trainers' hours in the week, month or term that a day is in: planned, covered, in the ledger.

        Raises InvalidInput for a foreign cursor.
        """
        query = {
            "by": by,
            "day": day.isoformat() if day else None,
            "sort": sort.value,
            "cursor": cursor,
            "limit": limit,
        }
        return view(HoursInPart, await self._transport.send(Call("GET", path("workload", "hours"), query)))


def _written(percent: float | None) -> str | None:
    return None if percent is None else repr(percent)
