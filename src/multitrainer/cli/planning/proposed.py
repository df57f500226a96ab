"""Proposals as tables and sentences for people."""

from collections.abc import Mapping
from typing import Any

import typer
from rich.table import Table

from multitrainer import wire
from multitrainer.cli.carrying import tell
from multitrainer.cli.common import out, printable, say
from multitrainer.domain.proposals import ProposalState
from multitrainer.migrating.reports import Ending, number

Raw = dict[str, Any]


def show_proposal(found: Raw, *, as_json: bool) -> None:
    """Print a proposal with its plan. Ends the command with 1 where there is none."""
    if as_json:
        say(wire.encode(found).decode())
    elif found["batches"] is not None:
        _show_batches(found)
    elif found["plan"] is None:
        tell(f"Proposal {found['_id']} is {found['state']}. {found['error'] or ''}".strip())
    else:
        _show_plan(found)
    if found["plan"] is None and found["batches"] is None:
        raise typer.Exit(Ending.LEFT_OVER)


def _show_plan(found: Raw) -> None:
    shown, names = found["plan"], {load["trainer"]: load.get("name") for load in found["plan"]["loads"]}
    say(f"Proposal {found['_id']}: {found['kind']}, {found['state']}, {shown['status']}.")
    if not shown["changes"]:
        say("Everybody stays where they are.")
    if shown["changes"] or shown["uncovered"]:
        out.print(_changes(shown["changes"], shown["uncovered"], names))
    out.print(_loads(shown["loads"]))
    for sentence in shown["explanations"]:
        say(printable(sentence))
    for way in shown["waysOut"] or ():
        say(f"A way out: {printable(way['words'])}")
    _tell_what_next(found)


def show_candidates(found: Raw) -> None:
    """Print who could teach a batch, the best first."""
    table = Table("Trainer", "Load with it", "What would change, or what forbids it")
    for one in found["candidates"]:
        who = printable(one["name"] or one["trainer"]) + ("" if one["onCourse"] else " (not on the course)")
        load = "-" if one["share"] is None else f"{one['share']:g} %"
        table.add_row(who, load, _changes_of(one))
    out.print(table)


def show_why(found: Raw) -> None:
    """Print why a batch has its primary in a plan."""
    say(printable(" ".join(found["words"])))
    table = Table("Trainer", "Why not")
    for one in found["others"]:
        table.add_row(printable(one["name"] or one["trainer"]), printable(one["words"]))
    out.print(table)


def _changes_of(one: Raw) -> str:
    if one["isPrimary"]:
        return "teaches it today"
    return printable(one["words"] or one["forbids"])


def _show_batches(found: Raw) -> None:
    plan = found["batches"]
    say(f"Proposal {found['_id']}: {found['kind']}, {found['state']}.")
    out.print(_sizes(plan))
    placed, moved = (number(len(plan[what]), "student", "students") for what in ("placed", "moves"))
    wishes = ", ".join(f"{count} {_choice(wish)}" for wish, count in plan["choices"].items())
    say(f"{placed} get a place{f' ({wishes})' if wishes else ''}, {moved} move, {len(plan['waiting'])} wait.")
    for one in plan["emptied"]:
        say(f"Nobody sits in {printable(one['name'] or one['batch'])} any more.")
    _tell_what_next(found)


def _sizes(plan: Raw) -> Table:
    table = Table("Batch", "Slot", "Today", "Then")
    for one in plan["changed"]:
        table.add_row(printable(one["name"] or one["batch"]), "", str(one["sizeToday"]), str(one["size"]))
    for one in plan["new"]:
        table.add_row(printable(one["name"]), printable(one["slot"] or "-"), "new", str(one["size"]))
    return table


def _choice(wish: str) -> str:
    return "without a wish" if wish == "any" else f"with wish {wish}"


def _tell_what_next(found: Raw) -> None:
    if found["state"] == ProposalState.READY:
        tell(f"Nothing has been changed. `multitrainer plan apply {found['_id']}` does it.")


def _changes(changes: list[Raw], uncovered: list[Raw], names: Mapping[str, str | None]) -> Table:
    """All that changes, and what nobody teaches, neither today nor then."""
    table = Table("Batch", "Today", "Then", "Stand by", "Why")
    for change in changes:
        before, after = change["before"], change["after"]
        stand_by = ", ".join(_named(one, names) for one in after["backup"])
        primaries = (_named(before["primary"], names), _named(after["primary"], names))
        table.add_row(printable(change["name"] or change["batch"]), *primaries, stand_by, " ".join(change["reasons"]))
    changed = {change["batch"] for change in changes}
    for one in (one for one in uncovered if one["batch"] not in changed):
        table.add_row(printable(one["name"] or one["batch"]), "-", "-", "", "Nobody teaches it; see below.")
    return table


def _loads(loads: list[Raw]) -> Table:
    table = Table("Trainer", "Batches", "Hours a week", "Today", "Then")
    for load in loads:
        shares = (f"{load['shareToday']:g} %", f"{load['share']:g} %")
        table.add_row(printable(load["name"] or load["trainer"]), str(load["batches"]), f"{load['hours']:g}", *shares)
    return table


def _named(trainer: str | None, names: Mapping[str, str | None]) -> str:
    return "-" if trainer is None else printable(names.get(trainer) or trainer)
