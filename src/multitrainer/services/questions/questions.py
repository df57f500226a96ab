"""Students' questions: asked, listed and read."""

from typing import Any, NamedTuple

from multitrainer.clock import Clock
from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor, ActorKind
from multitrainer.domain.contexts import led_by
from multitrainer.domain.enrolments import EnrolmentStatus
from multitrainer.domain.errors import NotAllowed, SenselessQuestion, TooManyQuestions
from multitrainer.domain.permissions import Verdict, can
from multitrainer.domain.questions import steps
from multitrainer.domain.questions.rules import QuestionRules
from multitrainer.domain.questions.steps import Asked, Doing
from multitrainer.domain.questions.values import QuestionState
from multitrainer.domain.questions.which import Which
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.standings import Context
from multitrainer.identity.callers import Caller
from multitrainer.repositories.batches import Batches, no_batch
from multitrainer.repositories.courses import no_course
from multitrainer.repositories.enrolments import Enrolments
from multitrainer.repositories.names import names_of
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.questions import Questions as QuestionRepository
from multitrainer.repositories.users import Users
from multitrainer.schemas.questions import NewQuestion
from multitrainer.services.changes.tags import Tagged, tagged
from multitrainer.services.gate import Gate
from multitrainer.services.permissions import MAY_NOT, must
from multitrainer.services.questions.changes import QuestionChanges
from multitrainer.services.questions.people import QuestionPeople
from multitrainer.services.questions.sight import sight
from multitrainer.services.questions.views import QuestionViews
from multitrainer.stored.ids import new_id
from multitrainer.stored.questions import read_question

Raw = dict[str, Any]


class _Place(NamedTuple):
    """What is asked about."""

    course: str
    batch: str | None


class Questions:
    """Use cases of questions. What is done with one that is there is in `QuestionAnswers` and `QuestionHops`."""

    def __init__(
        self,
        gate: Gate,
        database: Database,
        questions: QuestionRepository,
        people: QuestionPeople,
        changes: QuestionChanges,
        views: QuestionViews,
        batches: Batches,
        enrolments: Enrolments,
        users: Users,
        rules: QuestionRules,
        now: Clock,
    ) -> None:
        self._gate = gate
        self._database = database
        self._questions = questions
        self._people = people
        self._changes = changes
        self._views = views
        self._batches = batches
        self._enrolments = enrolments
        self._users = users
        self._rules = rules
        self._now = now

    async def ask(self, caller: Caller, new: NewQuestion, id_: str | None = None) -> Tagged:
        """Ask for oneself, or on a student's behalf. With the id of an earlier try, that one is answered.

        Raises BatchNotFound, CourseNotFound, BatchWithoutCourse, UnknownStudent, SenselessQuestion, TooManyQuestions,
        NobodyToAnswer, Contended.
        """
        actor = await self._gate.anybody(caller)
        student = await self._student(actor, new.student)
        place = await self._place(actor, new, student)
        asked = Asked(id_ or new_id(), place.course, place.batch, student, new.text)
        sees = await sight(self._gate, actor)

        async def change(session: Session) -> Tagged:
            await self._place(actor, new, student)  # they may have left the batch while they waited
            if not await self._questions.exists(asked.id, session):
                await self._must_have_room(student, session)
                there = await self._people.around(asked.course, asked.batch, (), session)
                doing, rules = Doing(actor.id, self._now()), await self._people.rules(session)
                question = steps.ask(asked, there, doing, rules)
                await self._changes.write(actor, Action.ASK_QUESTION, None, question, session)
            return tagged(await self._views.one(await self._questions.raw(asked.id, session), sees))

        async with self._database.alone_at(f"asking:{student}"):  # no document tells how many are open
            return await self._database.atomically(f"questions-of:{student}", change)

    async def page(self, caller: Caller, which: Which, cursor: str | None, limit: int) -> Paged:
        """A student's own; to trainers, those that they have, or of a batch or a course; to admins, all.

        Those of one student are shown as the student sees them, with the `actions` of whoever asks.

        Raises CourseNotFound, BatchNotFound, InvalidInput, and NotAllowed where who has one is nothing for them.
        """
        actor = await self._gate.anywhere(caller, Action.LIST_QUESTIONS)
        sees = await sight(self._gate, actor)
        if which.holder and sees.as_students:
            words = "Students, and keys that ask for them, are not told who has a question: leave out holder."
            raise NotAllowed(MAY_NOT, words, action=Action.LIST_QUESTIONS.value)
        theirs = await self._theirs(actor, which)
        page = await self._questions.page(theirs, cursor, limit)
        of_student = sees.as_students or (actor.kind is not ActorKind.TRAINER and bool(which.student))
        items = [raw for raw in page.items if sees.reads(read_question(raw))]
        return Paged(await self._views.several(items, sees, of_student=of_student), page.next)

    async def read(self, caller: Caller, question: str) -> Raw:
        """One question, to its student without what is for those who answer. Raises QuestionNotFound."""
        found = await self._questions.find(question)
        actor = await self._gate.on_question(caller, Action.READ_QUESTION, found)
        return await self._views.one(await self._questions.raw(question), await sight(self._gate, actor))

    async def surveyed(self, caller: Caller) -> list[Raw]:
        """The courses that a trainer leads, of which they see all questions; to admins, who see all there are, none."""
        actor = await self._gate.anywhere(caller, Action.LIST_QUESTIONS)
        if actor.kind is not ActorKind.TRAINER:
            return []
        led = led_by(actor, await self._gate.teams_of(actor))
        names = await names_of("courses", led)
        return [{"_id": course, "name": names.get(course)} for course in led]

    async def first_of_led(self, caller: Caller, state: QuestionState | None, limit: int) -> dict[str, Paged]:
        """The first questions of each of those courses, as a page of each shows them."""
        actor = await self._gate.anywhere(caller, Action.LIST_QUESTIONS)
        sees = await sight(self._gate, actor)
        pages = await self._questions.first(led_by(actor, sees.courses.values()), state, limit)
        raws = [raw for page in pages.values() for raw in page.items if sees.reads(read_question(raw))]
        shown: dict[str, list[Raw]] = {course: [] for course in pages}
        for one in await self._views.several(raws, sees, of_student=False):
            shown[str(one["course"])].append(one)
        return {course: Paged(shown[course], page.next) for course, page in pages.items()}

    async def _theirs(self, actor: Actor, which: Which) -> Which:
        """What of some questions is for whoever asks. Raises CourseNotFound, BatchNotFound."""
        if actor.kind is ActorKind.STUDENT:
            return which._replace(student=actor.id)
        if actor.kind is not ActorKind.TRAINER:
            return which
        if which.batch:
            await self._gate.on_batch(actor, Action.READ_QUESTION, which.batch)
        elif which.course:
            await self._gate.on_course(actor, Action.SURVEY_QUESTIONS, which.course)
        else:
            return which._replace(holder=actor.id)
        return which

    async def _student(self, actor: Actor, named: str | None) -> str:
        """Whose question it is. Raises SenselessQuestion, UnknownStudent."""
        if actor.kind is ActorKind.STUDENT:
            return actor.id
        if can(actor, Action.ASK_QUESTION) is not Verdict.YES:
            return named or actor.id
        if named is None:
            raise SenselessQuestion(Sentence("Name the student on whose behalf you ask."), field="student")
        await self._users.must_exist("student", (named,))
        return named

    async def _place(self, actor: Actor, new: NewQuestion, student: str) -> _Place:
        """What it is about, for somebody who may; whoever may not learns nothing else of it.

        Raises BatchNotFound, CourseNotFound, BatchWithoutCourse, SenselessQuestion.
        """
        stands, seats = await self._stands(new, student)
        context = stands if actor.kind is ActorKind.STUDENT else await self._standing(actor, new)
        unknown = no_batch(new.batch) if new.batch else no_course(new.course or "")
        must(actor, Action.ASK_QUESTION, context, unknown)
        course = await self._batches.course_of(new.batch) if new.batch else new.course or ""
        self._must_fit(new, student, stands, course)
        return _Place(course, new.batch or (seats[0] if len(seats) == 1 else None))

    async def _stands(self, new: NewQuestion, student: str) -> tuple[Context, list[str]]:
        """How the student stands to it, and their batches on the course, of which it is about the only one."""
        if new.batch:
            return Context(in_class=await self._batches.has_student(new.batch, student)), []
        if new.course is None:
            raise SenselessQuestion(Sentence("Name the batch, or the course, that it is about."), field="course")
        seats = await self._batches.of_student(student, new.course)
        enrolled = await self._enrolments.of_student(new.course, student)
        active = enrolled is not None and enrolled.status is not EnrolmentStatus.WITHDRAWN
        return Context(enrolled=active or bool(seats)), seats

    async def _standing(self, actor: Actor, new: NewQuestion) -> Context:
        """How somebody else stands to it."""
        if actor.kind is not ActorKind.TRAINER:
            return Context()
        return await self._gate.standing_of_asked(actor, new.course or "", new.batch)

    def _must_fit(self, new: NewQuestion, student: str, stands: Context, course: str) -> None:
        """Raises NotAllowed, SenselessQuestion."""
        if new.student not in {None, student}:
            raise NotAllowed(Sentence("You may not ask on another student's behalf."), action=Action.ASK_QUESTION.value)
        if new.course not in {None, course}:
            raise SenselessQuestion(
                Sentence("This batch is of another course."), f"Batch {new.batch} is of another course.", field="batch"
            )
        if not (stands.in_class or stands.enrolled):
            there = f"in batch {new.batch}" if new.batch else f"on course {course}"
            not_there = Sentence("This student is not in the batch, or not on the course.")
            raise SenselessQuestion(not_there, f"Student {student} is not {there}.", field="student")

    async def _must_have_room(self, student: str, session: Session) -> None:
        """Raises TooManyQuestions."""
        most = self._rules.most_open
        if await self._questions.count_open(student, session) >= most:
            words = Sentence(
                "{most} questions of yours are open, and no more can be. Wait for answers, or close some.", most=most
            )
            raise TooManyQuestions(words, most=most)
