"""`multitrainer plan courses`, `batches`, `show`, `list`, `apply`, `revert`: proposals for the institute's courses."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, Progress, TimeElapsedColumn

from multitrainer import wire
from multitrainer.cli.carrying import carry_out, checked, tell
from multitrainer.cli.common import confirm, err, fail, printable, say, somebody_is_there
from multitrainer.cli.planning import plan
from multitrainer.cli.planning.changed import Names
from multitrainer.cli.planning.deeds import back_to, what_it_does
from multitrainer.cli.planning.following import description
from multitrainer.cli.planning.proposed import has_changes, show_candidates, show_proposal, show_why
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import CourseNotFound, InvalidInput
from multitrainer.domain.proposals import ProposalKind
from multitrainer.schemas.plan_options import PlanOptions
from multitrainer.schemas.proposals import NewProposalOfCourses
from multitrainer.services import Services

Raw = dict[str, Any]
LOOKS_EVERY_SECONDS = 0.5
AT_ONCE = 100
__all__ = ["plan"]

LINE = "{:24}  {:11}  {:9}  {:>7}  {}"

Id = Annotated[str, typer.Argument(metavar="ID", help="The proposal, by its id.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]


@plan.command("courses")
def plan_courses(
    courses: Annotated[list[str] | None, typer.Argument(metavar="ID", help="Courses to plan together.")] = None,
    all_courses: Annotated[bool, typer.Option("--all", help="Plan all courses together.")] = False,
    rebalance: Annotated[
        bool,
        typer.Option(
            "--rebalance",
            help="Few changes, after a leave or a new trainer; a low highest load (within 5 %) comes first.",
        ),
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
    made, names = carry_out(lambda services: _with_names(services, _made(services, new)), as_json=json)
    show_proposal(made, as_json=json, courses=names)


@plan.command("batches")
def plan_batches(
    course: Annotated[str, typer.Argument(metavar="COURSE", help="The course, by its id.")],
    apply_it: Annotated[bool, typer.Option("--apply", help="Apply it once it has been shown.")] = False,
    yes: Yes = False,
    json: AsJson = False,
) -> None:
    """Propose how a course is split into batches, and show it. Changes nothing without --apply."""
    name = _id(course, as_json=json)
    new = checked(NewProposalOfCourses, kind=ProposalKind.BATCHES, courses=(name,))
    made = carry_out(lambda services: _made(services, new), as_json=json)
    is_to_be_applied = apply_it and has_changes(made)
    if not (json and is_to_be_applied):
        show_proposal(made, as_json=json, is_to_be_applied=is_to_be_applied)
    if is_to_be_applied:
        _apply(str(made["_id"]), yes=yes, as_json=json)


@plan.command("candidates")
def candidates(
    batch: Annotated[str, typer.Argument(metavar="BATCH", help="The batch, by its id.")],
    everybody: Annotated[bool, typer.Option("--everybody", help="All trainers of the institute.")] = False,
    json: AsJson = False,
) -> None:
    """Show who could teach a batch: which rule forbids each trainer, or what would change if they took it."""
    name = _id(batch, as_json=json)

    async def work(services: Services) -> Raw:
        return await services.candidates.of_batch(THE_ADMIN, name, of_all=everybody)

    found = carry_out(work, as_json=json, writes=False)
    if json:
        say(wire.encode(found).decode())
    else:
        show_candidates(found)


@plan.command("show")
def show(proposal: Id, json: AsJson = False) -> None:
    """Show a proposal: what changes against today, loads, terms, and why."""
    name = _id(proposal, as_json=json)

    async def work(services: Services) -> tuple[Raw, Names]:
        return await _with_names(services, services.proposals.read(THE_ADMIN, name))

    found, names = carry_out(work, as_json=json, writes=False)
    show_proposal(found, as_json=json, courses=names)


@plan.command("why")
def why(
    proposal: Id,
    batch: Annotated[
        str, typer.Argument(metavar="BATCH", help="The batch, by its id; or by its name, if no other has it.")
    ],
    json: AsJson = False,
) -> None:
    """Show why a batch has its primary in a proposal, and why nobody else has it."""
    name = _id(proposal, as_json=json)
    found = carry_out(lambda services: services.proposals.explain(THE_ADMIN, name, batch), as_json=json, writes=False)
    if json:
        say(wire.encode(found).decode())
    else:
        show_why(found)


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
    _apply(_id(proposal, as_json=json), yes=yes, as_json=json)


@plan.command("revert")
def revert(proposal: Id, yes: Yes = False, json: AsJson = False) -> None:
    """Put everybody back where they were before a proposal was applied, if nobody was moved since."""
    name = _id(proposal, as_json=json)
    _confirm("Revert", name, back_to, yes=yes, as_json=json)
    done = carry_out(lambda services: services.proposal_changes.revert(THE_ADMIN, name), as_json=json)
    _tell_state(done, as_json=json)


def _apply(proposal: str, *, yes: bool, as_json: bool) -> None:
    _confirm("Apply", proposal, what_it_does, yes=yes, as_json=as_json)
    done = carry_out(lambda services: services.proposal_changes.apply(THE_ADMIN, proposal), as_json=as_json)
    _tell_state(done, as_json=as_json)


def _confirm(verb: str, proposal: str, told: Callable[[Raw], str], *, yes: bool, as_json: bool) -> None:
    """Ask, and say what it does, which is read where somebody is there to be asked."""
    words = ""
    if somebody_is_there() and not (yes or as_json):
        found = carry_out(lambda services: services.proposals.read(THE_ADMIN, proposal), writes=False)
        words = told(found)
    confirm(f"{words}{verb} proposal {proposal}?", yes=yes, as_json=as_json)


async def _with_names(services: Services, finding: Awaitable[Raw]) -> tuple[Raw, Names]:
    """A proposal, and the names of its courses where they are several and something changes there."""
    found = await finding
    courses = {change["course"] for change in (found["plan"] or {}).get("changes", ())}
    if len(found["courses"]) == 1:
        return found, {}
    names: dict[str, str | None] = {}
    for course in courses:
        with suppress(CourseNotFound):  # it has been deleted since
            names[course] = (await services.courses.read(THE_ADMIN, course)).get("name")
    return found, names


async def _made(services: Services, new: NewProposalOfCourses) -> Raw:
    """The proposal once it is made, with a bar meanwhile."""
    begun = await services.proposals.make(THE_ADMIN, new.courses, new)
    proposal = str(begun["_id"])
    ended = asyncio.ensure_future(services.proposals.ended(proposal))
    columns = (description(), BarColumn(20), TimeElapsedColumn())
    try:
        with Progress(*columns, console=err, transient=True, expand=True, disable=not err.is_terminal) as bar:
            task = bar.add_task("Planning", total=1.0)
            while not (await asyncio.wait({ended}, timeout=LOOKS_EVERY_SECONDS))[0]:
                progress = (await services.proposals.read(THE_ADMIN, proposal))["progress"]
                bar.update(task, description=f"Planning: {progress['phase']}", completed=progress["done"])
    finally:
        await services.proposals.finish()
    return await services.proposals.read(THE_ADMIN, proposal)


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


def _id(given: str, *, as_json: bool) -> str:
    if not (len(given) == 24 and all(c in "0123456789abcdefABCDEF" for c in given)):
        fail(f"{printable(given)} is no id, which is 24 hexadecimal digits.", as_json=as_json, code=InvalidInput.code)
    return given.lower()
