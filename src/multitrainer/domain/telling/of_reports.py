"""Who is to be told of what is reported of sessions."""

from collections.abc import Iterable

from multitrainer.domain.moments import period_written
from multitrainer.domain.reports import Report
from multitrainer.domain.telling.notices import Kind, Notice


def is_news(before: Report | None, after: Report) -> bool:
    """Whether something is flagged, or is flagged with other words than before."""
    if not after.said.flagged:
        return False
    return before is None or not before.said.flagged or before.said.for_lead != after.said.for_lead


def notices_of_report(report: Report, answering: Iterable[str], by: str) -> list[Notice]:
    """Whoever answers for the batch hears that something is flagged, but for whoever flagged it; not its words."""
    place = report.place
    about = {"course": place.course, "batch": place.batch, "trainer": place.held_by, "session": place.session}
    facts = {**about, "when": period_written(place.start, place.end)}
    return [Notice(Kind.SESSION_FLAGGED, to, facts) for to in answering if to != by]
