"""Webhooks and deliveries on pages: made, paused, tried, and what did not arrive sent again."""

import re
from http import HTTPStatus
from typing import Any

from bson import ObjectId

from multitrainer import clock
from multitrainer.domain.telling.states import Does, State
from tests import school
from tests.web.conftest import Office
from tests.web.reading import Read
from tests.web.visiting import HERE, did, send

URL = "https://93.184.215.14/multitrainer"
"""Public, and found without a name server."""
Raw = dict[str, Any]


async def made(office: Office, **typed: str | list[str]) -> str:
    """The page of a new webhook."""
    shown = await send(office.http, "/webhooks", "/webhooks", url=URL, **typed)
    found = re.search(r"/webhooks/[0-9a-f]{24}", shown.text)
    assert found, Read(shown).words
    return found[0]


async def given_up(office: Office, **more: Any) -> ObjectId:
    """Something to John that the mail server would not have."""
    now, id_ = clock.now(), ObjectId()
    entry = {"_id": id_, "does": Does.EMAIL.value, "state": State.DEAD.value, "due_at": now, "put_at": now}
    tries = [{"at": now, "status": None, "error": "The mail server refuses the address."}]
    kept = {"attempts": 1, "lease": None, "to": school.JOHN, "kind": "put-on-batch", "tries": tries}
    await office.database.motor.multitrainer_outbox.insert_one({**entry, **kept, **more})
    return id_


async def state_of(office: Office, entry: ObjectId) -> str:
    found: Raw = await office.database.motor.multitrainer_outbox.find_one({"_id": entry}) or {}
    return str(found["state"])


async def test_where_there_is_none_it_says_what_to_do(office: Office) -> None:
    assert "No program is told yet. Make a webhook here" in Read(await office.http.get("/webhooks")).words
    assert "Nothing was given up" in Read(await office.http.get("/outbox")).words


async def test_the_secret_of_a_new_webhook_is_shown_once_even_if_the_form_is_sent_twice(office: Office) -> None:
    hidden = Read(await office.http.get("/webhooks")).hidden_of("/webhooks")
    typed = {**hidden, "url": URL, "kinds": ["put-on-batch"]}
    first = await office.http.post("/webhooks", data=typed, headers=HERE)
    assert "whsec_" in first.text
    again = await office.http.post("/webhooks", data=typed, headers=HERE)
    assert again.status_code == HTTPStatus.SEE_OTHER
    page = Read(await office.http.get(again.headers["location"]))
    assert "whsec_" not in page.words
    assert [box["value"] for box in page.all("input") if "checked" in box] == ["put-on-batch"]


async def test_an_address_that_is_refused_comes_back_with_the_reason_and_what_was_ticked(office: Office) -> None:
    wrong = "https://127.0.0.1/hook"
    refused = await send(office.http, "/webhooks", "/webhooks", url=wrong, kinds=["cover-asked"])
    assert refused.status_code in {HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}
    read = Read(refused)
    assert (read.field("url")["value"], read.field("url")["aria-invalid"]) == (wrong, "true")
    assert [box["value"] for box in read.all("input") if "checked" in box] == ["cover-asked"]


async def test_a_webhook_is_paused_switched_on_changed_tried_and_deleted(office: Office) -> None:
    page = await made(office)
    await did(office.http, page, page, active="false")
    assert "paused" in Read(await office.http.get(page)).words
    await did(office.http, page, page, active="true")
    await did(office.http, page, page, active="", url=f"{URL}/other")
    await did(office.http, page, f"{page}/test")
    shown = Read(await office.http.get(page)).words
    assert f"{URL}/other" in shown
    assert "a test" in shown
    await did(office.http, f"{page}/delete", f"{page}/delete")
    assert (await office.http.get(page)).status_code == HTTPStatus.NOT_FOUND


async def test_what_was_given_up_says_why_and_is_sent_again_one_by_one_or_all_at_once(office: Office) -> None:
    entries = [await given_up(office) for _ in range(3)]
    shown = Read(await office.http.get("/outbox")).words
    assert "The mail server refuses the address." in shown
    assert "John" in shown
    await did(office.http, "/outbox", f"/outbox/{entries[0]}/resend")
    assert [await state_of(office, one) for one in entries] == ["due", "dead", "dead"]
    await did(office.http, "/outbox", "/outbox/resend", delivery=["x", *map(str, entries)])
    assert [await state_of(office, one) for one in entries] == ["due", "due", "due"]


async def test_what_waits_is_given_up_but_for_what_nobody_knows_yet_whom_it_tells(office: Office) -> None:
    waits = await given_up(office, state=State.DUE.value)
    told = await given_up(office, state=State.DUE.value, does=Does.TELL.value, to=None)
    await did(office.http, "/outbox?state=due", f"/outbox/{waits}/give-up")
    assert await state_of(office, waits) == "dead"
    assert f"/outbox/{told}/give-up" not in Read(await office.http.get("/outbox?state=due")).forms
    await office.services.outbox.give_up(await admin(office), str(told))
    assert await state_of(office, told) == "due"


async def admin(office: Office) -> Any:
    return office.services.visitors.read(office.http.cookies["multitrainer_sign_in"])
