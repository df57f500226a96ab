"""Who talks: John teaches the first two batches, Maria the others; Sarah leads, Alex is on no course, Ada an admin."""

from datetime import datetime, timedelta
from typing import Any

from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.actors import Actor, ActorKind
from multitrainer.domain.covers import steps
from multitrainer.domain.covers.values import Cover
from multitrainer.domain.taught import TaughtSession
from multitrainer.domain.threads import Thread, of_batch, of_course
from multitrainer.repositories.covers import Covers
from multitrainer.schemas.threads import ChangedMessage, NewMessage
from multitrainer.services import Services
from tests import school

Raw = dict[str, Any]

SARAH, JOHN, MARIA, ALEX = (
    Actor(ActorKind.TRAINER, str(one)) for one in (school.SARAH, school.JOHN, school.MARIA, school.ALEX)
)
STUDENT = Actor(ActorKind.STUDENT, str(school.STUDENT))
ADA = Actor(ActorKind.ADMIN, "d00000000000000000000000")
COURSE, FIRST, THIRD = of_course(str(school.COURSE)), of_batch(str(school.BATCHES[0])), of_batch(str(school.BATCHES[2]))
JOHN_AND_MARIA = Thread.between(JOHN.id, MARIA.id)
OURS = (
    *("threads", "thread_marks", "messages", "attachments", "files.files", "files.chunks"),
    *("covers", "outbox", "notifications", "news", "events", "leases", "audit"),
)


async def founded(database: Database) -> None:
    for name in OURS:
        await database.motor[f"multitrainer_{name}"].delete_many({})
    await school.found_anew(database)
    await database.motor.users.insert_one({"_id": ObjectId(ADA.id), "name": "Ada", "role": "admin"})


async def said(services: Services, who: Actor, thread: Thread, text: str = "Hello", **more: Any) -> Raw:
    """Somebody writes something; as it is answered."""
    view: Raw = (await services.messages.post(who, thread, NewMessage(text=text, **more))).view
    return view


async def rewritten(services: Services, who: Actor, message: Raw, text: str, **more: Any) -> Raw:
    view: Raw = (
        await services.message_changes.rewrite(who, str(message["_id"]), ChangedMessage(text=text, **more))
    ).view
    return view


async def texts(services: Services, who: Actor, thread: Thread) -> list[str]:
    """What somebody reads there, the oldest first."""
    page = await services.messages.page(who, thread, None, 100)
    return [one["text"] for one in reversed(page.items)]


async def told(database: Database) -> list[tuple[str, str]]:
    """Who is to be told of what, in the order of the changes."""
    entries = await database.motor.multitrainer_outbox.find({}).sort("_id", 1).to_list(None)
    return [(notice["kind"], notice["to"]) for entry in entries for notice in entry["notices"]]


async def stands_in(start: datetime, now: datetime) -> Cover:
    """Alex has taken a session of John's first batch, of an hour and a half."""
    end = start + timedelta(minutes=90)
    session = TaughtSession(str(ObjectId()), COURSE.of[0], FIRST.of[0], JOHN.id, start, end)
    search = steps.opened(str(ObjectId()), session, str(ObjectId()), now).cover
    taken = steps.reassign(search, ALEX.id, now, None).cover
    await Covers().insert(taken, None)
    return taken
