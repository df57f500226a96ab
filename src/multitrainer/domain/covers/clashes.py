"""Other sessions that somebody holds at a time."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from multitrainer.domain.covers.persons import Lesson
from multitrainer.domain.errors import SessionOverlaps
from multitrainer.domain.intervals import Interval
from multitrainer.domain.sentences import Sentence


class Clash(NamedTuple):
    """A session that somebody holds, of a batch with its name. `start` and `end` are on the institute's clock."""

    session: str
    batch: str
    name: str | None
    start: datetime
    end: datetime

    @property
    def words(self) -> Sentence:
        """Batch and time, for people."""
        return Sentence("{batch}, {time}", batch=self._named, time=self._time)

    @property
    def refusal(self) -> SessionOverlaps:
        """What is said where it is the same batch that would meet twice at a time."""
        words = Sentence("{batch} has another session at that time: {time}.", batch=self._named, time=self._time)
        return SessionOverlaps(words, **self.facts)

    @property
    def facts(self) -> dict[str, str | None]:
        """The same for programs."""
        local = {
            f"local{name}": at.isoformat(timespec="minutes") for name, at in (("Start", self.start), ("End", self.end))
        }
        return {"session": self.session, "batch": self.batch, "batchName": self.name, **local}

    @property
    def _named(self) -> Sentence | str:
        return self.name or Sentence("A batch without a name")

    @property
    def _time(self) -> Sentence:
        return Sentence("{start} to {end}", start=self.start, end=self.end.strftime("%H:%M"))


def held_besides(lessons: Iterable[Lesson], session: str, when: Interval) -> list[str]:
    """The sessions among some lessons, other than one, that overlap a time."""
    return [one.session for one in lessons if one.session != session and one.when.overlaps(*when)]
