#!/usr/bin/env python3
"""The second step of moving over, m0002: the instructor of each batch becomes its primary.

Needs scripts/backfill_course_trainers.py to be done. Killed at any moment it goes on where it was; run again when done,
it changes nothing.

Exit codes: 0 done, 1 finished with documents set aside, 2 refused, failed or interrupted.
"""

from migrating import migrate  # type: ignore[import-not-found]  # the file beside this one

if __name__ == "__main__":
    migrate(__doc__, "up", "--only", "m0002_batch_trainers")
