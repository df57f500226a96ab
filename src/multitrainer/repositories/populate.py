"""The seed's lookups as aggregation pipelines, with the JSON that Mongoose's `populate` gives.

The forms run on MongoDB, SecantusDB and mongomock alike (docs/engines.md): `$lookup` never goes through an array of
sub-documents, and order is restored here, by index or by id.
"""

from collections.abc import Sequence
from typing import Any

from bson import ObjectId

from multitrainer.repositories.callers import JOINED
from multitrainer.stored.users import UserSchema

Raw = dict[str, Any]

USUAL = UserSchema()

ROSTER_FIELDS = ("name", "email", "specialization")
PEOPLE_FIELDS = ("name", "email", "phone")
ENTRY_DEFAULTS: Raw = {"role": "assistant", "workload": 0, "status": "active"}
NESTED = (dict, list)
ONCE = {name: {"$cond": [{"$gt": ["$at", 0]}, [], f"${name}"]} for name in JOINED}
"""Who asks stands in the first row, and need not be read with each."""
IN_CLASS, ON_COURSE = "inClass_", "onCourse_"


def roster_pipeline(course: ObjectId, joined: Sequence[Raw] = (), schema: UserSchema = USUAL) -> list[Raw]:
    """One row per roster entry, `user` beside it; one row without `trainers` for a course without entries.

    In all pipelines here, `joined` are the stages that tell who asks.
    """
    return [
        {"$match": {"_id": course}},
        {"$project": {"trainers": 1, "instructor": 1}},
        *joined,
        {"$unwind": {"path": "$trainers", "includeArrayIndex": "at", "preserveNullAndEmptyArrays": True}},
        {"$lookup": {"from": "users", "localField": "trainers.trainer", "foreignField": "_id", "as": "user"}},
        {
            "$project": {
                "trainers": 1,
                "instructor": 1,
                "at": 1,
                **ONCE,
                **_fields_of("user", ROSTER_FIELDS, schema),
            }
        },
        {"$sort": {"at": 1}},
    ]


def populated_entry(row: Raw, schema: UserSchema = USUAL) -> Raw:
    """One row of the roster pipeline as Mongoose gives the entry."""
    entry: Raw = row["trainers"]
    populated = {**ENTRY_DEFAULTS, "assignedBatches": [], **_minimized(entry)}
    if "trainer" in entry:
        populated["trainer"] = _one(entry["trainer"], _users(row, "user", schema))
    return populated


def people_pipeline(
    batch: ObjectId, joined: Sequence[Raw] = (), asking: ObjectId | None = None, schema: UserSchema = USUAL
) -> list[Raw]:
    """One row: the batch's people, and the users of each list beside them in any order.

    With what `asking`, a user, is to them: whether they are one of the students, and their entry on the course.
    """
    return [
        {"$match": {"_id": batch}},
        {"$project": {"trainers": 1, "instructor": 1, "course": 1, **(_in_class(asking) if asking else {})}},
        *joined,
        *(_entry_of(asking) if asking else ()),
        *(lookup("users", f"trainers.{name}", name) for name in ("primary", "backup", "assistants")),
        lookup("users", "instructor", "instructors"),
        {
            "$project": {
                "trainers": 1,
                "instructor": 1,
                "course": 1,
                IN_CLASS: 1,
                ON_COURSE: 1,
                **JOINED,
                **_fields_of("primary", PEOPLE_FIELDS, schema),
                **_fields_of("backup", PEOPLE_FIELDS, schema),
                **_fields_of("assistants", PEOPLE_FIELDS, schema),
                **_fields_of("instructors", PEOPLE_FIELDS, schema),
            }
        },
    ]


def populated_people(row: Raw, schema: UserSchema = USUAL) -> Raw:
    """The row of the people pipeline as Mongoose gives `batch.trainers`; un-migrated, from `instructor`."""
    stored = row.get("trainers")
    trainers: Raw = stored if isinstance(stored, dict) else {}
    people = {
        **trainers,
        "backup": _in_order(trainers.get("backup", []), _users(row, "backup", schema)),
        "assistants": _in_order(trainers.get("assistants", []), _users(row, "assistants", schema)),
    }
    if trainers.get("primary") is not None:
        people["primary"] = _one(trainers["primary"], _users(row, "primary", schema))
    elif row.get("instructor") is not None:
        people["primary"] = _one(row["instructor"], _users(row, "instructors", schema))
    return people


def by_name_alone(people: Raw) -> Raw:
    """A batch's populated people as its students see them, without anything else."""
    return {
        "primary": _named(people.get("primary")),
        **{duty: [_named(user) for user in people.get(duty) or ()] for duty in ("backup", "assistants")},
    }


def _named(user: Raw | None) -> Raw | None:
    return {key: user[key] for key in ("_id", "name") if key in user} if user else None


def matches_of_trainer(trainer: ObjectId, position: Raw) -> tuple[Raw, Raw]:
    """The batches whose primary a trainer is, from a position on: the migrated ones, and those of the old format.

    Two queries with an index each, because one with `$or` reads the whole collection on the embedded server.
    """
    migrated = {"trainers.primary": trainer, **position}
    return migrated, {"instructor": trainer, "trainers.primary": None, **position}


def trainer_batches_pipeline(match: Raw, limit: int | None, joined: Sequence[Raw] = ()) -> list[Raw]:
    """The batches that match, in the order they were made, each with the name of its course beside it."""
    return [
        {"$match": match},
        {"$sort": {"_id": 1}},
        *([{"$limit": limit}] if limit else []),
        *joined,
        lookup("courses", "course", "courses_"),
        {
            "$addFields": {
                "courses_": {"$map": {"input": "$courses_", "as": "c", "in": {"_id": "$$c._id", "name": "$$c.name"}}}
            }
        },
    ]


def populated_batch(row: Raw) -> Raw:
    """One row of the batches pipeline as Mongoose gives the batch with `populate('course', 'name')`."""
    found = row.pop("courses_")
    row = {key: value for key, value in row.items() if key not in JOINED}
    batch = _minimized({**row, **batch_defaults(row)})
    if "course" in row:
        batch["course"] = _one(row["course"], found)
    return batch


def batch_defaults(batch: Raw) -> Raw:
    """What Mongoose adds to a batch that lacks it: the people's lists, and, un-migrated, the primary."""
    stored = batch.get("trainers")
    trainers: Raw = stored if isinstance(stored, dict) else {}
    primary = trainers.get("primary") or batch.get("instructor")
    return {
        "students": batch.get("students") or [],
        "trainers": {
            **trainers,
            **({"primary": primary} if primary is not None else {}),
            "backup": trainers.get("backup") or [],
            "assistants": trainers.get("assistants") or [],
        },
    }


def _in_class(user: ObjectId) -> Raw:
    students = {"$cond": [{"$isArray": "$students"}, "$students", ["$students"]]}  # as a query for one of them sees it
    return {IN_CLASS: {"$in": [user, students]}}


def _entry_of(user: ObjectId) -> list[Raw]:
    """The course of a batch, whose roster is left with nobody but a user."""
    roster = {"$cond": [{"$isArray": "$$course.trainers"}, "$$course.trainers", []]}
    theirs = {"$filter": {"input": roster, "as": "entry", "cond": {"$eq": ["$$entry.trainer", user]}}}
    course = {"instructor": "$$course.instructor", "trainers": theirs}
    only = {"$map": {"input": f"${ON_COURSE}", "as": "course", "in": course}}
    return [lookup("courses", "course", ON_COURSE), {"$addFields": {ON_COURSE: only}}]


def lookup(collection: str, local: str, name: str) -> Raw:
    """Join by `_id`, as Mongoose populates."""
    return {"$lookup": {"from": collection, "localField": local, "foreignField": "_id", "as": name}}


def _fields_of(joined: str, fields: tuple[str, ...], schema: UserSchema) -> Raw:
    return {f"{joined}.{field}": 1 for field in ("_id", *schema.projection(fields))}


def _users(row: Raw, joined: str, schema: UserSchema) -> list[Raw]:
    return [schema.read(user) for user in row[joined]]


def _one(id_: Any, found: list[Raw]) -> Raw | None:
    """The document of this id, and never another that the engine took for it because of what stands there instead."""
    return next((document for document in found if document["_id"] == id_), None)


def _in_order(ids: Any, users: list[Raw]) -> list[Raw] | None:
    """The users in the order of the ids; whoever is gone is left out, and a stored null stays, as Mongoose does."""
    if ids is None:
        return None
    named = ids if isinstance(ids, list) else [ids]
    return [user for i in named for user in users if user["_id"] == i]


def _minimized(document: Raw) -> Raw:
    """A document without the keys whose objects are empty or become so; Mongoose writes no JSON for them."""
    kept: Raw = {}
    for key, value in document.items():
        if not isinstance(value, NESTED):
            kept[key] = value
        elif (inner := _minimized_inside(value)) != {}:
            kept[key] = inner
    return kept


def _minimized_inside(value: Any) -> Any:
    if isinstance(value, dict):
        return _minimized(value)
    return [_minimized_inside(v) if isinstance(v, NESTED) else v for v in value]
