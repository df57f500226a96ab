"""What a plan came to, as tables and sentences for people."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from multitrainer.cli.common import cell, printable
from multitrainer.migrating.reports import number
from multitrainer.solver.documents.problem import Batch, Problem, Trainer
from multitrainer.solver.documents.solution import Load, Solution, TermValue
from multitrainer.solver.explaining.barring import Barring

MOST_ROWS = 40
MOST_NAMES = 8


def show(problem: Problem, solution: Solution, err: Console) -> None:
    """Print who teaches what and how good that is."""
    err.print(_loads(problem, solution))
    err.print(_terms(solution))
    if (more := len(solution.loads) - MOST_ROWS) > 0:
        _say(err, f"... and {number(more, 'trainer', 'trainers')} more")
    _say(err, summary(solution))


def summary(solution: Solution) -> str:
    """The plan in a sentence."""
    batches, nobody = len(solution.people), sum(one.primary is None for one in solution.people)
    changed = sum(one.changed for one in solution.people)
    covered = f"{number(batches - nobody, 'batch', 'batches')} of {batches:,} covered"
    return f"{solution.status.capitalize()}: {covered}, {changed:,} changed."


def explain(problem: Problem, solution: Solution, err: Console) -> None:
    """Print the sentences about the plan, and what keeps each trainer from what nobody teaches."""
    for sentence in solution.explanations:
        _say(err, printable(sentence))
    names, barring = _named(problem.batches), Barring(problem)
    for one in solution.uncovered:
        forbidden = ((trainer, rule) for rule, trainers in one.forbids.items() for trainer in trainers)
        why = barring.grouped(forbidden, [one.batch])
        _say(err, printable(f"Nobody teaches {names[one.batch]}{f': {why}' if why else ''}."))


def show_ways(ways: Sequence[str] | None, err: Console) -> None:
    """Print what would help, or that there was no time to find out."""
    if ways is None:
        _say(err, "Ways out were not found in time.")
    for words in ways or ():
        _say(err, f"A way out: {printable(words)}")


def _named(several: Sequence[Trainer] | Sequence[Batch]) -> dict[str, str]:
    """What people call them, by id."""
    return {one.id: one.name or one.id for one in several}


def _loads(problem: Problem, solution: Solution) -> Table:
    taught: dict[str, list[str]] = {}
    trainers, batches = _named(problem.trainers), _named(problem.batches)
    for one in solution.people:
        taught.setdefault(one.primary or "", []).append(batches[one.batch])
    table = Table("Trainer", "Batches", "Hours", "Load", "Today")
    for load in solution.loads[:MOST_ROWS]:
        table.add_row(*_row(trainers[load.trainer], load, taught.get(load.trainer, [])))
    return table


def _row(name: str, load: Load, batches: list[str]) -> tuple[str, ...]:
    return (
        cell(name),
        cell(_some(batches) if batches else "-"),
        f"{load.hours:.1f}",
        f"{load.share:.1f} %",
        f"{load.share_today:.1f} %",
    )


def _terms(solution: Solution) -> Table:
    table = Table("Stage", "Term", "Value", "Bound", "Gap")
    for line in solution.terms:
        table.add_row(str(line.stage), line.term, f"{line.value:,}", *_bound(line))
    return table


def _bound(line: TermValue) -> tuple[str, str]:
    if line.bound is None or line.gap is None:
        return "-", "-"
    return f"{line.bound:,}", f"{line.gap:.1%}"


def _some(names: list[str] | tuple[str, ...]) -> str:
    more = f" and {len(names) - MOST_NAMES:,} more" if len(names) > MOST_NAMES else ""
    return ", ".join(map(printable, names[:MOST_NAMES])) + more


def _say(err: Console, words: str) -> None:
    err.print(words, markup=False, highlight=False, soft_wrap=True)
