"""Our validator beside the institute's own: what is put together comes apart as it was, and nothing else does."""

import json
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from multitrainer.domain.validation import Ours, Parts, Validation, taken_apart, together

SHAPE: dict[str, Any] = {"required": ["trainers"]}
NAMED: dict[str, Any] = {"name": {"$type": "string"}}

THEIRS = {
    "none": Validation(),
    "none, but set to warn": Validation({}, "moderate", "warn"),
    "one that refuses": Validation(NAMED),
    "one that refuses and logs": Validation(NAMED, "strict", "errorAndLog"),
    "one that warns": Validation(NAMED, "moderate", "warn"),
    "one that is off": Validation(NAMED, "off", "error"),
    "an $and": Validation({"$and": [NAMED, {"code": 1}]}),
    "a schema with a title": Validation({"$jsonSchema": {"title": "Course", "properties": {"title": {}}}}),
}


@pytest.mark.parametrize("theirs", THEIRS.values(), ids=THEIRS)
@pytest.mark.parametrize("ours", Ours)
def test_what_was_put_together_comes_apart_as_it_was(theirs: Validation, ours: Ours) -> None:
    assert taken_apart(together(theirs, SHAPE, ours), SHAPE) == Parts(theirs, ours)


@pytest.mark.parametrize("theirs", THEIRS.values(), ids=THEIRS)
def test_while_ours_rests_the_way_back_is_known_whatever_level_and_action_are(theirs: Validation) -> None:
    resting = together(theirs, SHAPE, Ours.RESTING)
    assert (resting.level, resting.action) == (theirs.level, theirs.action)
    for level, action in product(("off", "moderate", "strict"), ("warn", "error")):
        assert taken_apart(replace(resting, level=level, action=action), SHAPE) == Parts(theirs, Ours.RESTING)


@pytest.mark.parametrize("theirs", THEIRS.values(), ids=THEIRS)
def test_what_has_nothing_of_ours_is_the_institutes(theirs: Validation) -> None:
    assert taken_apart(theirs, SHAPE) == Parts(theirs, None)


@pytest.mark.parametrize(
    ("theirs", "level", "actions"),
    [
        ("none", "moderate", ["warn", "error"]),
        ("none, but set to warn", "moderate", ["warn", "error"]),
        ("one that refuses", "strict", ["error", "error"]),
        ("one that refuses and logs", "strict", ["errorAndLog", "errorAndLog"]),
        ("one that warns", "moderate", ["warn", "error"]),
        ("one that is off", "moderate", ["warn", "error"]),
    ],
)
def test_theirs_is_never_weaker_than_it_was(theirs: str, level: str, actions: list[str]) -> None:
    both = [together(THEIRS[theirs], SHAPE, ours) for ours in (Ours.WARNING, Ours.REFUSING)]
    assert [(one.level, one.action) for one in both] == [(level, action) for action in actions]


def test_theirs_stays_without_force_where_it_is_off() -> None:
    first, *_ = together(THEIRS["one that is off"], SHAPE, Ours.REFUSING).validator["$and"]
    assert first == {"$or": [NAMED, {}]}


PUT = together(THEIRS["one that warns"], SHAPE, Ours.WARNING)
OURS = PUT.validator["$and"][1]["$jsonSchema"]


def _with(**ours: Any) -> Validation:
    return replace(PUT, validator={"$and": [NAMED, {"$jsonSchema": {**OURS, **ours}}]})


BY_HAND = {
    "our schema": _with(required=[]),
    "the level": replace(PUT, level="strict"),
    "the action": replace(PUT, action="error"),
    "theirs taken out": replace(PUT, validator={"$and": [{"$jsonSchema": OURS}]}, action="error"),
    "the $and taken off": replace(PUT, validator={"$jsonSchema": OURS}),
    "a third part": replace(PUT, validator={"$and": [NAMED, {"code": 1}, {"$jsonSchema": OURS}]}),
    "another order": replace(PUT, validator={"$and": [{"$jsonSchema": OURS}, NAMED]}),
    "something around it": replace(PUT, validator={"$or": [PUT.validator, {"code": 1}]}),
    "a description of words": _with(description="ours"),
    "a description of something else": _with(description=json.dumps([1])),
    "a description of no action": _with(description=OURS["description"].replace("warn", "shout")),
    "no description": replace(PUT, validator={"$and": [NAMED, {"$jsonSchema": {"title": "multitrainer"}}]}),
}


@pytest.mark.parametrize("change", BY_HAND)
def test_what_was_changed_by_hand_is_told_from_what_we_put(change: str) -> None:
    assert taken_apart(BY_HAND[change], SHAPE) is None


def test_the_institutes_part_may_be_changed_beside_ours() -> None:
    other = replace(PUT, validator={"$and": [{"code": 1}, {"$jsonSchema": OURS}]})
    assert taken_apart(other, SHAPE) == Parts(Validation({"code": 1}, "moderate", "warn"), Ours.WARNING)
