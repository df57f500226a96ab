"""What the people and things in entries of the audit are called."""

from typing import Any

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.services import Services
from tests import school

COURSE, JOHN, BATCH = str(school.COURSE), str(school.JOHN), str(school.BATCHES[0])


async def test_whatever_an_entry_names_however_deep_is_called_by_its_name(
    services: Services, database: Database
) -> None:
    await school.found(database)
    change: dict[str, Any] = {"before": None, "after": {"trainers": [{"trainer": JOHN}], "batches": (BATCH, "x")}}
    named = await services.audit_names.of(THE_ADMIN, [{"about": ["operator"], "changes": [change]}], COURSE, "0" * 24)
    assert {id_: called.name for id_, called in named.items()} == {COURSE: "German A1", JOHN: "John", BATCH: "Batch 1"}
    assert {called.among for called in named.values()} == {"courses", "people", "batches"}
