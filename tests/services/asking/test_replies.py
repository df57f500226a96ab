"""Replies that a course keeps: found by words, suggested for a question; with transactions and without."""

import pytest

from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import NotAllowed, ReplyNotFound, Stale
from multitrainer.schemas.replies import NewReply
from multitrainer.services import Services
from tests.services.asking.asking import (
    ALEXSELF,
    COURSE,
    JOHNSELF,
    STUSELF,
    ask,
)
from tests.services.either_way.swapping import FIRST

NOUNS = NewReply(title="Nouns", text="A noun is a word for a thing.")
VERBS = NewReply(title="Verben", text="Für Tätigkeiten: gehen, stehen.")
EXAMS = NewReply(title="Exams", text="The exam is on the last day. A word is enough to be late.")


async def titles(services: Services, words: str | None = None) -> list[str]:
    return [one["title"] for one in (await services.replies.page(JOHNSELF, COURSE, words, None, 10)).items]


async def test_replies_are_kept_found_by_words_changed_and_deleted(services: Services) -> None:
    for reply in (NOUNS, VERBS, EXAMS):
        made = await services.replies.make(JOHNSELF, COURSE, reply)
    assert await titles(services) == ["Nouns", "Verben", "Exams"]
    assert await titles(services, "Word, a THING") == ["Nouns"]
    assert await titles(services, "fur tatigkeiten") == ["Verben"]
    assert await titles(services, "nothing") == []
    id_ = str(made.view["_id"])
    later = await services.replies.put(JOHNSELF, COURSE, id_, NewReply(title="Exams", text="In May."), made.tag)
    with pytest.raises(Stale):
        await services.replies.delete(JOHNSELF, COURSE, id_, made.tag)
    await services.replies.delete(JOHNSELF, COURSE, id_, later.tag)
    with pytest.raises(ReplyNotFound):
        await services.replies.put(JOHNSELF, COURSE, id_, EXAMS)


async def test_an_earlier_try_is_answered_as_it_is(services: Services) -> None:
    id_ = "f" * 24
    first = await services.replies.make(THE_ADMIN, COURSE, NOUNS, id_)
    assert await services.replies.make(THE_ADMIN, COURSE, VERBS, id_) == first


async def test_those_are_suggested_that_share_most_with_what_the_student_asked(services: Services) -> None:
    for reply in (EXAMS, VERBS, NOUNS):
        await services.replies.make(THE_ADMIN, COURSE, reply)
    question = await ask(services, STUSELF, batch=FIRST, text="Which word is a noun, for example?")
    found = await services.replies.suggestions(JOHNSELF, str(question["_id"]))
    assert [one["title"] for one in found] == ["Nouns", "Exams"]
    with pytest.raises(NotAllowed):
        await services.replies.suggestions(STUSELF, str(question["_id"]))


async def test_an_answer_says_which_reply_it_was_made_from(services: Services) -> None:
    made = await services.replies.make(THE_ADMIN, COURSE, NOUNS)
    question = str((await ask(services))["_id"])
    with pytest.raises(ReplyNotFound):
        await services.question_answers.answer(JOHNSELF, question, "So.", "e" * 24)
    await services.question_answers.answer(JOHNSELF, question, NOUNS.text, str(made.view["_id"]))


async def test_who_is_on_the_course_reads_them_and_no_stranger_keeps_one(services: Services) -> None:
    for who in (ALEXSELF, STUSELF):
        with pytest.raises(Exception, match="course"):
            await services.replies.make(who, COURSE, NOUNS)
