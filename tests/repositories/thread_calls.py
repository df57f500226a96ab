"""One call of each method that keeps threads, messages and attachments."""

import io
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from bson import ObjectId

from multitrainer import clock
from multitrainer.domain.threads import Reach, Thread, of_batch
from multitrainer.repositories.attachments import Attachments
from multitrainer.repositories.messages import Messages
from multitrainer.repositories.threads import Threads
from multitrainer.stored.ids import new_id
from tests.repositories.calls import World

Raw = dict[str, Any]

THREADS, MESSAGES, ATTACHMENTS = Threads(), Messages(), Attachments()
A_DAY = timedelta(days=1)


def thread_of(w: World, n: int = 0) -> Thread:
    return of_batch(w.batches_there[n])


def direct(w: World, n: int = 0) -> Thread:
    return Thread.between(w.users_there[n], w.users_there[n + 1])


async def written(w: World) -> list[Raw]:
    """Three threads of batches and ten between two, of ten messages each by two people; the first one's messages."""
    for thread in (*(thread_of(w, n) for n in range(3)), *(direct(w, n) for n in range(10))):
        if not await THREADS.last(thread):
            for n in range(10):
                await _write(w, thread, n)
    return (await MESSAGES.page(thread_of(w), None, None, 50)).items


async def _write(w: World, thread: Thread, n: int) -> None:
    author, now = w.users_there[n % 2], clock.now() - (10 - n) * A_DAY
    await THREADS.take_place(thread, n, now, None)
    said = {
        "_id": ObjectId(),
        "thread": str(thread),
        "place": n + 1,
        "author": ObjectId(author),
        "text": "x",
        "at": now,
    }
    file = {"attachments": [{"_id": ObjectId()}]} if n == 1 else {}
    words = {"words": ["every", f"n{n}", *(["odd", "uneven"] if n % 2 else [])]}
    await MESSAGES.insert({**said, **words, **file, "mentions": [ObjectId()], "mentionedAt": [now]}, None)
    await THREADS.mark(thread, author, n + 1)


async def sent(w: World) -> list[str]:
    """Ten files, of which every other one is kept."""
    ids = [new_id() for _ in range(10)]
    known = {"thread": str(thread_of(w)), "by": ObjectId(w.users_there[0]), "name": "a.txt", "expiresAt": clock.now()}
    for n, id_ in enumerate(ids):
        await ATTACHMENTS.insert(
            {**known, "_id": ObjectId(id_), **({"expiresAt": clock.now() + A_DAY} if n % 2 else {})}
        )
    await ATTACHMENTS.keep(ids[:2])
    return ids


async def stored(w: World) -> str:
    id_ = (await sent(w))[0]
    await ATTACHMENTS.write(id_, "a.txt", io.BytesIO(bytes(600_000)))
    return id_


async def take_place(w: World) -> None:
    await written(w)
    thread = thread_of(w, 2)
    await THREADS.take_place(thread, await THREADS.last(thread), clock.now(), None)


async def some(w: World) -> None:
    await written(w)
    assert len(await THREADS.some([thread_of(w), direct(w)])) == 2
    assert await THREADS.find(thread_of(w))


async def of_person(w: World) -> None:
    await written(w)
    assert len(await THREADS.of_person(w.users_there[1])) == 2


async def of_school(w: World) -> None:
    await written(w)
    assert len(await THREADS.of_school()) == 3


async def marks(w: World) -> None:
    await written(w)
    me = w.users_there[0]
    await THREADS.told(thread_of(w), [me, w.users_there[5]], 3, None)
    assert (await THREADS.marks(thread_of(w), [me]))[me]["told"] == 3
    assert await THREADS.read_by(me, [str(thread_of(w))])
    assert len(await THREADS.met_by(me)) >= 13


async def find(w: World) -> None:
    message = str((await written(w))[0]["_id"])
    assert await MESSAGES.find(message)
    assert await MESSAGES.of_place(thread_of(w), message)


async def pages(w: World) -> None:
    await written(w)
    for author in (None, w.users_there[0]):
        first = await MESSAGES.page(thread_of(w), author, None, 3)
        assert (await MESSAGES.page(thread_of(w), author, first.next, 50)).items


async def has_written(w: World) -> None:
    await written(w)
    assert await MESSAGES.has_written(w.users_there[0], thread_of(w))


async def written_in(w: World) -> None:
    await written(w)
    some = [str(thread_of(w, n)) for n in range(2)]
    first = await MESSAGES.written_in(w.users_there[0], some, None, 3)
    assert (await MESSAGES.written_in(w.users_there[0], some, first.next, 50)).items


async def search(w: World) -> None:
    await written(w)
    some, others = frozenset(str(thread_of(w, n)) for n in range(2)), frozenset({str(direct(w))})
    words, me, now = ["uneven", "odd"], w.users_there[1], clock.now()
    for reach in (Reach(some), Reach(frozenset(), school=True, but=some)):
        first = await MESSAGES.search(words, reach, me, now, None, 3)
        assert len(first.items) == 3
        assert await MESSAGES.search(words, reach, me, now, first.next, 50)
    assert (await MESSAGES.search(words, Reach(frozenset(), own=others), me, now, None, 50)).items


async def mentioned_since(w: World) -> None:
    await written(w)
    assert await MESSAGES.mentioned_since(w.users_there[0], clock.now() - 4 * A_DAY)


async def change(w: World) -> None:
    await MESSAGES.change((await written(w))[0], {"$set": {"text": "x"}}, None)


async def taking(w: World) -> None:
    file = next(one for one in await written(w) if one.get("attachments"))["attachments"][0]["_id"]
    assert await MESSAGES.taking([str(file)])


async def waiting(w: World) -> None:
    ids = await sent(w)
    assert await ATTACHMENTS.waiting([ids[3]], thread_of(w), w.users_there[0], clock.now())
    assert await ATTACHMENTS.find(ids[0])


async def waiting_of(w: World) -> None:
    await sent(w)
    assert await ATTACHMENTS.waiting_of(w.users_there[0], clock.now())


async def let_go(w: World) -> None:
    await ATTACHMENTS.let_go((await sent(w))[:2], clock.now())


async def due(w: World) -> None:
    await sent(w)
    assert await ATTACHMENTS.due(clock.now(), 1_000)


async def content(w: World) -> None:
    id_ = await stored(w)
    assert sum([len(piece) async for piece in ATTACHMENTS.content(id_)]) == 600_000


async def delete(w: World) -> None:
    id_ = await stored(w)
    for _ in range(2):
        await ATTACHMENTS.delete(id_)


async def kept(w: World) -> None:
    await sent(w)
    assert [one async for one in ATTACHMENTS.kept()]


async def with_attachments(w: World) -> None:
    await written(w)
    assert [one async for one in MESSAGES.with_attachments()]


async def missing(w: World) -> None:
    lost = new_id()
    assert await ATTACHMENTS.missing([*(await sent(w))[:1], lost]) == [lost]


CALLS: dict[str, Callable[[World], Awaitable[object]]] = {
    "Threads.last": written,
    "Threads.find": some,
    "Threads.some": some,
    "Threads.of_person": of_person,
    "Threads.of_school": of_school,
    "Threads.take_place": take_place,
    "Threads.marks": marks,
    "Threads.read_by": marks,
    "Threads.met_by": marks,
    "Threads.told": marks,
    "Threads.mark": take_place,
    "Messages.find": find,
    "Messages.of_place": find,
    "Messages.page": pages,
    "Messages.written_in": written_in,
    "Messages.has_written": has_written,
    "Messages.search": search,
    "Messages.mentioned_since": mentioned_since,
    "Messages.insert": written,
    "Messages.change": change,
    "Messages.taking": taking,
    "Attachments.insert": sent,
    "Attachments.find": waiting,
    "Attachments.waiting": waiting,
    "Attachments.waiting_of": waiting_of,
    "Attachments.keep": let_go,
    "Attachments.let_go": let_go,
    "Attachments.due": due,
    "Attachments.kept": kept,
    "chunks.chunks": kept,
    "Attachments.missing": missing,
    "Messages.with_attachments": with_attachments,
    "Attachments.write": stored,
    "Attachments.content": content,
    "Attachments.delete": delete,
}
