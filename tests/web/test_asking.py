"""Students' questions on pages: who sees which, and what they can do with them."""

from http import HTTPStatus

import httpx
import pytest
from bson import ObjectId
from fastapi import FastAPI

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.schemas.questions import NewQuestion
from multitrainer.schemas.replies import NewReply
from multitrainer.services import Services
from tests import school
from tests.web.reading import Read
from tests.web.visiting import HERE, did, founded, send, signed_in

COURSE, BATCH = str(school.COURSE), str(school.BATCHES[0])
TEXT = "When is the exam in the summer term?"


@pytest.fixture
def services(app: FastAPI) -> Services:
    services: Services = app.state.services
    return services


@pytest.fixture
async def question(http: httpx.AsyncClient, database: Database, services: Services) -> str:
    """Stu asks about John's batch; the page of it."""
    await founded(database)
    new = NewQuestion(batch=BATCH, student=str(school.STUDENT), text=TEXT)
    return f"/questions/{(await services.questions.ask(THE_ADMIN, new)).view['_id']}"


async def words(http: httpx.AsyncClient, address: str) -> str:
    return Read(await http.get(address)).words


def forms(read: Read, question: str) -> set[str]:
    """What the page offers to do."""
    return {one.removeprefix(f"{question}/") for one in read.forms if one.startswith(question)}


async def test_whoever_teaches_finds_it_in_their_week_and_answers_and_the_list_is_empty(
    http: httpx.AsyncClient, question: str
) -> None:
    await signed_in(http, "john@x.example")
    week = Read(await http.get("/"))
    assert question in {one["href"] for one in week.all("a")}
    listed = await words(http, "/questions")
    assert TEXT in listed
    assert " in " in listed.partition("Time left")[2], "how much time is left"
    await did(http, question, f"{question}/answers", text="In June.\nIn room 3.")
    page = await words(http, question)
    assert "In June.\nIn room 3." in page
    assert "answered" in page
    assert "No question waits for you." in await words(http, "/questions")
    assert TEXT in await words(http, "/questions?state=answered")


async def test_the_page_offers_to_each_what_the_service_says(http: httpx.AsyncClient, question: str) -> None:
    offered = {
        "john@x.example": {"answers", "notes", "escalate"},
        "sarah@x.example": {"answers", "notes", "escalate", "take", "hand-on"},
        "ada@x.example": {"answers", "follow-ups", "notes", "escalate", "take", "hand-on", "close"},
    }
    for email, doings in offered.items():
        await signed_in(http, email)
        assert forms(Read(await http.get(question)), question) == doings, email


async def test_notes_and_the_trail_are_for_those_who_answer(http: httpx.AsyncClient, question: str) -> None:
    await signed_in(http, "john@x.example")
    await did(http, question, f"{question}/notes", text="She asked this last week.")
    shown = await words(http, question)
    assert "She asked this last week." in shown
    assert "teaches the batch" in shown


async def test_a_lead_sees_what_was_passed_up_takes_it_returns_it_and_hands_it_on(
    http: httpx.AsyncClient, question: str
) -> None:
    await signed_in(http, "john@x.example")
    assert await did(http, question, f"{question}/escalate", reason="About her certificate") == "/questions"
    await signed_in(http, "sarah@x.example")
    listed = await words(http, "/questions")
    assert "Of the course German A1" in listed
    assert "passed up once" in listed
    assert "About her certificate" in await words(http, question)
    await did(http, question, f"{question}/return")
    assert "John has it" in await words(http, question)
    await did(http, question, f"{question}/take")
    assert "Dr. Sarah has it (lead)" in await words(http, question)
    await did(http, question, f"{question}/hand-on", trainer=str(school.MARIA))
    assert "Maria has it (named for it)" in await words(http, question)
    await signed_in(http, "maria@x.example")
    assert TEXT in await words(http, "/questions")


async def test_an_admin_sees_all_asks_on_and_closes(http: httpx.AsyncClient, question: str) -> None:
    await signed_in(http)
    assert TEXT in await words(http, "/questions")
    await did(http, question, f"{question}/follow-ups", text="And where?")
    assert "And where?" in await words(http, question)
    await did(http, question, f"{question}/close")
    assert "There is none." in await words(http, "/questions")
    assert TEXT in await words(http, f"/questions?state=closed&course={COURSE}")


async def test_an_answer_begins_with_a_reply_of_the_course(
    http: httpx.AsyncClient, question: str, services: Services
) -> None:
    await signed_in(http, "john@x.example")
    assert "Begin with a reply" not in await words(http, question)
    new = NewReply(title="Exams", text="The exam of the summer term is in June.")
    reply = (await services.replies.make(THE_ADMIN, COURSE, new)).view["_id"]
    offered = {one["href"] for one in Read(await http.get(question)).all("a")}
    assert f"{question}?reply={reply}" in offered
    begun = Read(await http.get(f"{question}?reply={reply}"))
    hidden, typed = begun.hidden_of(f"{question}/answers"), begun.typed_into(f"{question}/answers")
    assert (hidden["reply"], typed["text"]) == (str(reply), new.text)
    await http.post(f"{question}/answers", data={**hidden, **typed}, headers=HERE)
    assert new.text in await words(http, question)


async def test_a_refused_answer_comes_back_with_what_was_typed_and_can_be_sent_again(
    http: httpx.AsyncClient, question: str
) -> None:
    await signed_in(http, "john@x.example")
    blank = await send(http, question, f"{question}/escalate", reason=" ")
    assert blank.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Why is required" in Read(blank).words
    old = Read(await http.get(question)).hidden_of(f"{question}/answers")
    await did(http, question, f"{question}/notes", text="Wait, I look it up.")
    stale = await http.post(f"{question}/answers", data={**old, "text": "In June."}, headers=HERE)
    assert stale.status_code == HTTPStatus.PRECONDITION_FAILED
    read = Read(stale)
    assert read.typed_into(f"{question}/answers")["text"] == "In June."
    sent = {**read.hidden_of(f"{question}/answers"), **read.typed_into(f"{question}/answers")}
    again = await http.post(f"{question}/answers", data=sent, headers=HERE)
    assert again.status_code == HTTPStatus.SEE_OTHER


async def test_an_answer_that_is_sent_twice_is_one(http: httpx.AsyncClient, question: str) -> None:
    await signed_in(http, "john@x.example")
    hidden = Read(await http.get(question)).hidden_of(f"{question}/answers")
    for _ in range(2):
        sent = await http.post(f"{question}/answers", data={**hidden, "text": "In June."}, headers=HERE)
        assert sent.status_code == HTTPStatus.SEE_OTHER
    assert (await words(http, question)).count("In June.") == 1


async def test_others_see_neither_the_question_nor_the_list_of_the_course(
    http: httpx.AsyncClient, question: str
) -> None:
    for email in ("maria@x.example", "ben@x.example", "zoe@x.example"):
        await signed_in(http, email)
        assert (await http.get(question)).status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}, email
        assert TEXT not in await words(http, "/questions")
        of_course = await http.get(f"/questions?course={COURSE}")
        assert TEXT not in of_course.text
    await signed_in(http, "john@x.example")
    assert (await http.get(f"/questions?course={COURSE}")).status_code == HTTPStatus.FORBIDDEN


async def test_a_student_reads_their_own_without_what_is_for_those_who_answer(
    http: httpx.AsyncClient, question: str, database: Database
) -> None:
    await signed_in(http, "john@x.example")
    await did(http, question, f"{question}/notes", text="She asked this last week.")
    zoe = await database.motor.users.find_one({"email": "zoe@x.example"}) or {}
    asked = {"_id": ObjectId(question.rpartition("/")[2])}
    await database.motor.multitrainer_questions.update_one(asked, {"$set": {"student": zoe["_id"]}})
    await signed_in(http, "zoe@x.example")
    assert TEXT in await words(http, "/questions")
    page = await words(http, question)
    assert TEXT in page
    assert "last week" not in page
    assert "John" not in page


async def test_whatever_is_said_is_shown_and_never_run(http: httpx.AsyncClient, question: str) -> None:
    evil = '<script>alert("x")</script>'
    await signed_in(http, "john@x.example")
    for form in ("notes", "answers"):
        await did(http, question, f"{question}/{form}", text=f"</textarea>{evil}")
    shown = await http.get(question)
    assert evil not in shown.text
    assert Read(shown).words.count(evil) == 2
