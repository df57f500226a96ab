"""The two scenarios that the institute drew, to look at and to try things on."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from enum import Enum, auto

from multitrainer.database import Outdated, until_current
from multitrainer.domain.actors import Actor
from multitrainer.domain.errors import BatchNotFound, Conflict, CourseNotFound, Invalid, NotAllowed, NotFound, Stale
from multitrainer.domain.roster import Role
from multitrainer.repositories.demo import LoadedDemos, beside_another
from multitrainer.schemas.batches import NewBatch
from multitrainer.schemas.courses import NewCourse, RosterMember
from multitrainer.schemas.people import BatchPeople
from multitrainer.schemas.roster import RosterChange
from multitrainer.schemas.sessions import NewTimetable
from multitrainer.schemas.trainers import NewTrainer
from multitrainer.services.courses.batches import Batches
from multitrainer.services.courses.courses import Courses
from multitrainer.services.courses.roster import Roster
from multitrainer.services.demo.ids import demo_id
from multitrainer.services.demo.questions import DemoQuestions
from multitrainer.services.demo.words import DemoWords
from multitrainer.services.people.students import Students
from multitrainer.services.people.trainers import Trainers
from multitrainer.services.timetables.timetables import Timetables

GERMAN_TEACHERS = ("John", "Maria", "Alex")
ENGLISH_ASSISTANTS = ("Emma", "Liam", "Olivia", "Noah", "Ava", "Ethan", "Mia", "Lucas")
SUBSTITUTES = ("Grace", "Henry", "Zoe")
COURSES = {"german": "German A1", "english": "English B2"}
TEAMS = {
    "german": {Role.LEAD: ("Dr. Sarah",), Role.ASSISTANT: GERMAN_TEACHERS},
    "english": {
        Role.LEAD: ("Dr. Smith", "Dr. Johnson"),
        Role.ASSISTANT: ENGLISH_ASSISTANTS,
        Role.SUBSTITUTE: SUBSTITUTES,
    },
}
DAYS = (("monday", "thursday"), ("tuesday", "friday"), ("wednesday", "saturday"))
TIMES = (("08:30", "11:00"), ("11:15", "13:45"), ("14:00", "16:30"), ("16:45", "19:15"))
"""When the batches of German A1 meet: no two at once, so that anybody can stand in for anybody."""
TRAINERS = {course: tuple(name for names in team.values() for name in names) for course, team in TEAMS.items()}
"""Leads, assistants and substitutes of each course, in this order."""

LATELY = timedelta(days=7)
"""Since when the batches of German A1 meet."""


class Outcome(Enum):
    """What became of loading the demo."""

    LOADED = auto()
    LOADED_BEFORE = auto()
    """Nothing was done: what people made of it since is theirs."""
    LEFT_IN_PART = auto()
    """A command was refused, because of what people made of a part that an interruption left, or had before."""
    NOT_WANTED = auto()
    """Nothing was done, because the institute has courses of its own."""


WHOLE = frozenset({Outcome.LOADED, Outcome.LOADED_BEFORE})
"""What leaves nothing of the demo out."""


class Demo:
    """Loads the scenarios through the services, as a person would enter them.

    Ids follow from names, so loading goes on where it was interrupted. What was loaded to its end is never
    touched again.
    """

    def __init__(
        self,
        trainers: Trainers,
        students: Students,
        courses: Courses,
        roster: Roster,
        batches: Batches,
        timetables: Timetables,
        written: DemoWords,
        questions: DemoQuestions,
        loaded: LoadedDemos,
        today: Callable[[], date],
    ) -> None:
        self._trainers = trainers
        self._students = students
        self._courses = courses
        self._roster = roster
        self._batches = batches
        self._timetables = timetables
        self._written = written
        self._questions = questions
        self._loaded = loaded
        self._today = today

    async def load(self, actor: Actor) -> Outcome:
        """Load what is missing of both scenarios. Several processes may do so at once. Raises Unavailable.

        What its people write they may not any more, where others have changed meanwhile what they are.
        """
        try:
            return await until_current(lambda: self._load(actor))
        except (NotFound, Invalid, Conflict, NotAllowed):
            return Outcome.LEFT_IN_PART

    async def _load(self, actor: Actor) -> Outcome:
        scenarios = {"german": self._german, "english": self._english}
        loaded = await self._loaded.among([*scenarios])
        missing = {name: load for name, load in scenarios.items() if name not in loaded}
        if not missing:
            return Outcome.LOADED_BEFORE
        if not loaded and await self._has_other_courses(actor):
            return Outcome.NOT_WANTED
        for name, load in missing.items():
            with beside_another():
                await load(actor)
            await self._loaded.add(name)
        return Outcome.LOADED

    async def _has_other_courses(self, actor: Actor) -> bool:
        """Whether there are courses, but not the one that the demo begins with."""
        if not (await self._courses.page(actor, None, 1)).items:
            return False
        with suppress(CourseNotFound):
            await self._courses.read(actor, demo_id("german", 0))
            return False
        return True

    async def _german(self, actor: Actor) -> None:
        """Scenario 1: 300 students, 12 batches, one lead who backs everybody up, three assistants.

        Its batches meet for 5 hours a week, since a week ago; of some of them people have written something.
        """
        sarah, *teachers = await self._people(actor, "german", "German")
        await self._course(actor, "german", [sarah], teachers)
        for number in range(1, 13):
            teacher = teachers[(number - 1) // 4]
            body = BatchPeople(primary=teacher, backup=(sarah,))
            await self._batch(actor, "german", number, 25, body)
            await self._meets(actor, number)
            if number % 4 == 1:  # the first of each teacher
                await self._written.add(demo_id("german", number), teacher, self._today() - LATELY, self._today())
        await self._questions.load(actor, "german", teachers[0])

    async def _meets(self, actor: Actor, number: int) -> None:
        batch = demo_id("german", number)
        if (await self._timetables.read(actor, batch))["from"]:
            return
        start, end = TIMES[(number - 1) // len(DAYS)]
        sessions = [{"day": day, "start": start, "end": end} for day in DAYS[(number - 1) % len(DAYS)]]
        new = NewTimetable.model_validate({"sessions": sessions, "from": self._today() - LATELY})
        await self._timetables.put(actor, batch, new)

    async def _english(self, actor: Actor) -> None:
        """Scenario 2: 500 students, 25 batches, two leads with a range each, eight assistants, three on call.

        Eight assistants with three batches each leave one over: the second lead teaches the 25th.
        """
        smith, johnson, *others = await self._people(actor, "english", "English")
        teachers, pool = others[:8], others[8:]
        await self._course(actor, "english", [smith, johnson], teachers, pool)
        for number in range(1, 26):
            primary = teachers[(number - 1) // 3] if number < 25 else johnson
            await self._batch(actor, "english", number, 20, BatchPeople(primary=primary))
            if number == 13:  # what follows joins the range that begins here
                await self._begin_range(actor, johnson, demo_id("english", 13))

    async def _begin_range(self, actor: Actor, lead: str, batch: str) -> None:
        course = demo_id("english", 0)
        entry = await self._roster.read(actor, course, lead)
        if entry.view["assignedBatches"]:
            return
        try:
            await self._roster.change(actor, course, lead, RosterChange(assigned_batches=(batch,)), entry.tag)
        except Stale as changed:  # by another process that loads the demo, and may have gone on to the next batch
            raise Outdated from changed

    async def _people(self, actor: Actor, course: str, subject: str) -> list[str]:
        names = TRAINERS[course]
        ids = [demo_id(f"{course} trainer", n) for n in range(len(names))]
        for id_, name in zip(ids, names, strict=True):
            new = NewTrainer(name=name, email=address(name), phone="+49 30 55500100", specialization=subject)
            await self._trainers.create(actor, new, id_)
        return ids

    async def _course(
        self,
        actor: Actor,
        key: str,
        leads: list[str],
        assistants: list[str],
        substitutes: Sequence[str] = (),
    ) -> None:
        roles = {Role.LEAD: leads, Role.ASSISTANT: assistants, Role.SUBSTITUTE: substitutes}
        members = tuple(RosterMember(trainer=t, role=role) for role, several in roles.items() for t in several)
        await self._courses.create(actor, NewCourse(name=COURSES[key], trainers=members), demo_id(key, 0))

    async def _batch(self, actor: Actor, course: str, number: int, size: int, people: BatchPeople) -> None:
        with suppress(BatchNotFound):
            await self._batches.read(actor, demo_id(course, number))
            return
        first = (number - 1) * size + 1
        students = {demo_id(f"{course} student", n): f"Student {n}" for n in range(first, first + size)}
        await self._students.register(actor, students)
        body = NewBatch(course=demo_id(course, 0), name=f"Batch {number}", students=tuple(students), trainers=people)
        await self._batches.create(actor, body, demo_id(course, number))


def address(name: str) -> str:
    """The e-mail address of somebody of the demo."""
    return name.lower().removeprefix("dr. ") + "@institute.example"
