"""`multitrainer outbox list` prints what could not be delivered, for people and for programs."""

from datetime import UTC, datetime

import pytest
from bson import ObjectId

from multitrainer.cli.outbox import print_deliveries
from multitrainer.database import Database
from multitrainer.domain.telling.states import Does, State
from multitrainer.repositories.outbox import Outbox
from multitrainer.services import Services
from tests import school


@pytest.mark.parametrize(
    ("to", "shown"),
    [({"to": school.JOHN}, str(school.JOHN)), ({"address": "speaker@x.example"}, "speaker@x.example"), ({}, "-")],
    ids=["a person", "an address", "nobody by name"],
)
async def test_each_delivery_says_of_which_kind_it_is_and_to_whom(
    database: Database, services: Services, capsys: pytest.CaptureFixture[str], to: dict[str, object], shown: str
) -> None:
    at = datetime(2026, 3, 2, 11, tzinfo=UTC)
    entry = Outbox(lambda: at).entry(ObjectId(), Does.EMAIL, at, kind="cover-asked", **to)
    await database.motor.multitrainer_outbox.insert_one({**entry, "state": State.DEAD.value})
    await print_deliveries(services, State.DEAD, as_json=False)
    headings, line = (one.split() for one in capsys.readouterr().out.splitlines())
    assert headings == ["ID", "WHAT", "KIND", "TO", "SINCE", "ATTEMPTS", "LAST", "ERROR"]
    assert line == [str(entry["_id"]), "email", "cover-asked", shown, "2026-03-02", "11:00", "0", "-"]
