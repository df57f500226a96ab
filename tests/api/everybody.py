"""A school with everybody in it, every route of the API, and requests that come from whomever one likes."""

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import httpx
import orjson
from bson import ObjectId

from multitrainer import clock, wiring
from multitrainer.database import Database
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import ActorKind, Scope
from multitrainer.domain.roster import Entry, Role
from multitrainer.domain.standings import Touched
from multitrainer.identity.callers import Person
from multitrainer.identity.keys import Key
from multitrainer.identity.tokens import Claims
from multitrainer.repositories.proposals import Proposals
from multitrainer.settings import Settings
from tests import school
from tests.callers import machine, signed_in
from tests.school import ALEX, BATCHES, COURSE, JOHN, MARIA, SARAH, STUDENT

ADA, RITA, GRACE, SAM, BO, LEA = (ObjectId(f"d0000000000000000000000{n}") for n in range(6))
OTHER_COURSE, OTHER_BATCH, A_KEY, PROPOSAL, OTHER_PROPOSAL = (ObjectId(f"f0000000000000000000000{n}") for n in range(5))
SESSION, OTHER_SESSION, LEAVE, OTHER_LEAVE = (ObjectId(f"f1000000000000000000000{n}") for n in range(4))
COUNTED, OTHERS_COUNTED = (ObjectId(f"f3000000000000000000000{n}") for n in range(2))
COVER, OTHER_COVER = ObjectId("f40000000000000000000000"), ObjectId("f40000000000000000000001")
OTHER_PARALLEL = ObjectId("f50000000000000000000000")
A_WEBHOOK, A_DELIVERY = (ObjectId(f"f2000000000000000000000{n}") for n in range(2))
QUESTION, OTHER_QUESTION, REPLY, OTHER_REPLY = (ObjectId(f"f6000000000000000000000{n}") for n in range(4))
SWAP, OTHER_SWAP, SWAPPED, MARIAS, MARIAS_NEXT = (ObjectId(f"f3000000000000000000000{n}") for n in range(5))
BATCH = BATCHES[0]
MESSAGE, OTHER_MESSAGE, ATTACHMENT, OTHER_ATTACHMENT = (ObjectId(f"f6000000000000000000000{n}") for n in range(4))


class About(NamedTuple):
    """What is asked about: a course, a batch, a trainer and an enrolment of it, a session, a leave, a cover …"""

    course: ObjectId
    batch: ObjectId
    trainer: ObjectId
    enrolment: ObjectId
    proposal: ObjectId
    session: ObjectId
    leave: ObjectId
    entry: str
    cover: ObjectId
    parallel: ObjectId
    """Another batch of the course."""
    swap: ObjectId
    question: ObjectId
    reply: ObjectId
    mine: str = "{mine}"
    """Stands for what is whoever's who asks: the sender fills it in."""
    thread: str = f"batch:{BATCH}"
    message: ObjectId = MESSAGE
    attachment: ObjectId = ATTACHMENT


# Sarah leads the first two batches, Rita the others; John teaches the first two, Maria the others; Grace is substitute.
ENROLMENT, OTHER_ENROLMENT = (ObjectId(f"90000000000000000000000{n}") for n in range(2))
OURS = About(
    COURSE,
    BATCH,
    JOHN,
    ENROLMENT,
    PROPOSAL,
    SESSION,
    LEAVE,
    f"{COUNTED}:covered",
    COVER,
    BATCHES[1],
    SWAP,
    QUESTION,
    REPLY,
)
OTHERS = About(
    OTHER_COURSE,
    OTHER_BATCH,
    BO,
    OTHER_ENROLMENT,
    OTHER_PROPOSAL,
    OTHER_SESSION,
    OTHER_LEAVE,
    f"{OTHERS_COUNTED}:covered",
    OTHER_COVER,
    OTHER_PARALLEL,
    OTHER_SWAP,
    OTHER_QUESTION,
    OTHER_REPLY,
    thread=f"batch:{OTHER_BATCH}",
    message=OTHER_MESSAGE,
    attachment=OTHER_ATTACHMENT,
)
BOTH = frozenset({str(BATCHES[0]), str(BATCHES[1])})
EVERY_BATCH = Touched(frozenset(map(str, BATCHES)))
JOHNS = Touched(BOTH, frozenset({Role.ASSISTANT}))
BOTH_SIDES = Touched(frozenset({str(BATCHES[0]), str(BATCHES[2])}))
NOTHING_OF_ANYBODYS, THE_BATCH = Touched(roles=frozenset({Role.ASSISTANT})), Touched(frozenset({str(BATCH)}))

PUBLIC = {
    ("POST", "/api/auth/token"), ("POST", "/api/auth/refresh"),
    ("GET", "/healthz"), ("GET", "/readyz"), ("GET", "/metrics"),
    ("GET", "/setup"), ("POST", "/setup"), ("GET", "/docs"), ("GET", "/"), ("GET", "/openapi.json"),
    ("GET", "/calendar/{token}.ics"),
    ("GET", "/cover/answer/{token}"), ("HEAD", "/cover/answer/{token}"), ("POST", "/cover/answer/{token}"),
    ("GET", "/unsubscribe/{token}"), ("POST", "/unsubscribe/{token}"),
    ("HEAD", "/openapi.json"), ("HEAD", "/docs"), ("HEAD", "/"), ("HEAD", "/setup"),
}  # fmt: skip
"""For everybody: the ways in, what an orchestrator asks, and pages."""


class Asked(NamedTuple):
    """What stands behind a route, what it touches where that counts, and what it needs; `{batch}` is one of theirs."""

    action: Action
    json: dict[str, Any] | None = None
    query: dict[str, str] | None = None
    touches: Touched | None = None
    content: bytes | None = None
    if_match: str | None = None

    def of(self, about: About) -> "Asked":
        """With the batch that it is about, or another of the course, where the body names one."""
        there = {f"{{{name}}}": str(getattr(about, name)) for name in ("batch", "parallel", "trainer")}
        named = {name: there.get(str(v), v) for name, v in (self.json or {}).items()}
        return self._replace(json=named if self.json else None)


A_HOLIDAY = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\n"
    b"DTSTART;VALUE=DATE:20260501\r\nSUMMARY:Labour Day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
A_LEAVE = {"start": "2030-04-02T00:00", "end": "2030-04-03T00:00"}
NEW = {"trainer": str(ALEX)}
SHORT = {"seconds": 0.1}
ROUTES: dict[tuple[str, str], Asked] = {
    ("GET", "/api/courses"): Asked(Action.LIST_COURSES),
    ("POST", "/api/courses"): Asked(Action.CREATE_COURSE, {"name": "New"}),
    ("GET", "/api/courses/{course}"): Asked(Action.READ_COURSE),
    ("PATCH", "/api/courses/{course}"): Asked(Action.CHANGE_COURSE, {"name": "New"}),
    ("DELETE", "/api/courses/{course}"): Asked(Action.DELETE_COURSE, query={"force": "true"}),
    ("GET", "/api/courses/{course}/trainers"): Asked(Action.READ_ROSTER),
    ("POST", "/api/courses/{course}/trainers"): Asked(Action.ADD_TO_ROSTER, NEW, touches=NOTHING_OF_ANYBODYS),
    ("GET", "/api/courses/{course}/trainers/{trainer}"): Asked(Action.READ_ROSTER),
    ("PUT", "/api/courses/{course}/trainers/{trainer}"): Asked(
        Action.CHANGE_ENTRY, {"status": "on_leave"}, touches=JOHNS
    ),
    ("DELETE", "/api/courses/{course}/trainers/{trainer}"): Asked(
        Action.REMOVE_FROM_ROSTER, query={"handOverTo": str(ALEX)}, touches=JOHNS
    ),
    ("GET", "/api/batches"): Asked(Action.LIST_BATCHES),
    ("POST", "/api/batches"): Asked(Action.CREATE_BATCH, {"course": str(COURSE), "name": "New"}),
    ("GET", "/api/batches/{batch}"): Asked(Action.READ_BATCH),
    ("PATCH", "/api/batches/{batch}"): Asked(Action.CHANGE_BATCH, {"name": "New"}),
    ("DELETE", "/api/batches/{batch}"): Asked(Action.DELETE_BATCH, query={"force": "true"}),
    ("GET", "/api/batches/{batch}/trainers"): Asked(Action.READ_PEOPLE),
    ("POST", "/api/batches/{batch}/trainers"): Asked(
        Action.NAME_ON_BATCH, {**NEW, "as": "assistant"}, touches=THE_BATCH
    ),
    ("PUT", "/api/batches/{batch}/trainers/primary"): Asked(Action.NAME_PRIMARY, NEW, touches=THE_BATCH),
    ("POST", "/api/batches/{batch}/trainers/backup"): Asked(Action.NAME_ON_BATCH, NEW, touches=THE_BATCH),
    ("DELETE", "/api/batches/{batch}/trainers/{trainer}"): Asked(Action.DISMISS_FROM_BATCH, touches=THE_BATCH),
    ("GET", "/api/courses/{course}/enrolments"): Asked(Action.LIST_ENROLMENTS),
    ("POST", "/api/courses/{course}/enrolments"): Asked(Action.ENROL, {"student": str(SAM)}),
    ("POST", "/api/courses/{course}/enrolments/import"): Asked(Action.ENROL, content=f"student\n{SAM}\n".encode()),
    ("POST", "/api/courses/{course}/enrolments/adopt"): Asked(Action.ENROL),
    ("GET", "/api/courses/{course}/batching"): Asked(Action.READ_BATCHING),
    ("PUT", "/api/courses/{course}/batching"): Asked(Action.SET_BATCHING, {"target": 25, "minimum": 15, "maximum": 30}),
    ("GET", "/api/enrolments/{enrolment}"): Asked(Action.READ_ENROLMENT),
    ("PATCH", "/api/enrolments/{enrolment}"): Asked(Action.PLACE_STUDENT, {"batch": "{batch}"}, touches=THE_BATCH),
    ("DELETE", "/api/enrolments/{enrolment}"): Asked(Action.WITHDRAW),
    ("GET", "/api/trainers"): Asked(Action.LIST_TRAINERS),
    ("POST", "/api/trainers"): Asked(Action.CREATE_TRAINER, {"name": "New", "email": "new@x.example"}),
    ("GET", "/api/trainers/{trainer}"): Asked(Action.READ_TRAINER),
    ("PATCH", "/api/trainers/{trainer}"): Asked(Action.CHANGE_TRAINER, {"name": "New"}),
    ("GET", "/api/trainers/{trainer}/batches"): Asked(Action.READ_TRAINERS_BATCHES),
    ("GET", "/api/trainers/{trainer}/planning"): Asked(Action.READ_TRAINER_PLANNING),
    ("PUT", "/api/trainers/{trainer}/planning"): Asked(Action.CHANGE_TRAINER_PLANNING, {"weeklyHours": 10}),
    ("GET", "/api/batches/{batch}/planning"): Asked(Action.READ_BATCH_PLANNING),
    ("PUT", "/api/batches/{batch}/planning"): Asked(Action.CHANGE_BATCH_PLANNING, {"hours": 4}, touches=THE_BATCH),
    ("PUT", "/api/batches/{batch}/lock"): Asked(Action.LOCK_BATCH, {"locked": True}, touches=THE_BATCH),
    ("GET", "/api/batches/{batch}/candidates"): Asked(Action.READ_CANDIDATES),
    ("GET", "/api/batches/{batch}/timetable"): Asked(Action.READ_TIMETABLE),
    ("PUT", "/api/batches/{batch}/timetable"): Asked(
        Action.CHANGE_TIMETABLE, {"from": "2026-03-02"}, touches=THE_BATCH
    ),
    ("GET", "/api/batches/{batch}/handover"): Asked(Action.READ_HANDOVER),
    ("PUT", "/api/batches/{batch}/handover"): Asked(Action.WRITE_HANDOVER, {"stands": "Page 34"}, if_match="*"),
    ("GET", "/api/batches/{batch}/handover/versions"): Asked(Action.READ_HANDOVER),
    ("GET", "/api/batches/{batch}/handover/versions/1"): Asked(Action.READ_HANDOVER),
    ("GET", "/api/batches/{batch}/sessions"): Asked(Action.READ_SESSIONS),
    ("GET", "/api/sessions/{session}"): Asked(Action.READ_SESSIONS),
    ("GET", "/api/sessions/{session}/report"): Asked(Action.READ_REPORT),
    ("PUT", "/api/sessions/{session}/report"): Asked(Action.REPORT_SESSION, {"held": True}, touches=THE_BATCH),
    ("PUT", "/api/sessions/{session}/report/acknowledged"): Asked(Action.ACKNOWLEDGE_REPORT, touches=THE_BATCH),
    ("GET", "/api/courses/{course}/quality"): Asked(Action.READ_QUALITY),
    ("GET", "/api/courses/{course}/quality/missing"): Asked(Action.READ_QUALITY),
    ("GET", "/api/courses/{course}/quality/flagged"): Asked(Action.READ_QUALITY),
    ("GET", "/api/trainers/{trainer}/quality"): Asked(Action.READ_TRAINERS_QUALITY),
    ("PATCH", "/api/sessions/{session}"): Asked(Action.CHANGE_SESSION, {"status": "cancelled"}, touches=THE_BATCH),
    ("GET", "/api/trainers/{trainer}/sessions"): Asked(Action.READ_TRAINERS_SESSIONS),
    ("GET", "/api/trainers/{trainer}/calendar"): Asked(Action.READ_CALENDAR),
    ("POST", "/api/trainers/{trainer}/calendar"): Asked(Action.RENEW_CALENDAR),
    ("DELETE", "/api/trainers/{trainer}/calendar"): Asked(Action.RENEW_CALENDAR),
    ("GET", "/api/leaves"): Asked(Action.LIST_LEAVES),
    ("GET", "/api/trainers/{trainer}/leaves"): Asked(Action.READ_LEAVES),
    ("POST", "/api/trainers/{trainer}/leaves"): Asked(Action.REQUEST_LEAVE, A_LEAVE),
    ("GET", "/api/leaves/{leave}"): Asked(Action.READ_LEAVES),
    ("PATCH", "/api/leaves/{leave}"): Asked(Action.CHANGE_LEAVE, {"note": "x"}),
    ("POST", "/api/leaves/{leave}/approve"): Asked(Action.DECIDE_LEAVE),
    ("POST", "/api/leaves/{leave}/decline"): Asked(Action.DECIDE_LEAVE),
    ("POST", "/api/leaves/{leave}/cancel"): Asked(Action.CHANGE_LEAVE),
    ("GET", "/api/ledger"): Asked(Action.READ_LEDGER),
    ("GET", "/api/trainers/{trainer}/ledger"): Asked(Action.READ_TRAINERS_LEDGER),
    ("GET", "/api/ledger/{entry}"): Asked(Action.READ_TRAINERS_LEDGER),
    ("POST", "/api/ledger/{entry}/corrections"): Asked(Action.CORRECT_LEDGER, {"hours": 1, "reason": "x"}),
    ("GET", "/api/terms"): Asked(Action.READ_TERMS),
    ("PUT", "/api/terms"): Asked(Action.SET_TERMS, {"terms": []}),
    ("GET", "/api/courses/{course}/cover"): Asked(Action.READ_COVER_SETTINGS),
    ("PUT", "/api/courses/{course}/cover"): Asked(
        Action.SET_COVER_SETTINGS, {"tiers": ["backup"]}, touches=EVERY_BATCH
    ),
    ("GET", "/api/substitute-pool"): Asked(Action.READ_SUBSTITUTE_POOL),
    ("PUT", "/api/substitute-pool"): Asked(Action.SET_SUBSTITUTE_POOL, {"trainers": [str(ALEX)]}),
    ("GET", "/api/students-contacts"): Asked(Action.READ_STUDENTS_CONTACTS),
    ("PUT", "/api/students-contacts"): Asked(Action.SET_STUDENTS_CONTACTS, {"students": False}),
    ("GET", "/api/trainers/{trainer}/availability"): Asked(Action.READ_AVAILABILITY),
    ("PUT", "/api/trainers/{trainer}/availability"): Asked(Action.STATE_AVAILABILITY, {"weeklyHours": 10}),
    ("GET", "/api/covers"): Asked(Action.LIST_COVERS),
    ("GET", "/api/trainers/{trainer}/covers"): Asked(Action.READ_LEAVES),
    ("GET", "/api/covers/{cover}"): Asked(Action.READ_COVER),
    ("GET", "/api/covers/{cover}/candidates"): Asked(Action.READ_STAND_INS),
    ("POST", "/api/covers/{cover}/accept"): Asked(Action.ANSWER_COVER),
    ("POST", "/api/covers/{cover}/refuse"): Asked(Action.ANSWER_COVER),
    ("PUT", "/api/covers/{cover}/substitute"): Asked(Action.NAME_SUBSTITUTE, NEW, touches=THE_BATCH),
    ("POST", "/api/covers/{cover}/release"): Asked(Action.RELEASE_COVER, touches=THE_BATCH),
    ("POST", "/api/covers/{cover}/reopen"): Asked(Action.SEARCH_COVER, touches=THE_BATCH),
    ("GET", "/api/covers/{cover}/ways-out"): Asked(Action.READ_STAND_INS),
    ("POST", "/api/covers/{cover}/cancel"): Asked(Action.DECIDE_COVER, touches=THE_BATCH),
    ("POST", "/api/covers/{cover}/combine"): Asked(Action.DECIDE_COVER, {"batch": "{parallel}"}, touches=THE_BATCH),
    ("POST", "/api/covers/{cover}/move"): Asked(
        Action.DECIDE_COVER, {"start": "2030-04-05T18:00", "end": "2030-04-05T19:00"}, touches=THE_BATCH
    ),
    ("POST", "/api/covers/{cover}/assist"): Asked(Action.DECIDE_COVER, {"assistant": str(ALEX)}, touches=THE_BATCH),
    ("PUT", "/api/covers/{cover}/report"): Asked(Action.REPORT_COVER, {"text": "x"}, touches=THE_BATCH),
    ("GET", "/api/swaps"): Asked(Action.LIST_SWAPS),
    ("GET", "/api/trainers/{trainer}/swaps"): Asked(Action.READ_TRAINERS_SESSIONS),
    ("POST", "/api/swaps"): Asked(
        Action.PROPOSE_SWAP, {"session": str(SESSION), "other": str(MARIAS_NEXT)}, touches=BOTH_SIDES
    ),
    ("GET", "/api/swaps/{swap}"): Asked(Action.READ_SWAP, touches=BOTH_SIDES),
    ("POST", "/api/swaps/{swap}/confirm"): Asked(Action.ANSWER_SWAP, touches=BOTH_SIDES),
    ("POST", "/api/swaps/{swap}/decline"): Asked(Action.ANSWER_SWAP, touches=BOTH_SIDES),
    ("POST", "/api/swaps/{swap}/withdraw"): Asked(Action.WITHDRAW_SWAP, touches=BOTH_SIDES),
    ("GET", "/api/questions"): Asked(Action.LIST_QUESTIONS),
    ("POST", "/api/questions"): Asked(
        Action.ASK_QUESTION, {"batch": "{batch}", "text": "Why?", "student": str(STUDENT)}, touches=THE_BATCH
    ),
    ("GET", "/api/questions/counts"): Asked(Action.COUNT_QUESTIONS),
    ("GET", "/api/questions/{question}"): Asked(Action.READ_QUESTION),
    ("GET", "/api/questions/{question}/suggestions"): Asked(Action.SUGGEST_REPLIES),
    ("POST", "/api/questions/{question}/answers"): Asked(Action.ANSWER_QUESTION, {"text": "So."}, touches=THE_BATCH),
    ("POST", "/api/questions/{question}/notes"): Asked(Action.NOTE_QUESTION, {"text": "So."}),
    ("POST", "/api/questions/{question}/follow-ups"): Asked(Action.FOLLOW_UP_QUESTION, {"text": "And?"}),
    ("POST", "/api/questions/{question}/escalate"): Asked(
        Action.ESCALATE_QUESTION, {"reason": "Beyond me"}, touches=THE_BATCH
    ),
    ("POST", "/api/questions/{question}/take"): Asked(Action.TAKE_QUESTION, touches=THE_BATCH),
    ("POST", "/api/questions/{question}/return"): Asked(Action.DIRECT_QUESTION, touches=THE_BATCH),
    ("POST", "/api/questions/{question}/hand-on"): Asked(
        Action.DIRECT_QUESTION, {"trainer": "{trainer}"}, touches=THE_BATCH
    ),
    ("POST", "/api/questions/{question}/close"): Asked(Action.CLOSE_QUESTION),
    ("GET", "/api/courses/{course}/replies"): Asked(Action.READ_REPLIES),
    ("POST", "/api/courses/{course}/replies"): Asked(Action.KEEP_REPLIES, {"title": "New", "text": "So."}),
    ("PUT", "/api/courses/{course}/replies/{reply}"): Asked(Action.KEEP_REPLIES, {"title": "New", "text": "So."}),
    ("DELETE", "/api/courses/{course}/replies/{reply}"): Asked(Action.KEEP_REPLIES),
    ("GET", "/api/threads"): Asked(Action.LIST_THREADS),
    ("GET", "/api/threads/{thread}"): Asked(Action.READ_BATCH_THREAD, touches=THE_BATCH),
    ("PUT", "/api/threads/{thread}/read"): Asked(Action.WRITE_BATCH_THREAD, {"place": 1}, touches=THE_BATCH),
    ("GET", "/api/threads/{thread}/messages"): Asked(Action.READ_BATCH_THREAD, touches=THE_BATCH),
    ("POST", "/api/threads/{thread}/messages"): Asked(Action.WRITE_BATCH_THREAD, {"text": "x"}, touches=THE_BATCH),
    ("POST", "/api/threads/{thread}/attachments"): Asked(
        Action.WRITE_BATCH_THREAD, query={"name": "a.txt"}, touches=THE_BATCH, content=b"x"
    ),
    ("GET", "/api/messages"): Asked(Action.LIST_THREADS, query={"search": "x"}),
    ("GET", "/api/messages/{message}"): Asked(Action.READ_BATCH_THREAD, touches=THE_BATCH),
    ("PUT", "/api/messages/{message}"): Asked(Action.CHANGE_MESSAGE, {"text": "y"}, touches=THE_BATCH),
    ("DELETE", "/api/messages/{message}"): Asked(Action.DELETE_MESSAGE, touches=THE_BATCH),
    ("GET", "/api/messages/{message}/history"): Asked(Action.READ_MESSAGE_HISTORY, touches=THE_BATCH),
    ("GET", "/api/attachments/{attachment}"): Asked(Action.READ_BATCH_THREAD, touches=THE_BATCH),
    ("GET", "/api/holidays"): Asked(Action.READ_HOLIDAYS),
    ("PUT", "/api/holidays"): Asked(Action.SET_HOLIDAYS, {"holidays": []}),
    ("POST", "/api/holidays/import"): Asked(Action.SET_HOLIDAYS, content=A_HOLIDAY),
    ("GET", "/api/workload"): Asked(Action.READ_WORKLOADS),
    ("GET", "/api/workload/hours"): Asked(Action.LOOK_OVER_TRAINERS),
    ("GET", "/api/courses/{course}/workload"): Asked(Action.READ_ROSTER),
    ("GET", "/api/trainers/{trainer}/workload"): Asked(Action.READ_TRAINERS_BATCHES),
    ("GET", "/api/proposals"): Asked(Action.LIST_PROPOSALS),
    ("POST", "/api/proposals"): Asked(Action.PLAN_EVERYTHING, {"kind": "assign", "options": SHORT}),
    ("POST", "/api/courses/{course}/proposals"): Asked(
        Action.MAKE_PROPOSAL, {"kind": "rebalance", "options": SHORT}, touches=EVERY_BATCH
    ),
    ("POST", "/api/what-if"): Asked(Action.PLAN_EVERYTHING, {"suppose": {}, "options": SHORT}),
    ("GET", "/api/proposals/{proposal}"): Asked(Action.READ_PROPOSAL, touches=EVERY_BATCH),
    ("GET", "/api/proposals/{proposal}/batches/{batch}"): Asked(Action.READ_PROPOSAL, touches=EVERY_BATCH),
    ("POST", "/api/proposals/{proposal}/cancel"): Asked(Action.END_PROPOSAL, touches=EVERY_BATCH),
    ("POST", "/api/proposals/{proposal}/apply"): Asked(Action.APPLY_PROPOSAL, touches=EVERY_BATCH),
    ("POST", "/api/proposals/{proposal}/revert"): Asked(Action.REVERT_PROPOSAL, touches=EVERY_BATCH),
    ("DELETE", "/api/proposals/{proposal}"): Asked(Action.END_PROPOSAL, touches=EVERY_BATCH),
    ("GET", "/api/migration"): Asked(Action.READ_MIGRATION),
    ("GET", "/api/migration/set-aside"): Asked(Action.READ_MIGRATION),
    ("GET", "/api/courses/{course}/migration"): Asked(Action.PREVIEW_CONVERSION),
    ("POST", "/api/courses/{course}/migration"): Asked(Action.CONVERT_COURSE),
    ("POST", "/api/auth/sign-out"): Asked(Action.SIGN_OUT),
    ("POST", "/api/auth/sign-out-everywhere"): Asked(Action.SIGN_OUT),
    ("GET", "/api/auth/me"): Asked(Action.SEE_ONESELF),
    ("GET", "/api/keys"): Asked(Action.LIST_KEYS),
    ("POST", "/api/keys"): Asked(Action.CREATE_KEY, {"name": "New", "scopes": ["read"]}),
    ("DELETE", f"/api/keys/{A_KEY}"): Asked(Action.REVOKE_KEY),
    ("GET", "/api/notifications"): Asked(Action.READ_NOTIFICATIONS),
    ("POST", "/api/notifications/read"): Asked(Action.READ_NOTIFICATIONS),
    ("POST", "/api/notifications/{mine}/read"): Asked(Action.READ_NOTIFICATIONS),
    ("GET", "/api/notification-preferences"): Asked(Action.SET_OWN_PREFERENCES),
    ("PUT", "/api/notification-preferences"): Asked(Action.SET_OWN_PREFERENCES, {"language": "de"}),
    ("GET", "/api/trainers/{trainer}/notification-preferences"): Asked(Action.READ_PREFERENCES),
    ("PUT", "/api/trainers/{trainer}/notification-preferences"): Asked(Action.SET_PREFERENCES, {"language": "de"}),
    ("GET", "/api/events"): Asked(Action.LISTEN),
    ("GET", "/api/webhooks"): Asked(Action.LOOK_AFTER_WEBHOOKS),
    ("POST", "/api/webhooks"): Asked(Action.LOOK_AFTER_WEBHOOKS, {"url": "https://93.184.216.34/hook"}),
    ("GET", f"/api/webhooks/{A_WEBHOOK}"): Asked(Action.LOOK_AFTER_WEBHOOKS),
    ("PATCH", f"/api/webhooks/{A_WEBHOOK}"): Asked(Action.LOOK_AFTER_WEBHOOKS, {"active": False}),
    ("DELETE", f"/api/webhooks/{A_WEBHOOK}"): Asked(Action.LOOK_AFTER_WEBHOOKS),
    ("POST", f"/api/webhooks/{A_WEBHOOK}/test"): Asked(Action.LOOK_AFTER_WEBHOOKS),
    ("GET", f"/api/webhooks/{A_WEBHOOK}/deliveries"): Asked(Action.LOOK_AFTER_WEBHOOKS),
    ("POST", f"/api/webhooks/{A_WEBHOOK}/deliveries/{A_DELIVERY}/redeliver"): Asked(Action.LOOK_AFTER_WEBHOOKS),
    ("GET", "/api/outbox"): Asked(Action.READ_OUTBOX),
    ("POST", f"/api/outbox/{A_DELIVERY}/resend"): Asked(Action.RESEND),
    ("GET", "/api/audit"): Asked(Action.READ_AUDIT),
    ("GET", "/api/audit/export"): Asked(Action.READ_AUDIT, query={"person": str(JOHN)}),
}

USERS = {
    "admin": (ADA, ActorKind.ADMIN), "lead": (SARAH, ActorKind.TRAINER), "lead beyond": (RITA, ActorKind.TRAINER),
    "on the batch": (JOHN, ActorKind.TRAINER), "assistant": (MARIA, ActorKind.TRAINER),
    "substitute": (GRACE, ActorKind.TRAINER), "other trainer": (LEA, ActorKind.TRAINER),
    "student there": (STUDENT, ActorKind.STUDENT), "other student": (SAM, ActorKind.STUDENT),
}  # fmt: skip
KEYS = {
    "key: admin": (Scope.ADMIN,),
    "key: read": (Scope.READ,),
    "key: questions": (Scope.QUESTIONS,),
    "key: nothing": (),
}
WHO = (*USERS, *KEYS, "nobody")
ENTRIES = {
    SARAH: Entry(str(SARAH), Role.LEAD, batches=tuple(sorted(BOTH))),
    RITA: Entry(str(RITA), Role.LEAD, batches=(str(BATCHES[2]), str(BATCHES[3]))),
    JOHN: Entry(str(JOHN)), MARIA: Entry(str(MARIA)), GRACE: Entry(str(GRACE), Role.SUBSTITUTE),
}  # fmt: skip


TOLD = ("notifications", "webhooks", "outbox", "preferences")
COVERED = ("leaves", "covers", "cover_ledger", "cover_settings", "swaps", "handover_versions", "session_reports")
ASKED = ("questions", "replies")
TALKED = ("threads", "thread_marks", "messages", "attachments", "files.files", "files.chunks")
OURS_ALONE = ("api_keys", "enrolments", "proposals", "proposal_parts", "sessions", *COVERED, *ASKED, *TALKED, *TOLD)
SCHOOL = ("users", "courses", "batches", *(f"multitrainer_{one}" for one in OURS_ALONE))
"""Where all that is."""


async def found(database: Database, path: str = "") -> None:
    """The small school with two leads, a substitute and another student; and a course which is none of theirs.

    With what has to be there for a route to succeed, where that would be in the way of others.
    """
    for name in SCHOOL:
        await database.motor[name].delete_many({})
    await school.found(database)
    roles = {ADA: "admin", RITA: "trainer", GRACE: "trainer", BO: "trainer", LEA: "trainer", SAM: "student"}
    await database.motor.users.insert_many([{"_id": id_, "name": "N", "role": role} for id_, role in roles.items()])
    leads = {SARAH: [*BATCHES[:2]], RITA: [*BATCHES[2:]]}
    more = [
        {"_id": RITA, "trainer": RITA, "role": "lead", "assignedBatches": leads[RITA], "status": "active"},
        {"_id": GRACE, "trainer": GRACE, "role": "substitute", "status": "active"},
    ]
    course = await database.motor.courses.find_one({"_id": COURSE})
    assert course
    roster = [{**course["trainers"][0], "assignedBatches": leads[SARAH]}, *course["trainers"][1:], *more]
    await database.motor.courses.update_one({"_id": COURSE}, {"$set": {"trainers": roster}})
    others: dict[str, Any] = {"trainers": [{"trainer": BO, "role": "assistant"}], "instructor": None}
    await database.motor.courses.insert_one({"_id": OTHER_COURSE, "__v": 0, "name": "Other", **others})
    people = {"primary": BO, "backup": [], "assistants": []}
    await database.motor.batches.update_many({}, {"$set": {"trainers.backup": []}})
    await database.motor.batches.insert_one(
        {"_id": OTHER_BATCH, "course": OTHER_COURSE, "name": "B", "students": [], "instructor": BO, "trainers": people}
    )
    enrolled = {"slots": [], "joinedAt": clock.now(), "status": "placed"}
    await database.motor.multitrainer_enrolments.insert_many([
        {"_id": ENROLMENT, "student": STUDENT, "course": COURSE, "batch": BATCH, **enrolled},
        {"_id": OTHER_ENROLMENT, "student": LEA, "course": OTHER_COURSE, "batch": OTHER_BATCH, **enrolled},
    ])  # fmt: skip
    kept = {"name": "K", "digest": "", "scopes": [], "created_by": "x", "created_at": clock.now()}
    await database.motor.multitrainer_api_keys.insert_one({"_id": A_KEY, **kept})
    day = {"day": "2030-03-02", "number": 0, "start": datetime(2030, 3, 2, 18, tzinfo=UTC), "byHand": False}
    session = {**day, "end": datetime(2030, 3, 2, 19, tzinfo=UTC), "status": "planned", "sequence": 0}
    await database.motor.multitrainer_sessions.insert_many(
        [{"_id": SESSION, "batch": BATCH, **session}, {"_id": OTHER_SESSION, "batch": OTHER_BATCH, **session}]
    )
    asked = {"start": session["start"], "end": session["end"], "kind": "sick", "note": "", "state": "requested"}
    await database.motor.multitrainer_leaves.insert_many(
        [{"_id": LEAVE, "trainer": JOHN, **asked}, {"_id": OTHER_LEAVE, "trainer": BO, **asked}]
    )
    hours = {"hours": 1.5, "day": "2026-03-02", "week": "2026-W10", "kind": "covered", "at": clock.now()}
    await database.motor.multitrainer_cover_ledger.insert_many(
        {"_id": f"{cover}:covered", "cover": cover, "trainer": trainer, **hours}
        for cover, trainer in ((COUNTED, JOHN), (OTHERS_COUNTED, BO))
    )
    await hand_over(database)
    await swap_nothing(database, session)
    await ask_something(database)
    await propose_nothing(database)
    await talk(database)
    await tell_everybody(database)
    if "{cover}" in path:
        await seek(database, path.rpartition("/")[2])
    if "/report" in path and "{session}" in path:
        await report(database)


async def seek(database: Database, doing: str) -> None:
    """Bo is away. In our course Maria is asked, in the other Alex; or they have the session, where it is given back."""
    ours = (COVER, COURSE, BATCH, SESSION, MARIA)
    for id_, course, batch, session, asked in (ours, (OTHER_COVER, OTHER_COURSE, OTHER_BATCH, OTHER_SESSION, ALEX)):
        there = await database.motor.multitrainer_sessions.find_one({"_id": session})
        assert there
        about = {"session": session, "course": course, "batch": batch, "trainer": BO, "leave": OTHER_LEAVE}
        times = {"start": there["start"], "end": there["end"], "openedAt": clock.now(), "opening": 1}
        cover = {"_id": id_, **about, **times, "alone": False, **_offered(id_, asked, there["start"], doing)}
        await database.motor.multitrainer_covers.insert_one(cover)
    if doing == "assist":
        await let_alex_assist(database)
    if doing == "combine":
        await meet_beside(database)


def _offered(cover: ObjectId, asked: ObjectId, until: datetime, doing: str) -> dict[str, Any]:
    """A cover's state, and its one offer: what they are for something to be done with it."""
    state = {"release": "covered", "report": "done", "reopen": "exhausted"}.get(doing, "searching")
    said = {"searching": "open", "exhausted": "refused"}.get(state, "accepted")
    offer = {"trainer": asked, "tier": "hand", "madeAt": clock.now(), "deadline": until, "opening": 1}
    whose: dict[str, dict[str, Any]] = {"open": {"openTo": [asked]}, "accepted": {"substitute": asked}}
    return {"state": state, "offers": [{**offer, "together": [cover], "state": said}], **whose.get(said, {})}


async def let_alex_assist(database: Database) -> None:
    """On both batches, which meet at different times for that."""
    batches = {"_id": {"$in": [BATCH, OTHER_BATCH]}}
    await database.motor.batches.update_many(batches, {"$set": {"trainers.assistants": [ALEX]}})
    later = {"start": datetime(2030, 4, 6, 18, tzinfo=UTC), "end": datetime(2030, 4, 6, 19, tzinfo=UTC)}
    for name, id_ in (("sessions", OTHER_SESSION), ("covers", OTHER_COVER)):
        await database.motor[f"multitrainer_{name}"].update_one({"_id": id_}, {"$set": later})


async def meet_beside(database: Database) -> None:
    """Another batch of each course meets at the time of the session."""
    other = await database.motor.batches.find_one({"_id": OTHER_BATCH})
    await database.motor.batches.insert_one({**(other or {}), "_id": OTHER_PARALLEL})
    for session, parallel in ((SESSION, BATCHES[1]), (OTHER_SESSION, OTHER_PARALLEL)):
        there = await database.motor.multitrainer_sessions.find_one({"_id": session})
        beside = {"_id": ObjectId(), "batch": parallel}
        await database.motor.multitrainer_sessions.insert_one({**(there or {}), **beside})


async def hand_over(database: Database) -> None:
    """Each batch that is asked about has a handover note."""
    texts = {"stands": "Page 30", "watchFor": "", "materials": ""}
    written = {"number": 1, **texts, "by": str(ADA), "at": clock.now()}
    await database.motor.multitrainer_handover_versions.insert_many(
        {"batch": batch, "course": course, **written}
        for batch, course in ((BATCH, COURSE), (OTHER_BATCH, OTHER_COURSE))
    )


async def report(database: Database) -> None:
    """The sessions that are asked about were held, and something was flagged in their reports."""
    past = {"start": datetime(2026, 3, 2, 18, tzinfo=UTC), "end": datetime(2026, 3, 2, 19, tzinfo=UTC)}
    of_both = {"_id": {"$in": [SESSION, OTHER_SESSION]}}
    await database.motor.multitrainer_sessions.update_many(of_both, {"$set": past})
    said = {"held": True, "forLead": "x", "flagged": True, "covered": False, "by": str(ADA), "at": clock.now()}
    await database.motor.multitrainer_session_reports.insert_many(
        [
            {"_id": SESSION, "course": COURSE, "batch": BATCH, "heldBy": JOHN, **past, **said},
            {"_id": OTHER_SESSION, "course": OTHER_COURSE, "batch": OTHER_BATCH, "heldBy": BO, **past, **said},
        ]
    )


async def swap_nothing(database: Database, session: dict[str, Any]) -> None:
    """John has proposed a swap to Maria; and Bo one to Alex, on the other course."""
    week = timedelta(weeks=1)
    kept = ((SWAPPED, BATCH, 1), (MARIAS, BATCHES[2], 1), (MARIAS_NEXT, BATCHES[2], 2))
    times = {n: {"start": session["start"] + n * week, "end": session["end"] + n * week} for n in (1, 2)}
    await database.motor.multitrainer_sessions.insert_many(
        [{"_id": id_, "batch": batch, **session, "number": n, **times[n]} for id_, batch, n in kept]
    )
    for swap, course, sides in (
        (SWAP, COURSE, ((SWAPPED, BATCH, JOHN), (MARIAS, BATCHES[2], MARIA))),
        (OTHER_SWAP, OTHER_COURSE, ((OTHER_SESSION, OTHER_BATCH, BO), (ObjectId(), OTHER_BATCH, ALEX))),
    ):
        one, other = (
            {"session": id_, "course": course, "batch": batch, "trainer": trainer, **times[1]}
            for id_, batch, trainer in sides
        )
        people = [one["trainer"], other["trainer"]]
        made = {"by": str(people[0]), "confirmed": people[:1], "state": "proposed", "note": "", "trainers": people}
        live = {"live": [one["session"], other["session"]], "lookAt": times[1]["start"]}
        await database.motor.multitrainer_swaps.insert_one(
            {"_id": swap, "one": one, "other": other, "courses": [course], **made, **live}
        )


async def ask_something(database: Database) -> None:
    """John has taken a student's question from Sarah; and Bo one of the other course from Ada."""
    now = clock.now()
    for id_, course, batch, frm, was, holder in (
        (QUESTION, COURSE, BATCH, SARAH, "lead", JOHN),
        (OTHER_QUESTION, OTHER_COURSE, OTHER_BATCH, ADA, "admin", BO),
    ):
        student = STUDENT if course == COURSE else LEA
        about = {"course": course, "batch": batch, "student": student, "askedAt": now, "state": "open"}
        whose = {"holder": holder, "step": "named", "since": now, "turn": 1, "notes": []}
        came = {"at": now, "to": frm, "step": was, "why": "asked"}
        went = {"at": now, "to": holder, "step": "named", "why": "taken", "from": frm, "was": was, "by": str(holder)}
        said = {"id": str(id_), "at": now, "by": str(student), "what": "question", "text": "Why?"}
        question = {"_id": id_, **about, **whose, "trail": [came, went], "entries": [said]}
        await database.motor.multitrainer_questions.insert_one(question)
    reply = {"title": "Why", "text": "So.", "words": ["so", "why"], "by": str(ADA), "at": now}
    await database.motor.multitrainer_replies.insert_many(
        {"_id": id_, "course": course, **reply} for id_, course in ((REPLY, COURSE), (OTHER_REPLY, OTHER_COURSE))
    )


async def talk(database: Database) -> None:
    """John has written something in the batch's thread, with a file; and Bo in the other batch's."""
    ours, theirs = (BATCH, MESSAGE, JOHN, ATTACHMENT), (OTHER_BATCH, OTHER_MESSAGE, BO, OTHER_ATTACHMENT)
    for batch, message, author, attachment in (ours, theirs):
        thread, now, file = f"batch:{batch}", clock.now(), {"_id": attachment, "name": "a.txt", "size": 1}
        there = {**file, "type": "text/plain"}
        await database.motor.multitrainer_threads.insert_one({"_id": thread, "kind": "batch", "last": 1, "lastAt": now})
        said = {"thread": thread, "place": 1, "author": author, "text": "x", "words": ["x"], "at": now, "mentions": []}
        await database.motor.multitrainer_messages.insert_one({"_id": message, **said, "attachments": [there]})
        kept = {**there, "thread": thread, "by": author, "at": now}
        await database.motor.multitrainer_attachments.insert_one(kept)
        stored = {"_id": attachment, "length": 1, "chunkSize": 1, "uploadDate": now, "filename": "a.txt"}
        await database.motor["multitrainer_files.files"].insert_one(stored)
        piece = {"_id": attachment, "files_id": attachment, "n": 0, "data": b"x"}
        await database.motor["multitrainer_files.chunks"].insert_one(piece)


async def tell_everybody(database: Database) -> None:
    """Each user has a notification, by their own id; and something could not be delivered to a webhook."""
    facts = {"kind": "put-on-course", "facts": {"course": str(COURSE), "role": "lead", "status": "active"}}
    of_each = {"at": clock.now(), "unread": True, "urgent": False, "names": {}, **facts}
    await database.motor.multitrainer_notifications.insert_many(
        {"_id": user, "to": user, **of_each} for user, _ in USERS.values()
    )
    hook = {"url": "https://x.example", "kinds": [], "secret": "", "active": True, "failures": 0}
    made = {"created_at": clock.now(), "created_by": str(ADA)}
    await database.motor.multitrainer_webhooks.insert_one({"_id": A_WEBHOOK, **hook, **made})
    times = {"put_at": clock.now(), "due_at": clock.now(), "attempts": 8}
    await database.motor.multitrainer_outbox.insert_one(
        {"_id": A_DELIVERY, "does": "webhook", "state": "dead", "to": A_WEBHOOK, "lease": None, **times}
    )


async def propose_nothing(database: Database) -> None:
    """A proposal of each course that moves nobody and has been applied."""
    made = {"made_by": {"kind": "admin", "id": str(ADA)}, "made_at": clock.now(), "beat_at": clock.now()}
    kept = {**made, "kind": "assign", "state": "applied", "options": {}, "progress": {}}
    ours = ((PROPOSAL, COURSE, BATCH), (OTHER_PROPOSAL, OTHER_COURSE, OTHER_BATCH))
    for id_, course, batch in ours:
        await database.motor.multitrainer_proposals.insert_one({"_id": id_, "courses": [course], **kept})
        proposals = Proposals(clock.now)
        planned = {"id": str(batch), "course": str(course), "hours": 5}
        nobody = {"people": [{"batch": str(batch), "primary": None}], "terms": [], "loads": []}
        await proposals.keep(str(id_), "problem", orjson.dumps({"trainers": [], "batches": [planned]}))
        await proposals.keep(str(id_), "solution", orjson.dumps({"status": "optimal", **nobody}))


class Sender:
    """Sends requests of whomever they are to come from, who sign in for each or, where it `keeps` that, once."""

    def __init__(self, http: httpx.AsyncClient, settings: Settings, *, keeps: bool = False) -> None:
        self._http = http
        self._tokens = wiring.tokens_of(settings)
        self._keeps = keeps
        self._proofs: dict[str, Person | Key] = {}

    def forget(self) -> None:
        """Everybody has to sign in anew."""
        self._proofs.clear()

    async def ask(self, who: str, method: str, path: str, asked: Asked) -> httpx.Response:
        path = path.replace("{mine}", str(USERS[who][0] if who in USERS else A_KEY))
        headers = {**await self._headers(who), **({"If-Match": asked.if_match} if asked.if_match else {})}
        sent: dict[str, Any] = {"content": asked.content} if asked.content else {"json": asked.json}
        return await self._http.request(method, path, params=asked.query, headers=headers, **sent)

    async def with_a_token_of(self, who: str, sign_in_of: str) -> httpx.Response:
        """A token of ours that names one user, and the sign-in of another."""
        theirs = await signed_in(USERS[sign_in_of][0])
        token = self._token(Person(str(USERS[who][0]), theirs.sign_in))
        return await self._http.get("/api/auth/me", headers={"Authorization": f"Bearer {token}"})

    async def form(self, path: str, fields: dict[str, str]) -> httpx.Response:
        return await self._http.post(path, data=fields)

    async def _headers(self, who: str) -> dict[str, str]:
        if who == "nobody":
            return {}
        proof = self._proofs.get(who) or await (machine(*KEYS[who]) if who in KEYS else signed_in(USERS[who][0]))
        if self._keeps:
            self._proofs[who] = proof
        if isinstance(proof, Key):
            return {"X-API-Key": str(proof)}
        return {"Authorization": f"Bearer {self._token(proof)}"}

    def _token(self, person: Person) -> str:
        return self._tokens.issue(Claims(person.user, person.sign_in), clock.now())
