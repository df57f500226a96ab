"""Which searches go together: neighbouring sessions of one leave that one person might take."""

from collections.abc import Iterable
from datetime import timedelta

from multitrainer.domain.covers.rules import CoverRules
from multitrainer.domain.covers.states import CoverState
from multitrainer.domain.covers.values import Cover

Block = tuple[Cover, ...]
"""Searches of one leave that are asked for together, in the order of their sessions. Mostly one."""


def blocks(covers: Iterable[Cover], rules: CoverRules) -> tuple[Block, ...]:
    """The searches among some covers, in blocks.

    Neighbours are sessions of one leave and local day, with at most `neighbour_minutes` between them, of which the same
    people are being asked. What nobody could take together with its neighbours is by itself.
    """
    found: list[list[Cover]] = []
    for cover in sorted(_searches(covers), key=lambda c: (c.leave, c.session.start, c.id)):
        if found and _are_neighbours(found[-1][-1], cover, rules):
            found[-1].append(cover)
        else:
            found.append([cover])
    return tuple(tuple(block) for block in found)


def _searches(covers: Iterable[Cover]) -> Iterable[Cover]:
    return (cover for cover in covers if cover.state is CoverState.SEARCHING)


def _are_neighbours(one: Cover, after: Cover, rules: CoverRules) -> bool:
    first, second = one.session, after.session
    gap = second.start - first.end
    return (
        one.leave == after.leave
        and not (one.alone or after.alone)
        and timedelta() <= gap <= timedelta(minutes=rules.neighbour_minutes)
        and first.start.astimezone(rules.zone).date() == second.start.astimezone(rules.zone).date()
        and {o.trainer for o in one.open_offers} == {o.trainer for o in after.open_offers}
    )
