"""Leave and cover on pages: from being ill to somebody who stands in."""

from datetime import timedelta
from http import HTTPStatus

import httpx
import pytest
from fastapi import FastAPI

from multitrainer import clock
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.schemas.sessions import NewTimetable
from multitrainer.services import Services
from tests import school
from tests.web.reading import Read
from tests.web.visiting import did, founded, send, signed_in

THAT_DAY = clock.now().date() + timedelta(days=2)
HIDDEN = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
AWAY = {"start": f"{THAT_DAY}T00:00", "end": f"{THAT_DAY + timedelta(days=1)}T00:00", "kind": "sick", "note": "Flu"}


@pytest.fixture(autouse=True)
async def there(http: httpx.AsyncClient, database: Database, app: FastAPI) -> None:
    """John's batch meets the day after tomorrow; Sarah backs him up."""
    await founded(database)
    meets = {"day": f"{THAT_DAY:%A}".lower(), "start": "16:00", "end": "17:30"}
    stated = NewTimetable.model_validate({"sessions": [meets], "from": f"{THAT_DAY}"})
    await services_of(app).timetables.put(THE_ADMIN, str(school.BATCHES[0]), stated)


def services_of(app: FastAPI) -> Services:
    services: Services = app.state.services
    return services


async def worked(app: FastAPI) -> None:
    """The worker has done what is due."""
    await services_of(app).worker.drain()


async def johns_leave(http: httpx.AsyncClient) -> str:
    """John asks for leave; the page of it."""
    await signed_in(http, "john@x.example")
    return await did(http, "/leave", "/leave", **AWAY)


async def sarahs_question(http: httpx.AsyncClient, app: FastAPI) -> str:
    """It is approved, and Sarah is asked; the page of the cover."""
    leave = await johns_leave(http)
    await signed_in(http)
    await did(http, leave, f"{leave}/approve", note="Get well")
    await worked(app)
    await signed_in(http, "sarah@x.example")
    (cover,) = {a["href"] for a in Read(await http.get("/covers")).all("a") if str(a["href"]).startswith("/covers/")}
    return str(cover)


async def test_a_trainer_asks_an_admin_approves_a_backup_accepts_and_gives_back(
    http: httpx.AsyncClient, app: FastAPI
) -> None:
    cover = await sarahs_question(http, app)
    assert "You are asked to stand in" in Read(await http.get("/")).words
    await did(http, cover, f"{cover}/accept")
    assert "Dr. Sarah stands in" in Read(await http.get(cover)).words
    await signed_in(http, "john@x.example")
    assert "Dr. Sarah" in Read(await http.get("/covers")).words
    await signed_in(http, "sarah@x.example")
    await did(http, cover, f"{cover}/release")
    assert "gave it back" in Read(await http.get(cover)).words


async def test_leave_that_waits_for_a_decision_stands_on_the_overview(http: httpx.AsyncClient) -> None:
    await johns_leave(http)
    await signed_in(http)
    assert "John" in Read(await http.get("/")).words
    requested = Read(await http.get("/leave")).words
    assert "waits for an answer" in requested


async def test_an_admin_declines_with_a_note_that_the_trainer_reads(http: httpx.AsyncClient) -> None:
    leave = await johns_leave(http)
    await signed_in(http)
    await did(http, leave, f"{leave}/decline", note="Too many are away.")
    await signed_in(http, "john@x.example")
    words = Read(await http.get(leave)).words
    assert "declined" in words
    assert "Too many are away." in words
    assert "Approve" not in words


async def test_an_admin_names_who_stands_in_sees_the_points_and_has_ways_out(
    http: httpx.AsyncClient, app: FastAPI
) -> None:
    cover = await sarahs_question(http, app)
    await did(http, cover, f"{cover}/refuse")
    await worked(app)
    await signed_in(http)
    words = Read(await http.get("/")).words
    assert "Sessions without anybody" in words
    assert "Batch 1" in words
    page = Read(await http.get(cover)).words
    assert "Who could stand in" in page
    assert "has covered less than others" in page
    await did(http, cover, f"{cover}/substitute", trainer=str(school.MARIA))
    assert "Maria stands in" in Read(await http.get(cover)).words


async def test_a_session_is_cancelled_where_nobody_is_found(http: httpx.AsyncClient, app: FastAPI) -> None:
    cover = await sarahs_question(http, app)
    await signed_in(http)
    await did(http, cover, f"{cover}/cancel", note="Ill")
    assert "does not take place" in Read(await http.get(cover)).words


async def test_a_leave_that_is_cancelled_takes_the_question_back(http: httpx.AsyncClient, app: FastAPI) -> None:
    cover = await sarahs_question(http, app)
    await signed_in(http, "john@x.example")
    (leave,) = {a["href"] for a in Read(await http.get("/leave")).all("a") if str(a["href"]).startswith("/leave/")}
    await did(http, str(leave), f"{leave}/cancel")
    await worked(app)
    await signed_in(http)
    assert "not needed any more" in Read(await http.get(cover)).words


async def test_senseless_leave_comes_back_with_the_reason_and_what_was_typed(http: httpx.AsyncClient) -> None:
    await signed_in(http, "john@x.example")
    refused = await send(http, "/leave", "/leave", **{**AWAY, "end": AWAY["start"]})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert Read(refused).field("note")["value"] == "Flu"
    empty = await send(http, "/leave", "/leave", **{**AWAY, "start": ""})
    assert "From is required" in Read(empty).words


async def test_others_see_neither_the_leave_nor_the_cover(http: httpx.AsyncClient, app: FastAPI) -> None:
    cover = await sarahs_question(http, app)
    leave = await johns_leave_page(http)
    for email in ("maria@x.example", "ben@x.example", "zoe@x.example"):
        await signed_in(http, email)
        for address in (cover, leave):
            assert (await http.get(address)).status_code in HIDDEN, (email, address)


async def johns_leave_page(http: httpx.AsyncClient) -> str:
    await signed_in(http, "john@x.example")
    return str(next(a["href"] for a in Read(await http.get("/leave")).all("a") if "/leave/" in str(a["href"])))
