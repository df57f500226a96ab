"""A week is painted with the mouse and by the keyboard."""

import pytest
from playwright.async_api import Locator, Page

from multitrainer.database import Database
from tests import school
from tests.browser.signing_in import sign_in
from tests.web.visiting import founded

NOT, RATHER_NOT = "td[data-level='not']", "td[data-level='rather-not']"


@pytest.fixture(autouse=True)
async def there(database: Database) -> None:
    """John has no week yet."""
    await founded(database)


def cell(page: Page, of: str) -> Locator:
    """A half hour, by what it is called."""
    return page.get_by_role("gridcell", name=of)


async def test_a_week_is_painted_by_mouse_and_by_keyboard_and_kept(
    address: str, page: Page, database: Database
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    await sign_in(page, address, "john@x.example")
    await page.goto(f"{address}/me/availability")
    await cell(page, "Mon 08:00: available").hover()
    await page.mouse.down()
    await cell(page, "Wed 10:00").hover()
    await cell(page, "Tue 08:30").hover()
    await page.mouse.up()
    await cell(page, "Wed 08:00: available").hover()  # what is let go is painted no more
    assert await page.locator(NOT).count() == 4
    await page.get_by_label("rather not").check()
    await cell(page, "Mon 08:00").focus()
    for key in ("ArrowDown", "ArrowDown", "Space", "Shift+ArrowRight"):
        await page.keyboard.press(key)
    await cell(page, "Tue 09:00: rather not").wait_for()
    await page.get_by_role("button", name="Save").click()
    await page.wait_for_url("**/me/availability?saved=1")
    assert await page.locator(NOT).count() == 4
    assert await page.locator(RATHER_NOT).count() == 2
    kept = await database.motor.multitrainer_trainers.find_one({"_id": school.JOHN})
    assert kept
    assert len(kept["availability"]) == 4
    assert complaints == []
