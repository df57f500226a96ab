"""One call of each method that the repositories have for telling people."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from bson import ObjectId

from multitrainer import clock
from multitrainer.database import Session
from multitrainer.domain.telling.states import Does, State
from multitrainer.repositories.names import names_of
from multitrainer.repositories.notifications import Notifications
from multitrainer.repositories.outbox import Outbox
from multitrainer.repositories.preferences import Preferences
from multitrainer.repositories.webhooks import Webhooks
from multitrainer.stored.ids import new_id
from tests.repositories.calls import World, cursor_after

Raw = dict[str, Any]

OUTBOX, NOTIFICATIONS, PREFERENCES, WEBHOOKS = Outbox(clock.now), Notifications(), Preferences(), Webhooks()
NO_SESSION: Session = None
A_WHILE = timedelta(minutes=1)
ATTEMPT = {"at": clock.now(), "status": 200}


async def filled(w: World, does: Does = Does.EMAIL) -> list[Raw]:
    """Thirty deliveries, to as many people: a third of each state, and some of another kind."""
    now, states = clock.now(), [*State] * 10
    entries = [
        {**OUTBOX.entry(ObjectId(), does, now, to=ObjectId(user)), "state": state.value}
        for user, state in zip(w.users_there, states, strict=False)
    ]
    await OUTBOX.add(entries)
    await OUTBOX.add([OUTBOX.entry(ObjectId(), Does.WEBHOOK, now + A_WHILE, to=ObjectId())])
    return entries


async def taken(w: World) -> tuple[ObjectId, ObjectId]:
    """An entry and its lease."""
    entry, lease = (await filled(w))[0], ObjectId()
    assert await OUTBOX.take(entry, lease, A_WHILE)
    return entry["_id"], lease


async def release_an_entry(w: World) -> None:
    await OUTBOX.release(await OUTBOX.hold([], A_WHILE))


async def forget_an_entry(w: World) -> None:
    await OUTBOX.forget(await OUTBOX.put([], None))


async def gather_twice(w: World) -> None:
    entry = OUTBOX.entry(ObjectId(), Does.EMAIL, clock.now() + A_WHILE, to=ObjectId())
    for n in ("1", "1", "2"):
        assert await OUTBOX.gather(entry, {"of": n})
    kept = await OUTBOX.find(str(entry["_id"]))
    assert kept
    assert [one["of"] for one in kept["notices"]] == ["1", "2"]


async def due_entries(w: World) -> None:
    await filled(w)
    assert await OUTBOX.due(Does.EMAIL, 1000)


async def end_an_entry(w: World) -> None:
    await OUTBOX.end(*await taken(w), State.DEAD, ATTEMPT)


async def try_an_entry_again(w: World) -> None:
    await OUTBOX.again(*await taken(w), clock.now(), ATTEMPT)


async def page_of_a_state(w: World) -> None:
    await filled(w)
    assert (await OUTBOX.page(State.DEAD, None, 500)).items


async def next_page_of_a_state(w: World) -> None:
    await OUTBOX.page(State.DEAD, cursor_after(str((await filled(w))[5]["_id"])), 500)


async def page_to_somebody(w: World) -> None:
    to = str((await filled(w))[0]["to"])
    assert (await OUTBOX.page_to(to, None, 10)).items
    await OUTBOX.page_to(to, cursor_after(new_id()), 10)


async def resend_an_entry(w: World) -> None:
    await OUTBOX.resend(str((await filled(w))[2]["_id"]))


async def notified(w: World) -> tuple[str, str]:
    """Somebody, and the first of three notifications that they have, among those of others."""
    made = [{"_id": ObjectId(), "to": ObjectId(u), "unread": True} for u in w.users_there[:20] for _ in range(3)]
    await NOTIFICATIONS.add(made)
    await NOTIFICATIONS.add(made[:1])
    return str(made[0]["to"]), str(made[0]["_id"])


async def page_of_notifications(w: World) -> None:
    person, first = await notified(w)
    assert (await NOTIFICATIONS.page(person, None, 500)).items
    await NOTIFICATIONS.page(person, cursor_after(first), 500)
    for unread in (True, False):
        await NOTIFICATIONS.page(person, cursor_after(first), 500, unread=unread)


async def count_unread(w: World) -> None:
    assert await NOTIFICATIONS.unread((await notified(w))[0])


async def find_a_notification(w: World) -> None:
    assert await NOTIFICATIONS.find(*await notified(w))


async def read_a_notification(w: World) -> None:
    await NOTIFICATIONS.read(*await notified(w), clock.now())


async def read_all_notifications(w: World) -> None:
    person, _ = await notified(w)
    await NOTIFICATIONS.read_all(person, clock.now())
    assert await NOTIFICATIONS.unread(person) == 0


async def hooked(w: World) -> str:
    """One of ten webhooks."""
    for n in range(10):
        webhook = {"_id": ObjectId(), "url": "https://x.example", "kinds": [], "active": n == 0, "failures": 1}
        await WEBHOOKS.insert(webhook)
    return str(webhook["_id"])


async def page_of_webhooks(w: World) -> None:
    await hooked(w)
    assert (await WEBHOOKS.page(None, 10)).items


async def next_page_of_webhooks(w: World) -> None:
    await WEBHOOKS.page(cursor_after(await hooked(w)), 10)


async def active_webhooks(w: World) -> None:
    await hooked(w)
    assert await WEBHOOKS.active()


async def with_a_webhook(w: World, use: Callable[[str], Awaitable[object]]) -> None:
    await use(await hooked(w))


TELLING: dict[str, Callable[[World], Awaitable[object]]] = {
    "Outbox.put": lambda _: OUTBOX.put([], None),
    "Outbox.hold": lambda _: OUTBOX.hold([], A_WHILE),
    "Outbox.add": filled,
    "Outbox.release": release_an_entry,
    "Outbox.forget": forget_an_entry,
    "Outbox.gather": gather_twice,
    "Outbox.due": due_entries,
    "Outbox.take": taken,
    "Outbox.end": end_an_entry,
    "Outbox.again": try_an_entry_again,
    "Outbox.give_up": lambda _: OUTBOX.give_up(new_id()),
    "Outbox.find": lambda _: OUTBOX.find(new_id()),
    "Outbox.page": page_of_a_state,
    "Outbox.page after a cursor": next_page_of_a_state,
    "Outbox.page_to": page_to_somebody,
    "Outbox.resend": resend_an_entry,
    "Notifications.add": notified,
    "Notifications.page": page_of_notifications,
    "Notifications.unread": count_unread,
    "Notifications.find": find_a_notification,
    "Notifications.read": read_a_notification,
    "Notifications.read_all": read_all_notifications,
    "Preferences.of": lambda w: PREFERENCES.of(w.users_there[:5]),
    "Preferences.set": lambda w: PREFERENCES.set(w.users_there[0], {"language": "de"}, NO_SESSION),
    "Webhooks.insert": hooked,
    "Webhooks.find": lambda w: with_a_webhook(w, WEBHOOKS.find),
    "Webhooks.urls": lambda w: with_a_webhook(w, lambda one: WEBHOOKS.urls([one])),
    "Webhooks.page": page_of_webhooks,
    "Webhooks.page after a cursor": next_page_of_webhooks,
    "Webhooks.active": active_webhooks,
    "Webhooks.update": lambda w: with_a_webhook(w, lambda id_: WEBHOOKS.update(id_, {"active": False}, None)),
    "Webhooks.delete": lambda w: with_a_webhook(w, WEBHOOKS.delete),
    "Webhooks.answered": lambda w: with_a_webhook(w, WEBHOOKS.answered),
    "Webhooks.failed": lambda w: with_a_webhook(w, lambda id_: WEBHOOKS.failed(id_, 2, clock.now())),
    "names.names_of": lambda w: names_of("courses", w.courses_there[:3]),
    "names.names_of batches": lambda w: names_of("batches", w.batches_there[:3]),
}
