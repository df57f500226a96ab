"""The pages in a real browser: signing in, the keyboard, small screens, and what axe finds."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Request, ViewportSize

from multitrainer import clock
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind
from multitrainer.domain.threads import of_batch
from multitrainer.schemas.handovers import NewHandover
from multitrainer.schemas.questions import NewQuestion
from multitrainer.schemas.reports import NewReport
from multitrainer.schemas.threads import NewMessage
from multitrainer.services import Services
from tests import school
from tests.browser.signing_in import sign_in
from tests.services.people import ADA, PASSWORD, found, old_hash
from tests.web.test_reporting import SESSION, meets

AXE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"
COURSE, BATCH = f"/courses/{school.COURSE}", f"/batches/{school.BATCHES[0]}"
QUESTION = f"/questions/{'f' * 24}"
THREAD, MESSAGE = f"/threads/batch:{school.BATCHES[0]}", f"/messages/{'e' * 24}"
ADDRESSES = (
    *("/", "/courses", COURSE, f"{COURSE}/delete", f"{COURSE}/trainers/{school.JOHN}", "/courses/nowhere"),
    *(BATCH, f"{BATCH}/delete", "/trainers", f"/trainers/{school.JOHN}", "/leave", "/covers"),
    *(f"{COURSE}/board", f"{COURSE}/board/{school.BATCHES[0]}"),
    *("/questions", QUESTION, f"{BATCH}/handover", f"{BATCH}/handover/1"),
    *("/threads", THREAD, "/threads?search=dialogues", f"{MESSAGE}/edit", f"{MESSAGE}/delete"),
    *(f"/sessions/{SESSION}/report", f"{COURSE}/quality"),
    *(
        "/swaps",
        "/threads/left",
        "/notifications",
        "/me",
        f"/trainers/{school.JOHN}/availability",
        f"/trainers/{school.JOHN}/ledger",
    ),
)
MINE = (
    *("/", "/notifications", "/me?saved=1", "/me/calendar", "/me/availability?saved=1", "/me/ledger"),
    *("/swaps", f"/swaps/new/{SESSION}", THREAD, "/threads/left"),
)
"""What a trainer has for themselves."""

WIDE, SMALL = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)


@pytest.fixture
async def there(database: Database, services: Services) -> None:
    """Ada is an admin, and John teaches in the small school, where a batch lacks a backup and Stu asks something."""
    await found(database)
    await school.found(database)
    account = {"email": "john@x.example", "password": old_hash(PASSWORD)}
    await database.motor.users.update_one({"_id": school.JOHN}, {"$set": account})
    await database.motor.batches.update_one({"_id": school.BATCHES[0]}, {"$set": {"trainers.backup": []}})
    asked = NewQuestion(batch=str(school.BATCHES[0]), student=str(school.STUDENT), text="When is the exam?")
    await services.questions.ask(THE_ADMIN, asked, QUESTION.rpartition("/")[2])
    await services.handovers.put(THE_ADMIN, str(school.BATCHES[0]), NewHandover(stands="Page 34"))
    await meets(database, clock.now() - timedelta(days=1))
    report = NewReport(held=True, topics="Page 34", for_lead="The projector is broken.", flagged=True)
    await services.reports.put(THE_ADMIN, str(SESSION), report)
    said = NewMessage(text="**Dialogues**, and `code`", mentions=(str(school.JOHN),))
    ada = Actor(ActorKind.ADMIN, str(ADA))
    await services.messages.post(ada, of_batch(str(school.BATCHES[0])), said, MESSAGE.rpartition("/")[2])


@pytest.mark.usefixtures("there")
async def test_an_admin_signs_in_finds_the_course_of_a_batch_and_signs_out_by_keyboard_alone(
    address: str, page: Page
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(_host(request)))
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    await page.goto(address)
    await page.keyboard.type("ada@x.example")  # the first field has the focus
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.get_by_role("heading", name="Overview").wait_for()
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.textContent") == "To the content"
    await page.get_by_role("link", name="Batch 1").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("heading", name="German A1").wait_for()
    await page.get_by_role("button", name="Sign out").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("heading", name="Sign in").wait_for()
    assert complaints == []
    assert {*asked} == {address}


def _host(request: Request) -> str:
    scheme, _, rest = request.url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}" if scheme != "data" else request.url


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize(("screen", "theme"), [(WIDE, "light"), (SMALL, "dark")], ids=["wide-light", "small-dark"])
async def test_axe_finds_no_barrier_and_no_page_is_wider_than_its_screen(
    address: str, browser: Browser, screen: ViewportSize, theme: Any
) -> None:
    assert AXE.exists() or not os.environ.get("CI"), "scripts/setup --tests installs axe"
    if not AXE.exists():
        pytest.skip("axe is missing: scripts/setup --tests installs it")
    async with await browser.new_context(viewport=screen, color_scheme=theme, bypass_csp=True) as context:
        page = await context.new_page()
        await page.goto(address)
        assert await barriers(page) == []
        for email, addresses in (("ada@x.example", ADDRESSES), ("john@x.example", MINE)):
            await context.clear_cookies()
            await sign_in(page, address, email)
            for one in addresses:
                await page.goto(address + one)
                assert await barriers(page) == [], one
                assert await page.evaluate("document.documentElement.scrollWidth") <= screen["width"], one


async def barriers(page: Page) -> list[str]:
    """What axe calls serious or critical."""
    await page.add_script_tag(path=AXE)
    found = await page.evaluate("axe.run()")
    return [
        f"{one['id']}: {[node['html'] for node in one['nodes']]}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


@pytest.mark.usefixtures("there")
async def test_on_a_small_screen_the_menu_opens_by_a_button_and_is_open_without_scripts(
    address: str, browser: Browser
) -> None:
    async with await browser.new_context(viewport=SMALL) as context:
        page = await context.new_page()
        await sign_in(page, address, "john@x.example")
        courses = page.get_by_role("link", name="Courses")
        assert not await courses.is_visible()
        await page.get_by_role("button", name="Menu").click()
        await courses.click()
        await page.get_by_role("heading", name="Courses").wait_for()
    async with await browser.new_context(viewport=SMALL, java_script_enabled=False) as context:
        page = await context.new_page()
        await sign_in(page, address, "john@x.example")
        await page.get_by_role("heading", name="My week").wait_for()
        assert await page.get_by_role("link", name="Courses").is_visible()


@pytest.mark.usefixtures("there")
async def test_light_or_dark_is_as_the_device_has_it_until_somebody_chooses(address: str, browser: Browser) -> None:
    async with await browser.new_context(color_scheme="dark") as context:
        page = await context.new_page()
        await page.goto(address)
        theme = page.locator("html")
        assert await theme.get_attribute("data-bs-theme") == "dark"
        await page.get_by_role("button", name="Light").click()
        await page.locator("html[data-theme=light]").wait_for()
        assert await theme.get_attribute("data-bs-theme") == "light"
