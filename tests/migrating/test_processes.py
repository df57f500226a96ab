"""`multitrainer migrate` as a process: what it prints where, its exit codes, and its end by a signal."""

import asyncio
import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.migrating import commands
from multitrainer.migrations import ALL
from multitrainer.services import Services
from multitrainer.services.moving_over.limits import Limits
from multitrainer.services.moving_over.listening import Silence
from multitrainer.settings import Settings
from tests.marks import FULL, needs_full
from tests.migrating import institute
from tests.storms.forked import COMMAND
from tests.storms.processes import Outcome, Service, run, started

SLOW = ("--batch-size", "10", "--max-rate", "1")
"""One chunk, and then a rest of some seconds."""


class Here:
    """Runs commands on the test's database."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        self.folder = folder
        self.settings = settings

    async def migrate(self, *arguments: str) -> Outcome:
        return await run("migrate", *arguments, folder=self.folder, **self.settings)

    def unheard(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """A command whose messages can't be written."""
        environment = {**os.environ, **{f"MULTITRAINER_{name.upper()}": value for name, value in self.settings.items()}}
        command = [*COMMAND, "migrate", *arguments]
        with FULL.open("w") as full:
            return subprocess.run(command, cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=full)

    async def signalled(self, number: int, *arguments: str) -> Service:
        """A command that got a signal when it rested after its first chunk."""
        async with started("migrate", *arguments, folder=self.folder, **self.settings) as service:
            await service.says("Keeping to 1 documents/s")
            service.process.send_signal(number)
            await service.ended()
        return service


@pytest.fixture
async def here(tmp_path: Path, mongodb_uri: str, settings: Settings, database: Database) -> Here:
    await institute.found(database)
    extra = [{"name": f"Course {n}", "instructor": institute.SARAH} for n in range(20)]
    await database.motor.courses.insert_many(extra)
    return Here(tmp_path, {"mongodb_uri": mongodb_uri, "mongodb_database": settings.mongodb_database})


async def test_what_only_looks_writes_nothing_and_makes_no_index(
    here: Here, database: Database, services: Services
) -> None:
    await services.migrations.up(THE_ADMIN, Silence(), Limits(), ALL[:1])
    for name in await database.motor.list_collection_names():
        await database.motor[name].drop_indexes()
    before = await institute.fingerprint(database)
    looks = ("plan", "status --set-aside", "verify", "enforce --look")
    done = await asyncio.gather(*(here.migrate(*command.split()) for command in looks))
    assert [outcome.code for outcome in done] == [1, 1, 1, 1]
    assert await institute.fingerprint(database) == before


async def test_one_json_object_comes_out_and_everything_else_beside_it(here: Here) -> None:
    planned, refused = await asyncio.gather(here.migrate("plan", "--json"), here.migrate("down", "--json"))
    (line,) = planned.out.splitlines()
    assert (planned.code, json.loads(line)["exitCode"]) == (1, 1)
    assert "m0001_course_roster: planning, about 24 documents" in planned.err
    assert (refused.code, json.loads(refused.out)["error"]["code"]) == (2, "failed")
    assert "This needs --yes" in refused.err


async def test_a_refusal_is_a_sentence_and_for_programs_an_object(here: Here) -> None:
    refused = await here.migrate("sync", "--once", "--json")
    assert refused.code == 2
    assert json.loads(refused.out)["error"]["code"] == "migration-out-of-order"
    assert refused.err.splitlines()[-1].startswith("m0001_course_roster is not applied: ")


async def test_a_ledger_that_it_does_not_know_is_refused_in_words(here: Here, database: Database) -> None:
    await database.motor.multitrainer_migrations.insert_one({"_id": ALL[0].name, "state": "sealed"})
    refused = await here.migrate("status", "--json")
    assert (refused.code, json.loads(refused.out)["error"]["code"]) == (2, "ledger-unreadable")
    assert f"The ledger says 'sealed' of {ALL[0].name}" in refused.err
    assert "Traceback" not in refused.err


@needs_full
async def test_it_goes_on_where_nobody_can_be_told_how_far_it_is(here: Here, database: Database) -> None:
    done = await asyncio.to_thread(here.unheard, "up", "--json")
    assert (done.returncode, json.loads(done.stdout)["exitCode"]) == (1, 1)
    assert await database.motor.courses.count_documents({"trainers": {"$exists": True}}) == 22


async def test_killed_in_the_middle_it_goes_on_where_it_was(here: Here, database: Database) -> None:
    killed = await here.signalled(signal.SIGKILL, "up", *SLOW)
    assert killed.process.returncode == -signal.SIGKILL
    held = await here.migrate("up")
    assert (held.code, "is held by process" in held.err) == (2, True)
    await database.motor.multitrainer_migrations.update_many({}, [{"$set": {"until": "$$NOW"}}])  # 30 s later
    done = await here.migrate("up")
    assert done.code == 1
    assert "Going on behind the checkpoint of an earlier run, 10 documents in." in done.err
    assert await database.motor.courses.count_documents({"trainers": {"$exists": True}}) == 22
    assert (await here.migrate("down", "--yes")).code == 0
    assert await database.motor.courses.count_documents({"trainers": {"$exists": True}}) == 0


async def test_a_signal_ends_it_in_good_order(here: Here, services: Services) -> None:
    ended = await here.signalled(signal.SIGTERM, "up", *SLOW)
    assert ended.process.returncode == 2
    assert "Ended before it was done. The same command goes on where it was." in ended.said
    status = await commands.status(services, listed=False)
    assert status.lines[0].endswith("moving, interrupted; `multitrainer migrate up` goes on where it was")


async def test_trying_again_waits_while_the_pause_file_is_there_and_goes_on_when_it_is_gone(
    here: Here, database: Database, services: Services
) -> None:
    await services.migrations.up(THE_ADMIN, Silence(), Limits())
    await institute.mend(database)
    (file := here.folder / "pause").touch()
    again = ("migrate", "up", "--retry-set-aside", "--pause-file", str(file))
    async with started(*again, folder=here.folder, **here.settings) as service:
        await service.says("Paused, because")
        assert await database.motor.multitrainer_set_aside.count_documents({}) == 2
        file.unlink()
        assert await service.ended() == 0
    assert await database.motor.multitrainer_set_aside.count_documents({}) == 0


async def test_the_table_of_what_is_aside_may_go_to_stdout(here: Here, services: Services) -> None:
    await services.migrations.up(THE_ADMIN, Silence(), Limits())
    table = await here.migrate("status", "--csv", "-")
    assert (table.code, table.out.splitlines()[0]) == (1, "migration,collection,_id,reason,detail,to do,at")
    assert len(table.out.splitlines()) == 3


async def test_it_works_on_the_embedded_data(tmp_path: Path) -> None:
    assert "There is no data in" in (await run("migrate", "plan", folder=tmp_path, data_dir=str(tmp_path / "no"))).err
    done = await run("migrate", "up", folder=tmp_path)
    assert (done.code, "neither courses nor batches" in done.err) == (2, True)
