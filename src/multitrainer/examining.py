"""`multitrainer doctor`: the round, its progress, and the report."""

import re

import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from multitrainer import wiring
from multitrainer.connecting import CannotConnect, database_at, existing
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.services.doctor import Doctor, Finding
from multitrainer.settings import Settings


async def examine(
    settings: Settings, out: Console, err: Console, *, course: str | None, repair: bool, as_json: bool
) -> bool:
    """Examine all courses or one, print what is found, and tell whether all is well now.

    Raises:
        CannotConnect, EmbeddedServerFailed, CourseNotFound.
    """
    if course is not None and not re.fullmatch("[0-9a-fA-F]{24}", course):
        raise CannotConnect("--course takes a course's id: 24 hexadecimal digits.")
    async with existing(settings) as at, database_at(at.uri, settings) as database:
        doctor = wiring.build(database, settings).doctor
        report = _Report(out, f"{database.motor.name} of {at.words}", as_json=as_json)
        await _round(doctor, report, err, course=course.lower() if course else None, repair=repair)
    return report.close()


async def _round(doctor: Doctor, report: "_Report", err: Console, *, course: str | None, repair: bool) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("Examining courses", total=await doctor.count(THE_ADMIN, course))
        async for step in doctor.examine(THE_ADMIN, course, repair=repair):
            bar.advance(task, step.seen)
            report.add(step.seen, step.found)


class _Report:
    """Prints findings as they come, and counts them."""

    def __init__(self, out: Console, database: str, *, as_json: bool) -> None:
        self._out = out
        self._database = database
        self._as_json = as_json
        self._seen = self._found = self._repaired = 0
        if not as_json:
            self._say(f"Examining the database {database}.")

    def add(self, seen: int, findings: list[Finding]) -> None:
        self._seen += seen
        self._found += sum(not f.passing for f in findings)
        self._repaired += sum(f.repaired for f in findings)
        for finding in findings:
            self._say(orjson.dumps(finding.as_json()).decode() if self._as_json else _line(finding))

    def close(self) -> bool:
        """Print the sum, and tell whether all is well."""
        left = self._found - self._repaired
        counts = {"courses": self._seen, "violations": self._found, "repaired": self._repaired}
        total = {"database": self._database, **counts, "clean": not left}
        courses, violations = _number(self._seen, "course"), _number(self._found, "violation")
        words = f"{courses} examined: {violations}, {self._repaired} repaired."
        self._say(orjson.dumps(total).decode() if self._as_json else words)
        return not left

    def _say(self, line: str) -> None:
        self._out.print(line, markup=False, highlight=False, soft_wrap=True)


def _number(count: int, noun: str) -> str:
    return f"{count} {noun if count == 1 else f'{noun}s'}"


def _line(finding: Finding) -> str:
    violation = finding.violation
    about = {"course": violation.course, "batch": violation.batch, "trainer": violation.trainer}
    ids = ", ".join(f"{name} {id_}" for name, id_ in about.items() if id_)
    kind = "repaired" if finding.repaired else "passing" if finding.passing else "broken"
    return f"{kind:8}  {violation.code:20}  {ids}: {violation.detail}"
