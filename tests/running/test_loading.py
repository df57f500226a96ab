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
