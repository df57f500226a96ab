import re

import pytest
from pydantic.fields import FieldInfo

from multitrainer.settings import Settings
from tests.tooling.project import ROOT

EXAMPLE = (ROOT / ".env.example").read_text()
PREFIX = "MULTITRAINER_"
# A comment of one line or more, then the variable, itself behind a #.
DOCUMENTED = dict(re.findall(rf"^# .+\n#{PREFIX}([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))
FIXED = {name: field for name, field in Settings.model_fields.items() if field.default_factory is None}


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)


def test_every_setting_is_explained_and_nothing_else() -> None:
    assert sorted(DOCUMENTED) == sorted(name.upper() for name in Settings.model_fields)


def test_every_variable_that_is_mentioned_is_a_setting() -> None:
    mentioned = set(re.findall(rf"{PREFIX}([A-Z_]+)", EXAMPLE))
    assert mentioned == set(DOCUMENTED)


def test_copying_the_example_changes_nothing() -> None:
    assert all(line.startswith("#") or not line for line in EXAMPLE.splitlines())


@pytest.mark.parametrize(("name", "field"), FIXED.items(), ids=FIXED)
def test_the_documented_value_is_the_default(name: str, field: FieldInfo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PREFIX + name.upper(), DOCUMENTED[name.upper()])
    assert getattr(Settings(_env_file=None), name) == field.default


def test_the_documented_data_folder_can_be_used_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PREFIX + "DATA_DIR", DOCUMENTED["DATA_DIR"])
    assert Settings(_env_file=None).data_dir.is_absolute()
