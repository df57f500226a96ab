"""The page on which somebody answers by e-mail, in a real browser, which holds it to its own policy."""

from datetime import timedelta

import pytest
from playwright.async_api import Browser, Page, ViewportSize

from multitrainer import clock
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.identity.answer_links import AnswerLink, AnswerLinks
from multitrainer.schemas.leaves import NewLeave
from multitrainer.schemas.sessions import NewTimetable
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests import school

NARROW = ViewportSize(width=390, height=844)


@pytest.fixture
async def link(services: Services, database: Database, settings: Settings) -> str:
    """Where Sarah answers, who is asked for two sessions of John's on one day, at whatever time this runs.

    Made before the service begins, to which the documents belong from then on.
    """
    await school.found(database)
    now = clock.now()
    day = (now + timedelta(days=4)).date()
    for batch, start, end in ((school.BATCHES[0], "10:00", "11:30"), (school.BATCHES[1], "11:45", "13:00")):
        weekly = [{"day": f"{day:%A}".lower(), "start": start, "end": end}]
        stated = NewTimetable.model_validate({"sessions": weekly, "from": now.date().isoformat()})
        await services.timetables.put(THE_ADMIN, str(batch), stated)
    new = {"start": f"{day}T00:00", "end": f"{day + timedelta(days=1)}T00:00", "kind": "sick"}
    await services.leaves.request(THE_ADMIN, str(school.JOHN), NewLeave.model_validate(new))
    await services.cover_keeper.bring_up(str(school.JOHN))
    covers = [raw async for raw in database.motor.multitrainer_covers.find({}).sort("start", 1)]
    until, ids = now + timedelta(hours=2), [raw["_id"] for raw in covers]
    both = [*ids, *(raw["session"] for raw in covers)]  # whichever of them a question names
    offer = {"trainer": school.SARAH, "tier": "backup", "madeAt": now, "deadline": until, "opening": 1}
    change = {"offers": [{**offer, "together": both, "state": "open"}], "openTo": [school.SARAH], "lookAt": until}
    await database.motor.multitrainer_covers.update_many({}, {"$set": change})
    assert settings.jwt_secret
    link = AnswerLink(str(school.SARAH), tuple(map(str, ids)), now, until)
    return f"/cover/answer/{AnswerLinks(settings.jwt_secret.get_secret_value()).token(link)}"


async def test_without_scripts_it_is_dark_where_the_device_is(link: str, address: str, browser: Browser) -> None:
    async with await browser.new_context(color_scheme="dark", java_script_enabled=False) as context:
        page = await context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.headers.get("referer", "")))
        await page.goto(address + link)
        scheme = "getComputedStyle(document.documentElement).colorScheme"
        assert (await page.evaluate(scheme), {*asked}) == ("dark", {""})


async def test_somebody_takes_one_of_two_sessions(link: str, address: str, page: Page, database: Database) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    await page.set_viewport_size(NARROW)
    await page.goto(address + link)
    assert await page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    assert await page.get_by_role("checkbox").count() == 2
    await page.get_by_label("Batch 2").uncheck()
    await page.get_by_role("button", name="Accept").click()
    assert await page.get_by_role("heading").inner_text() == "You stand in"
    assert await page.get_by_role("button").count() == 0
    await page.reload()  # which sends the form once more
    assert await page.get_by_role("heading").inner_text() == "You stand in"
    states = [raw["state"] async for raw in database.motor.multitrainer_covers.find({}).sort("start", 1)]
    assert (states, complaints) == (["covered", "searching"], [])
