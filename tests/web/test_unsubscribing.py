"""The page behind the link of an e-mail: whoever has it gets no more like it, and nothing else."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from multitrainer import clock, logs, wiring
from multitrainer.database import Database
from multitrainer.failures import AWAY
from multitrainer.services import Services
from multitrainer.services.notifications.unsubscribing import GOOD_FOR, Unsubscribing
from multitrainer.settings import Settings
from tests import school

ALEX = str(school.ALEX)
KINDS = ["put-on-batch", "a-kind-of-tomorrow"]
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"public_url": "http://test"})


@pytest.fixture
async def path(database: Database, services: Services) -> str:
    """Where Alex, who reads German and has said a thing or two, gets no more e-mails of two kinds."""
    await school.found(database)
    said = {"language": "de", "channels": {"place-changed": ["email"], "unheard-of": ["email"]}, "digestAt": "07:30"}
    await database.motor.multitrainer_preferences.insert_one({"_id": school.ALEX, "theirs": 1, **said})
    address = services.unsubscribing.address(ALEX, KINDS)
    assert address
    return address.removeprefix("http://test")


async def said_by(database: Database) -> Any:
    return await database.motor.multitrainer_preferences.find_one({"_id": school.ALEX})


async def test_to_look_at_it_changes_nothing_and_shows_a_button_in_the_language_of_the_reader(
    http: httpx.AsyncClient, database: Database, path: str
) -> None:
    before = await said_by(database)
    page = await http.get(path)
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    assert '<html lang="de"' in page.text
    assert '<form method="post">' in page.text
    assert "Keine mehr schicken" in page.text
    assert "E-Mails dieser Art mehr: Sie kommen in eine Gruppe." in page.text
    assert await said_by(database) == before


@pytest.mark.parametrize("body", [{"data": ONE_CLICK}, {"files": {"List-Unsubscribe": (None, "One-Click")}}, {}])
async def test_its_button_or_one_click_in_a_mail_program_switches_off_what_it_names_and_nothing_else(
    http: httpx.AsyncClient, database: Database, path: str, body: dict[str, Any]
) -> None:
    before = await said_by(database)
    for _ in range(2):
        page = await http.post(path, **body)
        assert (page.status_code, "bekommen Sie nicht mehr: Sie kommen in eine Gruppe." in page.text) == (200, True)
    channels = {**before["channels"], "put-on-batch": ["in-app"]}
    assert await said_by(database) == {**before, "channels": channels}
    (entry,) = await database.motor.multitrainer_audit.find().to_list(None)
    assert (entry["action"], entry["by"]["id"]) == ("set-own-preferences", ALEX)


async def test_whoever_has_stopped_them_is_not_offered_it_again(http: httpx.AsyncClient, path: str) -> None:
    for page in (await http.post(path), await http.get(path)):
        assert (page.status_code, "<form" in page.text, "<button" in page.text) == (200, False, False)
        assert "Keine E-Mails wie diese mehr" not in page.text
        assert "bekommen Sie nicht mehr" in page.text


async def test_before_the_button_is_pressed_nothing_is_said_to_be_stopped(
    http: httpx.AsyncClient, database: Database, path: str
) -> None:
    english = {"$set": {"language": "en"}}
    await database.motor.multitrainer_preferences.update_one({"_id": school.ALEX}, english)
    page = await http.get(path)
    assert "If you press the button, you get no more e-mails of this kind: you come on a batch." in page.text


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_link_that_is_not_good_changes_nothing(
    http: httpx.AsyncClient, database: Database, settings: Settings, path: str, method: str
) -> None:
    before = await said_by(database)
    long_ago = wiring.build(database, settings, lambda: clock.now() - GOOD_FOR - timedelta(minutes=1))
    now = wiring.build(database, settings)
    old, gone = long_ago.unsubscribing.address(ALEX, KINDS), now.unsubscribing.address("0" * 24, KINDS)
    assert old
    assert gone
    for other in (f"{path[:-9]}AAAAAAAAA", "/unsubscribe/x", old, gone):
        page = await http.request(method, other)
        assert (page.status_code, "This link is not good" in page.text) == (403, True)
    assert await said_by(database) == before


async def test_no_page_is_kept_runs_a_script_or_tells_others_its_address(
    http: httpx.AsyncClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(*_: object) -> None:
        raise AWAY[0]("no answer")

    pages = [await http.get("/unsubscribe/x"), await http.get(path), await http.post(path)]
    monkeypatch.setattr(Unsubscribing, "asked", gone)
    pages.append(await http.post(path))
    assert [page.status_code for page in pages] == [403, 200, 200, 503]
    for page in pages:
        assert (page.headers["cache-control"], page.headers["referrer-policy"]) == ("no-store", "no-referrer")
        assert "script-src 'none'; style-src 'self'; " in page.headers["content-security-policy"]
        assert path.rpartition("/")[2] not in page.text
        assert "<script" not in page.text


async def test_no_log_has_the_link(http: httpx.AsyncClient, path: str) -> None:
    logs.configure("info")
    try:
        with capture_logs() as lines:
            await http.get(path)
            await http.get(f"/calendar/{'A' * 46}.ics")
    finally:
        logs.configure("error")
    assert [line["path"] for line in lines if line["event"] == "request"] == [
        "/unsubscribe/{token}", "/calendar/{token}.ics",
    ]  # fmt: skip


@pytest.mark.parametrize("missing", ["public_url", "jwt_secret"])
def test_without_knowing_where_people_reach_it_or_a_secret_that_others_have_there_is_no_link(
    database: Database, settings: Settings, missing: str
) -> None:
    without = wiring.build(database, settings.model_copy(update={missing: None}))
    assert without.unsubscribing.address(ALEX, KINDS) is None
