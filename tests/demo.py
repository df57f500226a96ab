"""The demo for tests that look at what is in it: made once in a process, which takes seconds, and copied then."""

from collections import defaultdict
from datetime import UTC, date, datetime
from typing import Any

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.services import Services
from multitrainer.services.demo.demo import Outcome
from tests import again

_made: dict[date, dict[str, list[dict[str, Any]]]] = {}
"""Each collection's documents. The demo has sessions about the day on which it was loaded."""


async def load(services: Services, database: Database) -> None:
    """Have the demo in a database that has nothing of it."""
    day = datetime.now(UTC).date()
    if day in _made:
        for name, documents in _made[day].items():
            await database.motor[name].insert_many(documents)
    else:
        before = await _everything(database)
        assert await services.demo.load(THE_ADMIN) is Outcome.LOADED
        after = await _everything(database)
        _made[day] = {name: new for name in after if (new := [one for one in after[name] if one not in before[name]])}


async def _everything(database: Database) -> defaultdict[str, list[dict[str, Any]]]:
    names = await again.filled(database.motor)
    return defaultdict(list, {name: await database.motor[name].find().to_list(None) for name in names})
