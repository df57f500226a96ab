"""Proposals as tables and sentences for people."""

from typing import Any

import typer
from rich.table import Table

from multitrainer import wire
from multitrainer.cli.carrying import tell
from multitrainer.cli.common import cell, out, printable, say
from multitrainer.cli.planning.changed import Names, show_changes
from multitrainer.domain.proposals import SENTENCES, ProposalKind, ProposalState
from multitrainer.migrating.reports import Ending, number

Raw = dict[str, Any]


def show_proposal(found: Raw, *, as_json: bool, courses: Names | None = None, is_to_be_applied: bool = False) -> None:
    """Print a proposal with its plan. Ends the command with 1 where there is none.

    `courses` are the names of several courses that are planned together. `is_to_be_applied` leaves out what to do next.
    """
    if as_json:
        say(wire.encode(found).decode())
    elif found["batches"] is not None:
        _show_batches(found)
    elif found["plan"] is None:
        tell(f"Proposal {found['_id']} is {found['state']}. {found['error'] or ''}".strip())
    else:
        _show_plan(found, courses or {})
    if found["plan"] is None and found["batches"] is None:
        raise typer.Exit(Ending.LEFT_OVER)
    if not (as_json or is_to_be_applied):
        tell(_what_next(found))


def _show_plan(found: Raw, courses: Names) -> None:
    shown = found["plan"]
    say(f"Proposal {found['_id']}: {found['kind']}, {found['state']}, {shown['status']}.")
    if not shown["changes"]:
        say("Everybody stays where they are.")
    if shown["changes"] or shown["uncovered"]:
        show_changes(shown, courses)
    out.print(_loads(shown["loads"]))
    for sentence in shown["explanations"]:
        say(printable(sentence))
    for way in shown["waysOut"] or ():
        say(f"A way out: {printable(way['words'])}")


def has_changes(found: Raw) -> bool:
    """Whether there is anything to apply."""
    return bool((found["summary"] or {}).get("changes"))


def show_candidates(found: Raw) -> None:
    """Print who could teach a batch, the best first."""
    table = Table("Trainer", "Load with it", "What would change, or what forbids it")
    for one in found["candidates"]:
        who = cell(one["name"] or one["trainer"]) + ("" if one["onCourse"] else " (not on the course)")
        load = "-" if one["share"] is None else f"{one['share']:g} %"
        table.add_row(who, load, _changes_of(one))
    out.print(table)


def show_why(found: Raw) -> None:
    """Print why a batch has its primary in a plan."""
    say(printable(" ".join(found["words"])))
    table = Table("Trainer", "Why not")
    for one in found["others"]:
        table.add_row(cell(one["name"] or one["trainer"]), cell(one["words"]))
    out.print(table)


def _changes_of(one: Raw) -> str:
    against = one["words"] or one["forbids"]
    if not one["isPrimary"]:
        return cell(against)
    return cell(f"teaches it today, which breaks a rule: {against}" if one["forbids"] else "teaches it today")


def _show_batches(found: Raw) -> None:
    plan = found["batches"]
    say(f"Proposal {found['_id']}: {found['kind']}, {found['state']}.")
    if plan["changed"] or plan["new"]:
        out.print(_sizes(plan))
    else:
        say("There is nothing to do: the batches stay as they are.")
    wishes = ", ".join(f"{count} {_choice(wish)}" for wish, count in plan["choices"].items())
    say(f"{_who_goes_where(plan, wishes)}.")
    for one in plan["emptied"]:
        say(f"Nobody sits in {printable(one['name'] or one['batch'])} any more.")
    for sentence in plan.get("explanations", ()):  # proposals of earlier versions have none
        say(printable(sentence))


def _who_goes_where(plan: Raw, wishes: str) -> str:
    """How many get a place, move and wait."""
    placed, moved, waiting = (len(plan[what]) for what in ("placed", "moves", "waiting"))
    got = number(placed, "student gets a place", "students get a place")
    moves, wait = number(moved, "student moves", "students move"), number(waiting, "waits", "wait")
    return f"{got}{f' ({wishes})' if wishes else ''}, {moves}, {wait}"


def _sizes(plan: Raw) -> Table:
    table = Table("Batch", "Slot", "Today", "Then", "ID")
    for one in plan["changed"]:
        sizes = (str(one["sizeToday"]), str(one["size"]))
        table.add_row(cell(one["name"] or one["batch"]), cell(one.get("slot")), *sizes, one["batch"])
    for one in plan["new"]:
        table.add_row(cell(one["name"]), cell(one["slot"] or "-"), "new", str(one["size"]), one["batch"])
    return table


def _choice(wish: str) -> str:
    return "without a wish" if wish == "any" else f"with wish {wish}"


def _what_next(found: Raw) -> str:
    state, id_ = found["state"], found["_id"]
    if state == ProposalState.APPLIED:
        return f"It has been applied. `multitrainer plan revert {id_}` takes it back."
    if state != ProposalState.READY:
        return f"This proposal {SENTENCES[ProposalState(state)]}."
    if found["kind"] == ProposalKind.WHAT_IF:
        return "This is only what would be, if; it can't be applied."
    if not has_changes(found):
        return "There is nothing to apply."
    return (
        f"Nothing has been changed. `multitrainer plan apply {id_}` does it, unless what it was made from has changed."
    )


def _loads(loads: list[Raw]) -> Table:
    table = Table("Trainer", "Batches", "Hours a week", "Today", "Then")
    for load in loads:
        shares = (f"{load['shareToday']:g} %", f"{load['share']:g} %")
        table.add_row(cell(load["name"] or load["trainer"]), str(load["batches"]), f"{load['hours']:g}", *shares)
    return table
