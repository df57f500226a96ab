"""m0002: a batch's `instructor` becomes its primary.

A batch that has people already keeps them. Where `instructor` names somebody else than the primary, the old
application wrote last: who is named becomes primary, and leaves the lists. Where `instructor` is empty, the primary
becomes what the old application sees.
"""

from datetime import datetime
from typing import Any

from multitrainer.migrations import stages
from multitrainer.migrations.migration import Around, Chunk, Statement
from multitrainer.migrations.references import trainer_of, without_instructor
from multitrainer.migrations.stages import found
from multitrainer.migrations.verdicts import Raw, SetAside, Verdict, changed
from multitrainer.stored.faults import people_faults

name = "m0002_batch_trainers"
collection = "batches"
fields = ("instructor", "trainers", "__v", "updatedAt")
reads_batches = False
inverse = stages.restoring

LISTS = ("backup", "assistants")


def judge(document: Raw, around: Around) -> Verdict:
    """What is to become of a batch."""
    if faults := people_faults(document):
        return SetAside("malformed", faults[0])
    people, said = document.get("trainers"), document.get("instructor")
    primary = (people or {}).get("primary")
    if said is None:
        return without_instructor(document, primary)
    if said == primary:
        return None
    named = trainer_of(said, around.users)
    if isinstance(named, SetAside):
        return named
    if named == primary:
        return changed("id-converted", document, instructor=named)
    kind = "people-made" if not people else "primary-replaced" if primary else "primary-named"
    return changed(kind, document, trainers=_with_primary(people or {}, named), instructor=named)


def _with_primary(people: Raw, primary: Any) -> Raw:
    lists = {name: [p for p in people.get(name) or [] if p != primary] for name in LISTS}
    return {**people, "primary": primary, **lists}


def statements(chunk: Chunk) -> list[Statement]:
    """The server reads `instructor` and writes `trainers` in one step."""
    return stages.updates(chunk, pipeline, trainers={"primary": "$instructor", "backup": [], "assistants": []})


def pipeline(around: Around, now: datetime) -> list[Raw]:
    """The rule for the server."""
    primary, named = found("primary"), found("named")
    same = {"$eq": [named, primary]}
    rule = stages.decide(
        ({"$not": [{"$in": [{"$type": "$trainers"}, ["object", *stages.ABSENT]]}]}, stages.NOTHING),
        ({"$and": [found("silent"), {"$ne": [primary, None]}]}, "restore"),
        ({"$or": [found("silent"), {"$not": [found("known")]}]}, stages.NOTHING),
        ({"$and": [same, found("text")]}, "convert"),
        (same, stages.NOTHING),
        (True, "name"),
    )
    people = {"$mergeObjects": ["$trainers", {"primary": named, **{name: _others(name) for name in LISTS}}]}
    return [
        stages.find_out(primary={"$ifNull": ["$trainers.primary", None]}),
        *stages.instructor_facts(around.users.trainers),
        rule,
        *stages.carry_out(
            now,
            trainers={"$cond": [stages.does("name"), people, "$trainers"]},
            instructor={"$cond": [stages.does("restore"), primary, named]},
        ),
    ]


def _others(name: str) -> Raw:
    listed = {"$ifNull": [f"$trainers.{name}", []]}
    return {"$filter": {"input": listed, "as": "one", "cond": {"$ne": ["$$one", found("named")]}}}
