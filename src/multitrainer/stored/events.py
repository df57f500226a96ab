"""News and events, as they are stored and as rules use them."""

from datetime import datetime, timedelta
from typing import Any

from bson import ObjectId

from multitrainer.domain.events import Changed, Event, Topic
from multitrainer.domain.threads import Thread
from multitrainer.stored.ids import hexed, oid

Raw = dict[str, Any]

KEPT = timedelta(days=1)
"""How long what was told is kept."""


def of_changed(changed: Changed) -> Raw:
    """What is stored of a thing that changed. It has an id of its own."""
    named: Raw = {"what": changed.what, "of": changed.id, "about": sorted(changed.about)}
    places = {"course": changed.course, "batch": changed.batch, "trainer": changed.trainer}
    there = {name: value for name, value in places.items() if value is not None}
    return {
        "_id": ObjectId(),
        "topic": Topic.CHANGED.value,
        **named,
        **there,
        **({"gone": True} if changed.gone else {}),
        **(_in_thread(changed.thread, changed.place) if changed.thread else {}),
    }


def _in_thread(thread: Thread, place: int | None) -> Raw:
    """What is new in a thread is told in its order there, whatever clocks say."""
    return {"thread": str(thread), **({"line": str(thread), "place": place} if place else {})}


def of_notification(notification: ObjectId, to: ObjectId, news: ObjectId) -> Raw:
    """What is stored of a new notification; `news` is the same each time that it is told."""
    return {"_id": news, "topic": Topic.NOTIFICATION.value, "to": to, "notification": notification}


def of_reading(person: str, notification: str | None) -> Raw:
    """What is stored of a notification that was read, or of all of a person's."""
    named = {"notification": oid(notification)} if notification else {}
    return {"_id": ObjectId(), "topic": Topic.READ.value, "to": oid(person), **named}


def waiting(entry: Raw, now: datetime, due_at: datetime) -> Raw:
    """News that waits for its place in the feed."""
    return {**entry, "at": now, "dueAt": due_at, "waiting": True}


def read_event(number: int, raw: Raw, found: Raw) -> Event:
    """News with its number, and what was `found` of the thing that it is about."""
    to, notification = hexed(raw.get("to")), hexed(raw.get("notification"))
    return Event(number, raw["topic"], to, notification, _changed(raw, found) if "what" in raw else None)


def _changed(raw: Raw, found: Raw) -> Changed:
    return Changed(
        raw["what"],
        raw.get("of"),
        found.get("course") or raw.get("course"),
        found.get("batch") or raw.get("batch"),
        raw.get("trainer"),
        tuple(found.get("courses", ())),
        frozenset(raw.get("about", ())),
        raw.get("gone", False),
        Thread.read(raw["thread"]) if "thread" in raw else None,
        raw.get("place"),
    )
