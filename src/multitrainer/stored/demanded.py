"""What the stored documents look like once every course and batch has been moved over, as MongoDB's `$jsonSchema`.

Only what is ours is named: other keys are the institute's. What may be missing is what reading has a default for.
"""

from typing import Any

from multitrainer.domain.roster import Role, Status

Shape = dict[str, Any]

ID: Shape = {"bsonType": "objectId"}
ID_OR_NOBODY: Shape = {"bsonType": ["objectId", "null"]}
IDS: Shape = {"bsonType": "array", "items": ID}

ROSTER_ENTRY: Shape = {
    "bsonType": "object",
    "required": ["trainer"],
    "properties": {
        "trainer": ID,
        "role": {"enum": [role.value for role in Role]},
        "status": {"enum": [status.value for status in Status]},
        "workload": {"bsonType": "number"},
        "assignedBatches": IDS,
    },
}

PEOPLE: Shape = {
    "bsonType": "object",
    "properties": {"primary": ID_OR_NOBODY, "backup": IDS, "assistants": IDS},
}


def _with_trainers(trainers: Shape) -> Shape:
    return {
        "bsonType": "object",
        "required": ["trainers"],
        "properties": {"trainers": trainers, "instructor": ID_OR_NOBODY},
    }


COURSE = _with_trainers({"bsonType": "array", "items": ROSTER_ENTRY})
BATCH = _with_trainers(PEOPLE)
