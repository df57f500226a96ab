"""The seed's Scenario 1, done by hand: from an empty institute to a course that runs, and John's illness in it."""

from datetime import timedelta
from urllib.parse import urljoin

import pytest
from bson import ObjectId
from fastapi import FastAPI
from playwright.async_api import Browser, Page

from multitrainer import clock
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.schemas.accounts import NewPassword
from multitrainer.schemas.batches import BatchPatch
from multitrainer.schemas.sessions import NewTimetable
from multitrainer.services import Services
from tests.browser.signing_in import sign_in
from tests.services.people import PASSWORD

LEAD = "Dr. Sarah"
TEACHERS = {"John": range(1, 5), "Maria": range(5, 9), "Alex": range(9, 13)}
BATCHES = {f"Batch {number}": who for who, numbers in TEACHERS.items() for number in numbers}
STUDENTS = 25
IS_AWAY = clock.now().date() + timedelta(days=2)


@pytest.fixture
def services(database: Database, app: FastAPI, address: str) -> Services:
    services: Services = app.state.services
    return services


async def test_an_empty_institute_becomes_one_with_a_course_that_runs(
    services: Services, database: Database, address: str, page: Page, browser: Browser
) -> None:
    await sets_up(services, page, address)
    await makes_trainers(page)
    course = await makes_the_course(page)
    await makes_batches(page)
    assert await rows(page, "Trainers") == [[LEAD, "lead", "active", "0%"], *(teaches(who) for who in TEACHERS)]
    await has_students_who_meet(services, database)
    await page.goto(course)
    assert await rows(page, "Batches") == [[batch, who, LEAD, "–", "25"] for batch, who in BATCHES.items()]
    await page.get_by_role("link", name="Overview").click()
    await page.get_by_text("Every batch has a primary and a backup").wait_for()
    async with await browser.new_context() as another:
        await is_covered(services, page, await another.new_page(), address)


async def sets_up(services: Services, page: Page, address: str) -> None:
    """The first admin comes by the link that `serve` prints, and finds an institute with nothing in it."""
    await page.goto(f"{address}/setup?token={await services.set_up.token(THE_ADMIN)}")
    await page.get_by_label("Your name").fill("Ann")
    await page.get_by_label("Your e-mail address").fill(email("Ann"))
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_label("The same password again").fill(PASSWORD)
    await page.get_by_role("button").click()
    await page.get_by_role("link", name="Sign in").click()
    await sign_in(page, address, email("Ann"))


async def makes_trainers(page: Page) -> None:
    await page.get_by_role("link", name="Trainers").click()
    for name in (LEAD, *TEACHERS):
        await page.get_by_label("Name").fill(name)
        await page.get_by_label("E-mail address").fill(email(name))
        await page.get_by_label("Teaches").fill("German")
        await page.get_by_role("button", name="Make the trainer").click()
        await page.get_by_role("link", name="Trainers").click()
        await page.get_by_role("link", name=name).wait_for()


async def makes_the_course(page: Page) -> str:
    """It has a lead and three assistants; its address."""
    await page.get_by_role("link", name="Courses").click()
    await page.get_by_label("Name").fill("German A1")
    await page.get_by_role("button", name="Make the course").click()
    await page.get_by_text("Nobody is on this course yet.").wait_for()
    for name, role in {LEAD: "lead", **dict.fromkeys(TEACHERS, "assistant")}.items():
        await page.get_by_label("Trainer", exact=True).select_option(name)
        await page.get_by_label("Role").select_option(role)
        await page.get_by_role("button", name="Put on the course").click()
        await page.get_by_role("link", name=name).wait_for()
    return page.url


async def makes_batches(page: Page) -> None:
    """Each has a primary, and the lead for a backup."""
    course = page.url
    for name, teacher in BATCHES.items():
        form = page.locator("form[action$='/batches']")
        await form.get_by_label("Name").fill(name)
        await form.get_by_label("Primary").select_option(teacher)
        await form.get_by_role("button").click()
        await page.get_by_role("link", name=name, exact=True).wait_for()
    links = [await link.get_attribute("href") for link in await page.locator("a[href^='/batches/']").all()]
    for link in links:
        await page.goto(urljoin(course, link))
        await page.get_by_label("Trainer", exact=True).select_option(LEAD)
        await page.get_by_role("button", name="Put on the batch").click()
        await page.get_by_role("cell", name=LEAD, exact=True).wait_for()
    await page.goto(course)


async def has_students_who_meet(services: Services, database: Database) -> None:
    """No page does this yet: 300 students are enrolled, a batch has a timetable, and trainers get passwords."""
    batches = await database.motor.batches.find().sort("_id", 1).to_list(None)
    for batch in batches:
        students = [ObjectId() for _ in range(STUDENTS)]
        await database.motor.users.insert_many({"_id": one, "name": "Stu", "role": "student"} for one in students)
        patch = BatchPatch(students=tuple(map(str, students)))
        await services.batches.patch(THE_ADMIN, str(batch["_id"]), patch)
    meets = {"day": f"{IS_AWAY:%A}".lower(), "start": "16:00", "end": "17:30"}
    stated = NewTimetable.model_validate({"sessions": [meets], "from": f"{IS_AWAY}"})
    await services.timetables.put(THE_ADMIN, str(batches[0]["_id"]), stated)
    for name in (LEAD, "John"):
        await services.accounts.set_password(THE_ADMIN, email(name), NewPassword(password=PASSWORD))


async def is_covered(services: Services, page: Page, other: Page, address: str) -> None:
    """John is ill, which the admin approves, and the lead stands in."""
    await sign_in(other, address, email("John"))
    await other.get_by_role("link", name="Leave").click()
    await other.get_by_label("From").fill(f"{IS_AWAY}T00:00")
    await other.get_by_label("Until").fill(f"{IS_AWAY + timedelta(days=1)}T00:00")
    await other.get_by_label("Why").select_option("ill")
    await other.get_by_role("button", name="Ask for leave").click()
    await other.get_by_text("waits for an answer").wait_for()
    await page.goto(address)
    await page.get_by_role("link", name="John").click()
    await page.get_by_role("button", name="Approve").click()
    await page.get_by_text("ill: approved").wait_for()
    await services.worker.drain()
    await other.get_by_role("button", name="Sign out").click()
    await sign_in(other, address, email(LEAD))
    await other.get_by_role("link", name="Batch 1").first.click()
    await other.get_by_role("button", name="Accept").click()
    await other.get_by_text("Dr. Sarah stands in").wait_for()
    await page.get_by_role("link", name="Cover").click()
    await page.get_by_role("cell", name=LEAD).wait_for()


def email(name: str) -> str:
    return f"{name.rpartition(' ')[2].lower()}@school.example"


def teaches(who: str) -> list[str]:
    """An assistant with four batches of five hours has a full week."""
    return [who, "assistant", "active", "100%"]


async def rows(page: Page, table: str) -> list[list[str]]:
    """What stands in a table."""
    lines = await page.get_by_role("region", name=table).locator("tbody tr").all()
    return [[" ".join(cell.split()) for cell in await line.locator("td").all_inner_texts()] for line in lines]
