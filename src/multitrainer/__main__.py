"""`multitrainer`, also as `python -m multitrainer`."""

import gc
import sys

INTERRUPTED = 2
FEW = 10_000
"""After how many new objects to look for garbage. With Python's 700, an eighth of the start is looking in vain."""


def main() -> None:
    """Run the command line. Whoever ends it while it is still being loaded sees no more of it than later."""
    gc.set_threshold(FEW)
    try:
        from multitrainer.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("Ended before it was done.\n")
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
