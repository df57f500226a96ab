"""The secret beside the embedded data: made once, for its owner alone, and refused when it may not be one."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from multitrainer.embedded import EmbeddedServerFailed
from multitrainer.embedded.secret import LEAST, NAME, kept_secret


def test_it_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    made = kept_secret(folder)
    assert len(made) >= LEAST
    assert kept_secret(folder) == made
    assert stat.S_IMODE((folder / NAME).stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == [NAME]


def test_two_folders_have_two_secrets(tmp_path: Path) -> None:
    assert kept_secret(tmp_path / "a") != kept_secret(tmp_path / "b")


def test_many_who_make_it_at_once_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "exists", lambda _: False)  # nobody sees another's before making one
    with ThreadPoolExecutor(8) as pool:
        made = {*pool.map(kept_secret, [tmp_path] * 8)}
    assert len(made) == 1
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_a_kill_before_it_has_its_name_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(os, "link", killed)
        dying.setattr(Path, "unlink", lambda _: None)
        with pytest.raises(KeyboardInterrupt):
            kept_secret(tmp_path)
    (left,) = tmp_path.iterdir()
    assert left.name != NAME
    assert kept_secret(tmp_path) == kept_secret(tmp_path) != left.read_text()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666, 0o700 | 0o020])
def test_one_that_others_may_know_is_refused(mode: int, tmp_path: Path) -> None:
    kept_secret(tmp_path)
    (tmp_path / NAME).chmod(mode)
    with pytest.raises(
        EmbeddedServerFailed, match=rf"Others may read .*{NAME} \(mode {mode:04o}\).*chmod 600.*remove it"
    ):
        kept_secret(tmp_path)


@pytest.mark.parametrize(
    "content", [b"", b"short", b"x" * (LEAST - 1), b" " * 64, b"\xff" * 64 + b"\0", "ü".encode() * 64]
)
def test_one_that_is_none_is_refused(content: bytes, tmp_path: Path) -> None:
    kept_secret(tmp_path)
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(EmbeddedServerFailed, match="is none: it has to be at least 32 characters") as refused:
        kept_secret(tmp_path)
    assert "MULTITRAINER_JWT_SECRET" in str(refused.value)


def test_one_that_can_not_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with pytest.raises(EmbeddedServerFailed, match=r"can't be read or made: it is no file.*MULTITRAINER_JWT_SECRET"):
        kept_secret(tmp_path)


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EmbeddedServerFailed, match="can't be read or made"):
        kept_secret(tmp_path / "file")


def test_a_pipe_in_its_place_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / NAME, 0o600)
    with pytest.raises(EmbeddedServerFailed, match="it is no file"):
        kept_secret(tmp_path)
