"""Handover notes: no words are ever lost, with transactions and without."""

import asyncio
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from multitrainer import wire
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind
from multitrainer.domain.errors import HandoverVersionNotFound, IfMatchMissing, InvalidInput, Stale
from multitrainer.schemas.handovers import NewHandover
from multitrainer.services import Services
from multitrainer.services.changes.tags import tagged
from multitrainer.services.handovers.handovers import LOOKED_BACK
from tests import school

BATCH, JOHN = str(school.BATCHES[0]), Actor(ActorKind.TRAINER, str(school.JOHN))
WRITERS = 12


def note(stands: str, **more: str) -> NewHandover:
    return NewHandover.model_validate({"stands": stands, **more})


@pytest.fixture
def _apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Changes of one thing do not queue, as if each were of a process of its own."""
    monkeypatch.setattr(Database, "_lock", lambda *_: asyncio.Lock())


async def versions(services: Services) -> list[int]:
    return [one["number"] for one in (await services.handovers.versions(THE_ADMIN, BATCH, None, 500)).items]


async def test_a_batch_without_a_note_has_an_empty_one(services: Services) -> None:
    empty = await services.handovers.read(THE_ADMIN, BATCH)
    assert (empty["number"], empty["stands"], empty["watchFor"], empty["materials"], empty["by"]) == (
        0,
        "",
        "",
        "",
        None,
    )
    assert await versions(services) == []


async def test_each_write_is_a_version_which_can_be_read_as_it_was(services: Services) -> None:
    first = await services.handovers.put(JOHN, BATCH, note("Page 34", watchFor="Mehmet", materials="Room 12"))
    second = await services.handovers.put(THE_ADMIN, BATCH, note("Page 35"), first.tag)
    assert (second.view["number"], second.view["watchFor"]) == (2, "")
    assert await services.handovers.read(THE_ADMIN, BATCH) == second.view
    assert await services.handovers.version(JOHN, BATCH, 1) == first.view
    assert first.view["by"] == JOHN.id
    with pytest.raises(HandoverVersionNotFound):
        await services.handovers.version(JOHN, BATCH, 3)


async def test_the_same_words_again_say_that_they_still_hold(services: Services) -> None:
    first = await services.handovers.put(JOHN, BATCH, note("Page 34"))
    again = await services.handovers.put(JOHN, BATCH, note("Page 34"), first.tag)
    assert again.view["number"] == 2
    assert again.view["at"] > first.view["at"]


async def test_a_note_that_is_there_is_not_written_over_unread(services: Services) -> None:
    first = await services.handovers.put(JOHN, BATCH, note("Page 34"))
    with pytest.raises(IfMatchMissing) as refused:
        await services.handovers.put(THE_ADMIN, BATCH, note("Mine"))
    facts = refused.value.facts
    assert (facts["etag"], facts["present"]["stands"], facts["sent"]["stands"]) == (first.tag, "Page 34", "Mine")
    assert (await services.handovers.put(THE_ADMIN, BATCH, note("Mine"), "*")).view["number"] == 2


async def test_a_refused_writer_gets_what_is_there_what_they_sent_and_what_they_began_with(services: Services) -> None:
    first = await services.handovers.put(JOHN, BATCH, note("Page 34"))
    second = await services.handovers.put(THE_ADMIN, BATCH, note("Page 35"), first.tag)
    with pytest.raises(Stale) as refused:
        await services.handovers.put(JOHN, BATCH, note("Page 36", materials="Room 9"), first.tag)
    facts = refused.value.facts
    assert facts["sent"] == {"stands": "Page 36", "watchFor": "", "materials": "Room 9"}
    assert wire.encode(facts["present"]) == wire.encode(second.view)
    assert wire.encode(facts["startedFrom"]) == wire.encode(first.view)
    await services.handovers.put(JOHN, BATCH, note("Page 36", materials="Room 9"), facts["etag"])
    assert await versions(services) == [3, 2, 1]


async def test_two_who_begin_with_an_empty_page_are_told_of_each_other(services: Services) -> None:
    empty = tagged(await services.handovers.read(JOHN, BATCH))
    await services.handovers.put(THE_ADMIN, BATCH, note("Page 34"), empty.tag)
    with pytest.raises(Stale) as refused:
        await services.handovers.put(JOHN, BATCH, note("Page 36"), empty.tag)
    assert refused.value.facts["startedFrom"]["number"] == 0


async def test_what_somebody_began_with_long_ago_is_not_looked_for(services: Services) -> None:
    first = await services.handovers.put(JOHN, BATCH, note("0"))
    for n in range(LOOKED_BACK):
        await services.handovers.put(JOHN, BATCH, note(str(n)), "*")
    with pytest.raises(Stale) as refused:
        await services.handovers.put(JOHN, BATCH, note("x"), first.tag)
    assert refused.value.facts["startedFrom"] is None
    assert "none of this note's last" in refused.value.detail


async def test_versions_come_by_pages_whatever_is_written_meanwhile(services: Services) -> None:
    for n in range(5):
        await services.handovers.put(JOHN, BATCH, note(str(n)), "*")
    first = await services.handovers.versions(JOHN, BATCH, None, 2)
    await services.handovers.put(JOHN, BATCH, note("x"), "*")
    second = await services.handovers.versions(JOHN, BATCH, first.next, 2)
    third = await services.handovers.versions(JOHN, BATCH, second.next, 2)
    assert [one["number"] for page in (first, second, third) for one in page.items] == [5, 4, 3, 2, 1]
    assert third.next is None
    assert "stands" not in first.items[0]
    with pytest.raises(InvalidInput):
        await services.handovers.versions(JOHN, BATCH, "no cursor", 2)


@pytest.mark.parametrize("kept", [5, "x", [], {}, {"text": 5}, {"text": ""}], ids=str)
async def test_what_was_no_note_before_there_were_versions_is_none_now(
    services: Services, database: Database, kept: Any
) -> None:
    stated = {"_id": school.BATCHES[0], "course": school.COURSE, "handover": kept}
    await database.motor.multitrainer_batches.insert_one(stated)
    assert [found async for step in services.doctor.examine(THE_ADMIN, repair=False) for found in step.found] == []


async def test_a_note_from_before_there_were_versions_is_named_and_becomes_the_first_one(
    services: Services, database: Database
) -> None:
    old = {"text": "Page 30", "by": JOHN.id, "at": datetime(2026, 3, 2, tzinfo=UTC)}
    stated = {"_id": school.BATCHES[0], "course": school.COURSE, "handover": old}
    await database.motor.multitrainer_batches.insert_one(stated)
    for repair, repaired in ((False, [False]), (True, [True]), (True, [])):
        steps = services.doctor.examine(THE_ADMIN, repair=repair)
        found = [one async for step in steps for one in step.found]
        assert [(one.violation.code, one.repaired) for one in found] == [("handover-behind", one) for one in repaired]
    first = await services.handovers.read(JOHN, BATCH)
    assert (first["number"], first["stands"], first["by"], first["at"]) == (1, "Page 30", JOHN.id, old["at"])
    again = await services.handovers.put(JOHN, BATCH, note("Page 34"), tagged(first).tag)
    assert again.view["number"] == 2


@pytest.mark.usefixtures("_apart")
async def test_of_many_who_write_at_once_each_text_that_is_accepted_is_a_version_once_and_in_order(
    services: Services,
) -> None:
    accepted: dict[int, str] = {}

    async def write(n: int) -> None:
        """Put one's own line below what is there, until that is accepted."""
        tag, lines = None, ""
        while True:
            text = f"{lines}\n{n}".strip()
            try:
                done = await services.handovers.put(JOHN, BATCH, note(text), tag)
            except (Stale, IfMatchMissing) as refusal:
                tag, lines = refusal.facts["etag"], refusal.facts["present"]["stands"]
                continue
            assert done.view["number"] not in accepted
            accepted[done.view["number"]] = text
            return

    await asyncio.gather(*map(write, range(WRITERS)))
    assert sorted(await versions(services)) == [*range(1, WRITERS + 1)] == sorted(accepted)
    kept = [(await services.handovers.version(JOHN, BATCH, n))["stands"] for n in range(1, WRITERS + 1)]
    assert kept == [accepted[n] for n in range(1, WRITERS + 1)]
    assert sorted(kept[-1].split("\n")) == sorted(map(str, range(WRITERS)))
    assert all(later.startswith(earlier) for earlier, later in pairwise(kept))
