"""The planner in a real browser: the seed's Scenario 2, from enrolments to batches, planned, applied, taken back."""

import re
from typing import Any

import pytest
from bson import ObjectId
from fastapi import FastAPI
from playwright.async_api import Page

from multitrainer import clock
from multitrainer.app import create_app
from multitrainer.database import Database
from multitrainer.settings import Settings
from tests.browser.signing_in import sign_in
from tests.planners import Quickly
from tests.services.people import found

COURSE = ObjectId()
STUDENTS = 500
PEOPLE = {
    **{f"Dr. {name}": "lead" for name in ("Smith", "Johnson")},
    **{f"Assistant {n}": "assistant" for n in range(1, 9)},
    **{f"Substitute {n}": "substitute" for n in range(1, 4)},
}


@pytest.fixture
def app(mongodb_uri: str, settings: Settings) -> FastAPI:
    """The service."""
    return create_app(settings, mongodb_uri, Quickly())


@pytest.fixture(autouse=True)
async def there(database: Database) -> None:
    """English B2 has two leads, eight assistants, three on call, five hundred students who wait, and no batch."""
    await found(database)
    trainers = {name: ObjectId() for name in PEOPLE}
    users: list[dict[str, Any]] = [{"_id": id_, "name": name, "role": "trainer"} for name, id_ in trainers.items()]
    students = [{"_id": ObjectId(), "name": f"Student {n}", "role": "student"} for n in range(1, STUDENTS + 1)]
    await database.motor.users.insert_many([*users, *students])
    entry: dict[str, Any] = {"workload": 0, "assignedBatches": [], "status": "active"}
    roster = [{"_id": ObjectId(), "trainer": trainers[name], "role": role, **entry} for name, role in PEOPLE.items()]
    await database.motor.courses.insert_one({"_id": COURSE, "__v": 0, "name": "English B2", "trainers": roster})
    waiting = {"course": COURSE, "slots": [], "joinedAt": clock.now(), "status": "waiting", "batch": None}
    await database.motor.multitrainer_enrolments.insert_many([{"student": one["_id"], **waiting} for one in students])
    hours = [{"_id": trainers[name], "weeklyHours": 15} for name, role in PEOPLE.items() if role == "assistant"]
    await database.motor.multitrainer_trainers.insert_many(hours)


async def seated(database: Database) -> list[int]:
    return [len(batch["students"]) async for batch in database.motor.batches.find({})]


async def teaching(database: Database) -> list[ObjectId]:
    return [
        batch["trainers"]["primary"] async for batch in database.motor.batches.find({"trainers.primary": {"$ne": None}})
    ]


async def test_500_students_become_25_batches_that_get_their_trainers_and_lose_them_again(
    address: str, page: Page, database: Database
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    await sign_in(page, address, "ada@x.example")
    await page.goto(f"{address}/courses/{COURSE}/batching")
    for label, number in (("Students in a batch", 20), ("At least", 15), ("At most", 20)):
        await page.get_by_label(label, exact=True).fill(str(number))
    await page.get_by_role("button", name="Save and see the plan").click()
    await page.get_by_text("25 new batches").wait_for()
    await page.get_by_role("link", name="Apply…").click()
    await page.get_by_role("button", name="Apply it").click()
    await page.get_by_role("link", name="Take back…").wait_for()
    assert await seated(database) == [20] * 25

    await page.goto(f"{address}/courses/{COURSE}/planner")
    await page.get_by_role("button", name="Propose").click()
    await page.get_by_text(re.compile("Eight assistants at three batches each can take 24 of the 25")).wait_for()
    await page.locator("#chart").wait_for()
    why = page.locator("details", has_text="Why Batch 7")
    await why.get_by_text("Why").first.click()
    await why.get_by_role("row", name="Substitute 1").get_by_text("does not teach on the course").wait_for()
    await why.get_by_role("button", name="With Dr. Smith").click()
    row = page.get_by_role("row", name=re.compile("^Batch 7 "))
    await row.get_by_role("cell").nth(1).get_by_text("Dr. Smith").wait_for()
    await page.get_by_role("link", name="Apply…").click()
    await page.get_by_role("heading", name="Who is told").wait_for()
    await page.get_by_role("button", name="Apply it").click()
    await page.get_by_role("link", name="Take back…").click()
    assert len(await teaching(database)) == 25
    await page.get_by_role("button", name="Take it back").click()
    await page.get_by_text("taken back", exact=True).wait_for()
    assert await teaching(database) == []
    assert complaints == []
