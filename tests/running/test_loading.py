"""What happens while the program is still being loaded."""

import subprocess
import sys

LOADING = """
import sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "multitrainer.cli":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupting())
from multitrainer.__main__ import main
main()
"""


def test_whoever_ends_it_while_it_is_loaded_reads_a_sentence() -> None:
    ended = subprocess.run([sys.executable, "-c", LOADING], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", "Ended before it was done.\n")


WITHOUT_A_DATABASE = """
import sys
from multitrainer.__main__ import main

for arguments in (["version"], ["--help"], ["plan", "schema", "problem"], ["migrate", "up", "--batch-size", "0"]):
    sys.argv = ["multitrainer", *arguments]
    try:
        main()
    except SystemExit as ended:
        print(*arguments, ended.code, file=sys.stderr)
print("LOADED", *{"beanie", "fastapi", "motor", "pymongo", "multitrainer.services.doctor"} & {*sys.modules})
"""


def test_what_needs_no_database_does_not_wait_for_its_driver_to_be_loaded() -> None:
    ended = subprocess.run([sys.executable, "-c", WITHOUT_A_DATABASE], capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[-1] == "LOADED"
    assert "migrate up --batch-size 0 2" in ended.stderr.splitlines()
    assert "plan schema problem 0" in ended.stderr.splitlines()
