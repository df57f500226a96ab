"""What can be said of planning documents without planning."""

import json
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated

import typer

from multitrainer.cli.carrying import tell
from multitrainer.cli.common import fail, say
from multitrainer.cli.planning.files import INDENT, ProblemFile, SolutionFile, read
from multitrainer.cli.planning.group import plan
from multitrainer.domain.errors import InvalidInput, NotAProblem
from multitrainer.migrating.reports import Ending, number
from multitrainer.solver.documents import schemas
from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.documents.solution import Solution
from multitrainer.solver.reading.texts import read_problem, read_solution
from multitrainer.solver.validating import breaches


class Kind(StrEnum):
    """The documents that have a schema."""

    PROBLEM = "problem"
    SOLUTION = "solution"


@plan.command()
def check(problem: ProblemFile) -> None:
    """List the faults of a problem, each with its path. Plans nothing.

    Exits with 0 if there are none, with 1 if there are, with 2 if the file can't be read.
    """
    try:
        read_problem(read(problem))
    except NotAProblem as refused:
        list_faults(refused, say)
        raise typer.Exit(Ending.LEFT_OVER) from None
    tell("There is no fault in it.")


@plan.command()
def validate(problem: ProblemFile, solution: SolutionFile) -> None:
    """List what is wrong with a solution: rules that it breaks, and what it says of itself that is not so.

    Everything is computed again, by other means than `solve` has. Exits with 0 if it is right, with 1 if it is not,
    with 2 if one of the two is no such document.
    """
    if problem == solution:
        raise typer.BadParameter("problem and solution can't be the same.")
    try:
        found = breaches(read_problem(read(problem)), read_solution(read(solution)))
    except NotAProblem as refused:
        list_faults(refused, tell)
        fail("This is no problem that can be planned. `plan check` says the same.")
    except InvalidInput as refused:
        list_faults(refused, tell)
        fail("This is no solution.")
    for line in found:
        say(line)
    tell(f"{number(len(found), 'thing is', 'things are')} wrong with it." if found else "It is right.")
    raise typer.Exit(Ending.LEFT_OVER if found else Ending.DONE)


@plan.command()
def schema(kind: Annotated[Kind, typer.Argument(help="Of which document.")]) -> None:
    """Print the JSON schema of a document. docs/planning has the same."""
    document: type[Problem] | type[Solution] = Problem if kind is Kind.PROBLEM else Solution
    say(json.dumps(schemas.schema_of(document), indent=INDENT))


def list_faults(refused: NotAProblem | InvalidInput, line: Callable[[str], None]) -> None:
    """Print each fault that is listed, and how many there are besides."""
    for one in refused.facts["errors"]:
        line(f"{one['field']}: {one['message']}" if one["field"] else f"It {one['message']}")
    if more := refused.facts["more"]:
        line(f"... and {more:,} more")
