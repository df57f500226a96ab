"""How students' questions are answered: for leads and admins."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from multitrainer.clock import Clock
from multitrainer.domain.actions import Action
from multitrainer.domain.errors import InvalidInput
from multitrainer.domain.intervals import Interval
from multitrainer.domain.questions.counts import OfBatch, Times, ages, by_batch, times
from multitrainer.domain.sentences import Sentence
from multitrainer.identity.callers import Caller
from multitrainer.repositories.names import names_of
from multitrainer.repositories.question_counts import QuestionCounts as CountRepository
from multitrainer.schemas.wording import refusal
from multitrainer.services.gate import Gate

Raw = dict[str, Any]

USUAL, LONGEST = timedelta(days=30), timedelta(days=366)
"""Over how long it is counted where nobody says, and at the most."""


class QuestionCounts:
    """Use cases of counts."""

    def __init__(self, gate: Gate, counts: CountRepository, now: Clock) -> None:
        self._gate = gate
        self._counts = counts
        self._now = now

    async def read(
        self, caller: Caller, course: str | None, batch: str | None, since: datetime | None, until: datetime | None
    ) -> Raw:
        """Of a batch, of a course, or of all; what was asked within a time, and all that is open.

        Raises BatchNotFound, CourseNotFound, InvalidInput for a time that is reversed or longer than a year.
        """
        await self._must(caller, course, batch)
        within = self._within(since, until)
        asked = await self._counts.asked(course, batch, within)
        answered = [one.first_answer for one in asked if one.first_answer]
        return {
            "from": within.start,
            "until": within.end,
            "asked": len(asked),
            "answered": len(answered),
            "minutes": _times(times(one.minutes for one in answered)),
            "workingMinutes": _times(times(one.worked for one in answered)),
            "open": _ages(ages(await self._counts.open_since(course, batch), self._now())),
            "batches": await _named(by_batch(asked)),
        }

    async def _must(self, caller: Caller, course: str | None, batch: str | None) -> None:
        if batch:
            await self._gate.on_batch(caller, Action.SURVEY_QUESTIONS, batch)
        elif course:
            await self._gate.on_course(caller, Action.SURVEY_QUESTIONS, course)
        else:
            await self._gate.anywhere(caller, Action.COUNT_QUESTIONS)

    def _within(self, since: datetime | None, until: datetime | None) -> Interval:
        end = until or max(self._now(), since or self._now())
        start = since or _usual_start(end)
        if not timedelta() <= end - start <= LONGEST:
            raise _senseless_end(Sentence("must be after from, within 366 days"))
        return Interval(start, end)


def _usual_start(end: datetime) -> datetime:
    """Raises InvalidInput where that lies in no year there is."""
    try:
        return end - USUAL
    except OverflowError:
        raise _senseless_end(
            Sentence("must be at least {days} days after the beginning of the year 1", days=USUAL.days)
        ) from None


def _senseless_end(says: Sentence) -> InvalidInput:
    return refusal([("query.until", says)])


def _times(found: Times) -> Raw:
    return {"median": found.median, "p90": found.p90}


def _ages(found: Any) -> Raw:
    under, middle, over = found
    return {"underOneDay": under, "oneToThreeDays": middle, "overThreeDays": over}


async def _named(counted: Sequence[OfBatch]) -> list[Raw]:
    names = await names_of("courses", {one.course for one in counted})
    names |= await names_of("batches", {one.batch for one in counted if one.batch})
    return [
        {**one._asdict(), "courseName": names.get(one.course), "batchName": names.get(one.batch or "")}
        for one in counted
    ]
