"""One call of each method that keeps students' questions and courses' replies."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from multitrainer.domain.intervals import Interval
from multitrainer.domain.questions.replies import Reply
from multitrainer.domain.questions.steps import close
from multitrainer.domain.questions.values import Question, QuestionState, Step
from multitrainer.domain.questions.which import Which
from multitrainer.repositories.lessons import Lessons
from multitrainer.repositories.question_counts import QuestionCounts
from multitrainer.repositories.questions import Questions
from multitrainer.repositories.replies import Replies
from multitrainer.stored.ids import new_id
from tests.repositories.calls import World, cursor_after
from tests.repositories.session_calls import met

QUESTIONS, REPLIES, COUNTS = Questions(), Replies(), QuestionCounts()
START, HOUR = datetime(2026, 3, 2, tzinfo=UTC), timedelta(hours=1)
WITHIN = Interval(START, START + 4 * HOUR)


async def asked(w: World) -> list[Question]:
    """Sixty, of six students, courses and holders in turn; two of three are closed."""
    if not (await QUESTIONS.page(Which(holder=w.users_there[0]), None, 1)).items:
        for n in range(60):
            await QUESTIONS.insert(question := _question(w, n), None)
            await QUESTIONS.save(question, close(question) if n % 3 else question, None)
    found = (await QUESTIONS.page(Which(holder=w.users_there[0]), None, 50)).items
    return [await QUESTIONS.find(str(raw["_id"])) for raw in found]


def _question(w: World, n: int) -> Question:
    at = START + n * HOUR
    course, batch, who = w.courses_there[n % 6], w.batches_there[n % 6], w.users_there[n % 6]
    question = Question(new_id(), course, batch, who, at, who, Step.TEACHER, at, at + HOUR)
    return replace(question, look_at=at + HOUR)


async def one(w: World) -> Question:
    return (await asked(w))[0]


async def find(w: World) -> None:
    await QUESTIONS.find((await one(w)).id)


async def exists(w: World) -> None:
    assert await QUESTIONS.exists((await one(w)).id)


async def pages(w: World) -> None:
    question = await one(w)
    named = {"course": question.course, "batch": question.batch, "holder": question.holder, "student": question.student}
    for cursor in (None, cursor_after(question.id)):
        for name, id_ in named.items():
            for state in (None, QuestionState.OPEN):
                await QUESTIONS.page(Which(**{name: id_}, state=state), cursor, 3)
        await QUESTIONS.page(Which(state=QuestionState.OPEN), cursor, 3)


async def everybodys(w: World) -> None:
    await asked(w)
    await QUESTIONS.page(Which(), None, 3)


async def firsts(w: World) -> None:
    courses = {question.course for question in await asked(w)}
    for state in (None, QuestionState.OPEN):
        assert (await QUESTIONS.first([*courses], state, 3)).keys() == courses


async def count_open(w: World) -> None:
    assert await QUESTIONS.count_open((await one(w)).student) >= 0


async def held(w: World) -> None:
    await asked(w)
    assert sum((await QUESTIONS.held(w.users_there[:3])).values()) > 0


async def due(w: World) -> None:
    await asked(w)
    assert await QUESTIONS.due(START + 4 * HOUR, 50)


async def every_open(w: World) -> None:
    await asked(w)
    assert [question async for question in QUESTIONS.open()]


async def look_at(w: World) -> None:
    await QUESTIONS.look_at(await one(w), START + HOUR, None)


async def put_off(w: World) -> None:
    await QUESTIONS.put_off((await one(w)).id, START + HOUR)


async def make_due(w: World) -> None:
    await QUESTIONS.make_due([(await one(w)).holder], START, None)


async def make_due_of_batch(w: World) -> None:
    await QUESTIONS.make_due_of_batch(str((await one(w)).batch), START, None)


async def counted(w: World) -> None:
    question = await one(w)
    for course, batch in ((None, None), (question.course, None), (None, question.batch)):
        await COUNTS.asked(course, batch, WITHIN)


async def open_since(w: World) -> None:
    question = await one(w)
    for course, batch in ((None, None), (question.course, None), (None, question.batch)):
        await COUNTS.open_since(course, batch)


async def now_or_next(w: World) -> None:
    session = (await met(w))[0]
    await Lessons().now_or_next(session.batch, session.start)


async def is_admin(w: World) -> None:
    await w.users.is_admin(w.users_there[0])


async def kept(w: World) -> list[Reply]:
    """Ten of each of three courses."""
    course = w.courses_there[0]
    if not await REPLIES.count(course):
        for n in range(30):
            text = f"word{n} all"
            await REPLIES.insert(Reply(new_id(), w.courses_there[n % 3], f"Reply {n}", text, "x", START), None)
    return await REPLIES.sharing(course, ["all"])


async def found_reply(w: World) -> None:
    reply = (await kept(w))[0]
    await REPLIES.find(reply.course, reply.id)


async def saved_reply(w: World) -> None:
    reply = (await kept(w))[0]
    await REPLIES.save(reply, replace(reply, text="all else"), None)


async def deleted_reply(w: World) -> None:
    await REPLIES.delete((await kept(w))[-1], None)


async def pages_of_replies(w: World) -> None:
    reply = (await kept(w))[2]
    for cursor in (None, cursor_after(reply.id)):
        await REPLIES.page(reply.course, [], cursor, 3)
    await REPLIES.page(reply.course, ["all", "word3"], None, 3)


CALLS: dict[str, Callable[[World], Awaitable[object]]] = {
    "Questions.insert": asked,
    "Questions.save": asked,
    "Questions.find": find,
    "Questions.raw": find,
    "Questions.exists": exists,
    "Questions.page": pages,
    "Questions.page of everybody": everybodys,
    "Questions.first": firsts,
    "Questions.count_open": count_open,
    "Questions.held": held,
    "Questions.due": due,
    "Questions.open": every_open,
    "Questions.look_at": look_at,
    "Questions.put_off": put_off,
    "Questions.make_due": make_due,
    "Questions.make_due_of_batch": make_due_of_batch,
    "QuestionCounts.asked": counted,
    "QuestionCounts.open_since": open_since,
    "Lessons.now_or_next": now_or_next,
    "Users.is_admin": is_admin,
    "Replies.insert": kept,
    "Replies.sharing": kept,
    "Replies.count": kept,
    "Replies.find": found_reply,
    "Replies.save": saved_reply,
    "Replies.delete": deleted_reply,
    "Replies.page": pages_of_replies,
}
