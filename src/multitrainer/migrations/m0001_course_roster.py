"""m0001: a course's `instructor` becomes the lead on its roster.

A course that has a roster already keeps it. Where `instructor` names somebody else than the first active lead, the old
application wrote last: who is named becomes the first lead, and the former one stays as assistant and hands on the
scope; a second lead who is named just moves to the front. A lead who is away stays lead, and `instructor` becomes
whoever leads meanwhile, or null (docs/domain.md, rule 4). Everything that is counted is left to m0003.
"""

from datetime import datetime

from bson import ObjectId

from multitrainer.migrations import stages
from multitrainer.migrations.migration import Around, Chunk, Statement
from multitrainer.migrations.references import trainer_of, without_instructor
from multitrainer.migrations.stages import found
from multitrainer.migrations.verdicts import Raw, SetAside, Verdict, changed
from multitrainer.stored.faults import given, roster_faults

name = "m0001_course_roster"
collection = "courses"
fields = ("instructor", "trainers", "__v", "updatedAt")
reads_batches = False
inverse = stages.restoring

Roster = list[Raw]

PLAIN_LEAD: Raw = {
    "_id": "$instructor",
    "trainer": "$instructor",
    "role": "lead",
    "workload": 0,
    "assignedBatches": [],
    "status": "active",
}


def judge(document: Raw, around: Around) -> Verdict:
    """What is to become of a course."""
    if faults := roster_faults(document):
        return SetAside("malformed", faults[0])
    roster, said = document.get("trainers"), document.get("instructor")
    lead = _lead(roster or [])
    if said is None:
        return without_instructor(document, lead)
    if said == lead:
        return None
    named = trainer_of(said, around.users)
    if isinstance(named, SetAside):
        return named
    if named == lead:
        return changed("id-converted", document, instructor=named)
    if _is_away_lead(roster or [], named):
        return changed("instructor-restored", document, instructor=lead)
    return _led_by(document, roster or [], named)


def _led_by(document: Raw, roster: Roster, named: ObjectId) -> Verdict:
    mine = next((e for e in roster if e["trainer"] == named), None)
    if mine is None and any(e.get("_id") == named for e in roster):
        return SetAside("entry-id-taken", f"Another roster entry has {named} as its own _id, which is the new lead's.")
    kind = "roster-made" if not roster else "lead-replaced" if _lead(roster) else "lead-named"
    return changed(kind, document, trainers=_followed(roster, mine, named), instructor=named)


def _followed(roster: Roster, mine: Raw | None, named: ObjectId) -> Roster:
    leads = [e for e in roster if e.get("role") == "lead"]
    former = leads[0] if leads else {}
    if mine and mine.get("role") == "lead":
        return [{**mine, "status": "active"}, *(e for e in roster if e is not mine)]
    scope = former.get("assignedBatches") or []
    new = {"_id": named, "trainer": named, "role": "lead", "workload": 0, "assignedBatches": scope, "status": "active"}
    lead = {**(mine or new), "role": "lead", "assignedBatches": scope, "status": "active"}
    vacated = [{**e, "role": "assistant", "assignedBatches": []} if e is former else e for e in roster]
    return [lead, *(e for e, old in zip(vacated, roster, strict=True) if old is not mine)]


def _lead(roster: Roster) -> ObjectId | None:
    """The first active lead."""
    leads = (e["trainer"] for e in roster if e.get("role") == "lead" and _is_active(e))
    return next(leads, None)


def _is_away_lead(roster: Roster, trainer: ObjectId) -> bool:
    mine = next((e for e in roster if e["trainer"] == trainer), {})
    return mine.get("role") == "lead" and not _is_active(mine)


def _is_active(entry: Raw) -> bool:
    return bool(given(entry, "status", "active") == "active")


def statements(chunk: Chunk) -> list[Statement]:
    """The server reads `instructor` and writes `trainers` in one step."""
    return stages.updates(chunk, pipeline, trainers=[PLAIN_LEAD])


def pipeline(around: Around, now: datetime) -> list[Raw]:
    """The rule for the server."""
    return [
        stages.find_out(roster={"$cond": [{"$isArray": "$trainers"}, "$trainers", []]}),
        *stages.instructor_facts(around.users.trainers),
        _places(),
        _people(),
        _rule(),
        *stages.carry_out(
            now,
            trainers={"$cond": [stages.does("follow"), _new_roster(), "$trainers"]},
            instructor={
                "$cond": [stages.does("restore"), found("lead"), found("named")],
            },
        ),
    ]


def _places() -> Raw:
    """Where the named one and the first lead stand on the roster; -1: nowhere."""
    return stages.find_out(
        mine={"$indexOfArray": [_each("trainer"), found("named")]},
        former={"$indexOfArray": [_each("role"), "lead"]},
        active={
            "$filter": {
                "input": found("roster"),
                "as": "entry",
                "cond": {
                    "$and": [
                        {"$eq": ["$$entry.role", "lead"]},
                        {"$eq": [{"$ifNull": ["$$entry.status", "active"]}, "active"]},
                    ]
                },
            }
        },
    )


def _people() -> Raw:
    return stages.find_out(
        lead={"$cond": [{"$gt": [{"$size": found("active")}, 0]}, {"$first": _trainers_of("active")}, None]},
        entry=_entry_at("mine"),
        formerEntry=_entry_at("former"),
    )


def _rule() -> Raw:
    lead, named = found("lead"), found("named")
    leads_elsewhere = {
        "$and": [
            {"$eq": [found("entry.role"), "lead"]},
            {"$ne": [{"$ifNull": [found("entry.status"), "active"]}, "active"]},
        ]
    }
    return stages.decide(
        ({"$not": [{"$in": [{"$type": "$trainers"}, ["array", *stages.ABSENT]]}]}, stages.NOTHING),
        ({"$and": [found("silent"), {"$ne": [lead, None]}]}, "restore"),
        ({"$or": [found("silent"), {"$not": [found("known")]}]}, stages.NOTHING),
        ({"$and": [{"$eq": [named, lead]}, found("text")]}, "convert"),
        ({"$eq": [named, lead]}, stages.NOTHING),
        (leads_elsewhere, "restore"),
        (True, "follow"),
    )


def _new_roster() -> Raw:
    """The named one first, then the others, of whom the former lead is an assistant now."""
    leads = {"$eq": [found("entry.role"), "lead"]}
    index = {"$range": [0, {"$size": found("roster")}]}
    entry = {"$arrayElemAt": [found("roster"), "$$at"]}
    steps_back = {"$and": [{"$eq": ["$$at", found("former")]}, {"$not": [leads]}]}
    vacated = {"$mergeObjects": [entry, {"role": "assistant", "assignedBatches": []}]}
    others = {
        "$map": {
            "input": {"$filter": {"input": index, "as": "at", "cond": {"$ne": ["$$at", found("mine")]}}},
            "as": "at",
            "in": {"$cond": [steps_back, vacated, entry]},
        }
    }
    return {"$concatArrays": [[{"$cond": [leads, _made_active(), _made_lead()]}], others]}


def _made_active() -> Raw:
    return {"$mergeObjects": [found("entry"), {"status": "active"}]}


def _made_lead() -> Raw:
    named = found("named")
    blank = {"_id": named, "trainer": named, "role": "lead", "workload": 0, "assignedBatches": [], "status": "active"}
    known = {"$cond": [{"$eq": [found("mine"), -1]}, blank, found("entry")]}
    scope = {"$ifNull": [found("formerEntry.assignedBatches"), []]}
    return {"$mergeObjects": [known, {"role": "lead", "assignedBatches": scope, "status": "active"}]}


def _each(field: str) -> Raw:
    """This field of every entry, null where it is missing, so that places stay what they are."""
    return {"$map": {"input": found("roster"), "as": "entry", "in": {"$ifNull": [f"$$entry.{field}", None]}}}


def _trainers_of(fact: str) -> Raw:
    return {"$map": {"input": found(fact), "as": "entry", "in": "$$entry.trainer"}}


def _entry_at(fact: str) -> Raw:
    """The entry at a place; an empty one for nowhere, because engines differ about what is out of bounds."""
    nowhere = {"$eq": [found(fact), -1]}
    return {"$cond": [nowhere, {}, {"$arrayElemAt": [found("roster"), {"$max": [found(fact), 0]}]}]}
