"""Between a team and the documents it is stored in: reading leniently, writing without losing a foreign key."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from bson import ObjectId

from multitrainer.domain.errors import MalformedData
from multitrainer.domain.invariants import Violation
from multitrainer.domain.legacy import Instructors, completed, followed, instructor_agrees
from multitrainer.domain.people import People
from multitrainer.domain.recount import Batch
from multitrainer.domain.roster import Entry, Role, Status
from multitrainer.domain.team import Team
from multitrainer.domain.workload import LoadRules
from multitrainer.repositories.ids import hexed, oid, oids

Raw = dict[str, Any]

LAST_NUMBER = 2**53
"""From here on JavaScript can't tell a number from the next."""


@dataclass(frozen=True, slots=True)
class StoredTeam:
    """A team as it was read, beside the documents it was read from.

    `team` is as stored, un-migrated parts derived from `instructor`. `malformed` names what could not be read.
    """

    team: Team
    said: Instructors
    course: Raw
    batches: Mapping[str, Raw]
    malformed: tuple[Violation, ...]

    @property
    def current(self) -> Team:
        """What a command starts from: the team after what the old application decided meanwhile, every rule kept.

        Except where it could not be saved like that.
        """
        team = followed(self.team, self.said)
        return team if self.malformed else team.recounted()

    def says(self, team: Team) -> bool:
        """Whether the documents say exactly this team already, its instructors included."""
        return team == self.team and not list(instructor_agrees(team, self.said))

    def must_be_well_formed(self) -> None:
        """Raises MalformedData: a write could destroy what it can't read."""
        if self.malformed:
            first = self.malformed[0]
            raise MalformedData(
                f"{first.detail} Mend the document first; `multitrainer doctor` names everything of this kind.",
                course=first.course,
                batch=first.batch,
            )


def read_team(course: Raw, batches: list[Raw], rules: LoadRules) -> StoredTeam:
    """Read a course's team. The course needs _id, trainers, instructor and __v alone, a batch its `course` besides."""
    course_id = str(course["_id"])
    ours = {str(b["_id"]): b for b in batches if _is_of(b, course)}
    said = Instructors(hexed(course.get("instructor")), {name: hexed(b.get("instructor")) for name, b in ours.items()})
    found = tuple(Batch(name, read_people(b)) for name, b in ours.items())
    stored = Team(course_id, read_roster(course), found, rules)
    return StoredTeam(
        completed(stored, said, migrated=is_migrated(course)),
        said,
        course,
        ours,
        (*_malformed_course(course), *(v for b in batches for v in _malformed_batch(course, b))),
    )


def has_version(document: Raw) -> bool:
    """Whether `__v` is a number that Mongoose and we can count on from, as it is where it is missing."""
    version = document.get("__v", 0)
    return isinstance(version, int | float) and not isinstance(version, bool) and abs(version) < LAST_NUMBER


def courses_of(batch: Raw) -> list[ObjectId]:
    """Every course that a batch names; a sound one names one."""
    named = batch.get("course")
    return [c for c in (named if isinstance(named, list) else [named]) if isinstance(c, ObjectId)]


def is_migrated(course: Raw) -> bool:
    """Whether a course has a roster of its own. Mongoose adds an empty one to whatever it saves."""
    trainers = course.get("trainers")
    return trainers is not None and bool(trainers or course.get("instructor") is None)


def read_roster(course: Raw) -> tuple[Entry, ...]:
    """The entries that can be read, in stored order, with the schema's defaults."""
    return tuple(_entry(raw) for raw in _as_list(course.get("trainers")) if _is_entry(raw))


def read_people(batch: Raw) -> People:
    """The people that can be read."""
    trainers = batch.get("trainers")
    raw = trainers if isinstance(trainers, dict) else {}
    return People(hexed(raw.get("primary")), _ids(raw.get("backup")), _ids(raw.get("assistants")))


def write_roster(team: Team, stored: list[Raw]) -> list[Raw]:
    """The roster as it is to be stored: what is known overwritten, what is not ours kept, entry by entry."""
    old: dict[str, Raw] = {}
    for raw in stored:  # a trainer who stands there twice becomes one, with the keys of both
        name = str(raw["trainer"])
        old[name] = {**raw, **old.get(name, {})}
    return [_raw_entry(entry, old.get(entry.trainer, {"_id": ObjectId()})) for entry in team.roster]


def derived_roster(team: Team) -> list[Raw]:
    """The roster of a course that has none of its own yet: as it would be stored, but for the `_id`s."""
    return [_raw_entry(entry, {}) for entry in team.roster]


def people_update(people: People, batch: Raw) -> tuple[Raw, Raw]:
    """What to set and to unset so that a batch document says who its people are."""
    lists: Raw = {"backup": oids(people.backup), "assistants": oids(people.assistants)}
    one: Raw = {"primary": oid(people.primary)} if people.primary else {}
    instructor: Raw = {"instructor": oid(people.primary)} if people.primary else {}
    if not isinstance(batch.get("trainers"), dict):
        unset = {} if people.primary else {"instructor": ""}
        return {"trainers": {**one, **lists}, **instructor}, unset
    unset = {} if people.primary else {"trainers.primary": "", "instructor": ""}
    return {**{f"trainers.{key}": value for key, value in {**one, **lists}.items()}, **instructor}, unset


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


def _entry(raw: Raw) -> Entry:
    workload = raw.get("workload", 0)
    return Entry(
        str(raw["trainer"]),
        Role(raw.get("role", Role.ASSISTANT)),
        Status(raw.get("status", Status.ACTIVE)),
        _ids(raw.get("assignedBatches")),
        float(workload) if isinstance(workload, int | float) and isfinite(workload) else 0.0,
    )


def _is_entry(raw: Any) -> bool:
    return (
        isinstance(raw, dict)
        and isinstance(raw.get("trainer"), ObjectId)
        and raw.get("role", Role.ASSISTANT) in list(Role)
        and raw.get("status", Status.ACTIVE) in list(Status)
        and _is_ids(raw.get("assignedBatches"))
    )


def _malformed_course(course: Raw) -> list[Violation]:
    trainers, at = course.get("trainers"), str(course["_id"])
    found = [
        Violation("malformed", f"trainers[{i}] of the course is not a roster entry.", at)
        for i, raw in enumerate(_as_list(trainers))
        if not _is_entry(raw)
    ]
    if trainers is not None and not isinstance(trainers, list):
        found.append(Violation("malformed", "trainers of the course is not a list.", at))
    if not has_version(course):
        found.append(Violation("malformed", "__v of the course is not a number.", at))
    if _is_odd(course.get("instructor")):
        found.append(Violation("malformed", "instructor of the course is not an ObjectId.", at))
    return found


def _is_of(batch: Raw, course: Raw) -> bool:
    """Whether a batch is this course's and no other's, under an id that can be named."""
    return isinstance(batch["_id"], ObjectId) and bool(batch.get("course") == course["_id"])


def _malformed_batch(course: Raw, batch: Raw) -> list[Violation]:
    trainers = batch.get("trainers")
    raw = trainers if isinstance(trainers, dict) else {}
    wrong = {
        "_id": not isinstance(batch["_id"], ObjectId),
        "course": batch.get("course") != course["_id"],
        "trainers": trainers is not None and not isinstance(trainers, dict),
        "trainers.primary": _is_odd(raw.get("primary")),
        "trainers.backup": not _is_ids(raw.get("backup")),
        "trainers.assistants": not _is_ids(raw.get("assistants")),
        "instructor": _is_odd(batch.get("instructor")),
        "__v": not has_version(batch),
    }
    return [
        Violation("malformed", f"{path} of the batch has the wrong type.", str(course["_id"]), str(batch["_id"]))
        for path, is_wrong in wrong.items()
        if is_wrong
    ]


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _ids(value: Any) -> tuple[str, ...]:
    return tuple(str(v) for v in _as_list(value) if isinstance(v, ObjectId))


def _is_ids(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(v, ObjectId) for v in value))


def _is_odd(value: Any) -> bool:
    return value is not None and not isinstance(value, ObjectId)
