"""Every page on a phone: none is wider than the screen, the menu opens, and the browser has nothing to complain of."""

import httpx
import pytest
from fastapi import FastAPI
from playwright.async_api import Browser, Page, ViewportSize

from multitrainer.app import create_app
from multitrainer.database import Database
from multitrainer.settings import Settings
from tests.browser.signing_in import sign_in
from tests.planners import Quickly
from tests.web.institute.world import World, entered
from tests.web.pages import FOR_ADMINS, FOR_EVERYBODY, FOR_LEADS, FOR_TRAINERS_ALONE, PAGES

PHONE = ViewportSize(width=390, height=844)
LONG = "Donaudampfschifffahrtsgesellschaft"
NO_HTML = {
    *("/courses/{course_id}/board/{batch_id}/effects", "/attachments/{attachment_id}"),
    *("/workload/hours.csv", "/workload/hours.xlsx", "/notifications/bell"),
}
SEEN_BY = {
    "ada": (FOR_EVERYBODY | FOR_LEADS | FOR_ADMINS) - FOR_TRAINERS_ALONE,
    "sarah": FOR_EVERYBODY | FOR_LEADS,
    "john": FOR_EVERYBODY,
}


@pytest.fixture
def app(mongodb_uri: str, settings: Settings) -> FastAPI:
    """The service."""
    return create_app(settings, mongodb_uri, Quickly())


@pytest.fixture
async def world(database: Database, app: FastAPI, address: str) -> World:
    """An institute with something of everything, all with long names."""
    async with httpx.AsyncClient(base_url=address) as http:
        return await entered(http, app, database, LONG, f"{LONG} elsewhere")


async def test_no_page_is_wider_than_a_phone(world: World, address: str, browser: Browser) -> None:
    for who, seen in SEEN_BY.items():
        async with await browser.new_context(viewport=PHONE) as context:
            page = await context.new_page()
            complaints = complaints_of(page)
            await sign_in(page, address, f"{who}@x.example")
            for path in (one for one in PAGES if one.path in seen - NO_HTML):
                await page.goto(address + path.at(world.johns))
                assert await too_wide(page) == [], (who, path.path)
            assert complaints == []
            await page.get_by_role("button", name="Menu").click()
            await page.get_by_role("link", name="Courses").click()
            await page.get_by_role("heading", name="Courses", exact=True).wait_for()


def complaints_of(page: Page) -> list[str]:
    """What the browser says of it from now on."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    return said


async def too_wide(page: Page) -> list[str]:
    """What reaches over the edge of the document, if the document does."""
    return list(await page.evaluate(TOO_WIDE))


TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const reaches = (one) => one.getBoundingClientRect().right > width && !one.closest(".table-responsive");
  const over = [...document.querySelectorAll("body *")].filter(reaches);
  return [`${document.documentElement.scrollWidth}`, ...over.slice(0, 5).map((one) => one.outerHTML.slice(0, 120))];
}"""
