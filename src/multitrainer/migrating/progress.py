"""How far long work is: a bar on a terminal, else a line every few seconds, and never a long silence."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn

from multitrainer.migrating.reports import number
from multitrainer.services.moving_over.listening import Listener
from multitrainer.services.moving_over.sync import FOLLOWING, RESTING

LINE_EACH_SECONDS = 5.0
QUIET_LINE_EACH_SECONDS = 60.0
"""While sync only waits for something to change, and the server answers."""

TICKS_EACH_SECONDS = 1.0
STANDS_STILL_AFTER_SECONDS = 5.0

Clock = Callable[[], float]
Tell = Callable[[str], None]


@dataclass(slots=True)
class Figures:
    """How far one phase is. Times are seconds of one clock."""

    what: str
    phase: str
    total: int
    began: float
    moved_at: float
    done: int = 0
    measured_from: tuple[int, float] | None = None
    reason: str = ""
    """What was said since something advanced last."""

    @property
    def name(self) -> str:
        """Whose phase this is."""
        return f"{self.what}: {self.phase}"

    def advance(self, documents: int, now: float) -> None:
        """So many more are done."""
        self.done += documents
        self.moved_at, self.reason = now, ""
        # The first ones may be those of an earlier run; the rate is of what comes behind them.
        if documents:
            self.measured_from = self.measured_from or (self.done, now)

    def rate(self, now: float) -> float | None:
        """Documents a second; None until that can be told."""
        if self.measured_from is None or now <= self.measured_from[1] or self.done == self.measured_from[0]:
            return None
        return (self.done - self.measured_from[0]) / (now - self.measured_from[1])

    def words(self, now: float) -> str:
        """Count, rate and time left, and for how long nothing has advanced."""
        parts = [self._count()] if self.total or self.done else []
        if rate := self.rate(now):
            parts.append(f"{rate:,.0f} documents/s")
            if self.total > self.done:
                parts.append(f"{_duration((self.total - self.done) / rate)} left")
        if self.stands_still(now):
            parts.append(f"{_gist(self.reason) or 'waiting for the database'}, {now - self.moved_at:.0f} s")
        return ", ".join(parts)

    def stands_still(self, now: float) -> bool:
        """Whether nothing has advanced for a while although it should."""
        return now - self.moved_at >= STANDS_STILL_AFTER_SECONDS and self.phase != RESTING

    def _count(self) -> str:
        return f"{self.done:,} of about {max(self.total, self.done):,}" if self.total else number(self.done)


class Lines:
    """A listener that tells in lines. `tick` is to be called about each second."""

    def __init__(self, tell: Tell, clock: Clock = time.monotonic) -> None:
        self._tell = tell
        self._clock = clock
        self._figures = _waiting(clock())
        self._told, self._told_at, self._told_done = "", clock(), 0

    def begins(self, what: str, phase: str, total: int) -> None:
        """Tell how the phase before ended, and of the new one."""
        self.ends()
        self._figures = Figures(what, phase, total, self._clock(), self._clock())
        self._line(f"{self._figures.name}{f', about {number(total)}' if total else ''}")

    def advances(self, documents: int) -> None:
        """Told with the next line."""
        self._figures.advance(documents, self._clock())

    def says(self, words: str) -> None:
        """Tell it at once."""
        self._figures.reason = words
        self._line(words)

    def tick(self) -> None:
        """Tell how far it is, if nothing was told for long enough."""
        if self._clock() - self._told_at >= self._patience():
            self._tell_figures()

    def ends(self) -> None:
        """Tell how far it came."""
        if self._figures.done and self._words() != self._told:
            self._tell_figures()

    def _patience(self) -> float:
        waits = self._figures.phase in {FOLLOWING, RESTING} and not self._figures.stands_still(self._clock())
        return QUIET_LINE_EACH_SECONDS if waits and self._figures.done == self._told_done else LINE_EACH_SECONDS

    def _tell_figures(self) -> None:
        self._line(self._words())

    def _words(self) -> str:
        return ", ".join(filter(None, [self._figures.name, self._figures.words(self._clock())]))

    def _line(self, words: str) -> None:
        self._told, self._told_at, self._told_done = words, self._clock(), self._figures.done
        self._tell(words)


class Bar:
    """A listener that draws a bar. `tick` is to be called about each second."""

    def __init__(self, progress: Progress, tell: Tell, clock: Clock = time.monotonic) -> None:
        self._progress = progress
        self._tell = tell
        self._clock = clock
        self._figures = _waiting(clock())
        self._task = self._drawn()

    def begins(self, what: str, phase: str, total: int) -> None:
        """Leave the bar before as it is, unless nothing was done there, and begin another."""
        self.ends()
        self._figures = Figures(what, phase, total, self._clock(), self._clock())
        self._task = self._drawn()

    def advances(self, documents: int) -> None:
        """Draw it."""
        self._figures.advance(documents, self._clock())
        self.tick()

    def says(self, words: str) -> None:
        """Print it above the bar."""
        self._figures.reason = words
        self._tell(words)

    def tick(self) -> None:
        """Draw how far it is."""
        figures = self._figures
        total = max(figures.total, figures.done) or None
        words = figures.words(self._clock())
        self._progress.update(self._task, completed=figures.done, total=total, figures=words)

    def ends(self) -> None:
        """Draw how far it came."""
        if self._figures.done:
            self.tick()
            self._progress.stop_task(self._task)
        else:
            self._progress.remove_task(self._task)

    def _drawn(self) -> TaskID:
        return self._progress.add_task(self._figures.name, total=self._figures.total or None, figures="")


@asynccontextmanager
async def watching(err: Console) -> AsyncIterator[Listener]:
    """A listener for whoever sits before this console, or reads what comes out of it later."""

    def tell(words: str) -> None:
        err.print(words, markup=False, highlight=False, soft_wrap=True)

    if not err.is_terminal:
        async with _ticking(Lines(tell)) as lines:
            yield lines
        return
    figures = TextColumn("{task.fields[figures]}", markup=False)
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(bar_width=20), figures)
    with Progress(*columns, console=err) as progress:
        async with _ticking(Bar(progress, tell)) as bar:
            yield bar


@asynccontextmanager
async def _ticking(listener: "Lines | Bar") -> AsyncIterator[Listener]:
    ticking = asyncio.create_task(_tick(listener))
    try:
        yield listener
    finally:
        ticking.cancel()
        listener.ends()


async def _tick(listener: "Lines | Bar") -> None:
    while True:
        await asyncio.sleep(TICKS_EACH_SECONDS)
        listener.tick()


def _waiting(now: float) -> Figures:
    """Before anything has begun."""
    return Figures("multitrainer", "looking for the database", 0, now, now)


def _gist(words: str) -> str:
    """The beginning of what was said already, to be repeated."""
    return re.split("[.,;:(]", words)[0].strip()


def _duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
