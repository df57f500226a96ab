"""What can't be delivered: tried again, given up, listed, sent again; and what holds nobody else up."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import orjson
import pytest

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import AddressRefused
from multitrainer.domain.telling.backoff import LONGEST_PAUSE
from multitrainer.domain.telling.notices import Kind, Notice
from multitrainer.domain.telling.states import Does, State
from multitrainer.repositories.outbox import Outbox
from multitrainer.schemas.webhooks import NewWebhook, WebhookPatch
from multitrainer.services.notifications.webhooks import Created
from multitrainer.stored.ids import new_id, oid
from tests import school
from tests.receivers import Answer, Posted, fine, receiver
from tests.services.telling.conftest import Institute

COURSE, ALEX, MARIA = str(school.COURSE), str(school.ALEX), str(school.MARIA)

Raw = dict[str, Any]


def put_on(to: str = ALEX) -> Notice:
    return Notice(Kind.PUT_ON_COURSE, to, {"course": COURSE, "role": "lead", "status": "active"})


async def tell(there: Institute, *to: str) -> None:
    await there.services.telling.put([put_on(one) for one in to or (ALEX,)], None)
    await there.drained()


async def hooked(there: Institute) -> Created:
    return await there.services.webhooks.create(THE_ADMIN, NewWebhook(url=there.hook.url))


async def later(there: Institute) -> None:
    """So much later that whatever failed is tried again."""
    there.clock.at += LONGEST_PAUSE
    await there.drained()


async def deliveries(there: Institute, webhook: Created) -> list[Raw]:
    return (await there.services.webhooks.deliveries(THE_ADMIN, str(webhook.view["_id"]), None, 100)).items


async def dead(there: Institute) -> list[Raw]:
    return (await there.services.outbox.page(THE_ADMIN, State.DEAD, None, 100)).items


async def test_a_mail_server_that_can_not_take_it_now_is_asked_again_until_it_does(there: Institute) -> None:
    there.mail.refusing["RCPT"] = "451 try later"
    await tell(there)
    assert there.mail.all() == []
    there.mail.refusing.clear()
    await there.drained()
    assert there.mail.all() == []  # not before the pause is over
    await later(there)
    (mail,) = there.mail.all()
    (entry,) = (await there.services.outbox.page(THE_ADMIN, State.DONE, None, 100)).items
    assert [one.get("error") for one in entry["tries"]] == ["The mail server refuses the address (451).", None]
    assert mail.message["Message-ID"] == f"<{entry['_id']}@institute.example>"


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
async def test_what_a_mail_server_will_never_take_is_a_dead_letter_at_once(there: Institute, command: str) -> None:
    there.mail.refusing[command] = "550 never"
    await tell(there)
    (entry,) = await dead(there)
    assert (entry["attempts"], "550" in entry["tries"][0]["error"]) == (1, True)
    assert "@" not in entry["tries"][0]["error"]


async def test_after_so_many_attempts_it_is_a_dead_letter_which_an_admin_sends_again(there: Institute) -> None:
    there.mail.refusing["DATA"] = "451 try later"
    await tell(there)
    await later(there)
    assert await dead(there) == []
    await later(there)
    (entry,) = await dead(there)
    assert entry["attempts"] == there.settings.delivery_attempts
    await later(there)
    assert there.mail.all() == []
    there.mail.refusing.clear()
    again = await there.services.outbox.resend(THE_ADMIN, str(entry["_id"]))
    assert (again["state"], again["attempts"]) == ("due", 0)
    await there.drained()
    assert len(there.mail.all()) == 1
    assert await dead(there) == []


@asynccontextmanager
async def hanging(there: Institute) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """A worker works, and what is waited for inside goes on when that is left."""
    forever = asyncio.Event()

    async def hang() -> None:
        await forever.wait()

    worker = asyncio.create_task(there.services.worker.keep())
    try:
        yield hang
    finally:
        forever.set()
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)


def after(hang: Callable[[], Awaitable[None]]) -> Answer:
    async def answer(_: Posted) -> str:
        await hang()
        return "200 OK"

    return answer


async def test_a_receiver_that_hangs_holds_up_neither_e_mails_nor_what_is_shown_nor_other_receivers(
    there: Institute,
) -> None:
    outbox, slow = Outbox(there.clock), await hooked(there)
    earlier = there.clock.at - timedelta(minutes=1)
    to_slow = [outbox.entry(oid(new_id()), Does.WEBHOOK, earlier, to=slow.view["_id"], body="{}") for _ in range(300)]
    await outbox.add(to_slow)
    async with receiver() as other, hanging(there) as hang:
        there.hook.answer = after(hang)
        await there.hook.next()
        await there.services.webhooks.create(THE_ADMIN, NewWebhook(url=other.url))
        for to in (ALEX, MARIA):  # the second while the worker waits for the slow one
            await there.services.telling.put([put_on(to)], None)
            assert orjson.loads((await other.next()).body)["data"]["to"] == to
            assert len((await there.mail.next()).to) == 1
        await there.hook.next()
        assert there.hook.all() == []  # no more than two at a time are asked of it
        assert await there.database.motor.multitrainer_notifications.count_documents({}) == 2


async def test_a_mail_server_that_hangs_holds_up_e_mails_alone(there: Institute) -> None:
    await hooked(there)
    async with hanging(there) as hang:

        async def hold() -> str:
            await hang()
            return "250 OK"

        there.mail.holding = hold
        for _ in range(2):
            await there.services.telling.put([put_on(to) for to in (ALEX, MARIA)] * 5, None)
            for _ in range(10):
                await there.hook.next()


async def test_who_does_not_answer_in_time_is_asked_again_later(there: Institute, served: Database) -> None:
    forever = asyncio.Event()

    async def hang(_: Posted) -> str:
        await forever.wait()
        return "200 OK"

    created, there.hook.answer = await hooked(there), hang
    short = wiring.build(served, there.settings.model_copy(update={"webhook_timeout_seconds": 0.05}), there.clock)
    await short.telling.put([put_on()], None)
    await short.worker.drain()
    (delivery,) = await deliveries(there, created)
    assert (delivery["state"], delivery["tries"][0]["error"]) == ("due", "No answer within 0.05 s.")
    forever.set()
    there.hook.answer = fine
    await later(there)
    assert (await deliveries(there, created))[0]["state"] == "done"


@pytest.mark.parametrize("status", ["500 Oops", "404 Not Found", "301 Moved\r\nLocation: /elsewhere"])
async def test_any_answer_but_success_is_a_failure_and_no_redirect_is_followed(there: Institute, status: str) -> None:
    async def refuse(_: Posted) -> str:
        return status

    created, there.hook.answer = await hooked(there), refuse
    await tell(there)
    (delivery,) = await deliveries(there, created)
    assert (delivery["state"], delivery["tries"][0]["status"]) == ("due", int(status[:3]))
    assert len(there.hook.all()) == 1
    there.hook.answer = fine
    await later(there)
    (again,) = there.hook.all()
    (delivery,) = await deliveries(there, created)
    assert (delivery["state"], again.id) == ("done", str(delivery["_id"]))


async def test_a_webhook_is_switched_off_after_failures_in_a_row_and_on_again_by_hand(there: Institute) -> None:
    async def refuse(_: Posted) -> str:
        return "500 Oops"

    created, there.hook.answer = await hooked(there), refuse
    id_ = str(created.view["_id"])
    await tell(there, ALEX, MARIA)
    assert (await there.services.webhooks.read(THE_ADMIN, id_))["active"]
    await later(there)
    off = await there.services.webhooks.read(THE_ADMIN, id_)
    assert (off["active"], off["failures"] >= 3, off["disabledAt"]) == (False, True, there.clock.at)
    there.hook.all()
    await later(there)
    await tell(there)
    assert there.hook.all() == []
    there.hook.answer = fine
    on = await there.services.webhooks.patch(THE_ADMIN, id_, WebhookPatch(active=True))
    assert (on.view["active"], on.view["failures"], on.view["disabledAt"]) == (True, 0, None)
    first = (await deliveries(there, created))[-1]
    await there.services.webhooks.redeliver(THE_ADMIN, id_, str(first["_id"]))
    await there.drained()
    assert [posted.id for posted in there.hook.all()] == [str(first["_id"])]


async def test_one_that_wants_nothing_more_ever_is_switched_off_at_once(there: Institute) -> None:
    async def be_gone(_: Posted) -> str:
        return "410 Gone"

    created, there.hook.answer = await hooked(there), be_gone
    await tell(there)
    assert not (await there.services.webhooks.read(THE_ADMIN, str(created.view["_id"])))["active"]


async def test_a_webhook_is_told_only_of_the_kinds_that_it_asks_for(there: Institute) -> None:
    new = NewWebhook(url=there.hook.url, kinds=[Kind.NAMED_PRIMARY])
    await there.services.webhooks.create(THE_ADMIN, new)
    await tell(there)
    assert there.hook.all() == []
    await there.services.batch_people.name_primary(THE_ADMIN, str(school.BATCHES[0]), ALEX)
    await there.drained()
    assert len(there.hook.all()) == 1


async def test_a_webhook_is_tried_out_by_something_that_tells_of_nothing(there: Institute) -> None:
    created = await hooked(there)
    await there.services.webhooks.test(THE_ADMIN, str(created.view["_id"]))
    await there.drained()
    assert there.hook.all()[0].verified(created.secret)["type"] == "test"


async def test_where_private_addresses_are_not_allowed_none_is_called_even_if_it_was_allowed_before(
    there: Institute, served: Database
) -> None:
    created = await hooked(there)
    settings = there.settings.model_copy(update={"webhook_private": False})
    strict = wiring.build(served, settings, there.clock)
    for url in (there.hook.url, there.hook.url.replace("http:", "https:")):
        with pytest.raises(AddressRefused):
            await strict.webhooks.create(THE_ADMIN, NewWebhook(url=url))
    await strict.telling.put([put_on()], None)
    await strict.worker.drain()
    assert there.hook.all() == []
    (delivery,) = await deliveries(there, created)
    assert "private" in delivery["tries"][0]["error"]


async def test_two_workers_share_two_hundred_deliveries_and_each_is_made_once(
    there: Institute, served: Database
) -> None:
    created = await hooked(there)
    outbox, webhook = Outbox(there.clock), created.view["_id"]
    due = [outbox.entry(oid(new_id()), Does.WEBHOOK, there.clock.at, to=webhook, body="{}") for _ in range(200)]
    await outbox.add(due)
    other = wiring.build(served, there.settings, there.clock)
    await asyncio.gather(there.drained(), other.worker.drain())
    arrived = [posted.id for posted in there.hook.all()]
    assert sorted(arrived) == sorted(str(entry["_id"]) for entry in due)


async def test_what_somebody_took_and_died_with_is_due_again_when_the_lease_ends(there: Institute) -> None:
    await there.services.telling.put([put_on()], None)
    outbox = Outbox(there.clock)
    (entry,) = await outbox.due(Does.TELL, 10)
    lasts = timedelta(seconds=there.settings.delivery_lease_seconds)
    assert await outbox.take(entry, oid(new_id()), lasts)
    assert not await outbox.take(entry, oid(new_id()), lasts)
    await there.drained()
    assert there.mail.all() == []
    there.clock.at += lasts
    await there.drained()
    assert len(there.mail.all()) == 1


async def test_an_entry_that_can_not_be_understood_becomes_a_dead_letter_and_keeps_no_other_from_going_out(
    there: Institute,
) -> None:
    await there.database.motor.multitrainer_outbox.insert_one(
        {**Outbox(there.clock).entry(oid(new_id()), Does.TELL, there.clock.at), "notices": [{"kind": "of tomorrow"}]}
    )
    await tell(there)
    assert len(there.mail.all()) == 1
    await later(there)
    await later(there)
    (entry,) = await dead(there)
    assert entry["tries"][-1]["error"] == "A fault of ours: KeyError."


async def test_without_a_mail_server_people_are_told_in_the_application_and_nothing_piles_up(
    there: Institute, served: Database
) -> None:
    without = wiring.build(served, there.settings.model_copy(update={"smtp_host": None}), there.clock)
    await without.telling.put([put_on()], None)
    await without.worker.drain()
    assert await served.motor.multitrainer_outbox.count_documents({}) == 0
    assert await served.motor.multitrainer_notifications.count_documents({}) == 1
