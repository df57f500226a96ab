"""The demo is the institute's two scenarios, as drawn."""

from multitrainer.domain.actors import THE_ADMIN
from multitrainer.services import Services
from multitrainer.services.demo import demo_id
from multitrainer.services.doctor import Finding


async def findings_of(services: Services) -> list[Finding]:
    return [finding async for step in services.doctor.examine(THE_ADMIN) for finding in step.found]


async def test_scenario_1_is_placed_as_drawn(services: Services) -> None:
    assert await services.demo.load(THE_ADMIN)
    entries = await services.roster.entries(THE_ADMIN, demo_id("german", 0))
    assert [(e["trainer"]["name"], e["role"], len(e["assignedBatches"]), e["workload"]) for e in entries] == [
        ("Dr. Sarah", "lead", 12, 0),
        ("John", "assistant", 4, 100),
        ("Maria", "assistant", 4, 100),
        ("Alex", "assistant", 4, 100),
    ]
    batches = (await services.batches.page(THE_ADMIN, demo_id("german", 0), None, 100)).items
    assert [b["name"] for b in batches] == [f"Batch {n}" for n in range(1, 13)]
    assert sum(len(b["students"]) for b in batches) == 300
    fifth = await services.batch_people.read(THE_ADMIN, str(batches[4]["_id"]))
    assert (fifth["primary"]["name"], [t["name"] for t in fifth["backup"]]) == ("Maria", ["Dr. Sarah"])


async def test_scenario_2_has_two_ranges_and_the_25th_batch_is_a_leads(services: Services) -> None:
    await services.demo.load(THE_ADMIN)
    entries = await services.roster.entries(THE_ADMIN, demo_id("english", 0))
    leads = {e["trainer"]["name"]: [int(str(b)[-8:], 16) for b in e["assignedBatches"]] for e in entries[:2]}
    assert leads == {"Dr. Smith": list(range(1, 13)), "Dr. Johnson": list(range(13, 26))}
    assert [e["role"] for e in entries] == ["lead"] * 2 + ["assistant"] * 8 + ["substitute"] * 3
    assert [len(e["assignedBatches"]) for e in entries[2:10]] == [3] * 8
    last = await services.batch_people.read(THE_ADMIN, demo_id("english", 25))
    assert last["primary"]["name"] == "Dr. Johnson"
    batches = (await services.batches.page(THE_ADMIN, demo_id("english", 0), None, 100)).items
    assert sum(len(b["students"]) for b in batches) == 500


async def test_loading_again_changes_nothing(services: Services) -> None:
    await services.demo.load(THE_ADMIN)
    before = (await services.courses.page(THE_ADMIN, None, 10)).items
    assert await services.demo.load(THE_ADMIN)
    assert (await services.courses.page(THE_ADMIN, None, 10)).items == before
    assert await findings_of(services) == []
