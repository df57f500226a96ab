#!/usr/bin/env python3
"""Puts trainers and instructor back as they were before, wherever nobody changed them since.

Lists what is left. Asks first; where nobody can be asked, it needs --yes. End sync before, also the one in `serve`.

Exit codes: 0 done, 1 finished with documents left as they are, 2 refused, failed or interrupted.
"""

from migrating import migrate  # type: ignore[import-not-found]  # the file beside this one

if __name__ == "__main__":
    migrate(__doc__, "down")
