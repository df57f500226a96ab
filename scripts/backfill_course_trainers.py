#!/usr/bin/env python3
"""The first step of moving over, m0001: the instructor of each course becomes the lead of its roster.

Run `multitrainer migrate plan` and make a backup before. Killed at any moment it goes on where it was; run again when
done, it changes nothing.

Exit codes: 0 done, 1 finished with documents set aside, 2 refused, failed or interrupted.
"""

from migrating import migrate  # type: ignore[import-not-found]  # the file beside this one

if __name__ == "__main__":
    migrate(__doc__, "up", "--only", "m0001_course_roster")
