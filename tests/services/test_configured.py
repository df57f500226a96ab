"""What is set before the service starts, as admins see it."""

import pytest

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.services import Services
from multitrainer.services.configured import Setting
from multitrainer.settings import Settings

SET = {
    "cover_answering": "3d:90m:2,0:15m:3",
    "cover_quiet": "",
    "cover_weights": "skills:40,fair:12.5",
    "working_hours": "mon-tue 09:00-12:00, sat 13:00-24:00",
    "language": "de",
    "default_batch_hours": 4.5,
}


async def shown(services: Services) -> dict[str, Setting]:
    groups = await services.configured.read(THE_ADMIN)
    return {one.name: one for settings in groups.values() for one in settings}


async def test_what_is_set_stands_beside_the_default_and_what_is_allowed(
    database: Database, settings: Settings
) -> None:
    found = await shown(wiring.build(database, settings.model_copy(update={"default_batch_hours": 4.5})))
    hours = found["MULTITRAINER_DEFAULT_BATCH_HOURS"]
    assert (hours.value, hours.usual, hours.least, hours.most) == ("4.5", "5", 0, 168)
    assert found["MULTITRAINER_COVER_QUIET"].value == "21:00-07:00"


@pytest.mark.parametrize("stated", [{}, SET])
async def test_whatever_is_shown_could_be_written_so(
    database: Database, settings: Settings, stated: dict[str, object]
) -> None:
    mine = Settings(_env_file=None, **{**settings.model_dump(), **stated})
    found = await shown(wiring.build(database, mine))
    values = {name.removeprefix("MULTITRAINER_").lower(): one.value for name, one in found.items()}
    again = Settings(_env_file=None, **{**settings.model_dump(), **values})
    assert {name: getattr(again, name) for name in values} == {name: getattr(mine, name) for name in values}


async def test_no_secret_is_shown(services: Services) -> None:
    assert not [name for name in await shown(services) if "SECRET" in name or "PASSWORD" in name or "URI" in name]
