"""`multitrainer plan courses`, `show`, `list`, `apply`, `revert`: proposals for the institute's own courses."""

import asyncio
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from multitrainer import wire
from multitrainer.cli.carrying import carry_out, checked, tell
from multitrainer.cli.common import confirm, err, fail, out, printable, say
from multitrainer.cli.planning import plan
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import InvalidInput
from multitrainer.domain.proposals import ProposalKind, ProposalState
from multitrainer.migrating.reports import Ending
from multitrainer.schemas.plan_options import PlanOptions
from multitrainer.schemas.proposals import NewProposalOfCourses
from multitrainer.services import Services

Raw = dict[str, Any]
LOOKS_EVERY_SECONDS = 0.5
AT_ONCE = 100
NAMED = 40
__all__ = ["plan"]

LINE = "{:24}  {:11}  {:9}  {:>7}  {}"

Id = Annotated[str, typer.Argument(metavar="ID", help="The proposal, by its id.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]


@plan.command("courses")
def plan_courses(
    courses: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Courses to plan together.")] = None,
    all_courses: Annotated[bool, typer.Option("--all", help="Plan all courses together.")] = False,
    rebalance: Annotated[
        bool, typer.Option("--rebalance", help="Change as little as can be, after a leave or a new trainer.")
    ] = False,
    seconds: Annotated[float | None, typer.Option(help="How long to look at the most.")] = None,
    seed: Annotated[int, typer.Option(help="Another seed may find another plan.")] = 0,
    pin: Annotated[list[str] | None, typer.Option(help="A batch that keeps its primary, besides the locked.")] = None,
    json: AsJson = False,
) -> None:
    """Propose who teaches what on some courses, and show it. Changes nothing; `plan apply` does."""
    if bool(courses) is all_courses:
        fail("Name courses by their ids, or --all.", as_json=json, code=InvalidInput.code)
    kind = ProposalKind.REBALANCE if rebalance else ProposalKind.ASSIGN
    given = {"seed": seed, "pins": tuple(pin or ()), **({} if seconds is None else {"seconds": seconds})}
    asked = {"kind": kind, "options": checked(PlanOptions, **given), **({"courses": tuple(courses)} if courses else {})}
    new = checked(NewProposalOfCourses, **asked)
    _show(carry_out(lambda services: _made(services, new), as_json=json), as_json=json)


@plan.command("show")
def show(proposal: Id, json: AsJson = False) -> None:
    """Show a proposal: what changes against today, loads, terms, and why."""
    name = _id(proposal, as_json=json)
    _show(
        carry_out(lambda services: services.proposals.read(THE_ADMIN, name), as_json=json, writes=False), as_json=json
    )


@plan.command("list")
def list_proposals(
    course: Annotated[str | None, typer.Option(help="Only proposals for this course.")] = None, json: AsJson = False
) -> None:
    """List the latest proposals, the newest first."""
    only = None if course is None else _id(course, as_json=json)

    async def work(services: Services) -> list[Raw]:
        return (await services.proposals.page(THE_ADMIN, only, None, AT_ONCE)).items

    found = carry_out(work, as_json=json, writes=False)
    if json:
        say(wire.encode({"items": found}).decode())
    elif not found:
        tell("There are no proposals yet: `multitrainer plan courses --all` makes one.")
    else:
        _list(found)


@plan.command("apply")
def apply(proposal: Id, yes: Yes = False, json: AsJson = False) -> None:
    """Put everybody where a proposal has them; all of it, or nothing where what it was made from has changed."""
    name = _id(proposal, as_json=json)
    confirm(f"Apply proposal {name}?", yes=yes, as_json=json)
    done = carry_out(lambda services: services.proposal_changes.apply(THE_ADMIN, name), as_json=json)
    _tell_state(done, as_json=json)


@plan.command("revert")
def revert(proposal: Id, yes: Yes = False, json: AsJson = False) -> None:
    """Put everybody back where they were before a proposal was applied, if nobody was moved since."""
    name = _id(proposal, as_json=json)
    confirm(f"Revert proposal {name}?", yes=yes, as_json=json)
    done = carry_out(lambda services: services.proposal_changes.revert(THE_ADMIN, name), as_json=json)
    _tell_state(done, as_json=json)


async def _made(services: Services, new: NewProposalOfCourses) -> Raw:
    """The proposal once it is made, with a bar meanwhile."""
    begun = await services.proposals.make(THE_ADMIN, new.courses, new)
    proposal = str(begun["_id"])
    ended = asyncio.ensure_future(services.proposals.ended(proposal))
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    try:
        with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
            task = bar.add_task("Planning", total=1.0)
            while not (await asyncio.wait({ended}, timeout=LOOKS_EVERY_SECONDS))[0]:
                progress = (await services.proposals.read(THE_ADMIN, proposal))["progress"]
                bar.update(task, description=f"Planning: {progress['phase']}", completed=progress["done"])
    finally:
        await services.proposals.finish()
    return await services.proposals.read(THE_ADMIN, proposal)


def _show(found: Raw, *, as_json: bool) -> None:
    if as_json:
        say(wire.encode(found).decode())
    elif found["plan"] is None:
        tell(f"Proposal {found['_id']} is {found['state']}. {found['error'] or ''}".strip())
    else:
        _show_plan(found)
    if found["plan"] is None:
        raise typer.Exit(Ending.LEFT_OVER)


def _show_plan(found: Raw) -> None:
    shown, names = found["plan"], {load["trainer"]: load.get("name") for load in found["plan"]["loads"]}
    say(f"Proposal {found['_id']}: {found['kind']}, {found['state']}, {shown['status']}.")
    if shown["changes"]:
        out.print(_changes(shown["changes"], names))
    else:
        say("Everybody stays where they are.")
    out.print(_loads(shown["loads"]))
    for one in shown["uncovered"]:
        say(f"Nobody may teach {printable(one['name'] or one['batch'])}.")
    for sentence in shown["explanations"]:
        say(printable(sentence))
    if found["state"] == ProposalState.READY:
        tell(f"Nothing has been changed. `multitrainer plan apply {found['_id']}` does it.")


def _changes(changes: list[Raw], names: dict[str, str | None]) -> Table:
    table = Table("Batch", "Today", "Then", "Stand by", "Why")
    for change in changes:
        before, after = change["before"], change["after"]
        stand_by = ", ".join(_named(one, names) for one in after["backup"])
        primaries = (_named(before["primary"], names), _named(after["primary"], names))
        table.add_row(printable(change["name"] or change["batch"]), *primaries, stand_by, " ".join(change["reasons"]))
    return table


def _loads(loads: list[Raw]) -> Table:
    table = Table("Trainer", "Batches", "Hours a week", "Today", "Then")
    for load in loads:
        shares = (f"{load['shareToday']:g} %", f"{load['share']:g} %")
        table.add_row(printable(load["name"] or load["trainer"]), str(load["batches"]), f"{load['hours']:g}", *shares)
    return table


def _list(found: list[Raw]) -> None:
    say(LINE.format("PROPOSAL", "STATE", "KIND", "CHANGES", "MADE"))
    for one in found:
        changes = str((one["summary"] or {}).get("changes", "-"))
        say(LINE.format(str(one["_id"]), one["state"], one["kind"], changes, f"{one['madeAt']:%Y-%m-%d %H:%M}"))


def _tell_state(done: Raw, *, as_json: bool) -> None:
    if as_json:
        say(wire.encode(done).decode())
    else:
        tell(f"Proposal {done['_id']} is {done['state']}.")


def _named(trainer: str | None, names: dict[str, str | None]) -> str:
    return "-" if trainer is None else printable(names.get(trainer) or trainer)


def _id(given: str, *, as_json: bool) -> str:
    if not (len(given) == 24 and all(c in "0123456789abcdefABCDEF" for c in given)):
        fail(f"{printable(given)} is no id, which is 24 hexadecimal digits.", as_json=as_json, code=InvalidInput.code)
    return given.lower()
