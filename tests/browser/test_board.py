"""The board in real browsers: by the mouse, by the keyboard, and by two at once."""

import asyncio

import pytest
from fastapi import FastAPI
from playwright.async_api import Browser, Locator, Page, Route

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.services import Services
from tests import school
from tests.browser.signing_in import sign_in
from tests.web.visiting import founded

BOARD = f"/courses/{school.COURSE}/board"


@pytest.fixture(autouse=True)
async def there(database: Database) -> None:
    """John has batches 1 and 2, Maria 3 and 4."""
    await founded(database)


async def hold_over(page: Page, batch: str, to: str) -> None:
    """Somebody takes a card by its text and holds it over another lane."""
    await card(page, batch).locator(".text-secondary").first.hover()
    await page.mouse.down()
    cards = lane(page, to).locator(".lane-cards")
    await cards.hover()
    await cards.hover(position={"x": 20, "y": 10})


async def drag(page: Page, batch: str, to: str) -> None:
    """And lets it go there."""
    await hold_over(page, batch, to)
    await page.mouse.up()


async def opened(page: Page, address: str, email: str = "ada@x.example") -> Page:
    await sign_in(page, address, email)
    await page.goto(address + BOARD)
    return page


def lane(page: Page, name: str) -> Locator:
    return page.locator(".lane", has=page.get_by_role("heading", name=name, exact=True))


def card(page: Page, name: str) -> Locator:
    return page.locator("[data-batch]", has_text=name)


async def test_a_card_is_dragged_to_another_lane_and_the_move_undone(address: str, page: Page) -> None:
    await opened(page, address)
    await drag(page, "Batch 1", "Maria")
    await lane(page, "Maria").locator("[data-batch]", has_text="Batch 1").wait_for()
    await page.get_by_text("Batch 1 is with Maria now.").wait_for()
    await page.get_by_role("button", name="Undo").click()
    await lane(page, "John").locator("[data-batch]", has_text="Batch 1").wait_for()


async def test_while_a_card_is_dragged_the_lanes_say_what_it_would_mean(address: str, page: Page) -> None:
    await opened(page, address)
    await hold_over(page, "Batch 1", "Maria")
    effect = lane(page, "Maria").locator(".effect")
    await effect.wait_for()
    assert "%" in await effect.inner_text()
    await page.mouse.up()


async def test_by_keyboard_alone_a_card_is_moved_from_its_menu(address: str, page: Page) -> None:
    await opened(page, address)
    await page.get_by_role("link", name="Move to… Batch 1").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Move here Maria").focus()
    await page.keyboard.press("Enter")
    await page.get_by_text("Batch 1 is with Maria now.").wait_for()


async def test_two_admins_see_each_others_moves_and_a_stale_one_is_refused_with_what_changed(
    address: str, page: Page, browser: Browser
) -> None:
    await opened(page, address)
    async with await browser.new_context() as others:
        other = await opened(await others.new_page(), address)
        slow = await others.new_page()
        await slow.goto(f"{address}{BOARD}/{school.BATCHES[0]}")
        await drag(page, "Batch 1", "Maria")
        await lane(other, "Maria").locator("[data-batch]", has_text="Batch 1").wait_for()
        await slow.get_by_role("button", name="Move here Dr. Sarah").click()
        await slow.get_by_text("Maria is the batch's primary by now. Nothing was moved.").wait_for()
        await drag(page, "Batch 2", "Maria")
        await lane(slow, "Maria").locator("[data-batch]", has_text="Batch 2").wait_for()


async def test_a_move_can_be_undone_also_after_others_have_moved_something(
    address: str, page: Page, browser: Browser
) -> None:
    await opened(page, address)
    async with await browser.new_context() as others:
        other = await opened(await others.new_page(), address)
        await drag(page, "Batch 1", "Maria")
        await page.get_by_text("Batch 1 is with Maria now.").wait_for()
        await (
            lane(other, "Maria").locator("[data-batch]", has_text="Batch 1").wait_for()
        )  # or cards shift under the mouse
        await drag(other, "Batch 3", "John")
        await lane(page, "John").locator("[data-batch]", has_text="Batch 3").wait_for()
        await page.get_by_role("button", name="Undo").click()
        await lane(page, "John").locator("[data-batch]", has_text="Batch 1").wait_for()


async def test_what_is_moved_before_a_page_listens_is_seen_too(address: str, app: FastAPI, page: Page) -> None:
    services: Services = app.state.services
    moved = asyncio.Event()

    async def wait(route: Route) -> None:
        await moved.wait()
        await route.continue_()

    await sign_in(page, address, "ada@x.example")
    await page.route("**/live", wait)
    await page.goto(address + BOARD)
    await services.batch_people.name_primary(THE_ADMIN, str(school.BATCHES[0]), str(school.MARIA))
    moved.set()
    await lane(page, "Maria").locator("[data-batch]", has_text="Batch 1").wait_for()


async def test_a_board_stays_as_it_is_under_the_finger_from_the_press_on(address: str, page: Page) -> None:
    await opened(page, address)
    asked: list[str] = []
    await card(page, "Batch 1").locator(".text-secondary").first.hover()
    async with page.expect_response("**/healthz"):
        await page.mouse.down()
        page.on("request", lambda one: asked.append(one.url.removeprefix(address)))
        await page.evaluate("document.dispatchEvent(new CustomEvent('live:reset')); fetch('/healthz')")
    assert BOARD not in asked
    async with page.expect_request(address + BOARD):
        await page.mouse.up()


async def test_an_assistant_sees_the_board_and_can_move_nothing(address: str, page: Page) -> None:
    await opened(page, address, "john@x.example")
    await card(page, "Batch 1").wait_for()
    assert await page.get_by_role("link", name="Move to…").count() == 0
