"""Tables for whoever asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from tests.bench.solving.measuring import Measured


@dataclass(frozen=True)
class Aim:
    """A target of the issue, what came out, and whether that is within it."""

    what: str
    value: float
    most: float

    @property
    def row(self) -> tuple[str, str, str, str]:
        """As the table has it."""
        met = self.value <= self.most + 1e-9
        missed = f"{self.value / self.most:.2f} x" if self.most else "missed"
        return self.what, f"{self.value:.3f}", f"{self.most:.3f}", "met" if met else missed


def print_ways(console: Console, title: str, ways: Mapping[str, Measured]) -> None:
    """Every term of one problem, by whoever solved it."""
    ours = ways["ours"]
    table = Table("term", "bound", "gap", *ways, title=title)
    for term in ours.run.values:
        gap, bound = ours.gap(term), ours.bounds.get(term)
        others = [str(one.run.values.get(term, "-")) for one in ways.values()]
        table.add_row(term, _shown(bound), "-" if gap is None else f"{gap:.1%}", *others)
    for label, numbers in _lines(ways).items():
        table.add_row(label, "", "", *numbers)
    console.print(table)


def _lines(ways: Mapping[str, Measured]) -> dict[str, list[str]]:
    runs = [one.run for one in ways.values()]
    near = [one.near("highestLoad") if "highestLoad" in one.run.values else None for one in ways.values()]
    return {
        "status": [run.status for run in runs],
        "first answer, s": [_shown(run.first) for run in runs],
        "load within 1 %, s": [_shown(one) for one in near],
        "all, s": [_shown(run.seconds) for run in runs],
        "peak memory, MB": [_shown(run.peak) for run in runs],
        "of it for the problem, MB": [_shown(run.before) for run in runs],
    }


def print_known(console: Console, title: str, rows: Sequence[Sequence[str]]) -> None:
    """One line for each problem of which the best value is known."""
    table = Table("problem", "best", "where from", "ours", "above", "greedy", "CP-SAT", "s", "MB", title=title)
    for row in rows:
        table.add_row(*row)
    console.print(table)


def print_aims(console: Console, aims: Sequence[Aim]) -> None:
    """What was aimed at. Ratios are above their target as often as the last column says."""
    if aims:
        table = Table("target", "value", "at most", "", title="Targets")
        for aim in aims:
            table.add_row(*aim.row)
        console.print(table)


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:,.6g}"
