"""Builds what makes the demo."""

from multitrainer.domain.local_time import shown
from multitrainer.repositories.demo import LoadedDemos
from multitrainer.services.courses.batches import Batches
from multitrainer.services.courses.courses import Courses
from multitrainer.services.courses.roster import Roster
from multitrainer.services.courses.team_changes import TeamChanges
from multitrainer.services.demo.demo import Demo
from multitrainer.services.demo.questions import DemoQuestions
from multitrainer.services.demo.words import DemoWords
from multitrainer.services.enrolments.places import Places
from multitrainer.services.people.students import Students
from multitrainer.services.people.trainers import Trainers
from multitrainer.wiring.base import Base
from multitrainer.wiring.meeting import timetabled
from multitrainer.wiring.questions import asking


def demo(base: Base, places: Places, trainers: Trainers, written: DemoWords) -> Demo:
    """The demo, whose people are told nothing of how it is made."""
    gate, database, teams, users, audit = base.gate, base.database, base.teams, base.users, base.audit
    asked = asking(base, silent=True)
    silent = TeamChanges(database, teams, audit, None, base.covers_due)
    return Demo(
        trainers,
        Students(users),
        Courses(gate, database, base.courses, teams, users, silent, places, audit),
        Roster(gate, base.courses, teams, users, silent),
        Batches(gate, base.batches, users, silent, places, audit),
        timetabled(base, None).timetables,
        written,
        DemoQuestions(asked["questions"], asked["question_answers"], asked["replies"]),
        LoadedDemos(),
        lambda: shown(base.now(), base.zone).date(),
    )
