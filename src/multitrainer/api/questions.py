"""Students' questions: /api/questions."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from multitrainer.api.answers import MADE, OF_PAGE, REPEATABLE, WITH_BODY, WRITING, describe, done, view
from multitrainer.api.dependencies import Cursor, IdempotencyKey, IfMatch, NewId, asked
from multitrainer.api.routes import Strict
from multitrainer.domain.errors import (
    BatchNotFound,
    BatchWithoutCourse,
    CannotHold,
    CourseNotFound,
    MultitrainerError,
    NobodyToAnswer,
    NotATrainer,
    QuestionNotFound,
    QuestionNotReady,
    ReplyNotFound,
    SenselessQuestion,
    TooManyQuestions,
    TooMuchSaid,
    UnknownStudent,
    UnknownTrainer,
)
from multitrainer.domain.questions.values import QuestionState
from multitrainer.domain.questions.which import Which
from multitrainer.schemas.base import Id, Moment, Page
from multitrainer.schemas.questions import (
    AnyQuestion,
    Escalating,
    HandingOn,
    NewAnswer,
    NewFollowUp,
    NewNote,
    NewQuestion,
    QuestionCountsView,
    QuestionView,
)
from multitrainer.schemas.replies import ReplySuggestions

router = APIRouter(prefix="/api/questions", tags=["questions"], route_class=Strict)

OfCourse = Annotated[Id | None, Query(description="Only those about this course.")]
OfBatch = Annotated[Id | None, Query(description="Only those about this batch.")]
OfHolder = Annotated[Id | None, Query(description="Only those that this person has, or had last.")]
OfStudent = Annotated[
    Id | None, Query(description="Only those of this student, as the student sees them, with your own actions.")
]
OfState = Annotated[QuestionState | None, Query(description="Only those in this state.")]
FewAtOnce = Annotated[int, Query(ge=1, le=100, description="How many at the most: each comes with all that was said.")]
SAYING: tuple[type[MultitrainerError], ...] = (*WRITING, *WITH_BODY, *REPEATABLE)


@router.get("", **describe(200, Page[AnyQuestion], CourseNotFound, BatchNotFound, headers=OF_PAGE))
async def list_questions(
    request: Request,
    course: OfCourse = None,
    batch: OfBatch = None,
    student: OfStudent = None,
    holder: OfHolder = None,
    state: OfState = None,
    cursor: Cursor = None,
    limit: FewAtOnce = 50,
) -> Response:
    """List questions in the order in which they were asked: a student's own; those that a trainer has; to admins, all.

    With `batch` or `course`, trainers list those of one of theirs.
    """
    services, caller = asked(request)
    which = Which(course, batch, student, holder, state)
    return view((await services.questions.page(caller, which, cursor, limit))._asdict())


@router.post(
    "",
    **describe(
        201,
        AnyQuestion,
        BatchNotFound,
        CourseNotFound,
        BatchWithoutCourse,
        UnknownStudent,
        SenselessQuestion,
        TooManyQuestions,
        NobodyToAnswer,
        *WRITING[1:],
        *WITH_BODY,
        *REPEATABLE,
        headers=MADE,
    ),
)
async def ask_question(
    request: Request, body: NewQuestion, new_id: NewId, idempotency_key: IdempotencyKey = None
) -> Response:
    """Ask about a batch or a course one is in. It goes to whoever teaches the batch now."""
    services, caller = asked(request)
    answer = await services.questions.ask(caller, body, new_id)
    return done(answer, 201, f"/api/questions/{answer.view['_id']}")


@router.get("/counts", **describe(200, QuestionCountsView, CourseNotFound, BatchNotFound))
async def count_questions(
    request: Request,
    course: OfCourse = None,
    batch: OfBatch = None,
    since: Annotated[Moment | None, Query(alias="from", description="Asked from then on; usually 30 days ago.")] = None,
    until: Annotated[Moment | None, Query(description="Asked before; usually now.")] = None,
) -> Response:
    """Count how questions are answered: the time to the first answer, what is open, and what went up, by batch."""
    services, caller = asked(request)
    return view(await services.question_counts.read(caller, course, batch, since, until))


@router.get("/{question_id}", **describe(200, AnyQuestion, QuestionNotFound))
async def read_question(request: Request, question_id: Id) -> Response:
    """Read a question; students see its state and what was said, and no notes."""
    services, caller = asked(request)
    return view(await services.questions.read(caller, question_id))


@router.get("/{question_id}/suggestions", **describe(200, ReplySuggestions, QuestionNotFound))
async def suggest_replies(request: Request, question_id: Id) -> Response:
    """Suggest replies of the course that share most words with the question, the best first."""
    services, caller = asked(request)
    return view({"items": await services.replies.suggestions(caller, question_id)})


@router.post(
    "/{question_id}/answers",
    **describe(200, QuestionView, QuestionNotFound, ReplyNotFound, QuestionNotReady, TooMuchSaid, *SAYING),
)
async def answer_question(
    request: Request,
    question_id: Id,
    body: NewAnswer,
    new_id: NewId,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Answer a question that one has, or that a lead or an admin answers in their place."""
    services, caller = asked(request)
    return done(await services.question_answers.answer(caller, question_id, body.text, body.reply, if_match, new_id))


@router.post("/{question_id}/notes", **describe(200, QuestionView, QuestionNotFound, TooMuchSaid, *SAYING))
async def note_question(
    request: Request,
    question_id: Id,
    body: NewNote,
    new_id: NewId,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Write a note for those who answer. The student never sees it."""
    services, caller = asked(request)
    return done(await services.question_answers.note(caller, question_id, body.text, if_match, new_id))


@router.post(
    "/{question_id}/follow-ups",
    **describe(200, AnyQuestion, QuestionNotFound, TooMuchSaid, NobodyToAnswer, *SAYING),
)
async def follow_up_question(
    request: Request,
    question_id: Id,
    body: NewFollowUp,
    new_id: NewId,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Ask on. One that was answered or closed is open again, for whoever teaches the batch now."""
    services, caller = asked(request)
    return done(await services.question_answers.follow_up(caller, question_id, body.text, if_match, new_id))


@router.post(
    "/{question_id}/escalate",
    **describe(200, QuestionView, QuestionNotFound, QuestionNotReady, NobodyToAnswer, *SAYING),
)
async def escalate_question(
    request: Request,
    question_id: Id,
    body: Escalating,
    new_id: NewId,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Pass a question up: to the lead, and from a lead to an admin."""
    services, caller = asked(request)
    return done(await services.question_hops.escalate(caller, question_id, body.reason, if_match, new_id))


@router.post(
    "/{question_id}/take",
    **describe(200, QuestionView, QuestionNotFound, QuestionNotReady, CannotHold, *WRITING, *REPEATABLE),
)
async def take_question(
    request: Request,
    question_id: Id,
    new_id: NewId,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Take a question oneself, from whoever has it, as its lead or an admin."""
    services, caller = asked(request)
    return done(await services.question_hops.take(caller, question_id, if_match, new_id))


@router.post(
    "/{question_id}/return",
    **describe(200, QuestionView, QuestionNotFound, QuestionNotReady, CannotHold, *WRITING, *REPEATABLE),
)
async def return_question(
    request: Request,
    question_id: Id,
    new_id: NewId,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Return what was passed up or taken to whom it came from, once, with time anew."""
    services, caller = asked(request)
    return done(await services.question_hops.give_back(caller, question_id, if_match, new_id))


@router.post(
    "/{question_id}/hand-on",
    **describe(200, QuestionView, QuestionNotFound, QuestionNotReady, UnknownTrainer, NotATrainer, CannotHold, *SAYING),
)
async def hand_question_on(
    request: Request,
    question_id: Id,
    body: HandingOn,
    new_id: NewId,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Hand a question on to somebody of the course's roster."""
    services, caller = asked(request)
    return done(await services.question_hops.hand_on(caller, question_id, body.trainer, if_match, new_id))


@router.post(
    "/{question_id}/close", **describe(200, AnyQuestion, QuestionNotFound, QuestionNotReady, *WRITING, *REPEATABLE)
)
async def close_question(
    request: Request, question_id: Id, if_match: IfMatch = None, idempotency_key: IdempotencyKey = None
) -> Response:
    """Close a question of one's own. Asking on opens it again."""
    services, caller = asked(request)
    return done(await services.question_answers.close(caller, question_id, if_match))
