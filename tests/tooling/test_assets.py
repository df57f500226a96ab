import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from scripts import build_assets
from tests.tooling.project import ROOT

ASSETS = ROOT / "src" / "multitrainer" / "assets"
PROMISED = {f"vendor/{folder}/{file}" for folder, package in build_assets.PACKAGES.items() for file in package.files}


def test_the_assets_are_here_and_those_of_the_lock() -> None:
    assert all((ASSETS / path).stat().st_size for path in PROMISED)
    assert (ASSETS / "vendor" / ".stamp").read_text() == build_assets.fingerprint(ASSETS)


def test_every_package_that_is_taken_is_pinned_exactly() -> None:
    wanted = json.loads((ASSETS / "package.json").read_text())["dependencies"]
    locked = json.loads((ASSETS / "package-lock.json").read_text())["packages"]
    assert set(wanted) == {package.name for package in build_assets.PACKAGES.values()}
    assert wanted == {name: locked[f"node_modules/{name}"]["version"] for name in wanted}


def test_the_wheel_carries_the_assets_and_not_their_manifest(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert {f"multitrainer/assets/{path}" for path in PROMISED} <= inside
    assert "multitrainer/py.typed" in inside
    assert not {name for name in inside if name.endswith(("package.json", "package-lock.json", ".npmrc"))}


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    """An assets folder with our manifest and nothing fetched yet."""
    for name in build_assets.MANIFEST:
        (tmp_path / name).write_bytes((ASSETS / name).read_bytes())
    return tmp_path


def test_current_assets_are_not_fetched_again(assets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (assets / "vendor").mkdir()
    (assets / "vendor" / ".stamp").write_text(build_assets.fingerprint(assets))
    monkeypatch.setattr(build_assets, "find_npm", lambda: pytest.fail("npm was asked for"))
    build_assets.refresh(assets)


def test_without_npm_the_build_says_what_to_install(assets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_assets, "find_npm", lambda: None)
    with pytest.raises(build_assets.AssetsError, match=r"install Node\.js"):
        build_assets.refresh(assets)


def test_a_registry_out_of_reach_leaves_the_old_assets_and_says_what_to_check(assets: Path) -> None:
    with (assets / ".npmrc").open("a") as settings:
        settings.write(f"registry=http://127.0.0.1:1/\nfetch-retries=0\ncache={assets / 'vendor' / 'cache'}\n")
    (assets / "vendor").mkdir()
    (assets / "vendor" / "old").touch()
    with pytest.raises(build_assets.AssetsError, match=r"(?s)ECONNREFUSED.*Check that npm reaches its registry"):
        build_assets.refresh(assets)
    assert {path.name for path in assets.iterdir()} == {*build_assets.MANIFEST, "vendor"}
    assert (assets / "vendor" / "old").exists()
