"""The bell: what arrives is told and counted while somebody looks at a page."""

import pytest
from fastapi import FastAPI
from playwright.async_api import Page

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.services import Services
from tests import school
from tests.browser.signing_in import sign_in
from tests.web.visiting import founded


@pytest.fixture(autouse=True)
async def there(database: Database) -> None:
    """Maria is a trainer of the small school."""
    await founded(database)


async def test_what_arrives_is_told_and_counted_at_once_and_whoever_follows_it_has_read_it(
    address: str, app: FastAPI, page: Page
) -> None:
    services: Services = app.state.services
    await sign_in(page, address, "maria@x.example")
    async with page.expect_response("**/notifications/bell"):
        await page.goto(f"{address}/courses")
    bell, news = page.locator("#bell"), page.locator("#news")
    assert (await bell.inner_text()).strip() == "Notifications"
    await services.batch_people.name_primary(THE_ADMIN, str(school.BATCHES[0]), str(school.MARIA))
    await services.worker.drain()
    told = news.get_by_role("link", name="You are now the primary trainer of Batch 1")
    await told.wait_for()
    assert await news.get_attribute("aria-live") == "polite"
    assert " ".join((await bell.inner_text()).split()) == "Notifications 1 unread"
    async with page.expect_request(lambda one: one.method == "POST" and one.url.endswith("/read")):
        await told.click()
    await page.get_by_role("heading", name="Batch 1", level=1).wait_for()
    await page.locator("#bell .badge").wait_for(state="detached")
