import asyncio
import fcntl
import os
import re
from pathlib import Path

import pytest

from multitrainer.embedded import DataFolderInUse, EmbeddedServer, EmbeddedServerFailed
from multitrainer.embedded import folder as folder_module
from multitrainer.embedded.folder import DataFolder

NO_NOTES = (
    "",
    "5",
    "{}",
    "[]",
    "true",
    '"a"',
    "[" * 900,
    '{"port": "x"}',
    '{"pid": 1, "started": "now", "port": 99999}',
)


async def test_a_second_server_on_a_folder_is_refused_with_who_holds_it(server: EmbeddedServer, folder: Path) -> None:
    with pytest.raises(DataFolderInUse) as refusal:
        async with EmbeddedServer(folder):
            pass
    port = server.uri.split("/")[2].split(":")[1]
    assert re.fullmatch(
        rf"{re.escape(str(folder))} is in use by another `multitrainer serve`: process {os.getpid()}, "
        rf"since 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC, database on port {port}\. Stop that one, .*",
        str(refusal.value),
    )
    assert refusal.value.uri == server.uri


async def test_a_service_that_is_just_ending_is_waited_for(tmp_path: Path) -> None:
    ending, starting = DataFolder(tmp_path), DataFolder(tmp_path)
    await ending.hold()
    asyncio.get_running_loop().call_later(0.1, ending.release)
    await starting.hold()
    starting.release()


async def test_a_folder_whose_holder_is_just_starting_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "serve.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(DataFolderInUse, match="another `multitrainer serve`: it is just starting"):
            await DataFolder(tmp_path).hold()


@pytest.mark.parametrize("written", NO_NOTES)
async def test_a_note_that_no_holder_wrote_tells_nothing(tmp_path: Path, written: str) -> None:
    note = tmp_path / "serve.lock"
    note.write_text(written)
    with note.open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(DataFolderInUse, match="another `multitrainer serve`: it is just starting") as refusal:
            await DataFolder(tmp_path).hold()
    assert refusal.value.uri is None


async def test_a_note_that_no_holder_wrote_keeps_nobody_from_the_folder(tmp_path: Path) -> None:
    (tmp_path / "serve.lock").write_text("[]")
    folder = DataFolder(tmp_path)
    await folder.hold()
    folder.release()


async def test_a_refused_second_holder_does_not_disturb_the_first(tmp_path: Path) -> None:
    first, second = DataFolder(tmp_path), DataFolder(tmp_path)
    await first.hold()
    for _ in range(2):
        with pytest.raises(DataFolderInUse, match=f"process {os.getpid()}, since") as refusal:
            await second.hold()
        second.release()
        assert refusal.value.uri is None
    first.release()


async def test_a_service_that_waits_for_its_predecessors_database_is_not_mistaken_for_it(tmp_path: Path) -> None:
    before, waiting, third = DataFolder(tmp_path), DataFolder(tmp_path), DataFolder(tmp_path)
    await before.hold()
    before.note(27017)
    before.release()
    with (tmp_path / "database.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        starting = asyncio.create_task(waiting.hold())
        await asyncio.sleep(0)  # it runs until it has to wait
        with pytest.raises(DataFolderInUse) as refusal:
            await third.hold()
    await starting
    third.release()
    waiting.release()
    assert refusal.value.uri is None


async def test_a_database_that_outlives_its_service_too_long_keeps_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_module, "DATABASE_SECONDS", 0.1)
    with (tmp_path / "database.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(DataFolderInUse, match="another `multitrainer serve` that has ended"):
            await DataFolder(tmp_path).hold()


async def test_the_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    made = DataFolder(tmp_path / "deep" / "down")
    await made.hold()
    made.release()
    assert made.path.stat().st_mode & 0o777 == 0o700


async def test_a_file_in_the_folders_place_is_called_one(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    with pytest.raises(EmbeddedServerFailed, match="there is a file in its place"):
        async with EmbeddedServer(path):
            pass


async def test_a_file_in_the_place_of_the_datas_folder_is_called_one(tmp_path: Path) -> None:
    (tmp_path / "database").touch()
    with pytest.raises(EmbeddedServerFailed) as refusal:
        async with EmbeddedServer(tmp_path):
            pass
    assert str(refusal.value) == (
        f"The data folder {tmp_path / 'database'} can't be used: there is a file in its place. "
        "Name another with MULTITRAINER_DATA_DIR."
    )


async def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedServerFailed, match="can't be used: File name too long"):
        async with EmbeddedServer(tmp_path / ("x" * 300)):
            pass
