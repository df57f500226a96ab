"""Many enrolments at once: out of a spreadsheet, or out of arrays in documents that are there."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from multitrainer.clock import Clock
from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import FieldChange
from multitrainer.domain.enrolment_imports import How, Source
from multitrainer.domain.enrolments import Enrolment, EnrolmentStatus, Sitting, sitting_in
from multitrainer.domain.errors import BadRows
from multitrainer.domain.sentences import Counted
from multitrainer.domain.wording import counted
from multitrainer.identity.callers import Caller
from multitrainer.repositories.batchings import Batchings
from multitrainer.repositories.courses import Courses
from multitrainer.repositories.enrolments import Enrolments
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.users import Users
from multitrainer.services.changes.audit import Audit
from multitrainer.services.enrolments.places import Places, of_enrolment
from multitrainer.services.enrolments.rows import COLUMNS, STUDENT, Bad, Wanted, is_found, of_documents, of_rows
from multitrainer.services.enrolments.spreadsheets import read_table
from multitrainer.services.gate import Gate
from multitrainer.stored.ids import new_id
from multitrainer.stored.seats import read_students

T = TypeVar("T")
Raw = dict[str, Any]
Listener = Callable[[int, int], None]
"""Told how many of how many are done."""

A_TRAINER = (
    "User {} is a trainer. Name the field with the students; whoever teaches and attends the course is enrolled alone: "
    "POST /api/courses/{{id}}/enrolments."
)
CHUNK = 500
SHOWN = 100
FACTS = 20


@dataclass(slots=True)
class Report:
    """What came of an import, or would come of it."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    placed: int = 0
    bad: list[Bad] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    path_found: bool = True

    def as_json(self, how: How) -> Raw:
        """The report for programs."""
        counts = {name: getattr(self, name) for name in ("rows", "new", "changed", "unchanged", "withdrawn", "placed")}
        bad = {"badRows": len(self.bad), "bad": [one._asdict() for one in self.bad[:SHOWN]]}
        return {"dryRun": how.dry_run, **counts, **bad, "ignoredColumns": self.ignored, "pathFound": self.path_found}


class EnrolmentImports:
    """Use cases of these imports. The same again changes nothing."""

    def __init__(
        self,
        gate: Gate,
        database: Database,
        courses: Courses,
        teams: Teams,
        users: Users,
        enrolments: Enrolments,
        batchings: Batchings,
        places: Places,
        audit: Audit,
        clock: Clock,
    ) -> None:
        self._gate = gate
        self._database = database
        self._courses = courses
        self._teams = teams
        self._users = users
        self._enrolments = enrolments
        self._batchings = batchings
        self._places = places
        self._audit = audit
        self._clock = clock

    async def from_file(
        self, caller: Caller, course: str, data: bytes, how: How, listener: Listener = lambda *_: None
    ) -> Raw:
        """Enrol whom a CSV or XLSX names.

        Raises:
            CourseNotFound, UnreadableFile, MalformedData.
            BadRows: something is wrong, and it is neither a dry run nor to be left out. Nothing was written.
        """
        actor = await self._gate.on_course(caller, Action.ENROL, course)
        await self._courses.find(course)
        table = await asyncio.to_thread(read_table, data, COLUMNS, STUDENT)
        batching = await self._batchings.find(course)
        found = [*of_rows(table.rows, batching.slot_names if batching else ())]
        return await self._import(actor, course, found, how, Report(ignored=table.ignored), listener)

    async def adopt(
        self,
        caller: Caller,
        course: str,
        path: str,
        source: Source,
        how: How,
        listener: Listener = lambda *_: None,
    ) -> Raw:
        """Enrol whom documents name under a dotted path; who sits in a batch is placed there, others wait.

        Raises CourseNotFound, BadRows, MalformedData.
        """
        actor = await self._gate.on_course(caller, Action.ENROL, course)
        document = await self._courses.find(course)
        documents = [document] if source is Source.COURSES else await self._teams.own_batches(course, None)
        in_order = sorted(documents, key=lambda one: str(one["_id"]))
        found = [*of_documents("course" if source is Source.COURSES else "batch", in_order, path)]
        students, report = await self._but_trainers(_each_once(found)), Report(path_found=is_found(in_order, path))
        return await self._import(actor, course, students, how, report, listener)

    async def _import(
        self, actor: Actor, course: str, found: Sequence[Wanted | Bad], how: How, report: Report, listener: Listener
    ) -> Raw:
        report.rows = len(found)
        wanted = await self._known(found, report)
        _must_be_good(report, how)
        for number, chunk in enumerate(_chunks(wanted)):
            await self._take(actor, course, chunk, how, report)
            listener(min((number + 1) * CHUNK, len(wanted)), len(wanted))
        return report.as_json(how)

    async def _but_trainers(self, found: Sequence[Wanted | Bad]) -> list[Wanted | Bad]:
        """Documents name trainers, too: a path to them is a mistake, and one among students is for people to judge."""
        trainers: set[str] = set()
        for chunk in _chunks([one.student for one in found if isinstance(one, Wanted)]):
            trainers |= {str(one) for one in await self._users.trainers_among(chunk)}
        return [
            Bad.of(one, A_TRAINER.format(one.student)) if isinstance(one, Wanted) and one.student in trainers else one
            for one in found
        ]

    async def _known(self, found: Sequence[Wanted | Bad], report: Report) -> list[Wanted]:
        """Those who are users, by their ids, each once; what is wrong goes into the report, in order."""
        ids = await self._ids_of([one.student for one in found if isinstance(one, Wanted)])
        known: dict[str, Wanted] = {}
        for one in found:
            bad = one if isinstance(one, Bad) else _refused(one, ids[one.student], known)
            if bad:
                report.bad.append(bad)
            elif isinstance(one, Wanted):
                known[ids[one.student][0]] = one._replace(student=ids[one.student][0])
        return [*known.values()]

    async def _ids_of(self, named: Sequence[str]) -> dict[str, list[str]]:
        """The ids of the users whom each id or e-mail address names."""
        found: dict[str, list[str]] = {}
        for chunk in _chunks([*dict.fromkeys(named)]):
            addresses = [one for one in chunk if "@" in one]
            there = await self._users.by_id([one for one in chunk if "@" not in one])
            found |= {one: [one] if one in there else [] for one in chunk}
            found |= await self._users.by_addresses(addresses) if addresses else {}
        return found

    async def _take(self, actor: Actor, course: str, chunk: Sequence[Wanted], how: How, report: Report) -> None:
        async def change(session: Session) -> Report:
            so_far = Report()
            pairs = await self._pairs(course, chunk, so_far, session)
            if not how.dry_run:
                await self._write(actor, course, pairs, session)
            return so_far

        if how.dry_run:
            counted = await self._database.at_one_moment(change)
        else:
            counted = await self._database.atomically(f"course:{course}", change)
        for name in ("new", "changed", "unchanged", "withdrawn", "placed"):
            setattr(report, name, getattr(report, name) + getattr(counted, name))

    async def _pairs(
        self, course: str, chunk: Sequence[Wanted], report: Report, session: Session
    ) -> list[tuple[Enrolment | None, Enrolment]]:
        """What each one's enrolment is and becomes, where that differs."""
        present = await self._enrolments.of_students(course, [one.student for one in chunk], session)
        of_student = {one.student: one for one in present}
        classes = await self._places.classes(course, session)
        sits = sitting_in({id_: read_students(raw) for id_, raw in classes.items()})
        pairs = [(of_student.get(one.student), self._becomes(course, one, of_student, sits)) for one in chunk]
        for before, after in pairs:
            _count(report, before, after)
        return [(before, after) for before, after in pairs if before != after]

    def _becomes(self, course: str, wanted: Wanted, present: dict[str, Enrolment], sits: Sitting) -> Enrolment:
        """Whoever has withdrawn stays so: who put them on a list did not say that they came back."""
        before = present.get(wanted.student)
        if before and before.status is EnrolmentStatus.WITHDRAWN:
            return before
        now = self._clock()
        since = wanted.joined_at or now.replace(microsecond=now.microsecond // 1000 * 1000)
        if before is None:
            new = Enrolment(new_id(), wanted.student, course, wanted.slots or (), since)
            return new.following(sits.get(wanted.student, ()))
        slots = before.slots if wanted.slots is None else wanted.slots
        return replace(before, slots=slots, joined_at=wanted.joined_at or before.joined_at)

    async def _write(
        self, actor: Actor, course: str, pairs: Sequence[tuple[Enrolment | None, Enrolment]], session: Session
    ) -> None:
        new = [after for before, after in pairs if before is None]
        changed = [(before, after) for before, after in pairs if before]
        enrolled = [FieldChange("courses", course, "enrolled", None, [one.student for one in new])] if new else []
        noted = [*enrolled, *(change for before, after in changed for change in of_enrolment(before, after))]
        async with self._audit.noting(actor, Action.ENROL, noted, session, about=course):
            await self._enrolments.insert(new, session)
            await self._enrolments.save(changed, session)


def _count(report: Report, before: Enrolment | None, after: Enrolment) -> None:
    report.placed += before is None and after.status is EnrolmentStatus.PLACED
    if before is None:
        report.new += 1
    elif before.status is EnrolmentStatus.WITHDRAWN:
        report.withdrawn += 1
    elif before == after:
        report.unchanged += 1
    else:
        report.changed += 1


def _refused(one: Wanted, ids: Sequence[str], known: dict[str, Wanted]) -> Bad | None:
    faults = (*_about_the_student(one, ids, known), *one.faults)
    return Bad.of(one, " ".join(faults)) if faults else None


def _about_the_student(one: Wanted, ids: Sequence[str], known: dict[str, Wanted]) -> Iterator[str]:
    by = "e-mail address" if "@" in one.student else "id"
    if not ids:
        yield f"No user has this {by}. Register the student in the institute's own application first, or correct it."
    elif len(ids) > 1:
        yield f"Several users have this {by}; name the student's id instead."
    elif ids[0] in known:
        yield f"The same student as in {known[ids[0]].where}; take one of them out."


def _each_once(found: Sequence[Wanted | Bad]) -> list[Wanted | Bad]:
    """Somebody may sit in several batches."""
    first = {one.student: one for one in reversed(found) if isinstance(one, Wanted)}
    return [one for one in found if isinstance(one, Bad) or first[one.student] is one]


def _must_be_good(report: Report, how: How) -> None:
    if report.bad and not (how.dry_run or how.skip_bad):
        first, are = report.bad[0], "is" if len(report.bad) == 1 else "are"
        raise BadRows(
            Counted(
                "{n} row is wrong. Nothing was imported: correct it, or have it left out.",
                "{n} rows are wrong. Nothing was imported: correct them, or have them left out.",
                len(report.bad),
            ),
            f"{len(report.bad)} of {counted(report.rows, 'row', 'rows')} {are} wrong, first {first.where}: "
            f"{first.message} Nothing was imported: correct what is wrong, or have it left out (`--skip-bad`, over the "
            "API `skipBad`). A dry run names each.",
            rows=[one._asdict() for one in report.bad[:FACTS]],
            count=len(report.bad),
        )


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))
