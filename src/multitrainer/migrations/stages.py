"""Parts of update pipelines that migrations share. Forms that every engine knows: docs/engines.md.

While a pipeline runs, what it has found out about the document stands in a field of its own, which the last stage
takes away.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bson import ObjectId

from multitrainer.migrations.migration import Around, Chunk, Statement
from multitrainer.migrations.verdicts import OWN, Raw

FOUND = "multitrainerFound"
NOTHING = "nothing"

ABSENT = ["missing", "null", "undefined"]
NO_TIME = [
    "null", "undefined", "string", "int", "long", "double", "decimal", "bool", "object", "array", "objectId", "binData",
    "timestamp", "regex", "javascript", "minKey", "maxKey",
]  # fmt: skip
"""Every type of BSON but a date."""


def found(name: str) -> str:
    """What the pipeline has found out under this name."""
    return f"${FOUND}.{name}"


def find_out(**facts: Any) -> Raw:
    """A stage that finds something out, each fact from the document and from facts of stages before."""
    return {"$set": {f"{FOUND}.{name}": fact for name, fact in facts.items()}}


def is_absent(path: str) -> Raw:
    """Whether a field is missing or null."""
    return {"$in": [{"$type": path}, ABSENT]}


def instructor_facts(trainers: Sequence[ObjectId]) -> list[Raw]:
    """Stages that find out whom `instructor` names, whether as text, and whether it is one of these trainers."""
    text, named = {"$type": "$instructor"}, found("named")
    as_id = {"$convert": {"input": "$instructor", "to": "objectId", "onError": None, "onNull": None}}
    by_type = [
        {"case": {"$eq": [text, "objectId"]}, "then": "$instructor"},
        {"case": {"$eq": [text, "string"]}, "then": as_id},
    ]
    return [
        find_out(
            named={"$switch": {"branches": by_type, "default": None}},
            silent=is_absent("$instructor"),
            text={"$eq": [text, "string"]},
        ),
        find_out(known={"$in": [named, {"$literal": [*trainers]}]}),
    ]


def decide(*branches: tuple[Any, str]) -> Raw:
    """A stage that finds out what to do: the first whose condition holds, else nothing."""
    cases = [{"case": condition, "then": verdict} for condition, verdict in branches]
    return find_out(does={"$switch": {"branches": cases, "default": NOTHING}})


def does(*verdicts: str) -> Raw:
    """Whether this is what is to be done."""
    return {"$in": [found("does"), list(verdicts)]}


def carry_out(now: datetime, **fields: Any) -> list[Raw]:
    """The last stages: set these fields, move on what tells Mongoose and people of a change, and clear up."""
    idle = {"$eq": [found("does"), NOTHING]}
    moved = {name: {"$cond": [idle, f"${name}", value]} for name, value in {**fields, **moved_on(now)}.items()}
    return [{"$set": moved}, {"$unset": FOUND}]


def moved_on(now: datetime) -> Raw:
    """`__v` and `updatedAt` after a change. They never go back; a time that is no date is not ours to touch."""
    has_time = {"$in": [{"$type": "$updatedAt"}, ["date", *ABSENT]]}
    return {
        "__v": {"$add": [{"$ifNull": ["$__v", 0]}, 1]},
        "updatedAt": {"$cond": [has_time, {"$max": ["$updatedAt", now]}, "$updatedAt"]},
    }


def updates(chunk: Chunk, pipeline: Callable[[Around, datetime], list[Raw]], **fields: Any) -> list[Statement]:
    """Updates for the documents that have nothing of ours yet, nearly all of them, and one for the rest.

    What holds for the plain ones stands in the condition, and their pipeline sets just these fields: that costs a third
    of a pipeline which decides for each, on the embedded server. Each document is checked and changed in one step all
    the same.
    """
    plain, rest = chunk.split(_is_plain)
    found = {
        "trainers": {"$exists": False},
        "instructor": _one_of(plain.around.users.trainers),
        "updatedAt": {"$not": {"$type": NO_TIME}},
    }
    moved = {"__v": moved_on(chunk.now)["__v"], "updatedAt": {"$max": ["$updatedAt", chunk.now]}}
    made = [Statement({"_id": one, **found}, [{"$set": {**fields, **moved}}]) for one in plain.each]
    return [*made, Statement({"_id": rest.named}, pipeline(rest.around, rest.now))] if rest.moved else made


def _one_of(trainers: Sequence[ObjectId]) -> Raw:
    """One of these, and no list of them."""
    return {"$in": [*trainers], "$not": {"$type": "array"}}


def _is_plain(document: Raw) -> bool:
    timed = "updatedAt" not in document or isinstance(document["updatedAt"], datetime)
    return "trainers" not in document and isinstance(document.get("instructor"), ObjectId) and timed


def restoring(before: Mapping[str, Any], now: datetime) -> list[Raw]:
    """The inverse of every migration: our fields as they were, absent where they were absent."""
    fields = {name: {"$literal": before[name]} if name in before else "$$REMOVE" for name in OWN}
    return [{"$set": {**fields, **moved_on(now)}}]
