"""`multitrainer doctor`, as far as it tells what it works on."""

import json
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from multitrainer.connecting import CannotConnect, database_at
from multitrainer.examining import examine
from multitrainer.settings import Settings
from tests.storms.processes import run


async def examined(settings: Settings, *, as_json: bool = False) -> list[str]:
    out = StringIO()
    await examine(settings, Console(file=out), Console(file=StringIO()), course=None, repair=False, as_json=as_json)
    return out.getvalue().splitlines()


@pytest.fixture
def settings(settings: Settings, mongodb_uri: str) -> Settings:
    given = settings.model_dump(exclude={"mongodb_uri", "data_dir"})
    return Settings(_env_file=None, mongodb_uri=mongodb_uri, **given)


async def test_it_names_the_database(settings: Settings) -> None:
    named = f"{settings.mongodb_database} of the MongoDB of MULTITRAINER_MONGODB_URI"
    assert (await examined(settings))[0] == f"Examining the database {named}."
    *findings, total = map(json.loads, await examined(settings, as_json=True))
    assert (findings, total["database"], total["clean"]) == ([], named, True)


async def test_one_course_is_one_course(settings: Settings) -> None:
    assert (await examined(settings))[-1] == "0 courses examined: 0 violations, 0 repaired."
    async with database_at(settings.mongodb_uri.get_secret_value(), settings) as database:  # type: ignore[union-attr]
        await database.motor.courses.insert_one({"name": "German A1", "instructor": "nobody"})
        assert (await examined(settings))[-1] == "1 course examined: 1 violation, 0 repaired."
        await database.motor.client.drop_database(database.motor.name)


async def test_it_runs_where_not_every_character_can_be_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    (folder := tmp_path / "école").mkdir()
    done = await run("doctor", folder=folder)
    assert (done.code, done.err.strip()) == (0, "")
    assert r"\xe9cole" in done.out


async def test_a_folder_that_can_not_even_be_looked_for_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CannotConnect, match="There is no data in"):
        await examined(Settings(_env_file=None, data_dir=tmp_path / ("a" * 300)))
