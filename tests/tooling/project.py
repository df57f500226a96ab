"""Where the project is, and which of its files are committed or about to be."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements.lock"
COMMANDS = sorted(path for path in (ROOT / "scripts").iterdir() if path.is_file() and not path.suffix)

"""Those of bash."""

MIGRATIONS = sorted(path for path in (ROOT / "scripts").glob("*.py") if path.stat().st_mode & 0o100)
"""Those that move an institute over: Python files that can be executed."""


def files() -> list[Path]:
    """All files that git knows or would add."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in paths if path.is_file()]


def package_locks() -> list[Path]:
    """The lock files of all Node projects in the repository."""
    return [path for path in files() if path.name == "package-lock.json"]
