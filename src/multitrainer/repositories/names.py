"""What courses, batches and keys are called."""

from collections.abc import Collection

from multitrainer.documents import ApiKey, Batch, Course
from multitrainer.stored.ids import oids

KINDS = {"courses": Course, "batches": Batch, "keys": ApiKey}


async def names_of(collection: str, ids: Collection[str]) -> dict[str, str]:
    """The names of some courses, batches or keys, by id. What is gone, or has no name, is missing."""
    if not ids:
        return {}
    wanted = {"_id": {"$in": oids([*ids])}}
    found = KINDS[collection].get_motor_collection().find(wanted, {"name": 1})
    named = {str(one["_id"]): one.get("name") for one in await found.to_list(None)}
    return {id_: name for id_, name in named.items() if isinstance(name, str) and name.strip()}
