"""Being told, over HTTP."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from multitrainer.client import Client
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import AddressRefused, NotAllowed, NotificationNotFound, Stale, WebhookNotFound
from multitrainer.domain.telling.notices import Channel, Kind, Language
from multitrainer.domain.telling.states import State
from multitrainer.schemas.accounts import NewPassword
from multitrainer.schemas.notifications import NewPreferences, QuietHours
from multitrainer.schemas.webhooks import WebhookPatch
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests.api.conftest import BASE_URL
from tests.api.school import ALEX, FIRST, JOHN, MARIA, NOBODY, THIRD
from tests.receivers import Receiver, receiver

PASSWORD = "correct horse battery staple"
PUBLIC = "https://93.184.216.34/hook"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"webhook_private": True, "jwt_secret": SecretStr("s" * 32)})


@pytest.fixture
def services(app: FastAPI) -> Services:
    """The service's own, whose worker is run by hand."""
    found: Services = app.state.services
    return found


@pytest.fixture
async def alex(app: FastAPI, school: None, services: Services) -> AsyncIterator[Client]:
    """What Alex has, signed in."""
    await services.accounts.set_password(THE_ADMIN, "Alex@x.example", NewPassword(password=PASSWORD))
    async with Client(BASE_URL, transport=httpx.ASGITransport(app)) as client:
        await client.auth.sign_in("Alex@x.example", PASSWORD)
        yield client


@pytest.fixture
async def hook() -> AsyncIterator[Receiver]:
    async with receiver() as there:
        yield there


async def test_somebody_reads_what_they_were_told_and_says_how_they_want_to_be(
    alex: Client, client: Client, services: Services
) -> None:
    await client.batch_people.set_primary(FIRST, ALEX)
    await client.batch_people.set_primary(THIRD, ALEX)
    await services.worker.drain()
    page = await alex.notifications.page(limit=1)
    assert (page.unread, len([one async for one in alex.notifications.list(page_size=1)])) == (2, 2)
    assert (await alex.notifications.read(page.items[0].id)).read_at is not None
    assert (await alex.notifications.page()).unread == 1
    await alex.notifications.read_all()
    assert (await alex.notifications.page()).unread == 0
    with pytest.raises(NotificationNotFound):
        await alex.notifications.read(NOBODY)

    seen = await alex.notifications.preferences()
    wanted = NewPreferences(
        channels={Kind.NAMED_PRIMARY: [Channel.IN_APP]},
        language=Language.GERMAN,
        quiet_hours=QuietHours(start="22:00", end="07:00"),
        digest_at="07:30",
    )
    set_ = await alex.notifications.set_preferences(wanted, if_match=seen.etag)
    assert (set_.language, set_.channels["named-primary"], set_.digest_at) == ("de", ["in-app"], "07:30")
    assert set_.channels["put-on-batch"] == ["email", "in-app"]
    with pytest.raises(Stale):
        await alex.notifications.set_preferences(NewPreferences(), if_match=seen.etag)
    assert (await alex.notifications.page()).items[0].title == "Sie leiten jetzt die Gruppe Batch 3"
    assert (await client.notifications.preferences(ALEX)).language == "de"
    with pytest.raises(NotAllowed):
        await alex.notifications.set_preferences(wanted, JOHN)


async def test_an_admin_looks_after_webhooks_and_what_could_not_be_delivered(
    client: Client, school: None, services: Services, hook: Receiver, database: Database
) -> None:
    created = await client.webhooks.create(hook.url, [Kind.NAMED_PRIMARY])
    assert created.secret.startswith("whsec_")
    assert "secret" not in (await client.webhooks.read(created.id)).model_dump()
    assert [one.id async for one in client.webhooks.list()] == [created.id]

    tried = await client.webhooks.test(created.id)
    await client.batch_people.set_primary(FIRST, ALEX)
    await services.worker.drain()
    types = {posted.verified(created.secret)["type"]: posted.id for posted in hook.all()}
    assert types.keys() == {"test", "named-primary"}
    assert types["test"] == tried.id
    page = await client.webhooks.deliveries(created.id)
    assert {(one.id, one.state, one.tries[0].status) for one in page.items} == {
        (id_, "done", 204) for id_ in types.values()
    }

    assert (await client.webhooks.redeliver(created.id, tried.id)).state == "due"
    await services.worker.drain()
    assert [posted.id for posted in hook.all()] == [tried.id]

    await database.motor.multitrainer_outbox.update_many({}, {"$set": {"state": "dead"}})
    dead = [one.id async for one in client.outbox.list()]
    assert sorted(dead) == sorted(types.values())
    assert (await client.outbox.resend(dead[0])).state == "due"
    assert [one.id async for one in client.outbox.list(State.DUE)] == [dead[0]]

    off = await client.webhooks.patch(created.id, WebhookPatch(active=False, url=PUBLIC))
    assert (off.active, off.url) == (False, PUBLIC)
    await client.webhooks.delete(created.id)
    with pytest.raises(WebhookNotFound):
        await client.webhooks.read(created.id)


class TestWherePrivateAddressesAreNotAllowed:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"webhook_private": False})

    async def test_a_webhook_can_neither_be_made_there_nor_moved_there(self, client: Client) -> None:
        for url in ("https://127.0.0.1/", "http://93.184.216.34/"):
            with pytest.raises(AddressRefused):
                await client.webhooks.create(url)
        created = await client.webhooks.create(PUBLIC)
        with pytest.raises(AddressRefused):
            await client.webhooks.patch(created.id, WebhookPatch(url="https://[::1]/"))


async def test_a_machine_is_told_nothing_itself(client: Client) -> None:
    for ask in (client.notifications.page, client.notifications.read_all, client.notifications.preferences):
        with pytest.raises(NotAllowed):
            await ask()


async def test_a_person_of_the_batch_is_told_of_who_came_and_not_of_what_is_not_theirs(
    alex: Client, client: Client, services: Services
) -> None:
    await client.batch_people.set_primary(THIRD, JOHN)
    await services.worker.drain()
    assert (await alex.notifications.page()).items == []
    assert (await client.notifications.preferences(MARIA)).language == "en"
