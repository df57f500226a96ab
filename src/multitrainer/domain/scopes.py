"""Which lead answers for which batch: the leads' scopes partition the course's batches."""

from collections.abc import Sequence
from dataclasses import replace

from multitrainer.domain.roster import Entry

Roster = tuple[Entry, ...]


def partitioned(roster: Roster, order: Sequence[str], but_not: str | None = None) -> Roster:
    """Every batch in exactly one lead's scope, with as little moved as can be.

    The first lead who names a batch keeps it; what is no batch of the course is dropped; a batch in nobody's scope
    joins the lead of the batch before it (else after it), so that ranges stay ranges. Only leads who aren't
    inactive are given batches, `but_not` only if there is no other. A course whose leads are all inactive keeps
    its orphans.
    """
    holder = _holders(roster, order)
    answering = [e.trainer for e in roster if e.is_lead and e.may_be_given_more]
    takers = [t for t in answering if t != but_not] or answering
    if takers:
        holder = {**_neighbours(order, holder, takers), **holder}
    return tuple(replace(e, batches=_scope(e, order, holder)) if e.is_lead else e for e in roster)


def with_scope(roster: Roster, order: Sequence[str], lead: str, batches: Sequence[str]) -> Roster:
    """This lead answers for these batches, taken from whoever did; what the lead gave up goes to the others."""
    named = set(batches)
    taken = {b: None for b in order if b in named}
    scoped = tuple(
        replace(e, batches=tuple(taken))
        if e.trainer == lead
        else replace(e, batches=tuple(b for b in e.batches if b not in taken))
        if e.is_lead
        else e
        for e in roster
    )
    return partitioned(scoped, order, but_not=lead)


def _holders(roster: Roster, order: Sequence[str]) -> dict[str, str]:
    ours = set(order)
    holder: dict[str, str] = {}
    for entry in roster:
        if entry.is_lead:
            for batch in entry.batches:
                if batch in ours:
                    holder.setdefault(batch, entry.trainer)
    return holder


def _neighbours(order: Sequence[str], holder: dict[str, str], takers: list[str]) -> dict[str, str]:
    """For each batch the taker of the nearest one before it, else after it, else the first of all takers."""
    held = [holder[b] for b in order if holder.get(b) in takers]
    nearest, found = next(iter(held), takers[0]), {}
    for batch in order:
        nearest = holder[batch] if holder.get(batch) in takers else nearest
        found[batch] = nearest
    return found


def _scope(entry: Entry, order: Sequence[str], holder: dict[str, str]) -> tuple[str, ...]:
    mine = [b for b in order if holder.get(b) == entry.trainer]
    return entry.batches if sorted(entry.batches) == sorted(mine) else tuple(mine)
