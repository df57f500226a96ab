import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tooling.project import LOCK, ROOT, files, package_locks

PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)", re.MULTILINE)


def pins() -> list[tuple[str, str]]:
    """Name and version of everything in requirements.lock; a name may come twice, for two Pythons."""
    return [(canonicalize_name(pin["name"]), pin["version"]) for pin in PIN.finditer(LOCK.read_text())]


def declared() -> list[Requirement]:
    """Every dependency of pyproject.toml: the service's, the extras' and the tools'."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    named = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *(line for extra in project["project"]["optional-dependencies"].values() for line in extra),
        *(line for group in project["dependency-groups"].values() for line in group),
    ]
    return [Requirement(line) for line in named]


@pytest.mark.parametrize("requirement", declared(), ids=lambda requirement: requirement.name)
def test_the_lock_has_a_fitting_version_of_each_dependency(requirement: Requirement) -> None:
    locked = [version for name, version in pins() if name == canonicalize_name(requirement.name)]
    assert locked
    assert all(requirement.specifier.contains(version, prereleases=True) for version in locked)


def test_every_requirement_in_the_lock_is_pinned_with_hashes() -> None:
    requirements = re.split(r"\n(?=\S)", LOCK.read_text().strip())
    assert len(requirements) == len(pins())
    loose = [text.splitlines()[0] for text in requirements if "--hash=sha256:" not in text]
    assert not loose


def test_the_lock_names_no_index_and_no_address() -> None:
    text = LOCK.read_text()
    assert "://" not in text
    assert not re.search(r"^\s*-(?:[if]\b|-(?!hash=))", text, re.MULTILINE)


def test_there_is_a_lock_beside_every_package_json() -> None:
    manifests = {path.parent for path in files() if path.name == "package.json"}
    assert manifests == {path.parent for path in package_locks()}


@pytest.mark.parametrize("lock", package_locks(), ids=lambda lock: lock.parent.name)
def test_every_node_package_has_its_hash_and_no_address(lock: Path) -> None:
    packages = json.loads(lock.read_text())["packages"]
    third_party = {name: entry for name, entry in packages.items() if name}
    assert third_party
    assert not [name for name, entry in third_party.items() if not entry.get("integrity")]
    assert not [name for name, entry in third_party.items() if "resolved" in entry]
