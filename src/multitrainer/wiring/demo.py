"""Builds what makes the demo."""

from multitrainer.database import Database
from multitrainer.repositories.batches import Batches as BatchRepository
from multitrainer.repositories.courses import Courses as CourseRepository
from multitrainer.repositories.demo import LoadedDemos
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.users import Users
from multitrainer.services.audit import Audit
from multitrainer.services.batches import Batches
from multitrainer.services.courses import Courses
from multitrainer.services.covers_due import CoversDue
from multitrainer.services.demo import Demo
from multitrainer.services.gate import Gate
from multitrainer.services.places import Places
from multitrainer.services.roster import Roster
from multitrainer.services.students import Students
from multitrainer.services.team_changes import TeamChanges
from multitrainer.services.trainers import Trainers


def demo(
    gate: Gate,
    database: Database,
    courses: CourseRepository,
    batches: BatchRepository,
    teams: Teams,
    users: Users,
    places: Places,
    trainers: Trainers,
    audit: Audit,
    covers_due: CoversDue,
) -> Demo:
    """The demo, whose people are told nothing of how it is made."""
    silent = TeamChanges(database, teams, audit, None, covers_due)
    return Demo(
        trainers,
        Students(users),
        Courses(gate, database, courses, teams, users, silent, places, audit),
        Roster(gate, courses, teams, users, silent),
        Batches(gate, batches, users, silent, places, audit),
        LoadedDemos(),
    )
