"""Where the secret comes from that access tokens are signed with."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from multitrainer.connecting import CannotConnect
from multitrainer.settings import Settings
from multitrainer.signing import doubts_of, with_secret

SECRET = "a-secret-that-somebody-made-and-set"


def secret_of(settings: Settings) -> str:
    secret = with_secret(settings).jwt_secret
    assert secret
    return secret.get_secret_value()


def test_one_is_kept_beside_the_embedded_data(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path)
    assert secret_of(settings) == secret_of(settings)
    assert [path.name for path in tmp_path.iterdir()] == ["jwt-secret"]


def test_one_that_is_set_wins_over_one_that_is_kept(tmp_path: Path) -> None:
    kept = secret_of(Settings(_env_file=None, data_dir=tmp_path))
    assert secret_of(Settings(_env_file=None, data_dir=tmp_path, jwt_secret=SECRET)) == SECRET != kept


def test_none_is_made_where_one_is_set(tmp_path: Path) -> None:
    assert secret_of(Settings(_env_file=None, data_dir=tmp_path, jwt_secret=SECRET)) == SECRET
    assert not [*tmp_path.iterdir()]


def test_with_a_mongodb_one_must_be_set(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path, mongodb_uri="mongodb://host")
    with pytest.raises(CannotConnect, match=r"MULTITRAINER_JWT_SECRET must be set too.*`openssl rand -hex 32`"):
        with_secret(settings)
    assert not [*tmp_path.iterdir()]
    assert secret_of(settings.model_copy(update={"jwt_secret": Settings(jwt_secret=SECRET).jwt_secret})) == SECRET


@pytest.mark.parametrize("key", ["short", "ü" * 15])
def test_an_old_secret_that_can_be_found_by_trying_is_warned_of_without_being_shown(key: str) -> None:
    words = doubts_of(Settings(_env_file=None, old_token_key=SecretStr(key)))
    assert words is not None
    assert "less than 32 bytes" in words
    assert key not in words


@pytest.mark.parametrize("key", [None, "x" * 32, "ü" * 16])
def test_no_doubts_are_had_without_reason(key: str | None) -> None:
    assert doubts_of(Settings(_env_file=None, old_token_key=SecretStr(key) if key else None)) is None
