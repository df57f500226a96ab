#!/usr/bin/env python3
"""Recomputes every document that was moved over and names each difference. Writes nothing.

Exit codes: 0 all is well, 1 no difference but documents are set aside, 2 a difference was found, or it failed.
"""

from migrating import migrate  # type: ignore[import-not-found]  # the file beside this one

if __name__ == "__main__":
    migrate(__doc__, "verify")
