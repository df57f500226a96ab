"""Signing in, as people do."""

from playwright.async_api import Page

from tests.services.people import PASSWORD


async def sign_in(page: Page, address: str, email: str) -> None:
    """Fill in the form and send it."""
    await page.goto(address)
    await page.get_by_label("E-mail address").fill(email)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.locator("form[action='/sign-out']").wait_for(state="attached")
