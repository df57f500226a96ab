"""John is ill: two people at two browsers, from the leave to the accepted cover."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from playwright.async_api import Browser, Page

from multitrainer import clock
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.schemas.sessions import NewTimetable
from multitrainer.services import Services
from tests import school
from tests.browser.signing_in import goes_to, sign_in
from tests.web.visiting import founded

THAT_DAY = clock.now().date() + timedelta(days=2)


@pytest.fixture
async def services(database: Database, app: FastAPI, address: str) -> Services:
    """John's batch meets the day after tomorrow; Sarah backs him up."""
    await founded(database)
    services: Services = app.state.services
    meets = {"day": f"{THAT_DAY:%A}".lower(), "start": "16:00", "end": "17:30"}
    stated = NewTimetable.model_validate({"sessions": [meets], "from": f"{THAT_DAY}"})
    await services.timetables.put(THE_ADMIN, str(school.BATCHES[0]), stated)
    return services


async def test_john_is_ill_and_sarah_stands_in(services: Services, address: str, browser: Browser, page: Page) -> None:
    async with await browser.new_context() as sarahs:
        await sign_in(page, address, "john@x.example")
        await goes_to(page, "Times", "Leave")
        await page.get_by_label("From").fill(f"{THAT_DAY}T00:00")
        await page.get_by_label("Until").fill(f"{THAT_DAY + timedelta(days=1)}T00:00")
        await page.get_by_label("Why").select_option("ill")
        await page.get_by_role("button", name="Ask for leave").click()
        await page.get_by_text("waits for an answer").wait_for()
        admin = await sarahs.new_page()
        await sign_in(admin, address, "ada@x.example")
        await admin.get_by_role("link", name="John").click()
        await admin.get_by_role("button", name="Approve").click()
        await admin.get_by_text("ill: approved").wait_for()
        await services.worker.drain()
        await admin.get_by_role("button", name="Sign out").click()
        await sign_in(admin, address, "sarah@x.example")
        await admin.get_by_role("link", name="Batch 1").first.click()
        await admin.get_by_role("button", name="Accept").click()
        await admin.get_by_text("Dr. Sarah stands in").wait_for()
        await goes_to(page, "Times", "Cover")
        await page.get_by_role("cell", name="Dr. Sarah").wait_for()
