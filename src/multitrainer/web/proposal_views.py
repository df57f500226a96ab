"""What is shown of a proposal at once: of many changes a page, of many trainers those for whom most changes."""

import json
from collections import Counter
from typing import Any

Raw = dict[str, Any]
CHANGES, LOADS, BARS, UNMET = 100, 300, 40, 50
"""How many are shown at once."""


def shown_of(proposal: Raw, n: int) -> Raw:
    """A proposal, with the n-th page of what changes."""
    shown: Raw = {"proposal": proposal, "n": n, "last": 1, "changes": [], "loads": [], "bars": "[]"}
    if proposal["batches"]:
        moves = proposal["batches"]["moves"]
        return {**shown, "moves": moves[_page(n)], "last": _pages(len(moves)), **_sizes(proposal["batches"])}
    if proposal["plan"]:
        changes = sorted(proposal["plan"]["changes"], key=_only_stands_by)
        loads = sorted(
            proposal["plan"]["loads"], key=lambda one: (-abs(one["share"] - one["shareToday"]), -one["share"])
        )
        shown |= {"changes": changes[_page(n)], "last": _pages(len(changes)), "loads": loads[:LOADS]}
        return {**shown, "bars": json.dumps([_bar(one) for one in loads[:BARS]])}
    return shown


def names_in(proposal: Raw, shown: Raw) -> dict[str, set[str]]:
    """The ids of all whom that names: to be looked up at once."""
    pinned = shown["settings"]["pinned"]
    users = {proposal["madeBy"]["id"], *filter(None, pinned.values())}
    batches = {*pinned}
    for change in shown["changes"]:
        for people in (change["before"], change["after"]):
            users |= {*people["backup"], *people["assistants"], *([people["primary"]] if people["primary"] else [])}
    if plan := proposal["plan"]:
        users |= {one for conflict in plan["conflicts"][:UNMET] for one in conflict["trainers"]}
        batches |= {one for conflict in plan["conflicts"][:UNMET] for one in conflict["batches"]}
        batches |= {one for way in (plan["waysOut"] or ())[:UNMET] for one in way["covers"]}
    if found := proposal["batches"]:
        users |= {*found["waiting"][:CHANGES], *(move["student"] for move in shown["moves"])}
        batches |= {move["from"] for move in shown["moves"]} | {move["to"] for move in shown["moves"]}
    return {"users": users, "batches": batches, "courses": {str(course) for course in proposal["courses"]}}


def _sizes(found: Raw) -> Raw:
    """How many get a place in each batch, come from another one, and leave it for one."""
    placed = Counter(one["batch"] for one in found["placed"])
    come = Counter(one["to"] for one in found["moves"])
    leave = Counter(one["from"] for one in found["moves"])
    return {"placed": placed, "come": come, "leave": leave}


def _only_stands_by(change: Raw) -> bool:
    """Whether a batch keeps its primary: the others come first."""
    return bool(change["before"]["primary"] == change["after"]["primary"])


def _bar(load: Raw) -> Raw:
    return {"name": load["name"] or load["trainer"], "today": load["shareToday"], "then": load["share"]}


def _page(n: int) -> slice:
    return slice((n - 1) * CHANGES, n * CHANGES)


def _pages(rows: int) -> int:
    return max(1, -(-rows // CHANGES))
