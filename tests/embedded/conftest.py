from collections.abc import AsyncIterator

import pytest

from multitrainer.embedded import EmbeddedServer


@pytest.fixture(scope="session")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedServer]:
    """One that keeps running: for tests that neither stop it nor harm it."""
    async with EmbeddedServer(tmp_path_factory.mktemp("shared") / "data") as server:
        yield server
