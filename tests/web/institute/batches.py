"""What there is around one batch: lessons, reports, notes, questions, messages, leave and cover."""

from dataclasses import dataclass
from datetime import date, timedelta

from multitrainer import clock
from multitrainer.services import Services
from tests.api.school import SARAH, STUDENT
from tests.web.institute.api import Api

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Around:
    """A batch, whose it is, and when it meets each day."""

    batch: str
    login: str
    trainer: str
    start: str
    end: str


async def around(api: Api, services: Services, one: Around) -> dict[str, str]:
    """Enter it; the places of addresses that lead to it."""
    sessions = await _lessons(api, one)
    await _notes(api, one)
    leave, cover = await _away(api, services, one)
    return {
        "batch_id": one.batch,
        "session_id": sessions[0],
        "later": sessions[-1],
        "leave_id": leave,
        "cover_id": cover,
        "question_id": await _asked(api, one),
        "user_id": one.trainer,
        **await _said(api, one),
    }


async def _lessons(api: Api, one: Around) -> list[str]:
    """It meets daily since three days ago: one report that it was held, one that it was not, and one is cancelled."""
    today = clock.now().date()
    meets = [{"day": day, "start": one.start, "end": one.end} for day in DAYS]
    stated = {"sessions": meets, "from": f"{today - timedelta(days=3)}", "until": f"{today + timedelta(days=20)}"}
    await api.put("/api/batches/{batch_id}/timetable", stated, batch_id=one.batch)
    page = await api.get(f"/api/batches/{one.batch}/sessions?from={today - timedelta(days=3)}")
    ids = [session["_id"] for session in page["items"]]
    told = {"topics": api.words, "forLead": api.words, "flagged": True}
    await api.put("/api/sessions/{session_id}/report", {"held": True, **told}, session_id=ids[0])
    lost = {"held": False, "reason": api.words}
    await api.put("/api/sessions/{session_id}/report", lost, session_id=ids[1])
    off = {"status": "cancelled", "note": api.words}
    await api.patch("/api/sessions/{session_id}", off, session_id=ids[-2])
    return ids


async def _notes(api: Api, one: Around) -> None:
    """A handover note in two versions."""
    note = dict.fromkeys(("stands", "watchFor", "materials"), api.words)
    for stands in (api.words, f"{api.words} again"):
        await api.put("/api/batches/{batch_id}/handover", {**note, "stands": stands}, batch_id=one.batch)


async def _away(api: Api, services: Services, one: Around) -> tuple[str, str]:
    """They are away for some days; of their lessons, one is sought for, and of the others it is decided."""
    at = {"trainer_id": one.trainer}
    await api.put("/api/trainers/{trainer_id}/planning", {"skills": [api.words]}, **at)
    await api.put("/api/trainers/{trainer_id}/availability", {"skills": [api.words]}, one.login, **at)
    leave = await _leave(api, one, 2, 6)
    await api.post("/api/leaves/{leave_id}/approve", {"note": api.words}, leave_id=leave)
    declined = await _leave(api, one, 12, 13)
    await api.post("/api/leaves/{leave_id}/decline", {"note": api.words}, leave_id=declined)
    await _leave(api, one, 15, 16)
    await services.worker.drain()
    page = await api.get(f"/api/trainers/{one.trainer}/covers")
    first, *others = (cover["_id"] for cover in page["items"] if cover["trainer"]["_id"] == one.trainer)
    await _decide(api, one, others)
    return leave, first


async def _leave(api: Api, one: Around, since: int, until: int) -> str:
    start, end = (f"{day_in(days)}T00:00" for days in (since, until))
    asked = {"start": start, "end": end, "kind": "sick", "note": api.words}
    made = await api.post("/api/trainers/{trainer_id}/leaves", asked, one.login, trainer_id=one.trainer)
    await api.patch("/api/leaves/{leave_id}", {"note": api.words}, one.login, leave_id=made["_id"])
    return str(made["_id"])


async def _decide(api: Api, one: Around, covers: list[str]) -> None:
    """One is cancelled, and one moved to an hour at which nobody else meets."""
    await api.post("/api/covers/{cover_id}/cancel", {"note": api.words}, cover_id=covers[0])
    moved = {"start": f"{day_in(25)}T{one.start[:2]}:40", "end": f"{day_in(25)}T{one.end[:2]}:50", "note": api.words}
    await api.post("/api/covers/{cover_id}/move", moved, cover_id=covers[1])


async def _asked(api: Api, one: Around) -> str:
    """A question that was answered and asked on, and one that was passed up."""
    new = {"batch": one.batch, "student": STUDENT, "text": api.words}
    first = (await api.post("/api/questions", new))["_id"]
    for doing, who in (("notes", one.login), ("answers", one.login), ("follow-ups", "ada")):
        await api.post(f"/api/questions/{{question_id}}/{doing}", {"text": api.words}, who, question_id=first)
    second = (await api.post("/api/questions", new))["_id"]
    await api.post("/api/questions/{question_id}/escalate", {"reason": api.words}, one.login, question_id=second)
    return str(first)


async def _said(api: Api, one: Around) -> dict[str, str]:
    """A message in its thread, which says something else by now."""
    thread = f"batch:{one.batch}"
    new = {"text": f"{api.words} first", "mentions": [SARAH]}
    file = await api.upload(f"/api/threads/{thread}/attachments?name=words.txt", one.login)
    said = {"text": api.words, "attachments": [file["_id"]]}
    await api.post("/api/threads/{thread_id}/messages", said, one.login, thread_id=thread)
    made = await api.post("/api/threads/{thread_id}/messages", new, one.login, thread_id=thread)
    await api.put("/api/messages/{message_id}", {"text": api.words}, one.login, message_id=made["_id"])
    return {"thread_id": thread, "message_id": str(made["_id"]), "attachment_id": str(file["_id"])}


def day_in(days: int) -> date:
    """The day that it is in some days."""
    return clock.now().date() + timedelta(days=days)
