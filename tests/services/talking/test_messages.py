"""Messages are written, changed, deleted, found, and told of, each as the rules say."""

import asyncio
from datetime import timedelta
from typing import Any

import orjson
import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import Wanted
from multitrainer.domain.errors import (
    CantSeeThread,
    InvalidInput,
    MessageDeleted,
    MessageNotFound,
    MessageSettled,
    NotAllowed,
    Stale,
    TooManyMentions,
    UnknownMessage,
)
from multitrainer.domain.threads import Thread
from multitrainer.schemas.threads import ChangedMessage, NewMessage
from multitrainer.services import Services
from multitrainer.services.changes.tags import tagged
from multitrainer.services.events import events as streams
from multitrainer.stored.ids import new_id
from tests.services.people import SetClock
from tests.services.talking.school import (
    ADA,
    ALEX,
    COURSE,
    FIRST,
    JOHN,
    JOHN_AND_MARIA,
    MARIA,
    SARAH,
    STUDENT,
    THIRD,
    rewritten,
    said,
    stands_in,
    texts,
    told,
)

Raw = dict[str, Any]


async def listed(services: Services, who: Actor, thread: Thread) -> list[Raw]:
    return (await services.messages.page(who, thread, None, 100)).items


async def may(services: Services, who: Actor, message: Raw) -> tuple[bool, bool]:
    """Whether somebody may change or delete a message of the first batch."""
    return (await services.message_changes.may(who, FIRST, [message]))[str(message["_id"])]


async def test_authors_may_change_and_delete_for_a_while_and_those_who_answer_for_a_thread_delete_at_any_time(
    services: Services, clock: SetClock
) -> None:
    message = await said(services, JOHN, FIRST)
    assert [await may(services, who, message) for who in (JOHN, SARAH, ADA)] == [
        (True, True),
        (False, True),
        (False, True),
    ]
    clock.at += timedelta(days=8)
    assert await may(services, JOHN, message) == (False, False)
    assert await may(services, SARAH, message) == (False, True)
    await services.message_changes.delete(SARAH, str(message["_id"]))
    gone = await services.messages.read(SARAH, str(message["_id"]))
    assert [await may(services, who, gone) for who in (JOHN, SARAH)] == [(False, False), (False, False)]


async def test_a_thread_is_read_page_by_page_with_the_newest_first(services: Services) -> None:
    for n in range(5):
        await said(services, JOHN, FIRST, str(n))
    first = await services.messages.page(JOHN, FIRST, None, 2)
    await said(services, JOHN, FIRST, "new")
    second = await services.messages.page(JOHN, FIRST, first.next, 2)
    third = await services.messages.page(JOHN, FIRST, second.next, 2)
    pages = [[one["text"] for one in page.items] for page in (first, second, third)]
    assert (pages, third.next) == ([["4", "3"], ["2", "1"], ["0"]], None)
    for foreign in ("x", "-1", "\u0661", "9" * 30):
        with pytest.raises(InvalidInput):
            await services.messages.page(JOHN, FIRST, foreign, 2)


async def test_a_message_is_shown_with_names_and_as_html(services: Services) -> None:
    first = await said(services, JOHN, FIRST, "**Hello** <b>")
    reply = await said(services, SARAH, FIRST, "See you", reply_to=str(first["_id"]), mentions=(JOHN.id,))
    assert (first["place"], first["author"]["name"], first["html"]) == (
        1,
        "John",
        "<p><strong>Hello</strong> &lt;b&gt;</p>\n",
    )
    assert (reply["place"], reply["replyTo"], reply["mentions"][0]["name"]) == (2, first["_id"], "John")


async def test_a_message_that_shows_nothing_is_none(services: Services) -> None:
    message = await said(services, JOHN, FIRST, "Hello")
    for nothing in ("&nbsp;", "> ", "[](https://x.example)", "&#12644;", "&#8238;abc"):
        for attempt in (said(services, JOHN, FIRST, nothing), rewritten(services, JOHN, message, nothing)):
            with pytest.raises(InvalidInput) as refused:
                await attempt
            assert refused.value.facts["errors"][0]["field"] == "body.text"
    assert await texts(services, SARAH, FIRST) == ["Hello"]


async def test_a_reply_is_to_a_message_of_the_same_thread(services: Services) -> None:
    elsewhere = await said(services, SARAH, COURSE)
    for message in (str(elsewhere["_id"]), str(ObjectId())):
        with pytest.raises(UnknownMessage):
            await said(services, SARAH, FIRST, reply_to=message)
    assert await texts(services, SARAH, FIRST) == []


async def test_the_same_request_again_writes_one_message(services: Services, database: Database) -> None:
    id_ = new_id()
    answers = [await services.messages.post(JOHN, JOHN_AND_MARIA, NewMessage(text="Hello"), id_) for _ in range(2)]
    assert answers[0] == answers[1]
    assert await texts(services, JOHN, JOHN_AND_MARIA) == ["Hello"]
    assert await told(database) == [("direct-message", MARIA.id)]


async def test_fifty_who_write_at_once_in_two_services_get_a_place_each(services: Services, others: Services) -> None:
    writing = [said((services, others)[n % 2], (JOHN, SARAH)[n % 2], FIRST, str(n)) for n in range(50)]
    places = sorted([one["place"] for one in await asyncio.gather(*writing)])
    assert places == [*range(1, 51)]
    assert {*await texts(services, JOHN, FIRST)} == {str(n) for n in range(50)}


async def test_a_message_is_changed_by_its_author_for_a_while_and_leaves_a_trace(
    services: Services, clock: SetClock
) -> None:
    message = await said(services, JOHN, FIRST, "Page 34")
    for who in (SARAH, ADA):
        with pytest.raises(NotAllowed):
            await rewritten(services, who, message, "No")
    clock.move(minutes=14)
    changed = await rewritten(services, JOHN, message, "Page 35")
    assert (changed["text"], changed["place"], changed["editedAt"]) == ("Page 35", 1, clock())
    same = await rewritten(services, JOHN, message, "Page 35")
    assert same == changed
    for who in (JOHN, SARAH, ADA):
        history = await services.message_changes.history(who, str(message["_id"]))
        assert history["said"] == [{"text": "Page 34", "until": clock()}]
    clock.move(minutes=2)
    with pytest.raises(MessageSettled):
        await rewritten(services, JOHN, message, "Page 36")


async def test_a_clock_that_was_put_back_closes_nothing(services: Services, clock: SetClock) -> None:
    message = await said(services, JOHN, FIRST)
    clock.move(hours=-1)
    assert (await rewritten(services, JOHN, message, "Still"))["text"] == "Still"


async def test_of_two_who_change_a_message_that_they_read_the_second_is_refused(services: Services) -> None:
    message = await said(services, JOHN, FIRST, "Page 34")
    tag = tagged(message).tag
    await services.message_changes.rewrite(JOHN, str(message["_id"]), ChangedMessage(text="Page 35"), tag)
    with pytest.raises(Stale):
        await services.message_changes.rewrite(JOHN, str(message["_id"]), ChangedMessage(text="Page 36"), tag)
    with pytest.raises(Stale):
        await services.message_changes.delete(JOHN, str(message["_id"]), tag)
    assert await texts(services, JOHN, FIRST) == ["Page 35"]


async def test_of_a_deleted_message_only_its_place_stays(
    services: Services, database: Database, clock: SetClock
) -> None:
    message = await said(services, JOHN, FIRST, "Secret", mentions=(SARAH.id,))
    await rewritten(services, JOHN, message, "Secrets", mentions=(SARAH.id,))
    await services.message_changes.delete(JOHN, str(message["_id"]))
    await services.message_changes.delete(JOHN, str(message["_id"]))
    shown = (await listed(services, SARAH, FIRST))[0]
    assert (shown["text"], shown["html"], shown["mentions"], shown["deletedAt"]) == ("", "", [], clock())
    kept = await database.motor.multitrainer_messages.find_one({"_id": message["_id"]})
    assert b"ecret" not in orjson.dumps(kept, default=str)
    assert not (await services.messages.search(JOHN, "secrets", None, 10)).items
    history = await services.message_changes.history(JOHN, str(message["_id"]))
    assert (history["said"], history["deletedBy"]) == ([], JOHN.id)
    with pytest.raises(MessageDeleted):
        await rewritten(services, JOHN, message, "Back")
    assert not (await services.audit.page(ADA, Wanted(), None, 10)).items


async def test_who_answers_for_the_thread_deletes_at_any_time_and_the_audit_keeps_what_it_said(
    services: Services, clock: SetClock
) -> None:
    for moderator in (SARAH, ADA):
        message = await said(services, JOHN, FIRST, "Rude")
        clock.move(days=30)
        with pytest.raises(MessageSettled):
            await services.message_changes.delete(JOHN, str(message["_id"]))
        await services.message_changes.delete(moderator, str(message["_id"]))
        entry = (await services.audit.page(ADA, Wanted(), None, 1)).items[0]
        assert (entry["action"], entry["by"]["id"]) == (Action.DELETE_MESSAGE.code, moderator.id)
        assert [(one["field"], one["before"], one["after"]) for one in entry["changes"]] == [("text", "Rude", None)]


async def test_between_two_nobody_deletes_or_looks_into_what_the_other_wrote(services: Services) -> None:
    message = await said(services, JOHN, Thread.between(ADA.id, JOHN.id))
    for attempt in (services.message_changes.delete, services.message_changes.history):
        with pytest.raises(NotAllowed):
            await attempt(ADA, str(message["_id"]))
    assert (await services.message_changes.history(JOHN, str(message["_id"])))["said"] == []


async def test_a_message_that_somebody_does_not_see_is_none_for_them(services: Services) -> None:
    message = str((await said(services, MARIA, THIRD))["_id"])
    for attempt in (services.messages.read, services.message_changes.delete, services.message_changes.history):
        for nothing in (message, str(ObjectId())):
            with pytest.raises(MessageNotFound):
                await attempt(JOHN, nothing)


async def test_only_who_sees_the_thread_is_mentioned_and_the_refusal_names_the_others(
    services: Services, clock: SetClock
) -> None:
    with pytest.raises(CantSeeThread) as refused:
        await said(services, JOHN, FIRST, mentions=(SARAH.id, ALEX.id, STUDENT.id, ADA.id))
    assert refused.value.facts["people"] == sorted([ALEX.id, STUDENT.id])
    with pytest.raises(CantSeeThread):
        await said(services, JOHN, JOHN_AND_MARIA, mentions=(ADA.id,))
    await stands_in(clock(), clock())
    assert await said(services, JOHN, FIRST, mentions=(ALEX.id, ADA.id))


async def test_who_is_mentioned_is_told_once_until_they_have_read_the_thread(
    services: Services, database: Database, clock: SetClock
) -> None:
    for thread, kind in ((COURSE, "mentioned-in-course"), (FIRST, "mentioned-in-batch")):
        await database.motor.multitrainer_outbox.delete_many({})
        first = await said(services, JOHN, thread, mentions=(SARAH.id, JOHN.id))
        assert await told(database) == [(kind, SARAH.id)]
        await said(services, JOHN, thread, mentions=(SARAH.id,))
        assert await told(database) == [(kind, SARAH.id)]
        await services.threads.mark(SARAH, thread, first["place"] + 1)
        clock.move(hours=2)
        await said(services, JOHN, thread, mentions=(SARAH.id,))
        assert await told(database) == [(kind, SARAH.id)] * 2


async def test_a_flood_between_two_is_one_notification_and_what_it_says_is_in_none(
    services: Services, database: Database
) -> None:
    for n in range(5):
        await said(services, JOHN, JOHN_AND_MARIA, f"Secret {n}")
    await services.worker.drain()
    kept = await database.motor.multitrainer_notifications.find({}).to_list(None)
    assert [(str(one["to"]), one["kind"]) for one in kept] == [(MARIA.id, "direct-message")]
    assert b"Secret" not in orjson.dumps(kept, default=str)
    shown = (await services.notifications.page(MARIA, None, 10)).items[0]
    assert shown["title"] == "John has written to you"


async def test_an_edit_tells_those_whom_it_mentions_newly(services: Services, database: Database) -> None:
    message = await said(services, JOHN, COURSE, mentions=(SARAH.id,))
    await services.threads.mark(SARAH, COURSE, 1)
    await rewritten(services, JOHN, message, "Both", mentions=(SARAH.id, MARIA.id))
    assert await told(database) == [("mentioned-in-course", SARAH.id), ("mentioned-in-course", MARIA.id)]


async def test_an_edit_between_two_tells_nobody_again(services: Services, database: Database) -> None:
    message = await said(services, JOHN, JOHN_AND_MARIA)
    await services.threads.mark(MARIA, JOHN_AND_MARIA, 1)
    await rewritten(services, JOHN, message, "Other")
    assert await told(database) == [("direct-message", MARIA.id)]


async def test_a_storm_of_mentions_ends(services: Services, clock: SetClock) -> None:
    both = (SARAH.id, MARIA.id)
    for _ in range(2):
        message = await said(services, JOHN, COURSE, mentions=both)
    with pytest.raises(TooManyMentions) as refused:
        await said(services, JOHN, COURSE, mentions=both)
    assert refused.value.facts == {"most": 5}
    with pytest.raises(TooManyMentions):
        await rewritten(services, JOHN, message, "More", mentions=(SARAH.id, MARIA.id, ADA.id, JOHN.id))
    assert await said(services, JOHN, COURSE, "Without")
    clock.move(minutes=61)
    assert await said(services, JOHN, COURSE, mentions=both)


async def test_who_was_mentioned_was_mentioned_whatever_becomes_of_the_message(
    services: Services, clock: SetClock
) -> None:
    both = (SARAH.id, MARIA.id)
    first = await said(services, JOHN, COURSE, mentions=both)
    await services.message_changes.delete(JOHN, str(first["_id"]))
    clock.move(minutes=5)
    second = await said(services, JOHN, COURSE, "One", mentions=both)
    await rewritten(services, JOHN, second, "Two")
    await rewritten(services, JOHN, second, "Three", mentions=(SARAH.id,))
    for more in (said(services, JOHN, COURSE, mentions=both), rewritten(services, JOHN, second, "Four", mentions=both)):
        with pytest.raises(TooManyMentions):
            await more
    clock.move(minutes=56)  # when the first two are over
    assert await said(services, JOHN, COURSE, mentions=both)


async def test_messages_are_found_by_all_their_words_without_case_and_accents(services: Services) -> None:
    await said(services, SARAH, COURSE, "The CAFÉ is straße-wide **open**")
    await said(services, MARIA, THIRD, "cafe closed")
    await said(services, JOHN, JOHN_AND_MARIA, "Café tonight?")

    async def found(who: Actor, words: str) -> list[str]:
        return [one["text"] for one in (await services.messages.search(who, words, None, 10)).items]

    assert await found(JOHN, "cafe") == ["Café tonight?", "The CAFÉ is straße-wide **open**"]
    assert await found(JOHN, "Open, Café!") == ["The CAFÉ is straße-wide **open**"]
    assert await found(JOHN, "STRASSE") == ["The CAFÉ is straße-wide **open**"]
    assert await found(ADA, "café") == ["cafe closed", "The CAFÉ is straße-wide **open**"]
    assert await found(ALEX, "cafe") == []
    for nothing in ("?!", " "):
        with pytest.raises(InvalidInput):
            await found(JOHN, nothing)


async def test_what_was_found_comes_page_by_page(services: Services) -> None:
    for n in range(3):
        await said(services, JOHN, FIRST, f"word {n}")
    first = await services.messages.search(JOHN, "word", None, 2)
    rest = await services.messages.search(JOHN, "word", first.next, 2)
    assert [one["text"] for one in (*first.items, *rest.items)] == ["word 2", "word 1", "word 0"]
    assert rest.next is None


async def heard(services: Services, who: Actor) -> list[Raw]:
    """Everything from the beginning, as somebody hears it."""
    opened = await services.events.listen(lambda: who, 0)
    await services.feed.look()
    found: list[Raw] = []
    async for piece in opened.sent():
        found += [orjson.loads(one.data) for one in piece if one.name == "changed"]
        if piece[-1].number >= services.feed.last or not piece[-1].name:
            break
    opened.close()
    return [one for one in found if one["what"] == "message"]


@pytest.fixture(autouse=True)
def quick_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits in vain is told so at once."""
    monkeypatch.setattr(streams, "BEAT_SECONDS", 0.0)


async def test_those_who_see_a_thread_hear_of_it_at_once_and_nobody_else(services: Services, clock: SetClock) -> None:
    await said(services, JOHN, Thread.between(ADA.id, JOHN.id))
    await said(services, SARAH, COURSE)
    message = await said(services, JOHN, FIRST)
    await rewritten(services, JOHN, message, "Other")
    await services.message_changes.delete(SARAH, str(message["_id"]))
    course, batch, direct = str(COURSE), str(FIRST), str(Thread.between(ADA.id, JOHN.id))

    async def threads(who: Actor) -> list[tuple[str, int | None]]:
        return [(one["thread"], one.get("place")) for one in await heard(services, who)]

    in_batch: list[tuple[str, int | None]] = [(batch, 1), (batch, None), (batch, None)]
    assert await threads(JOHN) == [(direct, 1), (course, 1), *in_batch]
    assert await threads(SARAH) == [(course, 1), *in_batch]
    assert await threads(ADA) == [(direct, 1), (course, 1), *in_batch]
    assert await threads(MARIA) == [(course, 1)]
    assert await threads(ALEX) == await threads(STUDENT) == []
    await stands_in(clock(), clock())
    assert await threads(ALEX) == in_batch


async def test_what_many_write_at_once_is_heard_once_each_and_in_its_order(
    services: Services, others: Services
) -> None:
    await asyncio.gather(*(said((services, others)[n % 2], (JOHN, SARAH)[n % 2], FIRST, str(n)) for n in range(30)))
    assert [one["place"] for one in await heard(services, JOHN)] == [*range(1, 31)]


async def test_unknown_fields_of_a_message_survive_its_changes(services: Services, database: Database) -> None:
    message = await said(services, JOHN, FIRST)
    for name, key in (("messages", message["_id"]), ("threads", str(FIRST))):
        await database.motor[f"multitrainer_{name}"].update_one({"_id": key}, {"$set": {"theirs": 1}})
    await rewritten(services, JOHN, message, "Other")
    await said(services, JOHN, FIRST)
    await services.message_changes.delete(JOHN, str(message["_id"]))
    for name, key in (("messages", message["_id"]), ("threads", str(FIRST))):
        kept = await database.motor[f"multitrainer_{name}"].find_one({"_id": key})
        assert kept
        assert kept["theirs"] == 1


async def test_somebody_who_was_killed_behind_a_place_leaves_it_unused_and_nobody_waits(
    services: Services, database: Database
) -> None:
    await said(services, JOHN, FIRST, "one")
    await database.motor.multitrainer_threads.update_one({"_id": str(FIRST)}, {"$inc": {"last": 1}})
    assert (await said(services, JOHN, FIRST, "three"))["place"] == 3
    assert await texts(services, SARAH, FIRST) == ["one", "three"]


async def test_who_sees_everything_finds_the_newest_first_however_old_they_are(
    services: Services, database: Database, clock: SetClock
) -> None:
    await said(services, JOHN, JOHN_AND_MARIA, "A word between two")
    threads = [Thread.between(JOHN.id, ADA.id), *(FIRST, COURSE) * 3]
    for n, hours in enumerate((0, 0.5, 5, 50, 400, 4_000, 40_000)):
        await said(services, JOHN, threads[n], f"Word {n}")
        one = await database.motor.multitrainer_messages.find_one_and_delete({"text": f"Word {n}"})
        assert one is not None
        then = {"_id": ObjectId.from_datetime(clock() - timedelta(hours=hours))}
        await database.motor.multitrainer_messages.insert_one({**one, **then})
    found: list[str] = []
    cursor = None
    for _ in range(4):
        page = await services.messages.search(ADA, "word", cursor, 2)
        found, cursor = [*found, *(one["text"] for one in page.items)], page.next
    assert found == [f"Word {n}" for n in range(7)]
    assert cursor is None
