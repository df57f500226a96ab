"""What each command does on an institute, and what it tells of it."""

import asyncio
import csv
import json
from pathlib import Path
from typing import Any

import pytest
from bson import ObjectId

from multitrainer import clock
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import MigrationHeld, MigrationOutOfOrder, WritesWouldBeRefused
from multitrainer.migrating import commands
from multitrainer.migrating.aside import CannotWrite
from multitrainer.migrating.enforced import Wanted
from multitrainer.migrating.reports import Ending, Report
from multitrainer.migrations import ALL
from multitrainer.repositories.ledger import Ledger
from multitrainer.services import Services
from multitrainer.services.moving_over.limits import Limits
from multitrainer.services.moving_over.listening import Silence
from multitrainer.services.moving_over.sync import FOLLOWING
from tests.migrating import institute
from tests.migrating.institute import EVENING, GERMAN, GREEK, JOHN, LATIN, POLISH, SARAH

Raw = dict[str, Any]
SILENCE = Silence()


@pytest.fixture(autouse=True)
async def _institute(database: Database) -> None:
    await institute.found(database)


async def up(services: Services) -> Report:
    return await commands.up(services, SILENCE, Limits(), ALL)


def changed(report: Report) -> dict[str, dict[str, int]]:
    return {one["migration"]: one["changed"] for one in report.data["migrations"]}


def told(report: Report, *words: str) -> bool:
    text = "\n".join(report.lines)
    return all(word in text for word in words)


async def test_the_plan_counts_what_the_run_then_does(services: Services) -> None:
    planned = await commands.plan(services, SILENCE)
    done = await up(services)
    assert planned.ending is done.ending is Ending.LEFT_OVER
    assert changed(planned) == changed(done)
    assert changed(planned)["m0001_course_roster"] == {"roster-made": 2}
    assert [m["aside"] for m in planned.data["migrations"]] == [m["aside"] for m in done.data["migrations"]]


async def test_the_plan_shows_samples_and_what_to_do_about_what_would_be_set_aside(services: Services) -> None:
    report = await commands.plan(services, SILENCE)
    assert told(report, f'{GERMAN}: {{"instructor": {SARAH}}} → {{"instructor": {SARAH}, "trainers": [{{"_id": ')
    assert told(report, f'{POLISH}: {{"instructor": "{JOHN}"}} → {{"instructor": {JOHN}, "trainers": [{{"_id": ')
    assert told(report, "Nothing was written.", "no-instructor", f"{LATIN}: instructor")
    assert told(report, "unknown-user: instructor names somebody who is no user.", "What to do: Set instructor to")


async def test_up_says_where_what_was_set_aside_is_listed(services: Services) -> None:
    assert told(await up(services), "2 documents are set aside", "multitrainer migrate status --set-aside")


async def test_up_run_again_changes_nothing_and_still_tells_what_is_aside(services: Services) -> None:
    await up(services)
    again = await up(services)
    assert (again.ending, {*map(len, changed(again).values())}) == (Ending.LEFT_OVER, {0})


async def test_what_was_mended_is_moved_over_when_it_is_tried_again(database: Database, services: Services) -> None:
    await up(services)
    await institute.mend(database)
    report = await commands.retry(services, SILENCE, Limits())
    assert report.ending is Ending.DONE
    assert changed(report)["m0001_course_roster"] == {"roster-made": 2}
    assert (await commands.status(services, listed=True)).data["setAside"] == []


async def test_nothing_is_tried_again_before_everything_is_applied(services: Services) -> None:
    with pytest.raises(MigrationOutOfOrder, match="migrate up"):
        await commands.retry(services, SILENCE, Limits())


async def test_verify_is_refused_where_nothing_has_been_moved_over(services: Services) -> None:
    with pytest.raises(MigrationOutOfOrder, match="nothing to verify"):
        await commands.verify(services, SILENCE)


async def test_verify_finds_no_difference_after_up_and_tells_what_is_not_begun(services: Services) -> None:
    await commands.up(services, SILENCE, Limits(), ALL[:2])
    report = await commands.verify(services, SILENCE)
    assert (report.ending, report.data["wrong"], report.data["notBegun"]) == (Ending.LEFT_OVER, 0, [ALL[2].name])


async def test_what_is_half_undone_is_not_verified(database: Database, services: Services) -> None:
    await up(services)
    await database.motor.multitrainer_migrations.update_one({"_id": ALL[1].name}, {"$set": {"state": "undoing"}})
    with pytest.raises(MigrationOutOfOrder, match=f"{ALL[1].name} is being undone, .* `multitrainer migrate down`"):
        await commands.verify(services, SILENCE)


async def test_verify_names_each_difference(database: Database, services: Services) -> None:
    await up(services)
    await database.motor.batches.update_one({"_id": EVENING}, {"$set": {"trainers.backup": [SARAH]}})
    await database.motor.courses.update_one({"_id": GERMAN}, {"$set": {"instructor": JOHN}})
    report = await commands.verify(services, SILENCE)
    assert report.ending is Ending.FAILED
    assert told(report, f"{EVENING}: trainers differ", f"{GERMAN}: Not moved over: lead-replaced")


async def test_down_lists_what_was_left_because_it_changed_since(database: Database, services: Services) -> None:
    before = await database.motor.courses.find_one({"_id": POLISH}, {"instructor": 1, "trainers": 1})
    await up(services)
    await database.motor.batches.update_one({"_id": EVENING}, {"$set": {"trainers.backup": [SARAH]}})
    report = await commands.down(services, SILENCE)
    assert report.ending is Ending.LEFT_OVER
    assert told(report, f"{EVENING}: trainers or instructor were changed after the migration")
    assert await database.motor.courses.find_one({"_id": POLISH}, {"instructor": 1, "trainers": 1}) == before


async def test_one_sweep_of_sync_brings_trainers_after_the_old_application(
    database: Database, services: Services
) -> None:
    await up(services)
    await database.motor.batches.update_one({"_id": EVENING}, {"$set": {"instructor": SARAH}})
    report = await commands.sync_once(services, SILENCE, Limits())
    assert changed(report)["m0002_batch_trainers"] == {"primary-replaced": 1}


class UntilFollowing(Silence):
    """Tells when sync has nothing left to do but to wait."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()

    def begins(self, what: str, phase: str, total: int) -> None:
        if phase == FOLLOWING:
            self.reached.set()


async def test_following_is_ended_by_a_signal_in_good_order(services: Services) -> None:
    await up(services)
    listener = UntilFollowing()
    following = asyncio.create_task(commands.sync(services, listener, Limits()))
    await listener.reached.wait()
    following.cancel()
    assert (await following).ending is Ending.DONE
    assert (await commands.status(services, listed=False)).data["sync"]["running"] is False


async def test_the_status_tells_what_is_pending_and_applied(services: Services) -> None:
    fresh = await commands.status(services, listed=False)
    assert told(fresh, "m0001_course_roster (courses): pending", "sync: not running", "courses: nothing is demanded")
    assert fresh.ending is Ending.DONE
    await up(services)
    assert told(await commands.status(services, listed=False), "applied, ", "4 documents verified then")


async def test_the_status_tells_who_holds_a_migration_and_what_was_interrupted(
    database: Database, services: Services
) -> None:
    await up(services)
    ledger = database.motor.multitrainer_migrations
    await ledger.update_one({"_id": ALL[2].name}, {"$set": {"state": "moving", "checkpoint": {"after": 1, "seen": 3}}})
    assert told(await commands.status(services, listed=False), "moving, interrupted", "checkpoint: 3 documents in")
    await ledger.update_one({"_id": ALL[2].name}, [{"$set": {"until": {"$add": ["$$NOW", 60_000]}}}])
    report = await commands.status(services, listed=False)
    assert told(report, "moving, held by process ")
    assert report.data["migrations"][2]["heldBy"]["pid"]


async def test_what_is_aside_is_listed_with_its_reason(services: Services) -> None:
    await up(services)
    report = await commands.status(services, listed=True)
    assert told(report, f"courses {LATIN}  unknown-user: instructor {institute.NOBODY} is no user.")
    assert [row["_id"] for row in report.data["setAside"]] == [LATIN, GREEK]
    assert json.loads(report.as_json())["setAside"][0]["_id"] == {"$oid": str(LATIN)}


async def test_what_is_aside_is_exported_without_formulas(
    database: Database, services: Services, tmp_path: Path
) -> None:
    await database.motor.courses.insert_one({"_id": "=2+2", "instructor": ObjectId()})
    await up(services)
    await database.motor.multitrainer_set_aside.update_one({"of": LATIN}, {"$set": {"detail": "=cmd()"}})
    report = await commands.export(services, tmp_path / "aside.csv", force=False)
    with (tmp_path / "aside.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    assert (head, report.data["rows"]) == (["migration", "collection", "_id", "reason", "detail", "to do", "at"], 3)
    assert [cell for row in rows for cell in row if cell[0] in "=+-@"] == []
    assert {row[2] for row in rows} == {str(LATIN), str(GREEK), '"=2+2"'}
    assert [row[4] for row in rows if row[2] == str(LATIN)] == ["'=cmd()"]


async def test_a_file_that_exists_is_not_overwritten_unless_forced(services: Services, tmp_path: Path) -> None:
    (file := tmp_path / "aside.csv").write_text("mine")
    with pytest.raises(CannotWrite, match="exists already"):
        await commands.export(services, file, force=False)
    assert file.read_text() == "mine"
    await commands.export(services, file, force=True)
    assert file.read_text(encoding="utf-8-sig").startswith("migration,")


async def test_a_table_that_can_not_be_written_is_said_to_be_so(services: Services, tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="No such file or directory"):
        await commands.export(services, tmp_path / "nowhere" / "aside.csv", force=False)


async def test_enforcing_counts_offenders_first_and_refuses_when_forced(database: Database, services: Services) -> None:
    await up(services)
    warned = await commands.enforce(services, SILENCE, Wanted.WARNING, force=False)
    assert warned.ending is Ending.LEFT_OVER
    assert told(warned, "courses: the server's log tells", "2 documents are of another shape: ")
    with pytest.raises(WritesWouldBeRefused):
        await commands.enforce(services, SILENCE, Wanted.ERROR, force=False)
    forced = await commands.enforce(services, SILENCE, Wanted.ERROR, force=True)
    assert [one["state"] for one in forced.data["collections"]] == ["refusing", "refusing"]
    assert told(await commands.status(services, listed=False), "courses: documents of another shape are refused")
    looked = await commands.enforce(services, SILENCE, Wanted.LOOK, force=False)
    assert told(looked, "are refused")
    off = await commands.enforce(services, SILENCE, Wanted.OFF, force=False)
    assert (off.ending, {one["state"] for one in off.data["collections"]}) == (Ending.DONE, {"off"})


async def test_enforcing_before_anything_is_moved_over_is_said_and_refuses_only_by_force(services: Services) -> None:
    warned = await commands.enforce(services, SILENCE, Wanted.WARNING, force=False)
    assert told(warned, "courses: the server's log tells", "Nothing has been moved over yet: `multitrainer migrate up`")
    assert warned.data["notMovedOver"].startswith("Nothing has been moved over yet")
    with pytest.raises(MigrationOutOfOrder, match=r"Nothing has been moved over yet.*--force.*--yes"):
        await commands.enforce(services, SILENCE, Wanted.ERROR, force=False)
    await commands.up(services, SILENCE, Limits(), ALL[:2])
    with pytest.raises(MigrationOutOfOrder, match=f"{ALL[2].name} is not applied"):
        await commands.enforce(services, SILENCE, Wanted.ERROR, force=False)
    forced = await commands.enforce(services, SILENCE, Wanted.ERROR, force=True)
    assert [one["state"] for one in forced.data["collections"]] == ["refusing", "refusing"]
    await up(services)
    assert (await commands.enforce(services, SILENCE, Wanted.LOOK, force=False)).data["notMovedOver"] is None


async def test_whoever_takes_validators_off_is_not_told_of_offenders(services: Services) -> None:
    off = await commands.enforce(services, SILENCE, Wanted.OFF, force=False)
    assert off.lines == ["courses: nothing is demanded.", "batches: nothing is demanded."]
    assert off.data["collections"][0] == {"collection": "courses", "state": "off", "theirs": False}


async def test_an_offender_is_named_as_everywhere(database: Database, services: Services) -> None:
    await up(services)
    await institute.mend(database)
    await commands.retry(services, SILENCE, Limits(max_latency=None))
    await database.motor.courses.insert_one({"_id": str(GERMAN)})
    report = await commands.enforce(services, SILENCE, Wanted.WARNING, force=False)
    assert told(report, f'  1 document is of another shape: "{GERMAN}"')


async def test_one_document_is_not_several(database: Database, services: Services) -> None:
    await database.motor.batches.delete_one({"_id": EVENING})
    await database.motor.courses.delete_many({"_id": {"$in": [LATIN, POLISH]}})
    planned = await commands.plan(services, SILENCE)
    assert told(planned, "m0002_batch_trainers: 1 document looked at, 1 would change.")
    assert told(await up(services), ": applied and verified, 1 document changed", "1 document is set aside until it is")
    assert told(await commands.verify(services, SILENCE), "1 document looked at, 0 differences")
    shown = await commands.status(services, listed=False)
    assert told(shown, "  1 document verified then", "  1 document set aside", "1 document is set aside. ")
    assert told(await commands.down(services, SILENCE), "m0002_batch_trainers: 1 document restored, 0 left as they are")


async def test_what_was_left_is_told_until_it_is_moved_over_again(database: Database, services: Services) -> None:
    await up(services)
    edited = {"$set": {"trainers.backup": [SARAH]}, "$currentDate": {"updatedAt": True}}
    await database.motor.batches.update_one({"_id": EVENING}, edited)
    await commands.down(services, SILENCE)
    left = await commands.status(services, listed=False)
    assert told(left, "1 document was left as it is when it was undone")
    assert left.data["migrations"][1]["left"] == 1
    await up(services)
    again = await commands.status(services, listed=False)
    assert not told(again, "when it was undone")
    assert "left" not in again.data["migrations"][1]


async def test_up_waits_for_what_was_begun_to_be_undone(database: Database, services: Services) -> None:
    await up(services)
    await database.motor.multitrainer_migrations.update_one({"_id": ALL[0].name}, {"$set": {"state": "undoing"}})
    with pytest.raises(MigrationOutOfOrder, match="migrate down"):
        await services.migrations.up(THE_ADMIN, SILENCE, Limits())
    assert told(await commands.status(services, listed=False), "undoing, interrupted; `multitrainer migrate down`")


async def test_the_status_of_what_was_undone_tells_nothing_of_before(services: Services) -> None:
    await up(services)
    assert "appliedAt" in (await commands.status(services, listed=False)).data["migrations"][0]
    await commands.down(services, SILENCE)
    undone = (await commands.status(services, listed=False)).data["migrations"][0]
    assert (undone["state"], undone["left"], "appliedAt" in undone, "counts" in undone) == ("pending", 0, False, False)


async def test_a_database_with_nothing_in_it_is_not_the_one_that_was_meant(
    database: Database, services: Services
) -> None:
    for collection in ("courses", "batches"):
        await database.motor[collection].delete_many({})
    for asked in (commands.plan(services, SILENCE), commands.up(services, SILENCE, Limits(), ALL)):
        with pytest.raises(MigrationOutOfOrder, match="Is it the right one"):
            await asked


async def test_what_was_applied_before_is_not_said_to_be_verified(services: Services) -> None:
    await up(services)
    report = await up(services)
    assert told(report, "m0001_course_roster: was applied before, so nothing was done.")
    assert not told(report, "m0001_course_roster: applied and verified")


async def test_whoever_follows_the_old_application_is_told_how_to_end_it(services: Services) -> None:
    await up(services)
    async with Ledger(clock.now).held("sync"):
        with pytest.raises(MigrationHeld, match="until it is ended: Ctrl-C"):
            await commands.down(services, SILENCE)
