"""The options of `multitrainer migrate`, and what their values may be."""

from pathlib import Path
from typing import Annotated

import typer

from multitrainer.cli.common import usable_file
from multitrainer.migrating.aside import STDOUT
from multitrainer.migrations import ALL
from multitrainer.migrations.migration import Migration
from multitrainer.services.moving_over.limits import MOST, Limits

NAMES = ", ".join(migration.name for migration in ALL)


def _writable(path: Path | None) -> Path | None:
    return path if path == STDOUT else usable_file(path)


def _known(names: list[str] | None) -> list[str]:
    for name in names or ():
        if name not in {migration.name for migration in ALL}:
            raise typer.BadParameter(f"{name} is no migration; {NAMES} are.")
    return names or []


Json = Annotated[bool, typer.Option("--json", help="Print one JSON object (relaxed extended JSON) at the end.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]
BatchSize = Annotated[
    int | None,
    typer.Option(
        "--batch-size", min=1, max=MOST, help="Documents in a chunk. Without it, chunks are sized to take 3 s each."
    ),
]
MaxRate = Annotated[int | None, typer.Option("--max-rate", min=1, help="Documents a second at the most.")]
MaxLatency = Annotated[
    int,
    typer.Option(
        "--max-latency", min=0, max=60_000, help="Wait while a ping of the server takes longer, in ms; 0: never."
    ),
]
PauseFile = Annotated[
    Path | None,
    typer.Option("--pause-file", callback=usable_file, help="While this file exists, nothing is moved."),
]
Csv = Annotated[
    Path | None,
    typer.Option("--csv", metavar="FILE", callback=_writable, help="Write what was set aside as a table; - is stdout."),
]
Only = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="NAME", callback=_known, help=f"This migration alone; repeatable. One of {NAMES}."),
]

LATENCY_MS = 250


def limits(
    batch_size: int | None = None, max_rate: int | None = None, max_latency: int = LATENCY_MS, pause: Path | None = None
) -> Limits:
    """What an administrator allows."""
    return Limits(batch_size, max_rate, max_latency / 1_000 if max_latency else None, pause)


def chosen(names: list[str] | None) -> tuple[Migration, ...]:
    """The migrations of these names in their order; all where none is named."""
    return tuple(migration for migration in ALL if not names or migration.name in names)
