"""What admins look after is shown to nobody else, and nobody else changes it."""

from http import HTTPStatus
from typing import Any

import pytest
from bson import ObjectId
from fastapi.routing import APIRoute

from multitrainer import clock
from multitrainer.domain.actors import THE_ADMIN, Scope
from multitrainer.domain.telling.states import Does, State
from multitrainer.schemas.keys import NewApiKey
from multitrainer.web import doors
from tests import school
from tests.web.conftest import Office, visiting
from tests.web.reading import Read
from tests.web.test_pages import filled
from tests.web.visiting import HERE, commands, mark_of

HOOK = ObjectId("d" * 24)
SENT = {"name": "x", "first": "2031-01-01"}
OF_ALL = {"/holidays"}
"""What everybody may look at."""
DOORS = [
    (method, filled(route).replace("/courses/" + "0" * 24, f"/courses/{school.COURSE}"))
    for door in doors.OF_OFFICE
    for route in door.router.routes
    if isinstance(route, APIRoute)
    for method in route.methods or ()
    if method != "GET" or route.path not in OF_ALL
]


async def test_an_assistant_is_refused_at_every_address(office: Office) -> None:
    async with visiting(office, "john@x.example") as john:
        mark = mark_of(await john.get("/courses"))
        for method, address in DOORS:
            sent = {"mark": mark, **SENT} if method == "POST" else None
            answer = await john.request(method, address, headers=HERE, data=sent)
            assert answer.status_code == HTTPStatus.FORBIDDEN, (method, address, Read(answer).words)
            assert "You may not do this" in Read(answer).words


@pytest.mark.parametrize("address", ["/people", "/outbox", "/webhooks", f"/webhooks/{HOOK}", "/audit", "/access"])
async def test_no_page_asks_the_database_more_often_where_there_is_more(office: Office, address: str) -> None:
    motor = office.database.motor
    await add(motor, "multitrainer_webhooks", [a_webhook(HOOK)])
    await add(motor, "multitrainer_outbox", [a_delivery(school.JOHN), a_delivery(HOOK, Does.WEBHOOK)])
    await office.services.api_keys.create(THE_ADMIN, NewApiKey(name="Export", scopes=[Scope.READ]))
    await commands(office.http, address)  # the first one opens what later ones find open
    few = await commands(office.http, address)
    for collection in ("webhooks", "outbox", "audit", "api_keys"):
        name = f"multitrainer_{collection}"
        copies = [{**one, "_id": ObjectId()} for one in await motor[name].find({}).to_list(20)]
        await motor[name].insert_many(copies)
    await motor.users.insert_many([{"_id": ObjectId(), "name": "Copy", "role": "student"} for _ in range(20)])
    assert 0 < await commands(office.http, address) <= few


async def add(motor: Any, collection: str, documents: list[dict[str, Any]]) -> None:
    for one in documents:
        await motor[collection].replace_one({"_id": one["_id"]}, one, upsert=True)


def a_webhook(id_: ObjectId) -> dict[str, Any]:
    at = {"created_at": clock.now(), "created_by": "operator"}
    told = {"url": "https://hooks.example/", "kinds": [], "secret": "x", "active": True}
    return {"_id": id_, **told, "failures": 0, "disabled_at": None, **at}


def a_delivery(to: ObjectId, does: Does = Does.EMAIL) -> dict[str, Any]:
    now = clock.now()
    when = {"due_at": now, "put_at": now, "attempts": 1, "lease": None}
    return {"_id": ObjectId(), "does": does.value, "state": State.DEAD.value, "to": to, "kind": "put-on-batch", **when}
