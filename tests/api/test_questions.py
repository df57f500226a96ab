"""Students' questions over HTTP, with the client."""

import httpx
import pytest

from multitrainer.client import Client
from multitrainer.database import Database
from multitrainer.domain.actions import Action
from multitrainer.domain.errors import NobodyToAnswer, QuestionNotReady, SenselessQuestion, Stale
from multitrainer.domain.questions.doings import QuestionDoing
from multitrainer.domain.questions.values import QuestionState, Said, Step, Why
from multitrainer.schemas.questions import QuestionView, StudentsQuestionView
from tests.api.everybody import BATCH, OTHER_COURSE, QUESTION, Asked, Sender, found
from tests.api.school import COURSE, JOHN, SARAH, STUDENT
from tests.callers import AS_ADMIN, admit

ON_QUESTIONS = "/api/questions"


@pytest.fixture
async def school(database: Database) -> None:
    await found(database)
    await admit(database.motor)


@pytest.mark.usefixtures("school")
async def test_the_institutes_app_asks_for_a_student_and_follows_it_to_its_end(client: Client) -> None:
    made = await client.questions.ask("Why?", batch=str(BATCH), student=str(STUDENT))
    assert isinstance(made, QuestionView)
    assert (made.holder.id, made.step, made.state) == (JOHN, Step.TEACHER, QuestionState.OPEN)
    assert QuestionDoing.HAND_ON in made.actions
    await client.questions.escalate(made.id, "Beyond him")
    await client.questions.give_back(made.id)
    await client.questions.hand_on(made.id, SARAH)
    noted = await client.questions.note(made.id, "Again.")
    with pytest.raises(Stale):
        await client.questions.answer(made.id, "So.", if_match=made.etag)
    answered = await client.questions.answer(made.id, "So.", if_match=noted.etag)
    assert [hop.why for hop in answered.trail] == [Why.ASKED, Why.ESCALATED, Why.RETURNED, Why.HANDED_ON]
    assert (answered.state, answered.notes[0].text) == (QuestionState.ANSWERED, "Again.")
    with pytest.raises(QuestionNotReady):
        await client.questions.escalate(made.id, "?")
    (seen,) = [one async for one in client.questions.list(student=str(STUDENT), state=QuestionState.ANSWERED)]
    assert (type(seen), [one.what for one in seen.entries]) == (StudentsQuestionView, [Said.QUESTION, Said.ANSWER])
    assert (await client.questions.follow_up(made.id, "And?")).state is QuestionState.OPEN
    assert (await client.questions.close(made.id)).state is QuestionState.CLOSED
    counts = await client.questions.counts(course=str(COURSE))
    assert (counts.asked, counts.answered, counts.batches[0].escalations) == (2, 1, 1)
    with pytest.raises(SenselessQuestion):
        await client.questions.ask("Why?", course=str(OTHER_COURSE), student=str(STUDENT))


@pytest.mark.usefixtures("school")
async def test_a_course_keeps_replies_that_are_suggested(client: Client) -> None:
    made = await client.replies.keep(str(COURSE), "Why not", "Because.")
    assert [one.title for one in await client.questions.suggestions(str(QUESTION))] == ["Why not", "Why"]
    await client.replies.put(str(COURSE), made.id, "Never", "Because.", if_match=made.etag)
    assert [one.title async for one in client.replies.list(str(COURSE), words="because")] == ["Never"]
    await client.replies.delete(str(COURSE), made.id)
    assert [one.title async for one in client.replies.list(str(COURSE))] == ["Why"]


@pytest.mark.usefixtures("school")
async def test_a_student_sees_no_notes_and_no_change_of_tag_by_them(client: Client, sender: Sender) -> None:
    address, asked = f"{ON_QUESTIONS}/{QUESTION}", Asked(Action.READ_QUESTION)
    before = await sender.ask("student there", "GET", address, asked)
    await client.questions.note(str(QUESTION), "He asks each week.")
    after = await sender.ask("student there", "GET", address, asked)
    assert (after.content, after.headers["ETag"]) == (before.content, before.headers["ETag"])
    assert "holder" not in after.json()


@pytest.mark.usefixtures("school")
async def test_the_same_again_with_its_key_passes_nothing_up_twice(http: httpx.AsyncClient) -> None:
    headers = {**AS_ADMIN, "Idempotency-Key": "once"}
    answers = [
        await http.post(f"{ON_QUESTIONS}/{QUESTION}/escalate", json={"reason": "?"}, headers=headers) for _ in range(2)
    ]
    assert [len(one.json()["trail"]) for one in answers] == [3, 3]


@pytest.mark.usefixtures("school")
async def test_after_an_admin_nobody_comes(client: Client, database: Database) -> None:
    await database.motor.multitrainer_questions.update_one({"_id": QUESTION}, {"$set": {"step": "admin"}})
    with pytest.raises(NobodyToAnswer):
        await client.questions.escalate(str(QUESTION), "?")
