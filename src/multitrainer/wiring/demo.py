"""Builds what makes the demo."""

from multitrainer.domain.local_time import shown
from multitrainer.repositories.demo import LoadedDemos
from multitrainer.services.batches import Batches
from multitrainer.services.courses import Courses
from multitrainer.services.demo import Demo
from multitrainer.services.demo_questions import DemoQuestions
from multitrainer.services.demo_words import DemoWords
from multitrainer.services.places import Places
from multitrainer.services.roster import Roster
from multitrainer.services.students import Students
from multitrainer.services.team_changes import TeamChanges
from multitrainer.services.trainers import Trainers
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
