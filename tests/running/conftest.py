from collections.abc import Iterator

import pytest

from multitrainer import logs


@pytest.fixture(autouse=True)
def _logs_as_before() -> Iterator[None]:
    """A command that a test runs in this process logs to a stream of its own, which is closed with it."""
    yield
    logs.configure("error")
