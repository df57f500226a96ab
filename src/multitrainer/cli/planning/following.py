"""How far planning is: a bar on a terminal, else a line for each phase."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Column

from multitrainer.planning_process import OnStep
from multitrainer.solver.lines import Step


@contextmanager
def following(err: Console, *, wanted: bool | None) -> Iterator[OnStep]:
    """Somebody to tell of each step. `wanted` is None where it depends on whether anybody sits there."""
    if wanted is False or (wanted is None and not err.is_terminal):
        yield lambda _: None
    elif not err.is_terminal:
        yield _lines(lambda words: err.print(words, markup=False, highlight=False, soft_wrap=True))
    else:
        columns = (SpinnerColumn(), description(), BarColumn(20), TimeElapsedColumn())
        with Progress(*columns, console=err, transient=True, expand=True) as progress:
            task = progress.add_task("reading", total=1.0)
            yield lambda step: progress.update(task, description=words_of(step), completed=step.done)


def description() -> TextColumn:
    """What is being done, cut where the bar beside it would leave the terminal."""
    return TextColumn("{task.description}", markup=False, table_column=Column(ratio=1, no_wrap=True))


def _lines(tell: Callable[[str], None]) -> OnStep:
    told = ""

    def step(step: Step) -> None:
        nonlocal told
        if step.phase != told:
            told = step.phase
            tell(f"{step.done:4.0%}  {words_of(step)}")

    return step


def words_of(step: Step) -> str:
    """What is being done, and the best values so far."""
    values = ", ".join(f"{term} {value:,}" for term, value in step.values.items())
    return f"{step.phase} ({values})" if values else step.phase
