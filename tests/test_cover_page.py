"""The tables of docs/cover.md are what the code has."""

import ast
import inspect
from collections.abc import Mapping
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest

from multitrainer.domain.covers import rules, values
from multitrainer.domain.covers import tiers as tiers_module
from multitrainer.domain.covers.criteria import BINDING, IN_WORDS, Reason
from multitrainer.domain.covers.rules import ANSWERING, CRITERIA, WEIGHTS, CoverRules
from multitrainer.domain.covers.states import COVER_TRANSITIONS, CoverState
from multitrainer.domain.covers.tiers import ORDER
from multitrainer.domain.covers.values import EffectKind
from multitrainer.domain.covers.ways_out import WayOut
from multitrainer.domain.leave.rules import LeaveRules
from multitrainer.domain.leave.steps import LEAVE_TRANSITIONS
from multitrainer.domain.leave.values import LeaveKind, LeaveState
from multitrainer.domain.swaps import SWAP_TRANSITIONS, SwapState

PAGE = Path(__file__).parent.parent / "docs" / "cover.md"
S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)
USUAL = CoverRules(ZoneInfo("Europe/Berlin"))


def transitions(states: type[S], table: Mapping[tuple[S, E], S]) -> list[str]:
    """A row for each state."""
    found = {s: "; ".join(f"{e} → {to}" for (was, e), to in table.items() if was is s) for s in states}
    return [f"| {state} | {what} |" if what else f"| {state} | |" for state, what in found.items()]


def explained(kind: type[StrEnum], module: ModuleType) -> dict[str, str]:
    """What the source says of each member that has words."""
    tree = ast.parse(inspect.getsource(module))
    body = next(n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == kind.__name__).body
    return {
        one.targets[0].id: ast.literal_eval(words.value)
        for one, words in pairwise(body)
        if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name) and isinstance(words, ast.Expr)
    }


def length(minutes: int) -> str:
    return f"{minutes} min" if minutes % 60 or not minutes else f"{minutes // 60} h"


TIERS = explained(tiers_module.Tier, tiers_module)
CRITERIA_WORDS = explained(rules.Criterion, rules)
EFFECTS = explained(values.EffectKind, values)
TABLES = {
    "leave": transitions(LeaveState, LEAVE_TRANSITIONS),
    "cover": transitions(CoverState, COVER_TRANSITIONS),
    "swap": transitions(SwapState, SWAP_TRANSITIONS),
    "tiers": [f"| {tier} | {TIERS[tier.name]} |" for tier in ORDER],
    "reasons": [f"| {f'**{r}**' if r in BINDING else r} | {IN_WORDS[r]} |" for r in Reason],
    "criteria": [f"| {c} | {w:g} | {CRITERIA_WORDS[c.name]} |" for c, w in zip(CRITERIA, WEIGHTS, strict=True)],
    "answering": [f"| {length(row.left)} | {length(row.minutes)} | {row.wave} |" for row in ANSWERING],
    "effects": [f"| {kind} | {EFFECTS[kind.name]} |" for kind in EffectKind],
}


@pytest.mark.parametrize("name", TABLES)
def test_each_table_of_the_page_is_the_codes(name: str) -> None:
    assert "|\n" + "\n".join(TABLES[name]) + "\n\n" in PAGE.read_text(), "\n".join(TABLES[name])


@pytest.mark.parametrize(
    "words",
    [
        f"at most {LeaveRules(ZoneInfo('UTC')).longest_days} days",
        f"a kind ({', '.join(f'`{kind}`' for kind in LeaveKind)})",
        f"else {USUAL.daily_hours:g} hours a day and {USUAL.weekly_hours:g} a week",
        f"at most {USUAL.neighbour_minutes} minutes between them",
        f"unless the session is at most {USUAL.near_minutes // 60} hours away",
        f"is within {USUAL.adjacent_minutes} minutes. A day is overlong with more than {USUAL.long_day_hours:g} hours",
        f"`fair_hours` is {USUAL.fair_hours:g}",
        f"an admin {USUAL.admin_minutes} minutes later",
        f"begins at most {USUAL.together_minutes} minutes apart",
        *(f"| {way} | " for way in WayOut),
    ],
)
def test_what_the_page_says_of_usual_settings_is_so(words: str) -> None:
    assert words in " ".join(PAGE.read_text().split("\n"))


def test_quiet_hours_on_the_page_are_the_usual_ones() -> None:
    assert USUAL.quiet is not None
    start, end = (f"{minute // 60:02}:{minute % 60:02}" for minute in USUAL.quiet)
    assert f"From {start} to {end} nobody is asked" in PAGE.read_text()
