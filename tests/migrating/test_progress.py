"""How far long work is, told by a clock of the test's own: no long silence, no wrong figure."""

from collections.abc import Callable
from io import StringIO
from itertools import pairwise

import pytest
from rich.console import Console
from rich.progress import Progress, TextColumn

from multitrainer.migrating.progress import Bar, Lines, watching
from multitrainer.services.moving_over.sync import FOLLOWING, RESTING

SECONDS = 120


class Watch:
    """A clock, and what was told when."""

    def __init__(self) -> None:
        self.now = 100.0
        self.told: list[tuple[float, str]] = []
        self.lines = Lines(lambda words: self.told.append((self.now, words)), lambda: self.now)

    def passes(self, seconds: int, meanwhile: Callable[[], object] = lambda: None) -> None:
        """Time goes by, with a tick each second, as in `watching`."""
        for _ in range(seconds):
            self.now += 1
            meanwhile()
            self.lines.tick()

    @property
    def silences(self) -> list[float]:
        """Seconds between one line and the next, up to now."""
        times = [100.0, *(at for at, _ in self.told), self.now]
        return [after - before for before, after in pairwise(times)]

    @property
    def last(self) -> str:
        return self.told[-1][1]


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_the_search_for_the_database_is_no_silence(watch: Watch) -> None:
    watch.passes(SECONDS)
    assert max(watch.silences) <= 5
    assert watch.last == "multitrainer: looking for the database, waiting for the database, 120 s"


def test_nothing_that_advances_slowly_or_not_at_all_is_silent(watch: Watch) -> None:
    watch.lines.begins("m0001", "moving", 1_000)
    watch.passes(SECONDS)
    watch.passes(SECONDS, lambda: watch.lines.advances(2))
    watch.passes(SECONDS)
    assert max(watch.silences) <= 5


def test_a_line_has_the_count_the_rate_and_the_time_left(watch: Watch) -> None:
    watch.lines.begins("m0001", "moving", 2_000)
    watch.passes(10, lambda: watch.lines.advances(100))
    assert watch.last == "m0001: moving, 1,000 of about 2,000, 100 documents/s, 0:10 left"


def test_what_an_earlier_run_did_is_no_part_of_the_rate(watch: Watch) -> None:
    watch.lines.begins("m0001", "moving", 1_000_000)
    watch.lines.advances(500_000)
    watch.passes(10, lambda: watch.lines.advances(100))
    assert ", 501,000 of about 1,000,000, 100 documents/s, 1:23:10 left" in watch.last


def test_while_nothing_advances_it_is_said_since_when_and_why(watch: Watch) -> None:
    watch.lines.begins("m0001", "moving", 100)
    watch.lines.advances(10)
    watch.passes(5)
    assert watch.last == "m0001: moving, 10 of about 100, waiting for the database, 5 s"
    watch.lines.says("Paused, because stop exists.")
    watch.passes(10)
    assert watch.last == "m0001: moving, 10 of about 100, Paused, 15 s"
    watch.passes(1, lambda: watch.lines.advances(10))
    watch.passes(9)
    assert "waiting for the database, 9 s" in watch.last


def test_a_phase_that_ends_tells_how_far_it_came(watch: Watch) -> None:
    watch.lines.begins("m0001", "moving", 100)
    watch.lines.advances(101)
    watch.lines.begins("m0001", "verifying", 101)
    watch.lines.ends()
    words = [words for _, words in watch.told]
    assert words == [
        "m0001: moving, about 100 documents",
        "m0001: moving, 101 of about 101",
        "m0001: verifying, about 101 documents",
    ]


def test_who_only_waits_for_changes_says_so_once_a_minute(watch: Watch) -> None:
    watch.lines.begins("sync", FOLLOWING, 0)
    watch.passes(SECONDS, lambda: watch.lines.advances(0))
    assert [words for _, words in watch.told] == ["sync: following"] * 3
    watch.passes(1, lambda: watch.lines.advances(3))
    watch.passes(4, lambda: watch.lines.advances(0))
    assert watch.last == "sync: following, 3 documents"


def test_who_rests_until_the_next_sweep_says_so_once_a_minute(watch: Watch) -> None:
    watch.lines.begins("sync", RESTING, 0)
    watch.passes(SECONDS)
    assert [words for _, words in watch.told] == ["sync: waiting for the next sweep"] * 3


def test_who_follows_a_server_that_does_not_answer_is_no_silence(watch: Watch) -> None:
    watch.lines.begins("sync", FOLLOWING, 0)
    watch.passes(SECONDS, lambda: watch.lines.advances(0))
    watch.told.clear()
    silent_since = watch.now
    watch.passes(SECONDS)
    assert watch.told[0][0] - silent_since <= 5
    assert watch.told[1][0] - watch.told[0][0] <= 5
    assert watch.last == "sync: following, waiting for the database, 120 s"


async def test_a_terminal_shows_the_same_figures_in_a_bar() -> None:
    watch, told = Watch(), list[str]()
    progress = Progress(TextColumn("{task.description}, {task.fields[figures]}"), console=Console(file=StringIO()))
    bar = Bar(progress, told.append, lambda: watch.now)
    bar.begins("m0001", "moving", 1_000)
    bar.advances(1)
    watch.now += 1
    bar.advances(100)
    bar.says("Hear, hear.")
    (task,) = progress.tasks
    assert (task.description, task.total, task.completed) == ("m0001: moving", 1_000, 101)
    assert task.fields["figures"] == "101 of about 1,000, 100 documents/s, 0:08 left"
    bar.begins("m0001", "verifying", 0)
    assert [task.description for task in progress.tasks] == ["m0001: moving", "m0001: verifying"]
    bar.ends()
    assert [task.description for task in progress.tasks] == ["m0001: moving"]
    assert told == ["Hear, hear."]


@pytest.mark.parametrize("terminal", [False, True])
async def test_whoever_watches_is_told_how_far_it_came(terminal: bool) -> None:
    shown = StringIO()
    async with watching(Console(file=shown, force_terminal=terminal, width=200)) as listener:
        listener.begins("m0001", "moving", 10)
        listener.advances(7)
    assert "m0001: moving" in shown.getvalue()
    assert "7 of about 10" in shown.getvalue()
