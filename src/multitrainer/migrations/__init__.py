"""Moving an institute over from one `instructor` to several trainers: one file per migration, in their order.

Each is a rule in two languages, Python and update pipelines, and knows no connection. What runs them is
services/moving_over/migrations.py.
"""

from multitrainer.migrations import m0001_course_roster, m0002_batch_trainers, m0003_recount
from multitrainer.migrations.migration import Migration

ALL: tuple[Migration, ...] = (m0001_course_roster, m0002_batch_trainers, m0003_recount)
"""In the order in which they are applied; undone in the opposite one."""
