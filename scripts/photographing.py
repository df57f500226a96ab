"""Takes the pictures of docs/tour.md; scripts/screenshots runs it."""

import argparse
import asyncio
import os
import shutil
import socket
import sys
import tempfile
from base64 import b64decode
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, async_playwright

from multitrainer.services.demo.accounts import ADMIN, PASSWORD
from scripts.pictures import JOHN, MARIA, NOBODY, PICTURES, PLACES, Picture, Screen

TOUR = Path(__file__).resolve().parent.parent / "docs" / "tour"
START_SECONDS, COVER_SECONDS, PLAN_SECONDS, A_MOMENT = 120, 60, 120, 0.2
HIGHEST = {Screen.WIDE: 1000, Screen.DARK: 1000, Screen.SMALL: 1100}
"""Pixels of a page that are shown: what is below says nothing new."""
QUALITY = 60


def main() -> int:
    """Takes them all, or tells which can't be taken."""
    parser = argparse.ArgumentParser(prog="scripts/screenshots")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("names", nargs="*", metavar="NAME")
    given = parser.parse_args()
    chosen = [one for one in PICTURES if one.name in given.names or not given.names]
    if unknown := {*given.names} - {one.name for one in PICTURES}:
        parser.error(f"no picture is named {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as data, tempfile.TemporaryDirectory() as thrown_away:
        TOUR.mkdir(exist_ok=True)
        missing = asyncio.run(_take(chosen, Path(data), Path(thrown_away) if given.check else TOUR))
    for words in missing:
        print(words, file=sys.stderr)
    if not (missing or given.check or given.names):
        _forget_others()
    return 1 if missing else 0


def _forget_others() -> None:
    """Pictures that are no longer taken."""
    for file in {*TOUR.glob("*.webp")} - {TOUR / one.file for one in PICTURES}:
        file.unlink()


async def _take(pictures: list[Picture], data: Path, into: Path) -> list[str]:
    """Take them; those that are not there, in words."""
    missing: list[str] = []
    async with _served(data) as address, _browser() as browser:
        places = {**PLACES, **await _story(address)}
        for (who, screen), some in groupby(sorted(pictures, key=_by), key=_by):
            async with _looking(browser, Screen(screen)) as context:
                page = await context.new_page()
                if who != NOBODY:
                    await _sign_in(page, address, who)
                for one in some:
                    missing += await _one(page, address, one, places, into)
    return missing


def _by(picture: Picture) -> tuple[str, str]:
    return picture.who, picture.screen.value


@asynccontextmanager
async def _served(data: Path) -> AsyncIterator[str]:
    """The service with the demo, on an embedded database of its own, by the defaults."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MULTITRAINER_")}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = (sys.executable, "-m", "multitrainer", "serve", "--demo", "--port", str(port))
    environ = {**kept, "MULTITRAINER_DATA_DIR": str(data), "MULTITRAINER_COVER_QUIET": ""}
    process = await asyncio.create_subprocess_exec(
        *command, cwd=data, env=environ, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{port}"
        await _until(lambda: _is_ready(address, process), START_SECONDS, "The service did not start.")
        yield address
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _is_ready(address: str, process: asyncio.subprocess.Process) -> bool:
    if process.returncode is not None:
        raise SystemExit(f"`multitrainer serve --demo` ended with {process.returncode}.")
    async with httpx.AsyncClient() as http:
        try:
            return (await http.get(f"{address}/readyz")).is_success
        except httpx.TransportError:
            return False


async def _until(holds: Callable[[], Awaitable[bool]], seconds: float, otherwise: str) -> None:
    for _ in range(round(seconds / A_MOMENT)):
        if await holds():
            return
        await asyncio.sleep(A_MOMENT)
    raise SystemExit(otherwise)


@asynccontextmanager
async def _browser() -> AsyncIterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("Chromium is missing: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--lang=en-GB"])
        yield browser
        await browser.close()


@asynccontextmanager
async def _looking(browser: Browser, screen: Screen) -> AsyncIterator[BrowserContext]:
    """A browser in English, in which nothing moves."""
    async with await browser.new_context(
        viewport=ViewportSize(width=screen.width, height=844 if screen is Screen.SMALL else 800),
        color_scheme="dark" if screen is Screen.DARK else "light",
        locale="en-GB",
        reduced_motion="reduce",
    ) as context:
        yield context


async def _sign_in(page: Page, address: str, email: str) -> None:
    await page.goto(f"{address}/sign-in")
    await page.get_by_label("E-mail address").fill(email)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.locator("form[action='/sign-out']").wait_for(state="attached")


async def _one(page: Page, address: str, picture: Picture, places: Mapping[str, str], into: Path) -> list[str]:
    """Take one picture; why not, where its page is not there."""
    path = picture.path.format(**places)
    answer = await page.goto(address + path, wait_until="load")
    if answer is None or not answer.ok:
        return [
            f"{picture.file}: {path} answers {answer.status if answer else 'nothing'} to {picture.who or 'anybody'}"
        ]
    await page.evaluate("document.fonts.ready")
    await page.evaluate("document.activeElement?.blur()")
    height = await page.evaluate("document.documentElement.scrollHeight")
    shown = {"x": 0, "y": 0, "width": picture.screen.width, "height": min(height, HIGHEST[picture.screen]), "scale": 1}
    told = {"format": "webp", "quality": QUALITY, "clip": shown, "captureBeyondViewport": True}
    devtools = await page.context.new_cdp_session(page)
    taken = await devtools.send("Page.captureScreenshot", told)
    await devtools.detach()
    (into / picture.file).write_bytes(b64decode(taken["data"]))
    return []


async def _story(address: str) -> dict[str, str]:
    """John is ill for a week from the day after tomorrow, and Maria would like to be away; the ids that pages need."""
    day = datetime.now(UTC).date() + timedelta(days=2)
    week = {"start": f"{day}T00:00", "end": f"{day + timedelta(days=7)}T00:00"}
    async with httpx.AsyncClient(base_url=address) as http:
        admin, john, maria = [await _token(http, one) for one in (ADMIN, JOHN, MARIA)]
        leave = await _sent(
            http, f"/api/trainers/{PLACES['john']}/leaves", {**week, "kind": "sick", "note": "A cold"}, john
        )
        await _sent(http, f"/api/leaves/{leave['_id']}/approve", {"note": "Get well soon"}, admin)
        await _sent(http, f"/api/threads/batch:{PLACES['batch']}/messages", {"text": WRITTEN}, john)
        await _sent(http, f"/api/trainers/{PLACES['maria']}/leaves", {**week, "kind": "holiday"}, maria)
        covers: list[dict[str, Any]] = []

        async def sought() -> bool:
            found = (await http.get("/api/covers", headers=admin)).json()["items"]
            covers[:] = [
                one for one in found if any(offer["trainer"]["name"] == "Dr. Sarah" for offer in one["offers"])
            ]
            return bool(covers)

        await _until(sought, COVER_SECONDS, "Nobody was asked to stand in.")
        return {"leave": leave["_id"], "cover": covers[0]["_id"], "proposal": await _proposal(http, admin)}


async def _proposal(http: httpx.AsyncClient, admin: dict[str, str]) -> str:
    """One for the course of twenty-five batches, once it is there to look at."""
    made = await _sent(http, f"/api/courses/{PLACES['english']}/proposals", {"kind": "rebalance"}, admin)

    async def ready() -> bool:
        found = await http.get(f"/api/proposals/{made['_id']}", headers=admin)
        return bool(found.json()["state"] == "ready")

    await _until(ready, PLAN_SECONDS, "No plan was made.")
    return str(made["_id"])


WRITTEN = "Pages 30 to 34 are done. **Dialogues** next; the key is in room 12."


async def _token(http: httpx.AsyncClient, email: str) -> dict[str, str]:
    form = {"grant_type": "password", "username": email, "password": PASSWORD}
    token = (await http.post("/api/auth/token", data=form)).json()["access_token"]
    return {"Authorization": f"Bearer {token}"}


async def _sent(http: httpx.AsyncClient, path: str, body: dict[str, Any], who: dict[str, str]) -> dict[str, Any]:
    answer = await http.post(path, json=body, headers=who)
    if not answer.is_success:
        raise SystemExit(f"{path} was refused: {answer.text}")
    return dict(answer.json())


if __name__ == "__main__":
    sys.exit(main())
