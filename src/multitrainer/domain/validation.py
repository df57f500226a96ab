"""Our validator beside the institute's own: one made of both, and both told apart again.

A collection has one validator, one level and one action. Ours is the last part of an `$and` and carries, in its
description, which level and action stood before: the way back comes and goes with it, and nothing is kept elsewhere.
"""

import json
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

Raw = dict[str, Any]

MARK = "multitrainer"
"""The title of our part."""


class Ours(StrEnum):
    """What our part does with a write that offends."""

    WARNING = "warn"
    REFUSING = "error"
    RESTING = "resting"
    """Nothing: it keeps what stood before while level and action are changed, however far that comes."""


OFF, MODERATE = "off", "moderate"
"""Levels: nothing is checked; documents that offend already may still be changed."""


@dataclass(frozen=True, slots=True)
class Validation:
    """What a collection demands of its documents. The defaults are MongoDB's; an empty validator is none."""

    validator: Raw = field(default_factory=dict)
    level: str = "strict"
    action: str = Ours.REFUSING.value

    @property
    def is_there(self) -> bool:
        """Whether there is a validator, in force or not."""
        return bool(self.validator)

    @property
    def in_force(self) -> bool:
        """Whether anything is checked."""
        return self.is_there and self.level != OFF

    @property
    def refuses(self) -> bool:
        """Whether writes are refused."""
        return self.in_force and self.action != Ours.WARNING


@dataclass(frozen=True, slots=True)
class Parts:
    """The institute's own validation, and what ours does beside it: nothing where it is not there."""

    theirs: Validation
    ours: Ours | None


@dataclass(frozen=True, slots=True)
class Offenders:
    """How many documents a shape does not allow, and the ids of the first few, as people are shown them."""

    count: int = 0
    samples: tuple[str, ...] = ()


def together(theirs: Validation, shape: Raw, ours: Ours) -> Validation:
    """The institute's validation with ours beside it, theirs as strong as it was or stronger.

    Where theirs refuses, ours can only refuse too. Ours alone is moderate: whoever sees to something else in a
    document that offends already is not kept from it.
    """
    note = json.dumps({"ours": ours, "level": theirs.level, "action": theirs.action})
    part = {"$jsonSchema": {"title": MARK, "description": note, **shape}}
    if ours is Ours.RESTING:
        return replace(theirs, validator={"$and": [*_kept(theirs), _without_force(part)]})
    return Validation(
        {"$and": [*_kept(theirs), part]},
        theirs.level if theirs.in_force else MODERATE,
        theirs.action if theirs.refuses else ours.value,
    )


def taken_apart(present: Validation, shape: Raw) -> Parts | None:
    """Both validations of a collection; None where ours is there, but not as we put it."""
    if not _has_mark(present.validator):
        return Parts(present, None)
    try:
        *kept, last = present.validator["$and"]
        note = json.loads(last.get("$or", [last])[0]["$jsonSchema"]["description"])
        theirs = Validation(_released(kept, note["level"]), note["level"], note["action"])
        parts = Parts(theirs, Ours(note["ours"]))
        return parts if _is_as_put(present, together(theirs, shape, Ours(note["ours"])), parts) else None
    except (KeyError, TypeError, ValueError):
        return None


def _is_as_put(present: Validation, put: Validation, parts: Parts) -> bool:
    if parts.ours is Ours.RESTING:
        return present.validator == put.validator
    return present == put


def _kept(theirs: Validation) -> list[Raw]:
    """The institute's part, which stays without force where it had none."""
    if not theirs.is_there:
        return []
    return [theirs.validator if theirs.in_force else _without_force(theirs.validator)]


def _without_force(validator: Raw) -> Raw:
    return {"$or": [validator, {}]}


def _released(kept: list[Raw], level: str) -> Raw:
    if not kept:
        return {}
    (one,) = kept
    return one["$or"][0] if level == OFF else one


def _has_mark(value: Any) -> bool:
    if isinstance(value, list):
        return any(_has_mark(item) for item in value)
    return isinstance(value, dict) and (value.get("title") == MARK or _has_mark([*value.values()]))
