"""What the scripts of moving over share: they run `multitrainer migrate` on the MongoDB that they are given."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent

EMPTY = "The URI is empty. Leave it out to work on MULTITRAINER_MONGODB_URI."
"""A variable was not set: the embedded data is not what was meant."""

NOT_HERE = {"--only", "--retry-set-aside"}
"""Options that would make another thing of a script."""

USAGE = """\
Usage: scripts/{script} [URI] [options of `multitrainer migrate {command}`]

{explanation}
  URI      the MongoDB to work on, for example mongodb://localhost:27017/institute. Without it the one of
           MULTITRAINER_MONGODB_URI, where whoever lists processes sees no password, or else the embedded one.
  --json   one JSON object at the end

All options but --only and --retry-set-aside: .venv/bin/multitrainer migrate {command} --help.
The runbook: docs/migrating.md."""


def migrate(explanation: str, *command: str) -> NoReturn:
    """Become `multitrainer migrate` with this command and the options given, or explain it."""
    given = sys.argv[1:]
    if {"-h", "--help"} & {*given}:
        print(USAGE.format(script=Path(sys.argv[0]).name, command=command[0], explanation=explanation))
        sys.exit()
    if any(one.partition("=")[0] in NOT_HERE for one in given):
        refuse("This script does one thing. --only and --retry-set-aside belong to `multitrainer migrate up`.")
    if named := [one for one in given if "://" in one or not one] or first(given):
        given.remove(named[0])
        os.environ["MULTITRAINER_MONGODB_URI"] = named[0] or refuse(EMPTY)
    python = interpreter()
    os.execv(python, [python, "-m", "multitrainer", "migrate", *command, *given])  # noqa: S606  (no shell is wanted)


def first(given: list[str]) -> list[str]:
    """What is given first, unless that is an option: meant as a URI, whatever it looks like."""
    return [one for one in given[:1] if not one.startswith("-")]


def refuse(words: str) -> NoReturn:
    """End with these words."""
    print(words, file=sys.stderr)
    sys.exit(2)


def interpreter() -> str:
    """The Python that runs this if it has multitrainer, else that of .venv, which is set up first."""
    if importlib.util.find_spec("multitrainer"):
        return sys.executable
    if code := subprocess.run([ROOT / "scripts" / "setup"], check=False).returncode:
        sys.exit(code)
    return str(ROOT / ".venv" / "bin" / "python")
