"""The set-up page in a real browser, which holds it to its own policy."""

from playwright.async_api import Page

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.services import Services


async def test_somebody_fills_it_in(address: str, page: Page, services: Services, database: Database) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    token = await services.set_up.token(THE_ADMIN)
    await page.goto(f"{address}/setup?token={token}")
    assert await page.evaluate("getComputedStyle(document.querySelector('button')).display") == "inline-flex"
    assert complaints == []
    await page.get_by_label("Your name").fill("Ann")
    await page.get_by_label("Your e-mail address").fill("ann@school.example")
    await page.get_by_label("Password", exact=True).fill("correct horse battery")
    await page.get_by_label("The same password again").fill("correct horse")
    await page.get_by_role("button").click()
    assert await page.get_by_role("alert").inner_text() == "The same password again differs from the first."
    await page.get_by_label("Password", exact=True).fill("correct horse battery")
    await page.get_by_label("The same password again").fill("correct horse battery")
    await page.get_by_role("button").click()
    assert await page.get_by_role("heading").inner_text() == "All set"
    assert await database.motor.users.count_documents({"role": "admin", "email": "ann@school.example"}) == 1
