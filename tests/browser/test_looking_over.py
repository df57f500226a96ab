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


ANOTHER_COLOUR = """(before) => new Promise((done) => {
  const colour = () => Chart.getChart(document.querySelector("canvas")).data.datasets[0].backgroundColor;
  const look = () => { if (colour() === before) requestAnimationFrame(look); else done(); };
  look();
})"""


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
    await page.evaluate(ANOTHER_COLOUR, light)
    assert heard.nothing_strange(address)


async def test_the_calendar_draws_sessions_cover_and_leave_and_leads_to_them(address: str, page: Page) -> None:
    await sign_in(page, address, "ada@x.example")
    heard = Heard(page)
    await page.goto(f"{address}/calendar?day=2026-03-04")
    drawn = page.locator(".calendar")
    await drawn.get_by_text("09:00 Batch 1, stands in for John").wait_for()
    assert await drawn.locator(".ec-event").count() == 9
    assert await drawn.locator(".is-uncovered").inner_text() == "09:00 Batch 1, nobody stands in yet"
    assert heard.nothing_strange(address)
    await drawn.get_by_text("ill, waits for an answer").click()
    await page.get_by_role("heading", name="Leave of John").wait_for()
    await page.go_back()
    await drawn.locator(".is-uncovered").wait_for()
    alex, saturday = drawn.get_by_text("Alex"), drawn.get_by_text("Sat 7 Mar")
    row, column = await alex.bounding_box(), await saturday.bounding_box()
    assert row
    assert column
    await page.mouse.click(column["x"] + 10, row["y"] + 8)
    await page.get_by_role("heading", name="Enter leave").wait_for()
    assert await page.get_by_label("From").input_value() == "2026-03-07T00:00"
    assert await page.locator("#trainer").input_value() == str(school.ALEX)
