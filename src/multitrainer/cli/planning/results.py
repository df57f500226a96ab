"""What a plan came to, as tables and sentences for people."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from multitrainer.cli.common import printable
from multitrainer.migrating.reports import number
from multitrainer.solver.documents.solution import Load, Solution, TermValue, Uncovered

MOST_ROWS = 40
MOST_NAMES = 8


def show(solution: Solution, err: Console) -> None:
    """Print who teaches what and how good that is."""
    err.print(_loads(solution))
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


def explain(solution: Solution, err: Console) -> None:
    """Print the sentences about the plan, and what keeps each trainer from what nobody teaches."""
    for sentence in solution.explanations:
        _say(err, sentence)
    for one in solution.uncovered:
        _say(err, f"Nobody teaches {printable(one.batch)}. {' '.join(_reasons(one))}")


def _reasons(one: Uncovered) -> Iterator[str]:
    for rule, trainers in one.forbids.items():
        yield f"{rule} forbids {_some(trainers)}."


def _loads(solution: Solution) -> Table:
    taught: dict[str, list[str]] = {}
    for one in solution.people:
        taught.setdefault(one.primary or "", []).append(one.batch)
    table = Table("Trainer", "Batches", "Hours", "Load", "Today")
    for load in solution.loads[:MOST_ROWS]:
        table.add_row(*_row(load, taught.get(load.trainer, [])))
    return table


def _row(load: Load, batches: list[str]) -> tuple[str, ...]:
    return (
        _cell(load.trainer),
        _cell(_some(batches) if batches else "-"),
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


def _cell(text: str) -> str:
    """Without what Rich would take for markup."""
    return printable(text).replace("[", r"\[")


def _say(err: Console, words: str) -> None:
    err.print(words, markup=False, highlight=False, soft_wrap=True)
