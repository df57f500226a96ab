"""Lists that follow what is typed, in a real browser."""

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

from multitrainer.database import Database
from tests import school
from tests.browser.signing_in import sign_in
from tests.services.people import found


@pytest.fixture(autouse=True)
async def there(database: Database) -> None:
    """Two courses."""
    await found(database)
    await school.found(database)
    await database.motor.courses.insert_one({"name": "Dutch B1", "trainers": []})


async def test_a_list_follows_what_is_typed_says_how_many_there_are_and_is_found_again_at_its_address(
    address: str, page: Page
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    await sign_in(page, address, "ada@x.example")
    await page.goto(f"{address}/courses")
    await expect(page.get_by_role("status")).to_have_text("2 are found.")
    search = page.get_by_role("search")
    await search.get_by_label("Name").press_sequentially("dut")
    await expect(page.get_by_role("status")).to_have_text("One is found.")
    assert await page.locator("#courses-list tbody tr").count() == 1
    assert await page.evaluate("document.activeElement.name") == "name"
    await page.reload()
    await expect(search.get_by_label("Name")).to_have_value("dut")
    await search.get_by_label("Name").fill("")
    await expect(page.get_by_role("status")).to_have_text("2 are found.")
    await page.go_back()
    await expect(page.get_by_role("status")).to_have_text("One is found.")
    assert complaints == []


async def test_without_scripts_a_button_narrows_a_list_down(address: str, browser: Browser) -> None:
    async with await browser.new_context(java_script_enabled=False) as context:
        page = await context.new_page()
        await sign_in(page, address, "ada@x.example")
        await page.goto(f"{address}/courses")
        await page.get_by_role("search").get_by_label("Lead").select_option("no")
        await page.get_by_role("button", name="Search").click()
        await expect(page.get_by_role("status")).to_have_text("One is found.")


async def test_a_file_with_students_is_read_into_the_form(address: str, page: Page) -> None:
    await sign_in(page, address, "ada@x.example")
    await page.goto(f"{address}/courses/{school.COURSE}/students/import")
    table = FilePayload(name="students.csv", mimeType="text/csv", buffer=b"student\nzoe@x.example\n")
    await page.get_by_label("Or choose a CSV file").set_input_files(table)
    await expect(page.get_by_label("Table")).to_have_value("student\nzoe@x.example\n")
    await page.get_by_role("button", name="See what would come of it").click()
    await expect(page.get_by_text("One student would be enrolled.")).to_be_visible()
