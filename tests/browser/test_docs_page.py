"""/docs, as a person sees it."""

from urllib.parse import urlsplit

from playwright.async_api import Page, Request


async def test_the_page_shows_every_noun_and_asks_no_other_host(page: Page, address: str) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    await page.goto(f"{address}/docs")
    await page.locator(".opblock").first.wait_for()
    tags = await page.locator(".opblock-tag").evaluate_all("tags => tags.map(t => t.dataset.tag)")
    assert tags == ["courses", "roster", "batches", "people of a batch", "trainers", "migration", "health"]
    assert {urlsplit(url).netloc for url in asked if not url.startswith("data:")} == {urlsplit(address).netloc}


async def test_a_request_tried_out_on_the_page_shows_its_answer(page: Page, address: str) -> None:
    await page.goto(f"{address}/docs")
    listing = page.locator("#operations-courses-list_courses_api_courses_get")
    await listing.locator(".opblock-summary").click()
    await listing.get_by_role("button", name="Try it out").click()
    await listing.get_by_role("button", name="Execute").click()
    await listing.locator(".live-responses-table .response").wait_for()
    assert '"items"' in await listing.locator(".live-responses-table").inner_text()


async def test_the_page_offers_every_use_of_a_body(page: Page, address: str) -> None:
    await page.goto(f"{address}/docs")
    changing = page.locator("#operations-batches-patch_batch_api_batches__batch_id__patch")
    await changing.locator(".opblock-summary").click()
    offered = changing.locator(".opblock-section-request-body .examples-select option")
    await offered.first.wait_for(state="attached")
    assert await offered.all_inner_texts() == ["name", "students", "trainers", "instructor"]
