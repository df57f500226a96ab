#!/usr/bin/env python3
"""The third step of moving over, m0003: who teaches a batch joins its course's roster, and workload is counted.

Needs scripts/backfill_batch_trainers.py to be done. Killed at any moment it goes on where it was; run again when done,
it changes nothing.

Exit codes: 0 done, 1 finished with documents set aside, 2 refused, failed or interrupted.
"""

from migrating import migrate  # type: ignore[import-not-found]  # the file beside this one

if __name__ == "__main__":
    migrate(__doc__, "up", "--only", "m0003_recount")
