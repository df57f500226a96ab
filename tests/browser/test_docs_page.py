"""/docs, as a person sees it."""

from urllib.parse import urlsplit

from playwright.async_api import Page, Request

from multitrainer.database import Database
from tests.services import people


async def test_the_page_shows_every_noun_and_asks_no_other_host(page: Page, address: str) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    await page.goto(f"{address}/docs")
    await page.locator(".opblock-tag[data-tag='health']").wait_for()
    tags = await page.locator(".opblock-tag").evaluate_all("tags => tags.map(t => t.dataset.tag)")
    people = ["courses", "roster", "batches", "people of a batch", "enrolments", "trainers"]
    planning = ["planning", "workload", "proposals"]
    times = ["sessions", "leave", "availability", "cover", "swaps", "reports", "ledger"]
    told = ["threads", "questions", "notifications", "webhooks", "events"]
    assert tags == [*people, *planning, *times, *told, "migration", "signing in", "API keys", "audit", "health"]
    assert {urlsplit(url).netloc for url in asked if not url.startswith("data:")} == {urlsplit(address).netloc}


async def sign_in(page: Page, address: str) -> None:
    await page.goto(f"{address}/docs")
    await page.get_by_role("button", name="Authorize").first.click()
    form = page.locator(".auth-container").filter(has_text="signIn")
    await form.locator("#oauth_username").fill("ada@x.example")
    await form.locator("#oauth_password").fill(people.PASSWORD)
    await form.get_by_role("button", name="Apply given OAuth2 credentials").click()
    await form.get_by_role("button", name="Remove authorization").wait_for()
    await page.get_by_role("button", name="Close").first.click()


async def test_the_page_offers_every_use_of_a_body(page: Page, address: str) -> None:
    await page.goto(f"{address}/docs")
    await page.locator(".opblock-tag[data-tag='batches']").click()
    changing = page.locator("#operations-batches-patch_batch_api_batches__batch_id__patch")
    await changing.locator(".opblock-summary").click()
    offered = changing.locator(".opblock-section-request-body .examples-select option")
    await offered.first.wait_for(state="attached")
    assert await offered.all_inner_texts() == ["name", "students", "trainers", "instructor"]


async def tried_out(page: Page, tag: str, operation: str) -> str:
    """What the page shows as the answer to a request."""
    await page.locator(f".opblock-tag[data-tag='{tag}']").click()
    shown = page.locator(f"#operations-{operation}")
    await shown.locator(".opblock-summary").click()
    await shown.get_by_role("button", name="Try it out").click()
    await shown.get_by_role("button", name="Execute").click()
    await shown.locator(".live-responses-table .response").wait_for()
    return await shown.locator(".live-responses-table").inner_text()


async def test_a_request_tried_out_shows_its_answer_to_whoever_signed_in_on_the_page(
    page: Page, address: str, database: Database
) -> None:
    await people.found(database)
    await sign_in(page, address)
    assert '"items"' in await tried_out(page, "courses", "courses-list_courses_api_courses_get")
    assert '"name": "Ada"' in await tried_out(page, "signing in", "signing_in-me_api_auth_me_get")
