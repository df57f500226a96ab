"""Who is reminded of handover notes."""

from collections.abc import Mapping

from multitrainer.domain.leave.values import Leave
from multitrainer.domain.telling.notices import Fact, Kind, Notice
from multitrainer.domain.telling.of_leaves import times_of


def notices_of_notes(leave: Leave, batches: Mapping[str, str]) -> list[Notice]:
    """Whoever goes on leave is reminded of the notes of some batches, which have their courses, all at once."""
    named: dict[str, Fact] = {"batch": (*batches,), "course": (*dict.fromkeys(batches.values()),)}
    return [Notice(Kind.HANDOVER_DUE, leave.trainer, {**times_of(leave), **named})] if batches else []
