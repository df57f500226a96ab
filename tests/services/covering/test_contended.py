"""Covers of one trainer that others change again and again hold up nobody else's, and are looked at again."""

from collections.abc import Callable
from typing import Any

import pytest

from multitrainer.database import Database
from multitrainer.domain.errors import Contended
from multitrainer.services import Services
from tests.services.covering.covering import FIRST, JOHN, MARIA, THIRD, asked, away, covers, meets, searched
from tests.services.people import SetClock


@pytest.fixture
async def _both_teach_on_thursday(database: Database) -> None:
    await meets(database, FIRST, (5, "16:00", "17:30"))
    await meets(database, THIRD, (12, "16:00", "17:30"))


def contended_for(monkeypatch: pytest.MonkeyPatch, trainer: str) -> Callable[[], None]:
    """What changes a trainer's covers gives up, until what is returned is called."""
    atomically, names = Database.atomically, {f"covers:{trainer}"}

    async def overtaken(self: Database, key: str, change: Any) -> Any:
        if key in names:
            raise Contended("Others changed the same thing again and again meanwhile.")
        return await atomically(self, key, change)

    monkeypatch.setattr(Database, "atomically", overtaken)
    return names.clear


@pytest.mark.usefixtures("_both_teach_on_thursday")
async def test_a_trainer_whose_leave_can_not_be_looked_at_just_now_holds_up_nobody_elses(
    services: Services, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = contended_for(monkeypatch, JOHN)
    await away(services, "05T00:00", "06T00:00")
    await away(services, "12T00:00", "13T00:00", who=MARIA)
    assert [one["trainer"]["_id"] for one in await covers(services)] == [MARIA]
    let_go()
    clock.move(seconds=10)
    await searched(services)
    assert [one["trainer"]["_id"] for one in await covers(services)] == [JOHN, MARIA]


@pytest.mark.usefixtures("_both_teach_on_thursday")
async def test_a_search_that_can_not_be_looked_at_just_now_holds_up_no_other_and_goes_on_in_seconds(
    services: Services, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await away(services, "05T00:00", "06T00:00")
    await away(services, "12T00:00", "13T00:00", who=MARIA)
    johns, marias = await covers(services)
    clock.at = max(cover["offers"][0]["deadline"] for cover in (johns, marias))
    let_go = contended_for(monkeypatch, JOHN)
    await searched(services)
    assert [asked(one)[-1][1] for one in await covers(services)] == ["open", "open"]
    assert [len(asked(one)) for one in await covers(services)] == [1, 2]
    let_go()
    clock.move(seconds=10)
    await searched(services)
    assert [len(asked(one)) for one in await covers(services)] == [2, 2]
