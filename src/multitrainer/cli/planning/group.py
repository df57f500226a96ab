"""The group of commands that plan."""

import typer

plan = typer.Typer(
    no_args_is_help=True,
    help="Plan who teaches what. `solve`, `check`, `validate` and `schema` work on documents alone, without a database "
    "and without settings; docs/planning.md describes the documents.\n\n"
    "Exit codes: 0, done. 1, finished, and something is left for people: batches that nobody teaches, or a problem "
    "that contradicts itself (`solve`), faults (`check`), breaches (`validate`). 2, refused, failed or ended before "
    "there was an answer.",
)
