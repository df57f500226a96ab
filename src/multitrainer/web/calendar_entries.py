"""What stands in a calendar, in words: in the cells of its table, and for the script that draws it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from multitrainer.domain.leave.values import LeaveState
from multitrainer.domain.local_time import shown
from multitrainer.services.overviews.agendas import Agenda, Away, Held
from multitrainer.web.locales import Locale
from multitrainer.web.texts import translations
from multitrainer.web.visitors import Visitor
from multitrainer.web.words import Words
from multitrainer.web.words import words as words_in

Cells = Mapping[tuple[str, date], Sequence["Shown"]]
A_MOMENT = timedelta(microseconds=1)


class Shown(NamedTuple):
    """A session or a leave in a trainer's calendar: `look` is how it is coloured, `words` what is to be said of it."""

    id: str
    trainer: str
    start: datetime
    end: datetime
    look: str
    title: str
    words: str
    address: str

    @property
    def is_leave(self) -> bool:
        """Whether it is no session."""
        return self.look in {"away", "asked"}


def shown_in(agenda: Agenda, who: Visitor) -> list[Shown]:
    """Leave first, then sessions by their beginning."""
    said = words_in(translations(who.language).ugettext)
    away = [_away(one, said) for one in agenda.away]
    return [*away, *(_held(one, agenda.names, said) for one in agenda.held)]


def by_day(entries: Iterable[Shown], days: Sequence[date], locale: Locale) -> Cells:
    """By trainer and day: a session on the day when it begins, leave on each of its days."""
    cells: dict[tuple[str, date], list[Shown]] = defaultdict(list)
    for one in entries:
        first = shown(one.start, locale.zone).date()
        last = shown(one.end - A_MOMENT, locale.zone).date() if one.is_leave else first
        for day in days:
            if first <= day <= last:
                cells[one.trainer, day].append(one)
    return cells


def as_events(entries: Iterable[Shown], locale: Locale) -> list[dict[str, Any]]:
    """As the calendar's script takes them, by the institute's clock."""
    return [
        {
            "id": one.id,
            "resourceIds": [one.trainer],
            "start": _local(one.start, locale),
            "end": _local(one.end, locale),
            "allDay": False,
            "title": _title(one, locale),
            "classNames": [f"is-{one.look}"],
            "extendedProps": {"address": one.address},
        }
        for one in entries
    ]


def _title(one: Shown, locale: Locale) -> str:
    said = ", ".join(filter(None, (one.title, one.words)))
    return said if one.is_leave else f"{locale.time(one.start)} {said}"


def _local(at: datetime, locale: Locale) -> str:
    return shown(at, locale.zone).isoformat(timespec="minutes")


def _away(leave: Away, said: Words) -> Shown:
    is_asked = leave.state is LeaveState.REQUESTED
    kind, state = said["leave_kinds"][leave.kind], said["leave_states"][leave.state]
    look, more = ("asked", state) if is_asked else ("away", "")
    return Shown(leave.leave, leave.trainer, leave.start, leave.end, look, kind, more, f"/leave/{leave.leave}")


def _held(one: Held, names: Mapping[str, str | None], said: Words) -> Shown:
    other = names.get(one.other or "") or one.other or ""
    words = said["in_calendars"][one.what].replace("%(name)s", other)
    address = f"/covers/{one.cover}" if one.cover else f"/batches/{one.batch}"
    title, id_ = one.batch_name or one.batch, f"{one.session}-{one.trainer}"
    return Shown(id_, one.trainer, one.start, one.end, one.what, title, words, address)
