"""Where on the pages that is which somebody was told of."""

from collections.abc import Mapping
from typing import Any

from multitrainer.domain.telling.notices import Kind

PLACES = (
    ("question", "/questions/{}"),
    ("swap", "/swaps/{}"),
    ("thread", "/threads/{}"),
    ("cover", "/covers/{}"),
    ("leave", "/leave/{}"),
    ("session", "/sessions/{}/report"),
    ("batch", "/batches/{}"),
    ("course", "/courses/{}"),
)
"""What a notice can name, the most special first."""

ELSEWHERE = {
    Kind.HANDOVER_DUE: ("batch", "/batches/{}/handover"),
    Kind.TAKEN_OFF_BATCH: ("course", "/courses/{}"),
    Kind.COVER_CORRECTED: ("hours", "/me/ledger"),
    Kind.LEAVE_OF_COLLEAGUE: ("course", "/courses/{}"),
    Kind.COLLEAGUE_NOT_AWAY: ("course", "/courses/{}"),
}
"""Of which it is another page."""

NOWHERE = {Kind.TAKEN_OFF_COURSE}
"""Whoever is told this sees it no more."""


def address_of(kind: str, facts: Mapping[str, Any]) -> str | None:
    """The page of what a notification is about; of several things that of the first, None where there is none."""
    if kind in NOWHERE:
        return None
    for name, address in (ELSEWHERE[Kind(kind)],) if kind in ELSEWHERE else PLACES:
        named = facts.get(name)
        if one := next(iter(named), None) if isinstance(named, (list, tuple)) else named:
            return address.format(one)
    return None
