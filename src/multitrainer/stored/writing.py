"""Teams as they are to be stored: what is known overwritten, what is not ours kept."""

from typing import Any

from bson import ObjectId

from multitrainer.domain.people import People
from multitrainer.domain.roster import Entry
from multitrainer.domain.team import Team
from multitrainer.stored.ids import oid, oids

Raw = dict[str, Any]


def write_roster(team: Team, stored: list[Raw]) -> list[Raw]:
    """The roster as it is to be stored: what is known overwritten, what is not ours kept, entry by entry."""
    old: dict[str, Raw] = {}
    for raw in stored:  # a trainer who stands there twice becomes one, with the keys of both
        name = str(raw["trainer"])
        old[name] = {**raw, **old.get(name, {})}
    taken = [raw.get("_id") for raw in stored]
    return [_raw_entry(e, old[e.trainer] if e.trainer in old else _new(e, taken)) for e in team.roster]


def _new(entry: Entry, taken: list[Any]) -> Raw:
    """An entry has its trainer's id as its own, so that whoever derives it, and however often, stores the same."""
    own = oid(entry.trainer)
    return {"_id": ObjectId() if own in taken else own}


def derived_roster(team: Team) -> list[Raw]:
    """The roster of a course that has none of its own yet: as it would be stored, but for the `_id`s."""
    return [_raw_entry(entry, {}) for entry in team.roster]


def people_update(people: People, instructor: str | None, batch: Raw) -> tuple[Raw, Raw]:
    """What to set and to unset so that a batch document says who its people are, and whom the old application sees."""
    lists: Raw = {"backup": oids(people.backup), "assistants": oids(people.assistants)}
    one: Raw = {"primary": oid(people.primary)} if people.primary else {}
    said, nobody = instructor_update(instructor)
    if not isinstance(batch.get("trainers"), dict):
        return {"trainers": {**one, **lists}, **said}, nobody
    unset = nobody if people.primary else {"trainers.primary": "", **nobody}
    return {**{f"trainers.{key}": value for key, value in {**one, **lists}.items()}, **said}, unset


def instructor_update(instructor: str | None) -> tuple[Raw, Raw]:
    """What to set and to unset so that a document names its instructor."""
    return ({"instructor": oid(instructor)}, {}) if instructor else ({}, {"instructor": ""})


def _raw_entry(entry: Entry, old: Raw) -> Raw:
    share = entry.workload
    return {
        **old,
        "trainer": oid(entry.trainer),
        "role": entry.role.value,
        "workload": int(share) if share == int(share) else share,  # as JavaScript stores a whole number
        "assignedBatches": oids(entry.batches),
        "status": entry.status.value,
    }
