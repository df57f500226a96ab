"""What is counted of students' questions."""

from datetime import datetime
from typing import Any

from multitrainer.documents import Question as Document
from multitrainer.domain.intervals import Interval
from multitrainer.domain.questions.counts import Counted
from multitrainer.domain.questions.values import PASSED_UP, FirstAnswer, QuestionState
from multitrainer.stored.ids import hexed, oid

Raw = dict[str, Any]

SHOWN = {"course": 1, "batch": 1, "firstAnswer": 1, "trail.why": 1}


class QuestionCounts:
    """Reads little of many questions."""

    async def asked(self, course: str | None, batch: str | None, within: Interval) -> list[Counted]:
        """Those that were asked within a time: of a batch, of a course, or all."""
        match = {**_of(course, batch), "askedAt": {"$gte": within.start, "$lt": within.end}}
        found = await Document.get_motor_collection().find(match, SHOWN).to_list(None)
        return [one for raw in found if (one := _read(raw))]

    async def open_since(self, course: str | None, batch: str | None) -> list[datetime]:
        """When those were asked that are open."""
        match = {**_of(course, batch), "state": QuestionState.OPEN.value}
        found = await Document.get_motor_collection().find(match, {"askedAt": 1}).to_list(None)
        return [raw["askedAt"] for raw in found if isinstance(raw.get("askedAt"), datetime)]


def _of(course: str | None, batch: str | None) -> Raw:
    if batch:
        return {"batch": oid(batch)}
    return {"course": oid(course)} if course else {}


def _read(raw: Raw) -> Counted | None:
    """None for one that somebody's hand wrote badly."""
    course = hexed(raw.get("course"))
    if course is None or not isinstance(raw.get("trail"), list):
        return None
    escalations = sum(isinstance(hop, dict) and hop.get("why") in PASSED_UP for hop in raw["trail"])
    return Counted(course, hexed(raw.get("batch")), _first(raw.get("firstAnswer")), escalations)


def _first(raw: Any) -> FirstAnswer | None:
    try:
        return FirstAnswer(raw["at"], int(raw["minutes"]), int(raw["worked"])) if raw else None
    except (KeyError, TypeError, ValueError):
        return None
