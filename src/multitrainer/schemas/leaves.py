"""Leave on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from multitrainer.domain.leave.values import LeaveKind, LeaveState
from multitrainer.schemas.base import READABLE, READABLE_IF_ANY, Body, Id, LeftOut, Page, View
from multitrainer.schemas.sessions import LocalTime

MOST_NOTE, MOST_REASON = 1_000, 500
Note = Annotated[str, StringConstraints(max_length=MOST_NOTE, strip_whitespace=True), READABLE_IF_ANY]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=MOST_REASON, strip_whitespace=True), READABLE]


class NewLeave(Body):
    """A time in which a trainer is away, on the institute's clock, on the hour or half hour."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"start": "2026-12-07T00:00", "end": "2026-12-10T00:00", "kind": "sick"},
                {"start": "2026-12-07T14:30", "end": "2026-12-07T17:00", "kind": "training", "note": "First aid"},
            ]
        }
    )

    start: LocalTime
    end: LocalTime
    kind: LeaveKind = LeaveKind.OTHER
    note: Note = ""


class LeavePatch(Body):
    """What to change about a leave; what is left out stays."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"start": "2026-12-07T12:00", "end": "2026-12-09T00:00"},
                {"kind": "holiday", "note": "Agreed by phone"},
            ]
        }
    )

    start: LeftOut[LocalTime] = None
    end: LeftOut[LocalTime] = None
    kind: LeftOut[LeaveKind] = None
    note: LeftOut[Note] = None


class NoteToFreshen(View):
    """A batch that meets during a leave, and whose handover note would be old when it begins, or is not there."""

    batch: Id
    batch_name: str | None = None


class Decision(Body):
    """What is said with it to whoever asked for the leave; it may be left out."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"note": "Too many are away that week."}]})

    note: LeftOut[Reason] = None


class LeaveView(View):
    """A leave. `start` and `end` are moments, `local_start` and `local_end` what the institute's clock shows then.

    `decided_by` is whoever approved, declined or cancelled it last; `decision_note` is what was said with
    that, where it was approved or declined. `notes_to_freshen` is null in lists.
    """

    id: Id = Field(alias="_id")
    trainer: Id
    start: datetime
    end: datetime
    local_start: str
    local_end: str
    kind: LeaveKind
    note: str
    state: LeaveState
    decided_by: str | None = None
    decision_note: str | None = None
    notes_to_freshen: list[NoteToFreshen] | None = Field(
        default=None, description="Whose handover note should be brought up to date before it begins."
    )


LeavePage = Page[LeaveView]
