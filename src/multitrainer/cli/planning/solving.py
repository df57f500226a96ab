"""`multitrainer plan solve`."""

import asyncio
import signal

import orjson
import typer

from multitrainer.cli.carrying import tell
from multitrainer.cli.common import err, fail
from multitrainer.cli.planning import options, results
from multitrainer.cli.planning.checking import list_faults
from multitrainer.cli.planning.files import ProblemFile, read, write, written
from multitrainer.cli.planning.following import following
from multitrainer.cli.planning.group import plan
from multitrainer.domain.errors import NotAProblem, PlanningFailed
from multitrainer.migrating.reports import Ending
from multitrainer.planning.telling import question
from multitrainer.planning_process import Allowance, OnStep, PlanningProcess, told
from multitrainer.solver.documents.limits import Limits
from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.documents.solution import Solution, SolutionStatus
from multitrainer.solver.reading.texts import read_problem

SECONDS_FOR_WAYS = 10.0
"""How long `--explain` looks for ways out."""

ENDING = "Ending with the best plan so far. Once more ends it at once."


@plan.command()
def solve(
    problem: ProblemFile,
    seconds: options.Seconds = 60.0,
    workers: options.Workers = 1,
    seed: options.Seed = 0,
    effort: options.Effort = None,
    memory_mb: options.Memory = None,
    progress: options.ShowProgress = None,
    output: options.Output = None,
    force: options.Force = False,
    explain: options.Explain = False,
) -> None:
    """Find who should teach what, and print the solution as JSON.

    Ctrl-C ends the search with the best plan so far. The same problem, --seed and --effort give the same plan, as long
    as --seconds suffice.

    Exits with 0 if every batch is covered, with 1 if some are not or the problem contradicts itself, with 2 if it is
    no problem (each fault is printed), planning failed, or it was ended before there was a plan.
    """
    if force and output is None:
        raise typer.BadParameter("--force belongs to --output FILE.")
    if output is not None and output.exists() and not force:
        raise typer.BadParameter(f"{output} exists already. Choose another name, or overwrite it with --force.")
    if output is not None and output.exists() and not output.is_file():
        raise typer.BadParameter(f"{output} is no file that could be overwritten. Choose another name.")
    limits = Limits(seconds=seconds, effort=effort, workers=workers, seed=seed)
    text = read(problem)
    solution = _solved(text, Allowance(limits, memory_mb, nice=0), progress)
    write(written(solution), output)
    if err.is_terminal or explain:
        _tell_people(read_problem(text), solution, memory_mb, explain=explain)
    is_complete = solution.status is not SolutionStatus.INFEASIBLE and all(one.primary for one in solution.people)
    raise typer.Exit(Ending.DONE if is_complete else Ending.LEFT_OVER)


def _tell_people(problem: Problem, solution: Solution, memory_mb: int | None, *, explain: bool) -> None:
    if err.is_terminal:
        results.show(problem, solution, err)
    if explain:
        results.explain(problem, solution, err)
        if solution.uncovered and solution.status is not SolutionStatus.INFEASIBLE:
            results.show_ways(_ways_out(problem, solution, memory_mb), err)


def _ways_out(problem: Problem, solution: Solution, memory_mb: int | None) -> list[str] | None:
    """What would help, in words; None if not found in time."""
    asked = question(problem.model_dump_json(by_alias=True).encode(), solution.model_dump_json(by_alias=True).encode())
    try:
        ways = orjson.loads(asyncio.run(told(asked, SECONDS_FOR_WAYS, memory_mb)))["waysOut"]
    except PlanningFailed as failed:
        tell(failed.detail)
        return None
    return None if ways is None else [way["words"] for way in ways]


def _solved(problem: bytes, allowance: Allowance, progress: bool | None) -> Solution:
    try:
        with following(err, wanted=progress) as on_step:
            return asyncio.run(_in_a_process(problem, allowance, on_step))
    except NotAProblem as refused:
        list_faults(refused, tell)
        fail("This is no problem that can be planned. Nothing was done.")
    except PlanningFailed as failed:
        fail(failed.detail)
    except _Ended:
        fail("Ended before there was a plan.")


class _Ended(Exception):
    """Somebody wanted no answer any more."""


async def _in_a_process(problem: bytes, allowance: Allowance, on_step: OnStep) -> Solution:
    async with PlanningProcess(problem, allowance) as planning:
        solving = asyncio.create_task(planning.solution(on_step))
        asking = asyncio.create_task(_asked_to_end(planning))
        await asyncio.wait([solving, asking], return_when=asyncio.FIRST_COMPLETED)
        asking.cancel()
        if solving.done():
            return solving.result()
        solving.cancel()
        raise _Ended


async def _asked_to_end(planning: PlanningProcess) -> None:
    """The first signal asks for the best so far; with the second this ends."""
    signals: asyncio.Queue[int] = asyncio.Queue()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, signals.put_nowait, number)
    await signals.get()
    tell(ENDING)
    await planning.cancel()
    await signals.get()
