"""Students' questions: what waits for somebody, what their courses have open, and what they do with each."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.errors import CourseNotFound, MultitrainerError
from multitrainer.domain.questions.doings import QuestionDoing
from multitrainer.domain.questions.values import QuestionState
from multitrainer.domain.questions.which import Which
from multitrainer.schemas.base import Id
from multitrainer.schemas.questions import Escalating, HandingOn, NewAnswer, NewFollowUp, NewNote
from multitrainer.services import Services
from multitrainer.services.changes.tags import tagged
from multitrainer.stored.ids import new_id
from multitrainer.web.forms import Sent, answered, body, done, filled_in, fresh_id
from multitrainer.web.lists import A_PAGE, Listing
from multitrainer.web.offered import courses_of
from multitrainer.web.rendering import page
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor
from multitrainer.web.words import choices

router = APIRouter(prefix="/questions", include_in_schema=False, route_class=Paged)
ANY = "any"
FEW = 20
"""So many of each course that somebody leads; each leads to the others."""


@router.get("")
async def list_questions(request: Request) -> Response:
    """Show an admin all; a trainer their own, and under them those of the courses that they lead; or one course's.

    The open ones, unless others are asked for.
    """
    services, who = await visitor(request)
    listing = Listing.asked(request, "state", "course")
    course, state = listing.id("course"), _state(listing)
    led = await services.questions.surveyed(who.known)
    mine = who.actor.id if who.teaches and not course else None
    found = await services.questions.page(who.known, Which(course, holder=mine, state=state), listing.cursor, A_PAGE)
    shown: dict[str, Any] = {**listing.shown(found.items, found.next), "state": listing["state"], "course": course}
    shown["courses"] = await courses_of(services, who) if who.plans else choices(led)
    further = bool(course or listing.cursor)
    firsts = {} if further or not led else await services.questions.first_of_led(who.known, state, FEW)
    shown["led"] = [{**one, "found": firsts[one["_id"]]} for one in led if one["_id"] in firsts]
    return page("questions.html", who, **shown)


def _state(listing: Listing) -> QuestionState | None:
    return None if listing["state"] == ANY else listing.choice("state", QuestionState) or QuestionState.OPEN


@router.get("/{question_id}")
async def show_question(request: Request, question_id: Id, reply: Id | None = None) -> Response:
    """Show a question and what can be done with it; an answer perhaps begun with a reply of its course."""
    services, who = await visitor(request)
    return await _question(services, who, question_id, reply=reply)


@router.post("/{question_id}/{doing}")
async def do(request: Request, question_id: Id, doing: QuestionDoing) -> Response:
    """Do one of the things that the page offers, with the question as it was shown.

    Whoever passes one up may see it no more.
    """
    services, who, sent = await filled_in(request, partial(_question, question_id=question_id))
    await _do(services, who, question_id, doing, sent)
    return done("/questions" if doing is QuestionDoing.ESCALATE else f"/questions/{question_id}")


async def _do(services: Services, who: Visitor, question: str, doing: QuestionDoing, sent: Sent) -> None:
    if doing in {QuestionDoing.ANSWER, QuestionDoing.FOLLOW_UP, QuestionDoing.NOTE, QuestionDoing.CLOSE}:
        await _say(services, who, question, doing, sent)
    else:
        await _send_on(services, who, question, doing, sent)


async def _say(services: Services, who: Visitor, question: str, doing: QuestionDoing, sent: Sent) -> None:
    """What is said, or that nothing more is to be. A note is about the question, whatever others did meanwhile."""
    caller, answers, tag, id_ = who.known, services.question_answers, sent["tag"], fresh_id(sent)
    match doing:
        case QuestionDoing.ANSWER:
            new = body(NewAnswer, **sent.given("text", "reply"))
            await answers.answer(caller, question, new.text, new.reply, tag, id_)
        case QuestionDoing.FOLLOW_UP:
            await answers.follow_up(caller, question, body(NewFollowUp, **sent.given("text")).text, tag, id_)
        case QuestionDoing.NOTE:
            await answers.note(caller, question, body(NewNote, **sent.given("text")).text, id_=id_)
        case _:
            await answers.close(caller, question, tag)


async def _send_on(services: Services, who: Visitor, question: str, doing: QuestionDoing, sent: Sent) -> None:
    """From one to another."""
    caller, hops, tag, id_ = who.known, services.question_hops, sent["tag"], fresh_id(sent)
    match doing:
        case QuestionDoing.ESCALATE:
            await hops.escalate(caller, question, body(Escalating, **sent.given("reason")).reason, tag, id_)
        case QuestionDoing.TAKE:
            await hops.take(caller, question, tag, id_)
        case QuestionDoing.RETURN:
            await hops.give_back(caller, question, tag, id_)
        case _:
            await hops.hand_on(caller, question, body(HandingOn, **sent.given("trainer")).trainer, tag, id_)


async def _question(
    services: Services,
    who: Visitor,
    question_id: str,
    sent: Sent | None = None,
    error: MultitrainerError | None = None,
    reply: str | None = None,
) -> Response:
    question = await services.questions.read(who.known, question_id)
    actions = question["actions"]
    shown: dict[str, Any] = {"question": question, "tag": tagged(question).tag}
    shown["fresh"] = {one: new_id() for one in actions}
    answers = QuestionDoing.ANSWER.value in actions
    shown["suggested"] = await services.replies.suggestions(who.known, question_id) if answers else []
    shown["begun"] = next((one for one in shown["suggested"] if str(one["_id"]) == reply), None)
    hands_on = QuestionDoing.HAND_ON.value in actions
    shown["roster"] = await _roster(services, who, str(question["course"])) if hands_on else []
    return answered("question.html", who, shown, sent, error)


async def _roster(services: Services, who: Visitor, course: str) -> list[dict[str, Any]]:
    """Who can be handed a question of a course; nobody where it is gone meanwhile."""
    try:
        entries = await services.roster.entries(who.known, course)
    except CourseNotFound:
        return []
    return [entry["trainer"] for entry in entries if entry["trainer"]]
