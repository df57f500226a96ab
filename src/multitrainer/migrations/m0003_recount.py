"""m0003: whoever teaches a course's batches stands on its roster, with the batches and the workload counted.

No update pipeline can read another collection, so this one is a compare-and-set (docs/architecture.md): the course and
its batches are read, the count is made, and written only while the course is as it was read. The entries themselves
stay on the server: what we don't know of them does not travel.
"""

from typing import Any

from multitrainer.migrations import stages
from multitrainer.migrations.migration import Around, Chunk, Moved, Statement
from multitrainer.migrations.verdicts import Raw, Verdict, changed
from multitrainer.stored.faults import roster_faults
from multitrainer.stored.guards import as_read
from multitrainer.stored.order import key
from multitrainer.stored.teams import read_team
from multitrainer.stored.writing import write_roster

name = "m0003_recount"
collection = "courses"
fields = ("instructor", "trainers", "__v", "updatedAt")
reads_batches = True
inverse = stages.restoring

GUARDED = ("instructor", "trainers", "__v")
COUNTED = ("trainer", "role", "workload", "assignedBatches", "status")
KNOWN = {"_id", *COUNTED}


def judge(document: Raw, around: Around) -> Verdict:
    """What is to become of a course that has a roster; one that has none was set aside by m0001."""
    if not isinstance(document.get("trainers"), list) or roster_faults(document):
        return None
    roster = _counted(document, around)
    if roster == document["trainers"]:
        return None
    joins = len(roster) > len(document["trainers"])
    return changed("assistants-added" if joins else "recounted", document, trainers=roster)


def _counted(course: Raw, around: Around) -> list[Raw]:
    """By who stands on the batches, or is named by one that could not be moved over, if that is a trainer."""
    batches = around.batches.get(key(course["_id"]), ())
    team = read_team(course, batches, around.rules, around.users.trainers).team
    return write_roster(team.recounted(), course["trainers"])


def statements(chunk: Chunk) -> list[Statement]:
    """One update a course, while it is as it was read."""
    return [_statement(one, stages.moved_on(chunk.now)) for one in chunk.moved]


def _statement(moved: Moved, moved_on: Raw) -> Statement:
    course, roster = moved.document, moved.change.after["trainers"]
    still = {"_id": course["_id"], **as_read(course, *GUARDED)}
    return Statement(still, [{"$set": {"trainers": _merged(course["trainers"], roster), **moved_on}}])


def _merged(stored: list[Raw], counted: list[Raw]) -> Any:
    """The new roster. Entries with keys that we don't know are merged on the server, out of the stored ones."""
    if all(old.keys() <= KNOWN for old in stored):
        return {"$literal": counted}
    return [{"$mergeObjects": [*_places(stored, entry), {"$literal": _news(stored, entry)}]} for entry in counted]


def _places(stored: list[Raw], entry: Raw) -> list[Raw]:
    """A trainer who stands there twice becomes one, with the keys of both, those of the first one's winning."""
    places = [i for i, old in enumerate(stored) if old["trainer"] == entry["trainer"]]
    return [{"$arrayElemAt": ["$trainers", i]} for i in reversed(places)]


def _news(stored: list[Raw], entry: Raw) -> Raw:
    known = any(old["trainer"] == entry["trainer"] for old in stored)
    return {name: entry[name] for name in COUNTED} if known else entry
