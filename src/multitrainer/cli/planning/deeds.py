"""What applying a proposal does, and reverting it, in a sentence before somebody is asked."""

from typing import Any

from multitrainer.migrating.reports import number

Raw = dict[str, Any]


def what_it_does(found: Raw) -> str:
    """What applying changes; nothing where there is no plan, which is refused anyway."""
    if found["batches"] is not None:
        return _of_batches(found["batches"])
    if found["plan"] is None:
        return ""
    left = len(found["plan"]["uncovered"])
    nobody = f", {number(left, 'is', 'are')} left to nobody" if left else ""
    return f"{number(len(found['plan']['changes']), 'batch changes', 'batches change')}{nobody}. "


def back_to(found: Raw) -> str:
    """What reverting changes."""
    if found["batches"] is not None:
        new, changed = len(found["batches"]["new"]), len(found["batches"]["changed"])
        gone = number(new, "batch that it made is deleted", "batches that it made are deleted")
        return f"{gone}, {number(changed, 'gets its students back', 'get their students back')}. "
    if found["plan"] is None:
        return ""
    return f"{number(len(found['plan']['changes']), 'batch gets its', 'batches get their')} people of before back. "


def _of_batches(plan: Raw) -> str:
    new, changed = number(len(plan["new"]), "batch is made", "batches are made"), len(plan["changed"])
    placed, moved = len(plan["placed"]), number(len(plan["moves"]), "moves", "move")
    got = number(placed, "student gets a place", "students get a place")
    return f"{new}, {number(changed, 'changes', 'change')}; {got}, {moved}. "
