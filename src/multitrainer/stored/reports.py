"""Reports of sessions between their documents and the domain's values."""

from typing import Any

from multitrainer.domain.reports import Acknowledged, Place, Report, Said
from multitrainer.stored.ids import hexed, oid
from multitrainer.stored.reading import moment, of_collection

Raw = dict[str, Any]


@of_collection("multitrainer_session_reports")
def read_report(raw: Raw) -> Report:
    """The value of a stored report. Raises MalformedData."""
    seen = raw.get("acknowledged")
    attendance = raw.get("attendance")
    said = Said(
        _flag(raw["held"]),
        str(raw.get("topics", "")),
        None if attendance is None else int(attendance),
        str(raw.get("reason", "")),
        str(raw.get("forLead", "")),
        _flag(raw.get("flagged", False)),
    )
    session, course, batch = (str(oid(str(raw[name]))) for name in ("_id", "course", "batch"))
    start, end = moment(raw["start"]), moment(raw["end"])
    return Report(
        Place(session, course, batch, start, end, hexed(raw.get("heldBy")), _flag(raw.get("covered", False))),
        said,
        str(raw["by"]),
        moment(raw["at"]),
        Acknowledged(str(seen["by"]), moment(seen["at"])) if seen else None,
        raw.get("toldBy"),
    )


def write_report(report: Report) -> Raw:
    """The document of a report. What is not there is left out."""
    place, said, seen = report.place, report.said, report.acknowledged
    fields = {
        "_id": oid(place.session),
        "course": oid(place.course),
        "batch": oid(place.batch),
        "start": place.start,
        "end": place.end,
        "heldBy": oid(place.held_by) if place.held_by else None,
        "covered": place.covered,
        "held": said.held,
        "topics": said.topics or None,
        "attendance": said.attendance,
        "reason": said.reason or None,
        "forLead": said.for_lead or None,
        "flagged": said.flagged,
        "by": report.by,
        "at": report.at,
        "acknowledged": {"by": seen.by, "at": seen.at} if seen else None,
        "toldBy": report.told_by,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value
