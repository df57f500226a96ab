"""Makes .venv what requirements.lock and pyproject.toml say; scripts/setup runs it."""

import argparse
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_FOLDERS = (ROOT / "tests" / "interop" / "mongoose", ROOT / "tests" / "browser" / "axe")
# An environment cannot be moved: in another place its stamps go by another name, and it is made anew.
STAMPS = VENV / f".complete-{hashlib.sha256(os.fsencode(VENV)).hexdigest()[:12]}"
UNFINISHED = "unfinished"


class Step(NamedTuple):
    """One part of the set-up: done again when an input has changed or an output has gone."""

    name: str
    says: str
    run: Callable[[], None]
    inputs: tuple[Path, ...]
    outputs: tuple[Path, ...]

    def is_current(self) -> bool:
        """True when the step was completed for these very inputs."""
        return read_stamp(self) == self.fingerprint() and all(path.exists() for path in self.outputs)

    def fingerprint(self) -> str:
        """Changes with the content of any input."""
        digest = hashlib.sha256()
        for path in self.inputs:
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()


def main() -> int:
    """Sets up, and says what to do when that fails."""
    parser = argparse.ArgumentParser(prog="scripts/setup")
    parser.add_argument("--tests", action="store_true")
    for_tests = parser.parse_args().tests
    # Whatever the machine lacks (npm, node) is taken from the environment itself.
    os.environ["PATH"] = os.pathsep.join([os.environ.get("PATH", os.defpath), str(VENV / "bin")])
    try:
        with one_at_a_time():
            set_up(for_tests)
    except subprocess.CalledProcessError as error:
        say(f"Set-up failed (exit code {error.returncode}): {' '.join(map(str, error.cmd))}")
        say("Nothing half-done counts as complete: run the same command again once the cause is gone.")
        return 1
    return 0


def set_up(for_tests: bool) -> None:
    """Every step that is stale, in its order."""
    if for_tests:
        ensure_browser()
    steps = [PACKAGES, PROJECT]
    if for_tests and all((folder / "package-lock.json").exists() for folder in NODE_FOLDERS):
        steps.append(NODE_MODULES)
    if runs(PYTHON, "-c", "") and all(step.is_current() for step in steps):
        return
    ensure_venv()
    for step in steps:
        perform(step)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two set-ups at once would spoil each other's work. The lock goes with the process, however it ends."""
    with Path(__file__).open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another set-up of this folder")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def perform(step: Step) -> None:
    """Does what is stale; the stamp of completeness is written last."""
    if step.is_current():
        return
    say(step.says)
    stamp_of(step).write_text(UNFINISHED)
    step.run()
    stamp_of(step).write_text(step.fingerprint())


def ensure_venv() -> None:
    """Starts afresh after an interrupted installation, in which half a package may count as installed."""
    installed = read_stamp(PACKAGES) not in {None, UNFINISHED}
    if installed and runs(PYTHON, "-c", "" if uv() else "import pip"):
        return
    say(f"Creating .venv with Python {sys.version.split()[0]}")
    if tool := uv():
        run(tool, "venv", "--quiet", "--clear", "--python", sys.executable, VENV)
    else:
        run(sys.executable, "-m", "venv", "--clear", VENV)
    STAMPS.mkdir()


def install_packages() -> None:
    """Everything that runs, checks and tests the project, each file checked against its hash."""
    lock = ROOT / "requirements.lock"
    if tool := uv():
        run(tool, "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, lock)
    else:
        pip("install", "--require-hashes", "--requirement", lock)


def install_project() -> None:
    """Editable, with the build tools of the lock; its build hook fetches the front-end assets."""
    options = ("--no-deps", "--no-build-isolation", "--editable", ROOT)
    if tool := uv():
        run(tool, "pip", "install", "--quiet", "--python", PYTHON, *options)
    else:
        pip("install", *options)


def install_node_modules() -> None:
    """What tests need of Node, exactly as locked."""
    npm = shutil.which("npm") or "npm"
    for folder in NODE_FOLDERS:
        run(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", cwd=folder)


def ensure_browser() -> None:
    """Debian's Chromium, for the tests that look at pages."""
    if any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        say("No Chromium on this machine: tests of pages will be skipped. Install `chromium` to run them")
        return
    say("Installing Chromium with apt-get, for the tests of pages")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    run("apt-get", "update", "-qq")
    run("apt-get", "install", "-qq", "--no-install-recommends", "chromium", stdout=subprocess.DEVNULL)


def uv() -> str | None:
    """Where the machine has uv: the same result, sooner."""
    return shutil.which("uv")


def pip(*arguments: str | Path) -> None:
    """The environment's own pip, without its talk."""
    run(PYTHON, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments)


def run(*command: str | Path, cwd: Path = ROOT, stdout: int | None = None) -> None:
    """Runs a command without input; CalledProcessError when it fails."""
    subprocess.run(command, cwd=cwd, check=True, stdin=subprocess.DEVNULL, stdout=stdout)


def runs(*command: str | Path) -> bool:
    """True when the command is there and succeeds."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def stamp_of(step: Step) -> Path:
    """Where it is written that a step is complete, and for which inputs."""
    return STAMPS / step.name


def read_stamp(step: Step) -> str | None:
    """A fingerprint, UNFINISHED, or None when the step was never begun."""
    stamp = stamp_of(step)
    return stamp.read_text() if stamp.is_file() else None


def say(line: str) -> None:
    """Progress goes beside the output of whatever follows, not into it."""
    print(f"==> {line}", file=sys.stderr, flush=True)


ASSETS = ROOT / "src" / "multitrainer" / "assets"
PACKAGES = Step(
    "packages",
    "Installing the packages of requirements.lock (some minutes the first time)",
    install_packages,
    inputs=(ROOT / "requirements.lock",),
    outputs=(PYTHON,),
)
PROJECT = Step(
    "project",
    "Installing multitrainer and fetching its front-end assets",
    install_project,
    inputs=(
        ROOT / "requirements.lock",
        ROOT / "pyproject.toml",
        ROOT / "scripts" / "build_assets.py",
        ASSETS / "package-lock.json",
    ),
    outputs=(VENV / "bin" / "multitrainer", ASSETS / "vendor" / ".stamp"),
)
NODE_MODULES = Step(
    "node-modules",
    "Installing the Node modules that tests need",
    install_node_modules,
    inputs=tuple(folder / "package-lock.json" for folder in NODE_FOLDERS),
    outputs=tuple(folder / "node_modules" for folder in NODE_FOLDERS),
)

if __name__ == "__main__":
    sys.exit(main())
