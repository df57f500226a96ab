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


async def goes_to(page: Page, group: str, name: str) -> None:
    """By the menu."""
    menu = page.get_by_role("navigation", name="Pages")
    await menu.get_by_text(group, exact=True).click()
    await menu.get_by_role("link", name=name, exact=True).click()
