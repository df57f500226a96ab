"""Requests that can't be right, and what the service says of each."""

import json
from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

from bson import ObjectId

from tests.api.school import ALEX, COURSE, FIRST, JOHN, NOBODY, SARAH, STUDENT

OTHER_COURSE, OTHER_BATCH = (str(ObjectId(digit * 24)) for digit in "12")
ROSTER = f"/api/courses/{COURSE}/trainers"
PEOPLE = f"/api/batches/{FIRST}/trainers"
ENROLMENTS, BATCHING = f"/api/courses/{COURSE}/enrolments", f"/api/courses/{COURSE}/batching"
SIZES = {"target": 25, "minimum": 15, "maximum": 30}
NAME = {"name": "x"}
FIRST_YEAR, LAST_YEAR = "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"
"""In UTC they lie in no year that there is."""

UNSEEN, ODD = ("\u200b", "\u00ad \u2800"), ("a\0b", "\x1b[31m", "a\x9bb", "\u202eevil", "a\u2066b", "\ud800")
"""What nobody sees, and what is not what it seems to be."""

OPERATORS: list[Any] = [{"$ne": None}, {"$gt": ""}, {"$in": [ALEX]}, {"$oid": ALEX}]


class Bad(NamedTuple):
    """A request and the problem that answers it. `field` is what the problem names, None where it is no field's."""

    method: str
    path: str
    body: Any = None
    status: int = 422
    code: str = "invalid-input"
    field: str | None = None
    headers: dict[str, str] | None = None

    @property
    def content(self) -> bytes | None:
        """The body as it is sent: bytes as they are, anything else as JSON."""
        if self.body is None or isinstance(self.body, bytes):
            return self.body
        return json.dumps(self.body).encode()

    def __str__(self) -> str:
        shown = [str(part)[:60] for part in (self.body, self.headers) if part]
        return " ".join((self.method, self.path.replace("/api", "")[:60], *shown))


def ids() -> Iterator[Bad]:
    """Malformed ones name the parameter, unknown ones are not found."""
    for path, field in (
        ("/api/courses/{}", "path.course_id"),
        ("/api/courses/{}/trainers", "path.course_id"),
        ("/api/courses/{}/migration", "path.course_id"),
        (ROSTER + "/{}", "path.trainer_id"),
        ("/api/courses/{}/enrolments", "path.course_id"),
        ("/api/enrolments/{}", "path.enrolment_id"),
        ("/api/batches/{}", "path.batch_id"),
        ("/api/batches/{}/trainers", "path.batch_id"),
        ("/api/trainers/{}", "path.trainer_id"),
        ("/api/trainers/{}/batches", "path.trainer_id"),
        ("/api/batches?course={}", "query.course"),
    ):
        for id_ in (
            "xyz",
            "g" * 24,
            "a" * 23,
            "a" * 25,
            "abcdefghijkl",
            COURSE + "%0A",
            "%00" * 24,
            "%24ne",
            "%F0%9F%98%80",
        ):
            yield Bad("GET", path.format(id_), field=field)
    yield Bad("DELETE", f"{PEOPLE}/x", field="path.trainer_id")
    yield Bad("DELETE", f"{ROSTER}/{JOHN}?handOverTo=x", field="query.handOverTo")
    yield Bad("PUT", f"/api/courses/{COURSE}x/trainers/{JOHN}", {"role": "lead"}, field="path.course_id")
    for method, path, body, code in (
        ("GET", f"/api/courses/{NOBODY}", None, "course-not-found"),
        ("PATCH", f"/api/courses/{NOBODY}", NAME, "course-not-found"),
        ("DELETE", f"/api/courses/{NOBODY}?force=true", None, "course-not-found"),
        ("POST", f"/api/courses/{NOBODY}/trainers", {"trainer": ALEX}, "course-not-found"),
        ("PUT", f"{ROSTER}/{ALEX}", {"role": "lead"}, "not-on-roster"),
        ("DELETE", f"{ROSTER}/{NOBODY}", None, "not-on-roster"),
        ("GET", f"/api/courses/{NOBODY}/migration", None, "course-not-found"),
        ("POST", f"/api/courses/{NOBODY}/migration", None, "course-not-found"),
        ("GET", f"/api/batches/{NOBODY}", None, "batch-not-found"),
        ("PATCH", f"/api/batches/{NOBODY}", NAME, "batch-not-found"),
        ("DELETE", f"/api/batches/{NOBODY}?force=true", None, "batch-not-found"),
        ("PUT", f"/api/batches/{NOBODY}/trainers/primary", {"trainer": ALEX}, "batch-not-found"),
        ("DELETE", f"{PEOPLE}/{ALEX}", None, "not-on-batch"),
        ("GET", f"/api/courses/{NOBODY}/enrolments", None, "course-not-found"),
        ("POST", f"/api/courses/{NOBODY}/enrolments", {"student": STUDENT}, "course-not-found"),
        ("POST", f"/api/courses/{NOBODY}/enrolments/import", b"student\n", "course-not-found"),
        ("POST", f"/api/courses/{NOBODY}/enrolments/adopt", None, "course-not-found"),
        ("GET", f"/api/courses/{NOBODY}/batching", None, "course-not-found"),
        ("PUT", f"/api/courses/{NOBODY}/batching", SIZES, "course-not-found"),
        ("GET", f"/api/enrolments/{NOBODY}", None, "enrolment-not-found"),
        ("PATCH", f"/api/enrolments/{NOBODY}", {"slots": []}, "enrolment-not-found"),
        ("DELETE", f"/api/enrolments/{NOBODY}", None, "enrolment-not-found"),
        ("GET", f"/api/trainers/{STUDENT}", None, "trainer-not-found"),
        ("PATCH", f"/api/trainers/{NOBODY}", NAME, "trainer-not-found"),
    ):
        yield Bad(method, path, body, 404, code)


def references() -> Iterator[Bad]:
    """Bodies that name things that are not there, or not what they are named as."""
    for trainer, code in ((NOBODY, "unknown-trainer"), (STUDENT, "not-a-trainer")):
        for method, path, body, field in (
            ("POST", ROSTER, {"trainer": trainer}, "trainer"),
            ("POST", PEOPLE, {"trainer": trainer, "as": "assistant"}, "trainer"),
            ("POST", f"{PEOPLE}/backup", {"trainer": trainer}, "trainer"),
            ("PUT", f"{PEOPLE}/primary", {"trainer": trainer}, "trainer"),
            ("DELETE", f"{ROSTER}/{JOHN}?handOverTo={trainer}", None, "handOverTo"),
            ("POST", "/api/courses", {**NAME, "instructor": trainer}, "instructor"),
            ("POST", "/api/courses", {**NAME, "trainers": [{"trainer": trainer}]}, "trainers"),
            ("PATCH", f"/api/courses/{COURSE}", {"instructor": trainer}, "instructor"),
            ("POST", "/api/batches", {**NAME, "course": COURSE, "instructor": trainer}, "instructor"),
            ("POST", "/api/batches", {**NAME, "course": COURSE, "trainers": {"backup": [trainer]}}, "trainers"),
            ("PATCH", f"/api/batches/{FIRST}", {**NAME, "trainers": {"assistants": [trainer]}}, "trainers"),
        ):
            yield Bad(method, path, body, code=code, field=field)
    yield Bad("POST", "/api/batches", {**NAME, "course": NOBODY}, code="unknown-course", field="course")
    students = {**NAME, "students": [STUDENT, NOBODY]}
    yield Bad("POST", "/api/batches", {**students, "course": COURSE}, code="unknown-student", field="students")
    yield Bad("PATCH", f"/api/batches/{FIRST}", students, code="unknown-student", field="students")
    for scope in ([OTHER_BATCH], [FIRST, OTHER_BATCH], [NOBODY]):
        new = {"trainer": ALEX, "assignedBatches": scope}
        yield Bad("POST", ROSTER, new, code="batch-of-another-course", field="assignedBatches")
        lead = {"assignedBatches": scope}
        yield Bad("PUT", f"{ROSTER}/{SARAH}", lead, code="batch-of-another-course", field="assignedBatches")


def types() -> Iterator[Bad]:
    """Values of a wrong type, operators among them, and words that are not in the list."""
    for value in (*OPERATORS, 5, True, [ALEX], ""):
        yield Bad("POST", ROSTER, {"trainer": value}, field="body.trainer")
        yield Bad("PUT", f"{PEOPLE}/primary", {"trainer": value}, field="body.trainer")
        yield Bad("PATCH", f"/api/courses/{COURSE}", {"instructor": value}, field="body.instructor")
    for value in (*OPERATORS, "boss", "LEAD", 1, ["lead"]):
        yield Bad("POST", ROSTER, {"trainer": ALEX, "role": value}, field="body.role")
        yield Bad("PUT", f"{ROSTER}/{JOHN}", {"status": value}, field="body.status")
        yield Bad("POST", PEOPLE, {"trainer": ALEX, "as": value}, field="body.as")
    for value in (*OPERATORS, "x", {"0": STUDENT}, 7):
        yield Bad("PATCH", f"/api/batches/{FIRST}", {"students": value}, field="body.students")
        yield Bad("PATCH", f"/api/batches/{FIRST}", {"trainers": {"backup": value}}, field="body.trainers.backup")
        yield Bad("POST", "/api/courses", {**NAME, "trainers": [{"trainer": value}]}, field="body.trainers.0.trainer")
    yield Bad("PATCH", f"/api/batches/{FIRST}", {"students": [STUDENT, {"$ne": None}]}, field="body.students.1")
    yield Bad("PATCH", f"/api/batches/{FIRST}", {"students": [STUDENT] * 1001}, field="body.students")


def texts() -> Iterator[Bad]:
    """Names, addresses and numbers that are none."""
    controls = ("a\x00b", "a\nb", "\x1b[31m", "a\x85b", "a\x7f", "\ud800")
    for value in (*OPERATORS, *controls, *UNSEEN, *ODD, 5, ["x"], "", "   ", "x" * 201):
        yield Bad("POST", "/api/courses", {"name": value}, field="body.name")
        yield Bad("PATCH", f"/api/batches/{FIRST}", {"name": value}, field="body.name")
        yield Bad("PATCH", f"/api/trainers/{ALEX}", {"specialization": ["Latin", value]}, field="body.specialization")
    for email in (
        "sarah",
        "a@b",
        "@x.example",
        "a b@x.example",
        "a@x.example\n",
        "a\x00@x.example",
        "a" * 255 + "@x.io",
    ):
        yield Bad("POST", "/api/trainers", {**NAME, "email": email}, field="body.email")
    for phone in ("call me", "+", "1" * 41, "1\n2", 49):
        yield Bad("PATCH", f"/api/trainers/{ALEX}", {"phone": phone}, field="body.phone")
    yield Bad("POST", "/api/trainers", {**NAME, "email": "Taken@X.example"}, 409, "email-taken", "email")


def fields() -> Iterator[Bad]:
    """Null where absent is meant, fields that are not known, and fields that are missing."""
    nulls: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", "/api/courses", {"name": None}),
        ("POST", "/api/courses", {**NAME, "instructor": None}),
        ("POST", "/api/courses", {**NAME, "trainers": None}),
        ("PATCH", f"/api/courses/{COURSE}", {"instructor": None}),
        ("PATCH", f"/api/batches/{FIRST}", {"trainers": None}),
        ("PATCH", f"/api/batches/{FIRST}", {"students": None}),
        ("PUT", f"{ROSTER}/{JOHN}", {"role": None}),
        ("POST", ROSTER, {"trainer": ALEX, "assignedBatches": None}),
        ("POST", "/api/trainers", {**NAME, "email": None}),
        ("PATCH", f"/api/trainers/{ALEX}", {"specialization": None}),
    ]
    for method, path, body in nulls:
        yield Bad(method, path, body, field=f"body.{next(name for name, value in body.items() if value is None)}")
    yield Bad("PATCH", f"/api/batches/{FIRST}", {"trainers": {"primary": None}}, field="body.trainers.primary")
    for unknown in ("isAdmin", "_id", "__v", "$set", "trainers.0.role", "workload"):
        yield Bad("PUT", f"{ROSTER}/{JOHN}", {"role": "lead", unknown: 1}, field=f"body.{unknown}")
    yield Bad("PATCH", f"/api/courses/{COURSE}", {**NAME, "trainers": []}, field="body.trainers")
    member = {"trainer": ALEX, "workload": 9}
    yield Bad("POST", "/api/courses", {**NAME, "trainers": [member]}, field="body.trainers.0.workload")
    yield Bad("POST", "/api/trainers", {}, field="body.name")
    yield Bad("POST", "/api/trainers", NAME, field="body.email")


def people() -> Iterator[Bad]:
    """Trainers named twice, or in a place where they can't be."""
    twice = [{"trainer": ALEX}, {"trainer": ALEX, "role": "lead"}]
    yield Bad("POST", "/api/courses", {**NAME, "trainers": twice}, field="body.trainers")
    yield Bad("POST", ROSTER, {"trainer": JOHN}, 409, "already-on-roster")
    yield Bad("POST", ROSTER, {"trainer": JOHN.upper()}, 409, "already-on-roster")
    for overlap in (
        {"primary": ALEX, "backup": [ALEX]},
        {"primary": ALEX, "assistants": [JOHN, ALEX]},
        {"backup": [JOHN, JOHN]},
        {"assistants": [ALEX, ALEX.upper()]},
    ):
        yield Bad("PATCH", f"/api/batches/{FIRST}", {"trainers": overlap}, code="people-overlap", field="trainers")
        yield Bad(
            "POST",
            "/api/batches",
            {**NAME, "course": COURSE, "trainers": overlap},
            code="people-overlap",
            field="trainers",
        )
    both = {"instructor": ALEX, "trainers": {"primary": JOHN}}
    yield Bad("PATCH", f"/api/batches/{FIRST}", both, field="body")
    yield Bad("POST", "/api/courses", {**NAME, "instructor": ALEX, "trainers": [{"trainer": JOHN}]}, field="body")
    yield Bad("POST", f"{PEOPLE}/backup", {"trainer": SARAH}, 409, "already-on-batch")
    yield Bad("POST", PEOPLE, {"trainer": ALEX, "as": "primary"}, 409, "primary-taken")
    yield Bad("DELETE", f"{ROSTER}/{JOHN}", None, 409, "still-primary")
    yield Bad("DELETE", f"{ROSTER}/{JOHN}?handOverTo={JOHN}", None, 409, "still-primary")
    yield Bad("PUT", f"{ROSTER}/{JOHN}", {"assignedBatches": []}, 409, "still-primary")
    substitute = {"trainer": ALEX, "role": "substitute", "assignedBatches": [FIRST]}
    yield Bad("POST", ROSTER, substitute, code="substitute-has-no-batches", field="assignedBatches")
    yield Bad("DELETE", f"/api/courses/{COURSE}", None, 409, "people-would-be-lost")
    yield Bad("DELETE", f"/api/batches/{FIRST}", None, 409, "people-would-be-lost")


def forms() -> Iterator[Bad]:
    """Bodies that are no JSON, or no JSON object, or too much of it."""
    for path in ("/api/courses", ROSTER):
        for body in (
            b"{",
            b'{"name": "x"',
            b"name=x",
            b'{"name": "\xff"}',
            b'{"name": "x"} {}',
            b'{"name": ' + b"9" * 5000 + b"}",
            b"[" * 100_000,
            b'{"name":' * 50_000 + b"1" + b"}" * 50_000,
        ):
            yield Bad("POST", path, body, 400, "malformed-body")
        for whole in (b"", b"[]", b'"x"', b"7", b"null", b"[[[[]]]]"):
            yield Bad("POST", path, whole, field="body")
        yield Bad("POST", path, b" " * 1_000_001, 413, "body-too-large")
    nested: Any = "x"
    for _ in range(300):
        nested = {"name": nested}
    yield Bad("PATCH", f"/api/courses/{COURSE}", nested, field="body.name")
    yield Bad(
        "PATCH", f"/api/courses/{COURSE}", {"name": NAME, **{f"field{n}": n for n in range(5000)}}, field="body.name"
    )
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        yield Bad("POST", "/api/courses", b'{"name": "x"}', field="body", headers={"Content-Type": kind})


def parameters() -> Iterator[Bad]:
    """Cursors and limits that nobody gave out, addresses and methods that are none."""
    lists = ("/api/courses", "/api/batches", "/api/trainers", f"/api/trainers/{JOHN}/batches")
    for path in (*lists, "/api/migration/set-aside"):
        for cursor in ("", "x", "AAAA", "%00", "%C3%A9", "%24ne", "A" * 15, "A" * 17, "a" * 101):
            yield Bad("GET", f"{path}?cursor={cursor}", field="query.cursor")
        for limit in ("0", "-1", "501", "x", "1e2", "1.5", "9" * 5000, ""):
            yield Bad("GET", f"{path}?limit={limit}", field="query.limit")
    yield Bad("DELETE", f"/api/courses/{COURSE}?force=maybe", field="query.force")
    for migration in ("", "m0009", "sync", "m0001_course_roster%0A", "%00"):
        yield Bad("GET", f"/api/migration/set-aside?migration={migration}", field="query.migration")
    for unknown in ("x=1", "limit=1&Cursor=x", "cursor[$ne]=", "=", "%00=1", "a" * 5000 + "=1"):
        yield Bad("GET", f"/api/courses?{unknown}")
    yield Bad("GET", "/api/audit?action=create-course&action=delete-course", field="query.action")
    yield Bad("GET", "/api/courses?limit=1&limit=1", field="query.limit")
    yield Bad("DELETE", f"/api/courses/{COURSE}?force=false&force=true", field="query.force")
    for path in (
        "/api",
        "/api/course",
        f"/api/courses/{COURSE}/batches",
        "/api/../etc/passwd",
        "/wp-login.php",
        "/api/courses/",
    ):
        yield Bad("GET", path, None, 404, "route-not-found")
    for method, path in (
        ("PUT", "/api/courses"),
        ("PATCH", ROSTER),
        ("DELETE", "/api/trainers/" + ALEX),
        ("TRACE", "/api"),
    ):
        code = (404, "route-not-found") if path == "/api" else (405, "method-not-allowed")
        yield Bad(method, path, NAME, *code)


def headers() -> Iterator[Bad]:
    """Conditions that can't be met, keys that are none."""
    for tag in ("nonsense", "", '""', 'W/"1"', '"a", "b"', "*, x", '"é"'):
        yield Bad("PATCH", f"/api/courses/{COURSE}", NAME, 412, "stale", headers={"If-Match": tag})
        yield Bad("DELETE", f"{PEOPLE}/{SARAH}", None, 412, "stale", headers={"If-Match": tag})
        yield Bad("POST", f"/api/courses/{COURSE}/migration", None, 412, "stale", headers={"If-Match": tag})
    for key in ("", "k" * 201, "é", "a\tb"):
        yield Bad("POST", "/api/courses", NAME, field="header.Idempotency-Key", headers={"Idempotency-Key": key})


def enrolments() -> Iterator[Bad]:
    """Students, places, settings and files that can't be."""
    student = {"student": STUDENT}
    yield Bad("POST", ENROLMENTS, {"student": NOBODY}, code="unknown-student", field="student")
    yield Bad("POST", ENROLMENTS, {**student, "slots": ["Mon"]}, code="unknown-slot", field="slots")
    yield Bad("POST", ENROLMENTS, {**student, "batch": OTHER_BATCH}, code="batch-of-another-course", field="batch")
    yield Bad("POST", ENROLMENTS, {**student, "slots": ["a"] * 6}, field="body.slots")
    for moment in (0, True, "2026-01-02", "2026-01-02T03:04", "soon", FIRST_YEAR, LAST_YEAR, {"$gt": ""}):
        yield Bad("POST", ENROLMENTS, {**student, "joinedAt": moment}, field="body.joinedAt")
    for size in (0, -1, 1001, 2.5, "x", True, {"$gt": 0}):
        yield Bad("PUT", BATCHING, {**SIZES, "minimum": size}, field="body.minimum")
    for wrong in ({"target": 10}, {"target": 31}, {"slots": [{"name": "a"}] * 2}):
        yield Bad("PUT", BATCHING, {**SIZES, **wrong}, field="body")
    yield Bad("PUT", BATCHING, {**SIZES, "slots": [{"name": "a|b"}]}, field="body.slots.0")
    for end in ("17:00", "18:00"):
        sessions = [{"day": "monday", "start": "18:00", "end": end}]
        yield Bad("PUT", BATCHING, {**SIZES, "slots": [{"name": "a", "sessions": sessions}]}, field="body")
    other = {**SIZES, "slots": [{"name": "a"}]}
    yield Bad("PUT", BATCHING, {**other, "batches": {FIRST: "b"}}, code="unknown-slot", field="batches")
    yield Bad(
        "PUT", BATCHING, {**other, "batches": {OTHER_BATCH: "a"}}, code="batch-of-another-course", field="batches"
    )
    for place in ({"day": "someday"}, {"start": "25:00"}, {"end": "8"}, {"start": "1\u0660:00"}):
        session = {"day": "monday", "start": "18:00", "end": "20:00", **place}
        field = f"body.slots.0.sessions.0.{next(iter(place))}"
        yield Bad("PUT", BATCHING, {**SIZES, "slots": [{"name": "a", "sessions": [session]}]}, field=field)
    for file in (b"", b"name\nZoe\n", b"PK\x03\x04", b"\xff\xfe", b"student\n\0"):
        yield Bad("POST", f"{ENROLMENTS}/import", file, code="unreadable-file")
    yield Bad("POST", f"{ENROLMENTS}/import", f"student\n{NOBODY}\n".encode(), code="bad-rows")
    for path in ("", "$where", "a..b", ".a", "a.", "a" * 201, "a%00"):
        yield Bad("POST", f"{ENROLMENTS}/adopt?path={path}", field="query.path")
    yield Bad("POST", f"{ENROLMENTS}/adopt?from=users", field="query.from")
    yield Bad("GET", f"{ENROLMENTS}?status=gone", field="query.status")
    yield Bad("GET", f"{ENROLMENTS}?cursor=x", field="query.cursor")


def planning() -> Iterator[Bad]:
    """Facts that no plan could be made of."""
    trainer, batch = f"/api/trainers/{JOHN}/planning", f"/api/batches/{FIRST}/planning"
    session = {"day": "monday", "start": "18:00", "end": "19:30"}
    for path, code in (
        (f"/api/trainers/{NOBODY}/planning", "trainer-not-found"),
        (f"/api/batches/{NOBODY}/planning", "batch-not-found"),
        (f"/api/batches/{NOBODY}/candidates", "batch-not-found"),
        (f"/api/proposals/{NOBODY}", "proposal-not-found"),
        (f"/api/proposals/{NOBODY}/batches/{FIRST}", "proposal-not-found"),
        (f"/api/courses/{NOBODY}/workload", "course-not-found"),
        (f"/api/trainers/{STUDENT}/workload", "trainer-not-found"),
    ):
        yield Bad("GET", path, None, 404, code)
    yield Bad("GET", f"/api/batches/{FIRST}/candidates?everybody=maybe", field="query.everybody")
    for hours in (0, -1, 169, "5", True, b"NaN", [5]):
        body = b'{"weeklyHours": NaN}' if isinstance(hours, bytes) else {"weeklyHours": hours}
        yield Bad("PUT", trainer, body, field="body.weeklyHours")
    for weekly in (0, -5, 0.001, 1e9, "4"):
        yield Bad("PUT", batch, {"hours": weekly}, field="body.hours")
    for wrong, field in (
        ({"day": "someday", "start": "18:00", "end": "19:30"}, "body.sessions.0.day"),
        ({"day": "monday", "start": "18:00", "end": "17:00"}, "body.sessions.0.end"),
        ({"start": "2026-03-02T18:00:30", "end": "2026-03-02T19:00"}, "body.sessions"),
        ({"start": "2026-03-02T18:00", "end": "2027-03-02T19:00"}, "body.sessions"),
        ({"start": "2026-03-02T18:00Z", "end": "2026-03-02T19:00Z"}, "body.sessions.0.start"),
        ("monday", "body.sessions.0"),
    ):
        yield Bad("PUT", batch, {"sessions": [wrong]}, field=field)
    yield Bad("PUT", batch, {"sessions": [session, session]}, field="body.sessions")
    yield Bad("PUT", trainer, {"limits": {"hoursPerDay": 0}}, field="body.limits.hoursPerDay")
    yield Bad("PUT", trainer, {"skills": ["\x00"]}, field="body.skills.0")
    for half in ({"limits": {"\ud800": 1}}, {"unavailable": [{"day": "\ud800"}]}):
        yield Bad("PUT", trainer, half, field=f"body.{next(iter(half))}")
    yield Bad("PUT", f"/api/batches/{FIRST}/lock", {"locked": 1}, field="body.locked")


def meeting() -> Iterator[Bad]:
    """Timetables, sessions and holidays that can't be."""
    timetable, sessions = f"/api/batches/{FIRST}/timetable", f"/api/batches/{FIRST}/sessions"
    for path, code in (
        (f"/api/batches/{NOBODY}/timetable", "batch-not-found"),
        (f"/api/batches/{NOBODY}/sessions", "batch-not-found"),
        (f"/api/trainers/{STUDENT}/sessions", "trainer-not-found"),
        (f"/api/trainers/{STUDENT}/calendar", "trainer-not-found"),
        (f"/api/sessions/{NOBODY}", "session-not-found"),
        ("/calendar/x.ics", "calendar-not-found"),
    ):
        yield Bad("GET", path, None, 404, code)
    yield Bad("PATCH", f"/api/sessions/{NOBODY}", {"status": "cancelled"}, 404, "session-not-found")
    for day in ("2026-02-30", "2026-3-2", "02.03.2026", 20260302, "2026-03-02T10:00", "9999-01-01", "", True):
        yield Bad("PUT", timetable, {"from": day}, field="body.from")
        yield Bad("PUT", timetable, {"from": "2026-03-02", "exceptions": [day]}, field="body.exceptions.0")
        yield Bad("PUT", "/api/holidays", {"holidays": [{"name": "x", "first": day}]}, field="body.holidays.0.first")
    for stated in (
        {"from": "2026-03-02", "until": "2026-03-01"},
        {"from": "2026-03-02", "until": "2036-03-01"},
        {"until": "2026-03-01"},
    ):
        yield Bad("PUT", timetable, stated, code="senseless-timetable")
    for last in ("2026-12-23", "2030-12-24"):
        holiday = {"name": "x", "first": "2026-12-24", "last": last}
        yield Bad("PUT", "/api/holidays", {"holidays": [holiday]}, code="senseless-timetable")
    for file in (b"BEGIN:VCALENDAR", b"x", b"\xff\xfe", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"):
        yield Bad("POST", "/api/holidays/import", file, code="unreadable-file")
    for change in (
        {},
        {"start": "2026-03-02T18:00"},
        {"start": "2026-03-02T18:00", "end": "2026-03-02T18:00"},
        {"start": "2026-03-02T18:00", "end": "2026-03-20T18:00"},
        {"start": "2026-03-02T18:00", "end": "2026-03-02T19:00", "status": "held"},
        {"status": "held", "note": "x"},
    ):
        yield Bad("PATCH", f"/api/sessions/{NOBODY}", change, field="body")
    for time in ("2026-03-02T18:00Z", "2026-03-02 18:00", "18:00", 5):
        yield Bad("PATCH", f"/api/sessions/{NOBODY}", {"start": time, "end": "2026-03-02T19:00"}, field="body.start")
    yield Bad("GET", f"{sessions}?from=2026-03-02&until=2026-03-01", field="query.until")
    yield Bad("GET", f"{sessions}?from=2026-03-02&until=2036-03-01", field="query.until")
    yield Bad("GET", f"{sessions}?from=yesterday", field="query.from")
    yield Bad("GET", f"{sessions}?cursor=x", field="query.cursor")


def handing_over() -> Iterator[Bad]:
    """Handover notes that can't be."""
    note = f"/api/batches/{FIRST}/handover"
    yield Bad("PUT", note, {}, field="body.stands")
    for part in ("stands", "watchFor", "materials"):
        yield Bad("PUT", note, {"stands": "x", part: "x" * 20_001}, field=f"body.{part}")
        yield Bad("PUT", note, {"stands": "x", part: None}, field=f"body.{part}")
        for odd in ODD:
            yield Bad("PUT", note, {"stands": "x", part: odd}, field=f"body.{part}")
    yield Bad("GET", f"{note}/versions?cursor=x", field="query.cursor")
    for number in ("0", "x", str(2**31)):
        yield Bad("GET", f"{note}/versions/{number}", field="path.number")
    yield Bad("GET", f"{note}/versions/1", None, 404, "handover-version-not-found")
    yield Bad("PUT", f"/api/batches/{NOBODY}/handover", {"stands": "x"}, 404, "batch-not-found")
    yield Bad("GET", f"/api/batches/{NOBODY}/handover/versions", None, 404, "batch-not-found")


def reporting() -> Iterator[Bad]:
    """Reports that can't be."""
    report = f"/api/sessions/{NOBODY}/report"
    for field, value in (
        *(("held", odd) for odd in ("perhaps", "yes", "true", 1)),
        *((name, odd) for name in ("topics", "reason", "forLead") for odd in ODD),
        ("topics", "x" * 2001),
        ("attendance", -1),
        ("attendance", 1001),
        ("attendance", 1.5),
        ("attendance", None),
        ("reason", 5),
        ("forLead", "x" * 2001),
        *(("flagged", odd) for odd in ("perhaps", "no", 0)),
    ):
        yield Bad("PUT", report, {"held": True, field: value}, field=f"body.{field}")
    for field, said in (
        ("reason", {"held": True, "reason": "x"}),
        ("reason", {"held": False}),
        ("reason", {"held": False, "reason": " "}),
        ("attendance", {"held": False, "reason": "x", "attendance": 3}),
        ("topics", {"held": False, "reason": "x", "topics": "x"}),
        ("flagged", {"held": True, "flagged": True}),
        ("flagged", {"held": True, "flagged": True, "forLead": UNSEEN[0]}),
    ):
        yield Bad("PUT", report, said, field=f"body.{field}")
    yield Bad("PUT", report, {}, field="body.held")
    yield Bad("PUT", report, {"held": True}, 404, "session-not-found")
    yield Bad("GET", report, None, 404, "session-not-found")
    yield Bad("PUT", f"{report}/acknowledged", None, 404, "session-not-found")
    yield Bad("GET", f"/api/courses/{NOBODY}/quality", None, 404, "course-not-found")
    quality = f"/api/courses/{COURSE}/quality"
    yield Bad("GET", f"{quality}?from=2026-03-02&until=2026-03-01", field="query.until")
    for odd in ("0001-01-05", "1899-12-31", "9999-12-31"):
        yield Bad("GET", f"{quality}?until={odd}", field="query.until")
    yield Bad("GET", f"{quality}?per=day", field="query.per")
    yield Bad("GET", f"{quality}/flagged?acknowledged=perhaps", field="query.acknowledged")
    for listed in ("missing", "flagged"):
        yield Bad("GET", f"{quality}/{listed}?cursor=x", field="query.cursor")
    yield Bad("GET", f"/api/trainers/{STUDENT}/quality", None, 404, "trainer-not-found")


def being_away() -> Iterator[Bad]:
    """Leave that can't be."""
    leaves = f"/api/trainers/{JOHN}/leaves"
    for path, code in (
        (f"/api/leaves/{NOBODY}", "leave-not-found"),
        (f"/api/trainers/{STUDENT}/leaves", "trainer-not-found"),
    ):
        yield Bad("GET", path, None, 404, code)
    for end in ("approve", "decline"):
        for wrong, field in (({"note": "x" * 501}, "note"), ({"note": " "}, "note"), ({"why": "x"}, "why")):
            yield Bad("POST", f"/api/leaves/{NOBODY}/{end}", wrong, field=f"body.{field}")
    for end in ("approve", "decline", "cancel"):
        yield Bad("POST", f"/api/leaves/{NOBODY}/{end}", None, 404, "leave-not-found")
    start = "2030-03-04T10:00"
    for ends in (start, "2030-03-04T09:00", "2030-03-04T10:20", "2040-03-04T10:00"):
        yield Bad("POST", leaves, {"start": start, "end": ends}, code="senseless-leave")
    for odd in ("2030-03-04", "10:00", "2030-03-04T10:00Z", "0001-01-01T00:00", 5):
        yield Bad("POST", leaves, {"start": start, "end": odd}, field="body.end")
    yield Bad("POST", leaves, {"start": start}, field="body.end")
    yield Bad("POST", leaves, {"start": start, "end": "2030-03-05T10:00", "kind": "ill"}, field="body.kind")
    yield Bad("POST", leaves, {"start": start, "end": "2030-03-05T10:00", "note": "x" * 1001}, field="body.note")
    yield Bad("GET", "/api/leaves?state=gone", field="query.state")
    yield Bad("GET", f"{leaves}?cursor=x", field="query.cursor")


def counting() -> Iterator[Bad]:
    """What can't be asked of the ledger of cover, and terms that can't be."""
    theirs, correcting = f"/api/trainers/{JOHN}/ledger", f"/api/ledger/{NOBODY}:covered/corrections"
    correct: dict[str, Any] = {"hours": 1, "reason": "x"}
    yield Bad("GET", f"/api/trainers/{STUDENT}/ledger", None, 404, "trainer-not-found")
    yield Bad("GET", f"/api/ledger/{NOBODY}", None, 404, "ledger-entry-not-found")
    yield Bad("POST", correcting, correct, 404, "ledger-entry-not-found")
    for entry in ("x", NOBODY + ":", NOBODY + ":correction", "covered", NOBODY + "%0A"):
        yield Bad("GET", f"/api/ledger/{entry}", field="path.entry_id")
    for path in (theirs, "/api/ledger"):
        for cursor in ("x", "%00", "MjAyNi0wMy0wMg" * 20):
            yield Bad("GET", f"{path}?cursor={cursor}", field="query.cursor")
        yield Bad("GET", f"{path}?since=2026-03-02&until=2026-03-01", field="query.until")
        yield Bad("GET", f"{path}?since=20260302", field="query.since")
    yield Bad("GET", "/api/ledger?by=day", field="query.by")
    for field, odd in (
        ("hours", "x"),
        ("hours", 24.5),
        ("hours", -25),
        ("hours", None),
        ("reason", ""),
        ("reason", "x" * 1001),
    ):
        yield Bad("POST", correcting, {**correct, field: odd}, field=f"body.{field}")
    yield Bad("POST", correcting, {"hours": 1}, field="body.reason")
    term = {"name": "x", "first": "2026-03-02", "last": "2026-06-30"}
    for terms in ([term, term], [{**term, "last": "2026-03-01"}], [term, {**term, "name": "y"}]):
        yield Bad("PUT", "/api/terms", {"terms": terms}, code="senseless-terms")
    yield Bad("PUT", "/api/terms", [term], field="body")
    yield Bad("PUT", "/api/terms", {"terms": [{"name": "x", "first": "2026-03-02"}]}, field="body.terms.0.last")


def being_available() -> Iterator[Bad]:
    """Weeks that can't be, and times that are none."""
    path, planning = f"/api/trainers/{JOHN}/availability", f"/api/trainers/{JOHN}/planning"
    part = {"day": "monday", "start": "08:00", "end": "12:00", "level": "not"}
    yield Bad("GET", f"/api/trainers/{STUDENT}/availability", None, 404, "trainer-not-found")
    yield Bad("PUT", path, {"week": [part, {**part, "start": "11:59", "end": "13:00"}]}, code="senseless-availability")
    yield Bad("PUT", path, {"week": [{**part, "end": "08:00"}]}, code="senseless-availability")
    yield Bad("PUT", path, {"week": [part] * 337}, field="body.week")
    yield Bad("PUT", path, {"week": [{**part, "level": "maybe"}]}, field="body.week.0.level")
    yield Bad("PUT", path, {"weeklyHours": 0}, field="body.weeklyHours")
    for time in ("8:00", "25:00", "08:60", "08:00:00", "", 8, None):
        yield Bad("PUT", path, {"week": [{**part, "start": time}]}, field="body.week.0.start")
        absence = {"day": "monday", "start": time, "end": "12:00"}
        yield Bad("PUT", planning, {"unavailable": [absence]}, field="body.unavailable.0.start")


def standing_in() -> Iterator[Bad]:
    """Covers that are not there, and bodies that can't be."""
    cover = f"/api/covers/{NOBODY}"
    for path in (cover, f"{cover}/candidates", f"{cover}/ways-out"):
        yield Bad("GET", path, None, 404, "cover-not-found")
    for what in ("accept", "refuse", "release", "reopen", "cancel"):
        yield Bad("POST", f"{cover}/{what}", None, 404, "cover-not-found")
    for taken in (NOBODY, [NOBODY] * 51, *OPERATORS):
        yield Bad("POST", f"{cover}/accept", {"with": taken}, field="body.with")
    for one in (5, "x"):
        yield Bad("POST", f"{cover}/accept", {"with": [one]}, field="body.with.0")
    for what, body, field in (
        ("cancel", {"note": ""}, "body.note"),
        ("combine", {}, "body.batch"),
        ("combine", {"batch": "x"}, "body.batch"),
        ("move", {"start": "2026-03-02T18:00"}, "body.end"),
        ("move", {"start": "2026-03-02T18:00Z", "end": "2026-03-02T19:00"}, "body.start"),
        ("move", {"start": "2026-03-02T18:00", "end": "2026-03-02T18:00"}, "body"),
        ("move", {"start": "2026-03-02T18:00", "end": "2026-03-20T18:00"}, "body"),
        ("assist", {"assistant": None}, "body.assistant"),
    ):
        yield Bad("POST", f"{cover}/{what}", body, field=field)
    yield Bad("PUT", f"{cover}/substitute", {"trainer": JOHN, "overrule": "perhaps"}, field="body.overrule")
    yield Bad("PUT", f"{cover}/substitute", {"trainer": JOHN}, 404, "cover-not-found")
    for text in (" ", *UNSEEN, *ODD):
        yield Bad("PUT", f"{cover}/report", {"text": text}, field="body.text")
    yield Bad("PUT", f"{cover}/report", {"text": "x", "held": "yes"}, field="body.held")
    yield Bad("PUT", f"{cover}/report", {"text": "x" * 2001}, field="body.text")
    yield Bad("GET", "/api/covers?state=open", field="query.state")
    yield Bad("GET", "/api/covers?course=x", field="query.course")
    yield Bad("GET", "/api/covers?cursor=x", field="query.cursor")
    for covers in ("/api/covers", f"/api/trainers/{JOHN}/covers"):
        yield Bad("GET", f"{covers}?from=2026-03-02&until=2026-03-01", field="query.until")
    yield Bad("GET", f"/api/trainers/{STUDENT}/covers", None, 404, "trainer-not-found")


def swapping() -> Iterator[Bad]:
    """Swaps that can't be."""
    yield Bad("GET", f"/api/swaps/{NOBODY}", None, 404, "swap-not-found")
    yield Bad("GET", f"/api/trainers/{STUDENT}/swaps", None, 404, "trainer-not-found")
    for end in ("confirm", "decline", "withdraw"):
        yield Bad("POST", f"/api/swaps/{NOBODY}/{end}", None, 404, "swap-not-found")
    yield Bad("POST", "/api/swaps", {"session": NOBODY, "other": FIRST}, 404, "session-not-found")
    for odd in ("x", "", 5, None, *OPERATORS):
        yield Bad("POST", "/api/swaps", {"session": NOBODY, "other": odd}, field="body.other")
    yield Bad("POST", "/api/swaps", {"session": NOBODY}, field="body.other")
    yield Bad("POST", "/api/swaps", {"session": NOBODY, "other": FIRST, "note": "x" * 1001}, field="body.note")
    yield Bad("GET", "/api/swaps?state=gone", field="query.state")
    yield Bad("GET", "/api/swaps?cursor=x", field="query.cursor")


def asking() -> Iterator[Bad]:
    """Questions that can't be."""
    ask: dict[str, Any] = {"batch": FIRST, "student": STUDENT, "text": "Why?"}
    for text in ("", "  ", "x" * 5_001, 5, None, *UNSEEN, *ODD, *OPERATORS):
        yield Bad("POST", "/api/questions", {**ask, "text": text}, field="body.text")
    for name, odd in product(("batch", "course", "student"), ("x", "", 5, None, *OPERATORS)):
        yield Bad("POST", "/api/questions", {**ask, name: odd}, field=f"body.{name}")
    yield Bad("POST", "/api/questions", {**ask, "batch": NOBODY}, 404, "batch-not-found")
    yield Bad("POST", "/api/questions", {**ask, "student": NOBODY}, code="unknown-student", field="student")
    yield Bad("POST", "/api/questions", {**ask, "course": NOBODY}, code="senseless-question", field="batch")
    yield Bad("POST", "/api/questions", {"batch": FIRST, "text": "?"}, code="senseless-question", field="student")
    yield Bad("POST", "/api/questions", {"student": STUDENT, "text": "?"}, code="senseless-question", field="course")
    yield Bad("POST", "/api/questions", {**ask, "state": "closed"}, field="body.state")
    for name in ("course", "batch", "holder", "student", "state"):
        yield Bad("GET", f"/api/questions?{name}=x", field=f"query.{name}")
    yield Bad("GET", "/api/questions?cursor=x", field="query.cursor")
    counts = "/api/questions/counts"
    yield Bad("GET", f"{counts}?from=yesterday", field="query.from")
    yield Bad("GET", f"{counts}?from=2026-03-02T00:00:00Z&until=2026-03-01T00:00:00Z", field="query.until")
    yield Bad("GET", f"{counts}?from=2024-03-02T00:00:00Z&until=2026-03-01T00:00:00Z", field="query.until")
    for year in ("0001-01-05", "9999-12-31"):
        yield Bad("GET", f"{counts}?from=2026-03-02T00:00:00Z&until={year}T00:00:00Z", field="query.until")
    yield Bad("GET", f"{counts}?until=0001-01-05T00:00:00Z", field="query.until")


def answering() -> Iterator[Bad]:
    """What can't be done with a question."""
    there = f"/api/questions/{NOBODY}"
    bodies = {"answers": {"text": "So."}, "notes": {"text": "So."}, "follow-ups": {"text": "And?"}}
    bodies |= {"escalate": {"reason": "?"}, "hand-on": {"trainer": JOHN}}
    for what in (*bodies, "take", "return", "close"):
        yield Bad("POST", f"{there}/{what}", bodies.get(what), 404, "question-not-found")
    for what in ("", "/suggestions"):
        yield Bad("GET", f"{there}{what}", None, 404, "question-not-found")
    odd = ("", "  ", "x" * 5_001, 5, None, *UNSEEN, *ODD, *OPERATORS)
    for what, text in product(("answers", "notes", "follow-ups"), odd):
        yield Bad("POST", f"{there}/{what}", {"text": text}, field="body.text")
    for reason in ("", " ", "x" * 1_001, None, *UNSEEN, *ODD, *OPERATORS):
        yield Bad("POST", f"{there}/escalate", {"reason": reason}, field="body.reason")
    yield Bad("POST", f"{there}/hand-on", {"trainer": "x"}, field="body.trainer")
    yield Bad("POST", f"{there}/answers", {"text": "So.", "reply": "x"}, field="body.reply")


def replying() -> Iterator[Bad]:
    """Replies that can't be."""
    replies = f"/api/courses/{COURSE}/replies"
    for title in ("", " ", "x" * 201, "a\nb", None, *UNSEEN, *ODD, *OPERATORS):
        yield Bad("POST", replies, {"title": title, "text": "So."}, field="body.title")
    for text in ("", " ", "x" * 5_001, None, *UNSEEN, *ODD, *OPERATORS):
        yield Bad("POST", replies, {"title": "New", "text": text}, field="body.text")
    yield Bad("PUT", f"{replies}/{NOBODY}", {"title": "New", "text": "So."}, 404, "reply-not-found")
    yield Bad("DELETE", f"{replies}/{NOBODY}", None, 404, "reply-not-found")
    yield Bad("GET", f"/api/courses/{NOBODY}/replies", None, 404, "course-not-found")
    yield Bad("GET", f"{replies}?words={'x' * 201}", field="query.words")
    yield Bad("GET", f"{replies}?cursor=x", field="query.cursor")


def proposing() -> Iterator[Bad]:
    """Proposals and questions that make no sense."""
    propose = f"/api/courses/{COURSE}/proposals"
    for kind in ("students", "", 5, None):
        yield Bad("POST", propose, {"kind": kind}, field="body.kind")
    yield Bad("POST", propose, {"kind": "what-if"}, field="body")
    yield Bad("POST", propose, {"kind": "assign", "suppose": {}}, field="body")
    yield Bad("POST", propose, {"kind": "batches", "options": {"seed": 1}}, field="body")
    yield Bad("POST", "/api/proposals", {"kind": "batches"}, field="body")
    yield Bad("POST", "/api/proposals", {"kind": "batches", "courses": [COURSE, OTHER_COURSE]}, field="body")
    yield Bad("POST", propose, {"kind": "batches"}, 409, "no-batching")
    for options, field in (
        ({"rules": {"skill": "required"}}, "body.options.rules.skill"),
        ({"rules": {"skills": "maybe"}}, "body.options.rules.skills"),
        ({"rules": []}, "body.options.rules"),
        ({"order": []}, "body.options.order"),
        ({"order": [{"terms": {"nothing": 1}}]}, "body.options.order.0.terms.nothing"),
        ({"seconds": 0}, "body.options.seconds"),
        ({"backups": 1.5}, "body.options.backups"),
        ({"pins": [NOBODY]}, "body.options.pins.0"),
        ({"pairs": [{"trainer": ALEX, "batch": FIRST}]}, "body.options.pairs.0.trainer"),
    ):
        yield Bad("POST", propose, {"kind": "assign", "options": options}, field=field)
    yield Bad("POST", "/api/proposals", {"kind": "assign", "courses": []}, field="body.courses")
    yield Bad("POST", "/api/proposals", {"kind": "assign", "courses": [NOBODY]}, code="unknown-course", field="courses")
    yield Bad("POST", f"/api/courses/{NOBODY}/proposals", {"kind": "assign"}, code="unknown-course", field="courses")
    yield Bad("POST", "/api/what-if", {}, field="body.suppose")
    for end in ("cancel", "apply", "revert"):
        yield Bad("POST", f"/api/proposals/{NOBODY}/{end}", None, 404, "proposal-not-found")
    yield Bad("GET", "/api/workload?sort=age", field="query.sort")
    yield Bad("GET", "/api/workload?atLeast=much", field="query.atLeast")
    for query, field in (("by=day", "by"), ("day=today", "day"), ("sort=hours", "sort")):
        yield Bad("GET", f"/api/workload/hours?{query}", field=f"query.{field}")
    for cursor in ("x", "W10", "bnVsbA"):
        yield Bad("GET", f"/api/workload?cursor={cursor}", field="query.cursor")
        yield Bad("GET", f"/api/workload/hours?cursor={cursor}", field="query.cursor")


def listening() -> Iterator[Bad]:
    """Numbers that no event has."""
    for last in ("-1", "x", "1.5", "9" * 16):
        yield Bad("GET", "/api/events", field="header.Last-Event-ID", headers={"Last-Event-ID": last})


def telling() -> Iterator[Bad]:
    """Preferences, webhooks and deliveries that can't be."""
    prefers = f"/api/trainers/{JOHN}/notification-preferences"
    for time in (*OPERATORS, "24:00", "7:30", "22:60", "noon", "22:00:00", "\u0662\u0662:00", 7, True, ""):
        yield Bad("PUT", prefers, {"digestAt": time}, field="body.digestAt")
        yield Bad("PUT", prefers, {"quietHours": {"start": time, "end": "07:00"}}, field="body.quietHours.start")
    yield Bad("PUT", prefers, {"quietHours": {"start": "22:00"}}, field="body.quietHours.end")
    yield Bad("PUT", prefers, {"language": "fr"}, field="body.language")
    for channels in ("email", ["pigeon"], [{"$ne": 1}], ["email"] * 11, 7):
        yield Bad("PUT", prefers, {"channels": {"put-on-batch": channels}}, field="body.channels.put-on-batch")
    yield Bad("PUT", prefers, {"channels": {"$where": []}}, field="body.channels.$where")
    yield Bad("PUT", f"/api/trainers/{NOBODY}/notification-preferences", {}, 404, "trainer-not-found")
    for url in (
        *OPERATORS, "", "hooks.example", "ftp://hooks.example", "javascript:alert(1)", "https://", "https:///x",
        "https://user:secret@hooks.example", "https://hooks.example:0", "https://hooks.example:99999",
        "https://hooks example", "https://hooks.example/\n", "https://a..b", "https://hooks.example/" + "x" * 1000, 7,
    ):  # fmt: skip
        yield Bad("POST", "/api/webhooks", {"url": url}, field="body.url")
    for host in (
        "127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254", "2130706433", "[::ffff:10.0.0.1]",
        "0x7f000001", "0", "[fd00::1]", "hooks.invalid",
    ):  # fmt: skip
        yield Bad("POST", "/api/webhooks", {"url": f"https://{host}/x"}, code="address-refused", field="url")
    yield Bad("POST", "/api/webhooks", {"url": "http://93.184.216.34/"}, code="address-refused", field="url")
    yield Bad("POST", "/api/webhooks", {"url": "https://93.184.216.34/", "kinds": ["all"]}, field="body.kinds.0")
    for method, path in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/test"), ("GET", "/deliveries")):
        sent: dict[str, Any] | None = {} if method == "PATCH" else None
        yield Bad(method, f"/api/webhooks/{NOBODY}{path}", sent, 404, "webhook-not-found")
    yield Bad("POST", f"/api/outbox/{NOBODY}/resend", None, 404, "delivery-not-found")
    yield Bad("GET", "/api/outbox?state=lost", field="query.state")
    yield Bad("GET", "/api/notifications", None, 403, "not-allowed")  # a machine is told nothing
    for path in ("/api/webhooks", "/api/outbox"):
        for cursor in ("x", "%00", "A" * 15):
            yield Bad("GET", f"{path}?cursor={cursor}", field="query.cursor")
    keyed = {"Idempotency-Key": "k"}
    yield Bad("POST", "/api/webhooks", {"url": "https://x"}, field="header.Idempotency-Key", headers=keyed)


def covering() -> Iterator[Bad]:
    """How a course can't be covered, nor whom an institute can't have as substitutes."""
    cover, pool = f"/api/courses/{COURSE}/cover", "/api/substitute-pool"
    for method, sent in (("GET", None), ("PUT", {})):
        yield Bad(method, f"/api/courses/{NOBODY}/cover", sent, 404, "course-not-found")
    for tier in ("hand", "boss", 5):
        yield Bad("PUT", cover, {"tiers": [tier]}, field="body.tiers.0")
    odd: list[Any] = [
        {"tiers": ["backup", "backup"]}, {"tiers": ["lead"] * 1_000}, {"tiers": "backup"},
        {"tiers": {"$ne": []}}, {"weights": [30] * 7}, {"order": []},
    ]  # fmt: skip
    for wrong in odd:
        yield Bad("PUT", cover, wrong, field=f"body.{next(iter(wrong))}")
    for name, points in (("skils", 5), ("skills", "40"), ("skills", False), ("skills", 1_001), ("knows-batch", -1_001)):
        yield Bad("PUT", cover, {"weights": {name: points}}, field=f"body.weights.{name}")
    for number in ("NaN", "Infinity", "-Infinity", "1e999"):
        yield Bad("PUT", cover, f'{{"weights": {{"fair": {number}}}}}'.encode(), field="body.weights.fair")
    for path, field in ((cover, "excluded"), (pool, "trainers")):
        yield Bad("PUT", path, {field: [5]}, field=f"body.{field}.0")
        yield Bad("PUT", path, {field: [ALEX, ALEX]}, field=f"body.{field}")
        yield Bad("PUT", path, {field: [str(ObjectId()) for _ in range(501)]}, field=f"body.{field}")
        yield Bad("PUT", path, {field: [ALEX, NOBODY]}, code="unknown-trainer", field=field)
        yield Bad("PUT", path, {field: [STUDENT]}, code="not-a-trainer", field=field)
    yield Bad("PUT", pool, {}, field="body.trainers")


def contacting() -> Iterator[Bad]:
    """Contacts of students that can't be."""
    cover, contacts = f"/api/courses/{COURSE}/cover", "/api/students-contacts"
    same = ["a@x.example", "A@x.example"]
    for addresses in (same, [f"{n}@x.example" for n in range(1_000)], "a@x.example"):
        yield Bad("PUT", contacts, {"addresses": addresses}, field="body.addresses")
        yield Bad("PUT", cover, {"contacts": {"addresses": addresses}}, field="body.contacts.addresses")
    for address in (
        "office",
        "@x.example",
        "a@x",
        "a b@x.example",
        "a@x.example\r\nBcc: b@x.example",
        "",
        5,
        *OPERATORS,
    ):
        yield Bad("PUT", contacts, {"addresses": [address]}, field="body.addresses.0")
    for wrong in ("yes", 1, {"$ne": False}, None):
        yield Bad("PUT", contacts, {"students": wrong}, field="body.students")
    yield Bad("PUT", contacts, {"student": True}, field="body.student")


TIMES = (meeting, being_away, being_available)
COVERED = (handing_over, reporting, standing_in, swapping, counting, covering, contacting)
SCHOOL = (people, enrolments, planning, *TIMES, *COVERED, proposing)
THINGS = (ids, references, types, texts, fields, *SCHOOL, asking, answering, replying, telling, listening)
KINDS = (*THINGS, forms, parameters, headers)
