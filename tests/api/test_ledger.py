"""The ledger of cover over HTTP."""

from datetime import date

import httpx
import pytest

from multitrainer.client import Client
from multitrainer.domain.cover_ledger import LedgerEntry, Term
from multitrainer.domain.errors import Stale
from multitrainer.domain.ledger_parts import By
from multitrainer.repositories.cover_ledger import CoverLedger
from tests.api.repeats import KEY, told
from tests.api.school import JOHN, MARIA
from tests.repositories.ledger_calls import covered

TERM = Term("Spring", date(2026, 2, 1), date(2026, 6, 30))


@pytest.fixture
async def entries(school: None) -> list[LedgerEntry]:
    """Maria has held a lesson of John's."""
    both = covered(MARIA, JOHN, date(2026, 3, 2))
    await CoverLedger().book(both)
    return both


async def test_a_correction_that_is_sent_again_counts_once(
    http: httpx.AsyncClient, client: Client, entries: list[LedgerEntry]
) -> None:
    path, body = f"/api/ledger/{entries[0].id}/corrections", {"hours": -0.5, "reason": "Ended early"}
    first, again = [await http.post(path, json=body, headers=KEY) for _ in range(2)]
    assert (first.status_code, told(first)) == (201, told(again))
    assert (await http.get(first.headers["Location"])).json() == first.json()
    ledger = await client.ledger.of_trainer(MARIA)
    assert ledger.balance == 1.0
    assert {(one.hours, one.kind, one.day) for one in ledger.items} == {
        (-0.5, "correction", date(2026, 3, 2)),
        (1.5, "covered", date(2026, 3, 2)),
    }
    assert (await client.ledger.read(entries[1].id)).other == MARIA


async def test_sums_follow_the_terms_that_an_admin_sets(client: Client, entries: list[LedgerEntry]) -> None:
    before = await client.ledger.terms()
    await client.ledger.set_terms([TERM], if_match=before.etag)
    with pytest.raises(Stale):
        await client.ledger.set_terms([], if_match=before.etag)
    sums = [(one.part, one.name, one.hours) async for one in client.ledger.sums(By.TERM, page_size=1)]
    assert sums == [("Spring", "John", -1.5), ("Spring", "Maria", 1.5)]
    assert not [one async for one in client.ledger.sums(By.WEEK, since=date(2026, 3, 3))]
