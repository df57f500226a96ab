"""The chart of hours and the calendar in a real browser: they draw what is there, from our own address alone."""

import pytest
from playwright.async_api import Page

from multitrainer.database import Database
from tests import school, week
from tests.browser.signing_in import sign_in
from tests.services.people import found


@pytest.fixture(autouse=True)
async def there(database: Database) -> None:
    """A week of the small school."""
    await found(database)
    await school.found(database)
    await week.found(database)


class Heard:
    """What a browser complains of, and whom it asks for files."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        self.asked: set[str] = set()
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.asked.add("/".join(request.url.split("/")[:3])))

    def nothing_strange(self, address: str) -> bool:
        """Whether nothing was wrong, and nobody else was asked."""
        assert self.complaints == []
        return self.asked - {"data:,", "data:image"} == {address}


async def test_the_chart_shows_the_hours_of_the_table_and_follows_the_colours(address: str, page: Page) -> None:
    await sign_in(page, address, "ada@x.example")
    heard = Heard(page)
    await page.goto(f"{address}/workload?by=month&day=2026-03-15&sort=name")
    await page.locator(".chart canvas").wait_for()
    drawn = await page.evaluate("Chart.getChart(document.querySelector('canvas')).data")
    assert drawn["labels"] == ["Alex", "Ben", "Dr. Sarah", "John", "Maria"]
    hours = {one["label"]: one["data"] for one in drawn["datasets"]}
    assert hours["Planned"] == [0, 0, 0, 11, 2]
    assert hours["Covered"] == [0, 0, 0, 0, 2]
    light = drawn["datasets"][0]["backgroundColor"]
    await page.emulate_media(color_scheme="dark")
    again = "Chart.getChart(document.querySelector('canvas')).data.datasets[0].backgroundColor"
    await page.wait_for_function(f"{again} !== '{light}'")
    assert heard.nothing_strange(address)
