"""A real browser, and the service on a real port."""

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.async_api import Browser, Page, async_playwright

from multitrainer.app import create_app
from multitrainer.settings import Settings

# What Chromium would ask of the world by itself.
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


@pytest.fixture
def app(mongodb_uri: str, settings: Settings) -> FastAPI:
    """The service."""
    return create_app(settings, mongodb_uri)


@pytest.fixture
async def address(app: FastAPI) -> AsyncIterator[str]:
    """Where the service listens."""
    server = uvicorn.Server(uvicorn.Config(app, log_config=None))
    listener = socket.create_server(("127.0.0.1", 0))
    running = asyncio.create_task(server.serve(sockets=[listener]))
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    await running


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        assert not os.environ.get("CI"), "Chromium is missing; scripts/test installs it where it may"
        pytest.skip("Chromium is missing: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", *QUIET])
        yield browser
        await browser.close()


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page that shares nothing with those before it: no sign-in, no cookie."""
    async with await browser.new_context() as context:
        yield await context.new_page()
