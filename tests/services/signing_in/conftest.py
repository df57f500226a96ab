"""People, and services whose clock can be moved."""

import pytest

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests.services.people import (
    FAILURES,
    SetClock,
    found,
)


@pytest.fixture
def now() -> SetClock:
    return SetClock()


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"sign_in_failures": FAILURES, "access_token_minutes": 10.0})


@pytest.fixture
def services(database: Database, settings: Settings, now: SetClock) -> Services:
    return wiring.build(database, settings, now)


@pytest.fixture(autouse=True)
async def _people(database: Database) -> None:
    await found(database)
