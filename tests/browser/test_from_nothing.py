"""The seed's Scenario 1, done by hand: from an empty institute to a course that runs, and John's illness in it."""

from datetime import timedelta
from urllib.parse import urljoin

import pytest
from fastapi import FastAPI
from playwright.async_api import Browser, Locator, Page

from multitrainer import clock
from multitrainer.app import create_app
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests.browser.signing_in import goes_to, sign_in
from tests.planners import Quickly
from tests.services.people import PASSWORD

LEAD = "Dr. Sarah"
TEACHERS = {"John": range(1, 5), "Maria": range(5, 9), "Alex": range(9, 13)}
BATCHES = {f"Batch {number}": who for who, numbers in TEACHERS.items() for number in numbers}
STUDENTS = 300
IS_AWAY = clock.now().date() + timedelta(days=2)


@pytest.fixture
def app(mongodb_uri: str, settings: Settings) -> FastAPI:
    """The service."""
    return create_app(settings, mongodb_uri, Quickly())


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
    await has_students(database)
    await enrols(page, course)
    await puts_them_into_batches(page)
    await says_when_it_meets(page, course)
    await gives_passwords(page)
    await page.goto(course)
    assert await rows(page, "Batches") == [[batch, who, LEAD, "–", "25"] for batch, who in BATCHES.items()]
    await page.get_by_role("link", name="Overview", exact=True).click()
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
    await page.get_by_role("link", name="Trainers", exact=True).click()
    for name in (LEAD, *TEACHERS):
        form = form_to(page, "/trainers")
        await form.get_by_label("Name").fill(name)
        await form.get_by_label("E-mail address").fill(email(name))
        await form.get_by_label("Teaches").fill("German")
        await form.get_by_role("button").click()
        await page.get_by_role("link", name="Trainers", exact=True).click()
        await page.get_by_role("link", name=name).wait_for()


async def makes_the_course(page: Page) -> str:
    """It has a lead and three assistants; its address."""
    await page.get_by_role("link", name="Courses", exact=True).click()
    form = form_to(page, "/courses")
    await form.get_by_label("Name").fill("German A1")
    await form.get_by_role("button").click()
    await page.get_by_text("Nobody is on this course yet.").wait_for()
    for name, role in {LEAD: "lead", **dict.fromkeys(TEACHERS, "assistant")}.items():
        form = form_to(page, "/trainers")
        await form.get_by_label("Trainer").select_option(name)
        await form.get_by_label("Role").select_option(role)
        await form.get_by_role("button").click()
        await page.get_by_role("link", name=name).wait_for()
    return page.url


async def makes_batches(page: Page) -> None:
    """Each has a primary, and the lead for a backup."""
    course = page.url
    for name, teacher in BATCHES.items():
        form = form_to(page, "/batches")
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


async def has_students(database: Database) -> None:
    """They have accounts already: nothing here makes any for students, who are users of the old application."""
    students = ({"name": f"Stu {n}", "email": email(f"Stu {n}"), "role": "student"} for n in range(1, STUDENTS + 1))
    await database.motor.users.insert_many(students)


async def enrols(page: Page, course: str) -> None:
    """The table of students is pasted, looked at, and taken."""
    await page.goto(course)
    await page.get_by_role("link", name="Students", exact=True).click()
    await page.get_by_role("link", name="Import a table…").click()
    table = "\n".join(["student", *(email(f"Stu {n}") for n in range(1, STUDENTS + 1)), "nobody@school.example"])
    await page.get_by_label("Table").fill(table)
    await page.get_by_role("button", name="See what would come of it").click()
    await page.get_by_text(f"{STUDENTS} students would be enrolled.").wait_for()
    await page.get_by_text("One row is wrong and is left out:").wait_for()
    await page.get_by_role("button", name="Enrol these").click()
    await page.get_by_text(f"{STUDENTS} are found.").wait_for()


async def puts_them_into_batches(page: Page) -> None:
    """By a plan that is looked at first."""
    await page.get_by_role("link", name="Into batches").click()
    for label, number in (("Students in a batch", 25), ("At least", 10), ("At most", 25)):
        await page.get_by_label(label, exact=True).fill(str(number))
    await page.get_by_role("button", name="Save and see the plan").click()
    await page.get_by_role("link", name="Apply…").click()
    await page.get_by_role("button", name="Apply it").click()
    await page.get_by_role("link", name="Take back…").wait_for()


async def says_when_it_meets(page: Page, course: str) -> None:
    """The first batch, once a week."""
    await page.goto(course)
    await page.get_by_role("link", name="Batch 1", exact=True).click()
    await page.get_by_text("It has no timetable yet.").wait_for()
    await page.get_by_role("link", name="State when it meets…").click()
    first = page.get_by_role("group", name="Time 1")
    await first.get_by_label("Day").select_option(f"{IS_AWAY:%A}")
    await first.get_by_label("From").fill("16:00")
    await first.get_by_label("Until").fill("17:30")
    await page.get_by_label("First day").fill(f"{IS_AWAY}")
    await page.get_by_role("button", name="Save the timetable").click()
    await page.get_by_text("Saved.").wait_for()


async def gives_passwords(page: Page) -> None:
    """To those who sign in later."""
    for name in (LEAD, "John"):
        await goes_to(page, "Institute", "People")
        await page.get_by_role("link", name=name, exact=True).click()
        await page.get_by_label("Password").fill(PASSWORD)
        await page.get_by_label("The same again").fill(PASSWORD)
        await page.get_by_role("button", name="Set the password").click()
        await page.get_by_text("with a password set here").wait_for()


async def is_covered(services: Services, page: Page, other: Page, address: str) -> None:
    """John is ill, which the admin approves, and the lead stands in."""
    await sign_in(other, address, email("John"))
    await goes_to(other, "Times", "Leave")
    form = form_to(other, "/leave")
    await form.get_by_label("From").fill(f"{IS_AWAY}T00:00")
    await form.get_by_label("Until").fill(f"{IS_AWAY + timedelta(days=1)}T00:00")
    await form.get_by_label("Why").select_option("ill")
    await form.get_by_role("button").click()
    await other.get_by_role("heading", name="Leave of John").wait_for()
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
    await goes_to(page, "Times", "Cover")
    await page.get_by_role("cell", name=LEAD).wait_for()


def form_to(page: Page, address: str) -> Locator:
    """The form that sends what is new, beside those that look for something."""
    return page.locator(f"form[action$='{address}'][method=post]")


def email(name: str) -> str:
    return f"{name.removeprefix('Dr. ').replace(' ', '').lower()}@school.example"


def teaches(who: str) -> list[str]:
    """An assistant with four batches of five hours has a full week."""
    return [who, "assistant", "active", "100%"]


async def rows(page: Page, table: str) -> list[list[str]]:
    """What stands in a table."""
    lines = await page.get_by_role("region", name=table).locator("tbody tr").all()
    return [[" ".join(cell.split()) for cell in await line.locator("td").all_inner_texts()] for line in lines]
