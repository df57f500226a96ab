"""When trainers can teach: painted by themselves and by admins, read by who may, and seen by nobody else."""

from http import HTTPStatus

import httpx
import pytest

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.services import Services
from tests import school
from tests.web.reading import Read
from tests.web.visiting import did, founded, send, signed_in

MINE, JOHNS = "/me/availability", f"/trainers/{school.JOHN}/availability"


@pytest.fixture(autouse=True)
async def there(database: Database) -> None:
    await founded(database)


def week(level: str, *places: str) -> dict[str, str]:
    """All that a form sends: available but for some half hours."""
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    all_of_it = {f"{day}.{hour:02}:{half}": "available" for day in days for hour in range(24) for half in ("00", "30")}
    return all_of_it | dict.fromkeys(places, level)


def painted(shown: httpx.Response) -> int:
    """How many half hours are not simply available."""
    return sum(one.get("data-level") not in {None, "available"} for one in Read(shown).all("td"))


async def test_a_trainer_paints_their_week_and_what_was_painted_meanwhile_is_not_lost(
    http: httpx.AsyncClient, services: Services
) -> None:
    await signed_in(http, "john@x.example")
    before = Read(await http.get(MINE)).hidden_of(MINE)
    await did(http, MINE, MINE, **week("not", "monday.08:00", "monday.08:30"))
    stated = await services.availability.of_trainer(THE_ADMIN, str(school.JOHN))
    assert stated["week"] == [{"day": "monday", "start": "08:00", "end": "09:00", "level": "not"}]
    refused = await send(http, MINE, MINE, **week("rather-not", "friday.18:00"), tag=before["tag"])
    assert refused.status_code == HTTPStatus.PRECONDITION_FAILED
    assert painted(refused) == 1
    assert painted(await http.get(MINE)) == 2


async def test_an_admin_paints_for_a_trainer_a_lead_reads_it_and_nobody_else_does(http: httpx.AsyncClient) -> None:
    await signed_in(http)
    await did(http, JOHNS, JOHNS, **week("not", "monday.08:00"))
    await signed_in(http, "sarah@x.example")
    read = await http.get(JOHNS)
    assert painted(read) == 1
    assert JOHNS not in Read(read).forms
    assert not Read(read).all("select")
    await signed_in(http, "maria@x.example")
    assert (await http.get(JOHNS)).status_code == HTTPStatus.FORBIDDEN
    await signed_in(http, "ben@x.example")
    assert (await http.get(JOHNS)).status_code == HTTPStatus.NOT_FOUND
