"""`multitrainer ledger` prints the sums of the ledger of cover, for people and for programs."""

from datetime import date

import orjson
import pytest

from multitrainer.cli.ledger import print_sums
from multitrainer.database import Database
from multitrainer.domain.ledger_parts import By
from multitrainer.repositories.cover_ledger import CoverLedger
from multitrainer.services import Services
from tests import school
from tests.repositories.ledger_calls import covered


async def test_each_sum_is_a_line(database: Database, services: Services, capsys: pytest.CaptureFixture[str]) -> None:
    await school.found(database)
    await print_sums(services, By.TERM, None, None, as_json=False)
    assert "Nothing is counted." in capsys.readouterr().err
    await CoverLedger().book(covered(str(school.MARIA), str(school.JOHN), date(2026, 3, 2)))
    await print_sums(services, By.WEEK, None, None, as_json=False)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines] == [
        ["PART", "HOURS", "TRAINER", "NAME"],
        ["2026-W10", "-1.50", str(school.JOHN), "John"],
        ["2026-W10", "+1.50", str(school.MARIA), "Maria"],
    ]
    await print_sums(services, By.MONTH, date(2026, 3, 2), None, as_json=True)
    found = [orjson.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["part"], one["hours"]) for one in found] == [("2026-03", -1.5), ("2026-03", 1.5)]
