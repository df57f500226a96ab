"""Leave between its documents and the domain's values."""

from typing import Any

from multitrainer.domain.leave.values import Leave, LeaveKind, LeaveState
from multitrainer.stored.ids import oid
from multitrainer.stored.reading import moment, of_collection

Raw = dict[str, Any]


@of_collection("multitrainer_leaves")
def read_leave(raw: Raw) -> Leave:
    """The value of a stored leave. Raises MalformedData."""
    return Leave(
        str(oid(str(raw["_id"]))),
        str(oid(str(raw["trainer"]))),
        moment(raw["start"]),
        moment(raw["end"]),
        LeaveKind(raw["kind"]),
        raw["note"],
        LeaveState(raw["state"]),
        raw.get("decidedBy"),
        raw.get("decisionNote"),
    )


def write_leave(leave: Leave) -> Raw:
    """The document of a leave."""
    return {
        "_id": oid(leave.id),
        "trainer": oid(leave.trainer),
        "start": leave.start,
        "end": leave.end,
        "kind": leave.kind.value,
        "note": leave.note,
        "state": leave.state.value,
        "decidedBy": leave.decided_by,
        "decisionNote": leave.decision_note,
    }
