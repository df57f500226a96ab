"""`multitrainer`, also as `python -m multitrainer`."""

import sys

INTERRUPTED = 2


def main() -> None:
    """Run the command line. Whoever ends it while it is still being loaded sees no more of it than later."""
    try:
        from multitrainer.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("Ended before it was done.\n")
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
