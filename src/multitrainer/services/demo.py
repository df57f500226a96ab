"""The two scenarios that the institute drew, to look at and to try things on."""

from collections.abc import Sequence
from contextlib import suppress
from hashlib import blake2b

from multitrainer.domain.actors import Actor
from multitrainer.domain.errors import BatchNotFound, CourseNotFound
from multitrainer.domain.roster import Role
from multitrainer.schemas.batches import NewBatch
from multitrainer.schemas.courses import NewCourse, RosterMember
from multitrainer.schemas.people import BatchPeople
from multitrainer.schemas.roster import RosterChange
from multitrainer.schemas.trainers import NewTrainer
from multitrainer.services.batches import Batches
from multitrainer.services.courses import Courses
from multitrainer.services.roster import Roster
from multitrainer.services.students import Students
from multitrainer.services.trainers import Trainers

GERMAN_TEACHERS = ("John", "Maria", "Alex")
ENGLISH_ASSISTANTS = ("Emma", "Liam", "Olivia", "Noah", "Ava", "Ethan", "Mia", "Lucas")
SUBSTITUTES = ("Grace", "Henry", "Zoe")


class Demo:
    """Loads the scenarios through the services, as a person would enter them.

    Ids follow from names, so loading again goes on where it stopped and leaves alone what has been changed.
    """

    def __init__(
        self,
        trainers: Trainers,
        students: Students,
        courses: Courses,
        roster: Roster,
        batches: Batches,
    ) -> None:
        self._trainers = trainers
        self._students = students
        self._courses = courses
        self._roster = roster
        self._batches = batches

    async def load(self, actor: Actor) -> bool:
        """Load both scenarios. False, and nothing loaded, where the institute has courses of its own."""
        try:
            await self._courses.read(actor, demo_id("german", 0))
        except CourseNotFound:
            if (await self._courses.page(actor, None, 1)).items:
                return False
        await self._german(actor)
        await self._english(actor)
        return True

    async def _german(self, actor: Actor) -> None:
        """Scenario 1: 300 students, 12 batches, one lead who backs everybody up, three assistants."""
        people = await self._people(actor, "german", "German", ("Dr. Sarah", *GERMAN_TEACHERS))
        sarah, *teachers = people
        await self._course(actor, "german", "German A1", [sarah], teachers)
        for number in range(1, 13):
            teacher = teachers[(number - 1) // 4]
            body = BatchPeople(primary=teacher, backup=(sarah,))
            await self._batch(actor, "german", number, 25, body)

    async def _english(self, actor: Actor) -> None:
        """Scenario 2: 500 students, 25 batches, two leads with a range each, eight assistants, three on call.

        Eight assistants with three batches each leave one over: the second lead teaches the 25th.
        """
        names = ("Dr. Smith", "Dr. Johnson", *ENGLISH_ASSISTANTS, *SUBSTITUTES)
        smith, johnson, *others = await self._people(actor, "english", "English", names)
        teachers, pool = others[:8], others[8:]
        await self._course(actor, "english", "English B2", [smith, johnson], teachers, pool)
        for number in range(1, 26):
            primary = teachers[(number - 1) // 3] if number < 25 else johnson
            await self._batch(actor, "english", number, 20, BatchPeople(primary=primary))
            if number == 13:  # what follows joins the range that begins here
                await self._begin_range(actor, johnson, demo_id("english", 13))

    async def _begin_range(self, actor: Actor, lead: str, batch: str) -> None:
        course = demo_id("english", 0)
        entry = await self._roster.read(actor, course, lead)
        if not entry.view["assignedBatches"]:
            await self._roster.change(actor, course, lead, RosterChange(assigned_batches=(batch,)))

    async def _people(self, actor: Actor, course: str, subject: str, names: Sequence[str]) -> list[str]:
        ids = [demo_id(f"{course} trainer", n) for n in range(len(names))]
        for id_, name in zip(ids, names, strict=True):
            mail = name.lower().replace("dr. ", "") + "@institute.example"
            new = NewTrainer(name=name, email=mail, phone="+49 30 55500100", specialization=subject)
            await self._trainers.create(actor, new, id_)
        return ids

    async def _course(
        self,
        actor: Actor,
        key: str,
        name: str,
        leads: list[str],
        assistants: list[str],
        substitutes: Sequence[str] = (),
    ) -> None:
        roles = {Role.LEAD: leads, Role.ASSISTANT: assistants, Role.SUBSTITUTE: substitutes}
        members = tuple(RosterMember(trainer=t, role=role) for role, several in roles.items() for t in several)
        await self._courses.create(actor, NewCourse(name=name, trainers=members), demo_id(key, 0))

    async def _batch(self, actor: Actor, course: str, number: int, size: int, people: BatchPeople) -> None:
        with suppress(BatchNotFound):
            await self._batches.read(actor, demo_id(course, number))
            return
        first = (number - 1) * size + 1
        students = {demo_id(f"{course} student", n): f"Student {n}" for n in range(first, first + size)}
        await self._students.register(actor, students)
        body = NewBatch(course=demo_id(course, 0), name=f"Batch {number}", students=tuple(students), trainers=people)
        await self._batches.create(actor, body, demo_id(course, number))


def demo_id(kind: str, number: int) -> str:
    """The id of a thing of the demo: the same each time, and in the order of the numbers."""
    return blake2b(kind.encode(), digest_size=8).hexdigest() + f"{number:08x}"
