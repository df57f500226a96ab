"""The options of `multitrainer plan solve`."""

from pathlib import Path
from typing import Annotated

import typer

from multitrainer.cli.common import usable_file

Seconds = Annotated[float, typer.Option("--seconds", min=0, help="How long to look for something better.")]
Workers = Annotated[
    int, typer.Option("--workers", min=1, max=64, help="Threads. One gives the same answer for the same --effort.")
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Another one gives another answer of the same kind.")]
Effort = Annotated[
    int | None,
    typer.Option("--effort", min=0, help="Moves to try. Without it, more for larger problems. 0: the first answer."),
]
Memory = Annotated[int | None, typer.Option("--memory-mb", min=1, help="Memory to be content with (Linux).")]
ShowProgress = Annotated[
    bool | None,
    typer.Option("--progress/--no-progress", help="Tell on stderr how far it is. Without either, only at a terminal."),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", metavar="FILE", callback=usable_file, help="Write the solution to this file."),
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite the FILE of --output.")]
Explain = Annotated[
    bool,
    typer.Option("--explain", help="Say why, on stderr: about the plan, what nobody teaches, and what would help."),
]
