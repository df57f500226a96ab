"""The planner's pages: what is asked for arrives, what is refused comes back, and what is proposed is seen whole."""

from http import HTTPStatus
from typing import Any

import httpx
import pytest
from bson import ObjectId
from fastapi import FastAPI

from multitrainer import clock
from multitrainer.app import create_app
from multitrainer.database import Database
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests import school
from tests.planners import Quickly
from tests.web.reading import Read
from tests.web.test_pages import EVIL
from tests.web.visiting import HERE, commands, did, founded, send, signed_in

Raw = dict[str, Any]
COURSE, FIRST = f"/courses/{school.COURSE}", str(school.BATCHES[0])
BATCHING, PLANNER = f"{COURSE}/batching", f"{COURSE}/planner"
USUAL = {"kind": "assign", "seconds": "5", "backups": "1", "restMinutes": "0", "weigh": "usual"}


@pytest.fixture
def app(mongodb_uri: str, settings: Settings, database: Database) -> FastAPI:
    """The service."""
    return create_app(settings, mongodb_uri, Quickly())


@pytest.fixture(autouse=True)
async def there(http: httpx.AsyncClient, database: Database) -> None:
    """Ada is signed in; John has batches 1 and 2, Maria 3 and 4."""
    await founded(database)
    await signed_in(http)


async def made(http: httpx.AsyncClient, app: FastAPI, page: str = PLANNER, **typed: str | list[str]) -> str:
    """Somebody asks for a proposal; its address, once it is there."""
    address = await did(http, page, page, **{**USUAL, **typed})
    services: Services = app.state.services
    await services.proposals.ended(address.rpartition("/")[2])
    return address


async def on_leave(database: Database) -> None:
    change = {"$set": {"trainers.$[one].status": "on_leave"}}
    await database.motor.courses.update_one({}, change, array_filters=[{"one.trainer": school.JOHN}])


async def first(database: Database) -> Raw:
    found: Raw | None = await database.motor.batches.find_one({"_id": school.BATCHES[0]})
    assert found
    return found


async def asked(database: Database) -> Raw:
    """What the newest proposal was asked for."""
    (found,) = await database.motor.multitrainer_proposals.find({}).sort("_id", -1).limit(1).to_list(None)
    return {"kind": found["kind"], **found["options"]}


async def test_a_proposal_is_compared_with_today_applied_and_taken_back(
    http: httpx.AsyncClient, app: FastAPI, database: Database
) -> None:
    await on_leave(database)
    address = await made(http, app, kind="rebalance")
    shown = Read(await http.get(address))
    assert "2 batches change." in shown.words
    assert "John can't teach Batch 1: on leave." in shown.words
    (chart,) = shown.all("canvas")
    assert '{"name": "John", "today": 50.0, "then": 0.0}' in str(chart["data-bars"])
    asking = Read(await http.get(f"{address}/apply"))
    assert "Who is told 2" in " ".join(asking.words.split())
    assert await did(http, f"{address}/apply", f"{address}/apply") == address
    assert (await first(database))["trainers"]["primary"] == school.MARIA
    await did(http, f"{address}/revert", f"{address}/revert")
    assert (await first(database))["trainers"]["primary"] == school.JOHN
    assert "taken back" in Read(await http.get(address)).words


async def test_a_stale_proposal_is_refused_with_what_has_changed_and_made_again_from_there(
    http: httpx.AsyncClient, app: FastAPI, database: Database
) -> None:
    address = await made(http, app)
    await on_leave(database)
    refused = await send(http, f"{address}/apply", f"{address}/apply")
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "John is on leave, and was active." in Read(refused).words
    hidden = Read(refused).hidden_of(f"{address}/again")
    again = await http.post(f"{address}/again", data=hidden, headers=HERE)
    assert again.headers["location"] not in {address, PLANNER}


async def test_what_is_pinned_weighed_and_limited_is_asked_for_and_kept_when_it_is_made_again(
    http: httpx.AsyncClient, app: FastAPI, database: Database
) -> None:
    weights = {"weigh": "own", "place-uncovered": "1", "place-changes": "2", "weight-changes": "3"}
    address = await made(http, app, pin=[f"{FIRST}:"], backups="2", **weights)
    order = [{"terms": {"uncovered": 1}}, {"terms": {"changes": 3}}]
    first = {"kind": "assign", "pins": [FIRST], "backups": 2, "seconds": 5.0, "order": order}
    assert await asked(database) == first
    to_maria = f"{school.BATCHES[1]}:{school.MARIA}"
    again = await did(http, address, f"{address}/again", kind="assign", weigh="kept", pin=[to_maria])
    pair = {"trainer": str(school.MARIA), "batch": str(school.BATCHES[1]), "level": "required"}
    assert await asked(database) == {**first, "pairs": [pair]}
    await app.state.services.proposals.ended(again.rpartition("/")[2])
    freed = [f"{FIRST}:-", f"{school.BATCHES[1]}:-"]
    await did(http, again, f"{again}/again", kind="assign", weigh="usual", pin=freed)
    assert await asked(database) == {name: first[name] for name in ("kind", "backups", "seconds")}


async def test_what_contradicts_itself_says_so_and_what_was_fixed_can_be_let_go(
    http: httpx.AsyncClient, app: FastAPI, database: Database
) -> None:
    await database.motor.multitrainer_trainers.insert_one({"_id": school.JOHN, "weeklyHours": 5})
    both = [f"{batch}:" for batch in school.BATCHES[:2]]
    failed = await made(http, app, pin=both)
    shown = Read(await http.get(failed))
    assert "What is required contradicts itself." in shown.words
    assert "Let Batch 1 go" in shown.words
    assert f"{failed}/apply" not in {link["href"] for link in shown.all("a")}
    await did(http, failed, f"{failed}/again", **USUAL, pin=f"{FIRST}:-")
    assert (await asked(database))["pins"] == [str(school.BATCHES[1])]


async def test_names_on_a_proposal_are_shown_and_never_run_and_may_be_missing(
    http: httpx.AsyncClient, app: FastAPI, database: Database
) -> None:
    await on_leave(database)
    everything = [database.motor[name] for name in ("users", "courses", "batches")]
    for collection in everything:
        await collection.update_many({"email": {"$ne": "ada@x.example"}}, {"$set": {"name": EVIL}})
    evil = await made(http, app, kind="rebalance")
    for collection in everything:
        await collection.update_many({"email": {"$ne": "ada@x.example"}}, {"$unset": {"name": ""}})
    nameless = await made(http, app, kind="rebalance")
    for address in (evil, f"{evil}/batches/{FIRST}", nameless, f"{nameless}/apply", f"{nameless}/batches/{FIRST}"):
        shown = await http.get(address)
        assert shown.status_code == HTTPStatus.OK, address
        assert EVIL not in shown.text
        assert (EVIL in Read(shown).words) is address.startswith(evil)


async def test_what_can_not_be_asked_for_comes_back_with_what_was_typed_and_why(http: httpx.AsyncClient) -> None:
    wrong = {**USUAL, "seconds": "ten", "weigh": "own", "place-uncovered": "99"}
    refused = await send(http, PLANNER, PLANNER, **wrong)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert Read(refused).field("place-uncovered")["value"] == "99"
    assert "must be a whole number from 1 to 20" in Read(refused).words
    refused = await send(http, PLANNER, PLANNER, **{**wrong, "weigh": "usual"})
    assert Read(refused).field("seconds")["aria-invalid"] == "true"


async def test_settings_of_batches_that_make_no_sense_come_back_and_good_ones_show_what_becomes_of_whom(
    http: httpx.AsyncClient, app: FastAPI, database: Database
) -> None:
    waiting = {"course": school.COURSE, "joinedAt": clock.now(), "status": "waiting", "batch": None, "slots": ["Mon"]}
    student = {"_id": ObjectId(), "name": "Wanda", "role": "student"}
    await database.motor.users.insert_one(student)
    await database.motor.multitrainer_enrolments.insert_one({"student": student["_id"], **waiting})
    slot = {"slot-0": "Mon", "slot-0-0-day": "monday", "slot-0-0-start": "18:00", "slot-0-0-end": "25:00"}
    sizes = {"target": "3", "minimum": "1", "maximum": "2", "rest": "spread"}
    refused = await send(http, BATCHING, BATCHING, preview="1", **sizes, **slot)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert Read(refused).field("slot-0-0-end")["value"] == "25:00"
    assert "Wanda" in Read(refused).words
    good = {**sizes, "maximum": "4", **slot, "slot-0-0-end": "20:00"}
    address = await did(http, BATCHING, BATCHING, preview="1", **good)
    await app.state.services.proposals.ended(address.rpartition("/")[2])
    shown = " ".join(Read(await http.get(address)).words.split())
    assert "1 student gets a place: 1 at their wish number 1" in shown
    assert Read(await http.get(BATCHING)).field("slot-0-0-end")["value"] == "20:00"


async def test_several_courses_are_planned_together_by_admins_alone(http: httpx.AsyncClient, app: FastAPI) -> None:
    address = await made(http, app, "/planner", course=[str(school.COURSE)])
    assert address in {link["href"] for link in Read(await http.get("/planner")).all("a")}
    await signed_in(http, "sarah@x.example")
    assert PLANNER in Read(await http.get(PLANNER)).forms
    assert "/planner" not in Read(await http.get("/planner")).forms
    assert "Only admins change how batches are made." in Read(await http.get(BATCHING)).words
    assert f"{address}/again" in Read(await http.get(address)).forms
    await signed_in(http, "john@x.example")
    assert PLANNER not in Read(await http.get(PLANNER)).forms
    assert (await http.get(address)).status_code == HTTPStatus.NOT_FOUND


async def test_without_a_script_the_page_of_what_is_being_made_loads_itself_anew_until_it_is_there(
    http: httpx.AsyncClient, app: FastAPI, database: Database
) -> None:
    address = await made(http, app)
    proposals = database.motor.multitrainer_proposals
    await proposals.update_one({}, {"$set": {"state": "running", "beat_at": clock.now()}})
    shown = Read(await http.get(address))
    assert [one.get("http-equiv") for one in shown.all("meta")].count("refresh") == 1
    assert f"{address}/cancel" in shown.forms
    await did(http, address, f"{address}/cancel")
    assert await proposals.count_documents({"cancel": True}) == 1


async def test_a_proposal_is_read_with_as_many_commands_however_much_it_changes(
    http: httpx.AsyncClient, app: FastAPI, database: Database
) -> None:
    batch = await first(database)
    await database.motor.batches.insert_one({**batch, "_id": ObjectId(), "trainers": {}})
    few = await made(http, app)
    before = [await least(http, address) for address in (few, f"{few}/apply", PLANNER)]
    await database.motor.batches.insert_many([{**batch, "_id": ObjectId(), "trainers": {}} for _ in range(3)])
    many = await made(http, app)
    changes = [one["summary"]["changes"] async for one in database.motor.multitrainer_proposals.find({}).sort("_id", 1)]
    assert 0 < changes[0] < changes[1]
    assert [await least(http, address) for address in (many, f"{many}/apply", PLANNER)] == before


async def least(http: httpx.AsyncClient, address: str) -> int:
    """What a page takes itself, when nothing else goes on, like the telling of what has just been made."""
    return min([await commands(http, address) for _ in range(3)])
