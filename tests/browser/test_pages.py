"""The pages in a real browser: signing in, the keyboard, small screens, and what axe finds."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Request, ViewportSize

from multitrainer import clock, wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind, Scope
from multitrainer.domain.proposals import ProposalKind
from multitrainer.domain.telling.states import Does
from multitrainer.domain.threads import of_batch
from multitrainer.domain.timetable import Holiday
from multitrainer.domain.week import Day
from multitrainer.schemas.enrolments import BatchSlot, NewBatching, NewEnrolment, SlotSession
from multitrainer.schemas.handovers import NewHandover
from multitrainer.schemas.keys import NewApiKey
from multitrainer.schemas.planning import BatchPlanning
from multitrainer.schemas.proposals import NewProposal
from multitrainer.schemas.questions import NewQuestion
from multitrainer.schemas.reports import NewReport
from multitrainer.schemas.threads import NewMessage
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests import school
from tests.browser.signing_in import sign_in
from tests.planners import Quickly
from tests.services.people import ADA, PASSWORD, found, old_hash
from tests.web.test_for_admins_alone import HOOK, a_delivery, a_webhook
from tests.web.test_reporting import SESSION, meets

AXE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"
COURSE, BATCH = f"/courses/{school.COURSE}", f"/batches/{school.BATCHES[0]}"
QUESTION = f"/questions/{'f' * 24}"
THREAD, MESSAGE = f"/threads/batch:{school.BATCHES[0]}", f"/messages/{'e' * 24}"
KEY, WEBHOOK = f"/access/keys/{'a' * 24}", f"/webhooks/{HOOK}"
PLAN, SPLIT, UNTAUGHT = f"/proposals/{'d' * 24}", f"/proposals/{'c' * 24}", school.BATCHES[3]
ENROLMENT = "d" * 24
ADDRESSES = (
    *("/", "/courses", COURSE, f"{COURSE}/delete", f"{COURSE}/trainers/{school.JOHN}", "/courses/nowhere"),
    *(f"{BATCH}/timetable", f"{BATCH}/timetable/delete", f"/sessions/{SESSION}"),
    *(BATCH, f"{BATCH}/delete", "/trainers", f"/trainers/{school.JOHN}", "/leave", "/covers"),
    *(f"{COURSE}/board", f"{COURSE}/board/{school.BATCHES[0]}"),
    *("/questions", QUESTION, f"{BATCH}/handover", f"{BATCH}/handover/1"),
    *("/threads", THREAD, "/threads?search=dialogues", f"{MESSAGE}/edit", f"{MESSAGE}/delete"),
    *(f"/sessions/{SESSION}/report", f"{COURSE}/quality"),
    *("/people", f"/people/{ADA}", f"/people/{ADA}/sign-out", "/access", f"{KEY}/revoke", "/audit"),
    *(
        "/outbox",
        "/webhooks",
        WEBHOOK,
        f"{WEBHOOK}/delete",
        "/holidays",
        "/settings",
        "/migration",
        f"{COURSE}/convert",
    ),
    *("/workload", "/workload?by=term", "/calendar", "/calendar?by=month"),
    *(
        f"{COURSE}/batching",
        f"{COURSE}/planner",
        "/planner",
        SPLIT,
        PLAN,
        f"{PLAN}/apply",
        f"{PLAN}/batches/{UNTAUGHT}",
    ),
    *(f"{COURSE}/students", f"{COURSE}/students/import", f"{COURSE}/students/{ENROLMENT}", "/courses?name=nothing"),
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
async def there(database: Database, services: Services, settings: Settings) -> None:
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
    await database.motor.multitrainer_webhooks.insert_one(a_webhook(HOOK))
    await database.motor.multitrainer_outbox.insert_many([a_delivery(school.JOHN), a_delivery(HOOK, Does.WEBHOOK)])
    await services.api_keys.create(THE_ADMIN, NewApiKey(name="Export", scopes=[Scope.READ]), KEY.rpartition("/")[2])
    await services.holidays.add(THE_ADMIN, Holiday("Fair", *[clock.now().date()] * 2))
    enrolled = NewEnrolment(student=str(school.STUDENT))
    await services.enrolments.enrol(THE_ADMIN, str(school.COURSE), enrolled, ENROLMENT)
    said = NewMessage(text="**Dialogues**, and `code`", mentions=(str(school.JOHN),))
    ada = Actor(ActorKind.ADMIN, str(ADA))
    await services.messages.post(ada, of_batch(str(school.BATCHES[0])), said, MESSAGE.rpartition("/")[2])
    await planned(database, wiring.build(database, settings, planner=Quickly()))


async def planned(database: Database, services: Services) -> None:
    """A plan in which a batch is left to nobody, and one of who sits where, for which a student waits."""
    waiting = {"course": school.COURSE, "student": ADA, "joinedAt": clock.now(), "status": "waiting", "batch": None}
    await database.motor.multitrainer_enrolments.insert_one({**waiting, "slots": []})
    slot = BatchSlot(name="Mon 18:00", sessions=(SlotSession(day=Day.MONDAY, start="18:00", end="20:00"),))
    batching = NewBatching(target=2, minimum=1, maximum=3, slots=(slot,))
    await services.batchings.put(THE_ADMIN, str(school.COURSE), batching)
    await services.planning_facts.set_batch(THE_ADMIN, str(UNTAUGHT), BatchPlanning(skills=("C2",)))
    for address, kind in ((PLAN, ProposalKind.ASSIGN), (SPLIT, ProposalKind.BATCHES)):
        id_ = address.rpartition("/")[2]
        await services.proposals.make(THE_ADMIN, [str(school.COURSE)], NewProposal(kind=kind), id_)
        await services.proposals.ended(id_)


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
    await page.get_by_role("link", name="German A1").first.focus()
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
