"""Whoever is signed out in the middle of a form loses nothing of what they typed."""

from datetime import timedelta

import pytest
from playwright.async_api import Page

from multitrainer import clock
from multitrainer.database import Database
from tests import school
from tests.browser.signing_in import goes_to, sign_in
from tests.services.people import PASSWORD
from tests.web.visiting import founded

THAT_DAY = clock.now().date() + timedelta(days=2)


@pytest.fixture(autouse=True)
async def there(database: Database) -> None:
    await founded(database)


async def test_what_was_typed_is_sent_once_they_have_signed_in_again(
    address: str, page: Page, database: Database
) -> None:
    await sign_in(page, address, "john@x.example")
    await goes_to(page, "Times", "Leave")
    await page.get_by_label("From").fill(f"{THAT_DAY}T00:00")
    await page.get_by_label("Until").fill(f"{THAT_DAY + timedelta(days=1)}T00:00")
    await page.get_by_label("Note").fill('At my sister’s "wedding" <3')
    await database.motor.multitrainer_sign_ins.delete_many({})
    await page.get_by_role("button", name="Ask for leave").click()
    await page.get_by_text("You were signed out meanwhile.").wait_for()
    assert await database.motor.multitrainer_leaves.count_documents({}) == 0
    await page.get_by_label("E-mail address").fill("john@x.example")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("button", name="Send it now").click()
    await page.get_by_text('At my sister’s "wedding" <3').wait_for()
    (leave,) = await database.motor.multitrainer_leaves.find().to_list(None)
    assert leave["trainer"] == school.JOHN
