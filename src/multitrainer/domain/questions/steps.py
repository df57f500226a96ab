"""What is done with a question: by whoever asks, has it, or decides; and what time, leave and the roster do."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from multitrainer.domain.errors import CannotHold, NobodyToAnswer, TooMuchSaid
from multitrainer.domain.questions.chain import Around, Place, above, first, following
from multitrainer.domain.questions.rules import MOST_SAID, QuestionRules, has_room
from multitrainer.domain.questions.states import QuestionEvent, becomes
from multitrainer.domain.questions.values import (
    Entry,
    FirstAnswer,
    Hop,
    Note,
    Question,
    QuestionState,
    Said,
    Step,
    Why,
)
from multitrainer.domain.sentences import Sentence

E = QuestionEvent
MINUTE = timedelta(minutes=1)
IN_WORDS = {Why.AWAY: "is on leave", Why.LEFT: "is no longer what they had it as"}
CANT = {
    Why.AWAY: Sentence("This trainer is on leave, so they can't have this question."),
    Why.LEFT: Sentence("This trainer is no longer what they had it as, so they can't have this question."),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a student asks, and about what."""

    id: str
    course: str
    batch: str | None
    student: str
    text: str


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does something, when, and by which request, if by one that may come twice."""

    by: str
    at: datetime
    id: str | None = None


def ask(asked: Asked, there: Around, doing: Doing, rules: QuestionRules) -> Question:
    """A new question, with whoever answers it now. Raises NobodyToAnswer."""
    place = _must_be(first(there))
    hop = Hop(doing.at, place.trainer, place.step, Why.ASKED, doing.by, id=doing.id)
    said = Entry(asked.id, doing.at, doing.by, Said.QUESTION, asked.text)
    new = Question(
        asked.id, asked.course, asked.batch, asked.student, doing.at, place.trainer, place.step, doing.at,
        trail=(hop,), entries=(said,),
    )  # fmt: skip
    return _held(new, there, doing.at, rules)


def answer(question: Question, entry: Entry, rules: QuestionRules) -> Question:
    """Somebody answers. Raises QuestionNotReady, TooMuchSaid."""
    state, now = becomes(question, E.ANSWERED), entry.at
    minutes, worked = now - question.asked_at, rules.time.between(question.asked_at, now)
    this = FirstAnswer(now, minutes // MINUTE, worked // MINUTE)
    answered = replace(_saying(question, entry), state=state, due=None, first_answer=question.first_answer or this)
    return replace(answered, look_at=rules.silent(now))


def note(question: Question, written: Note) -> Question:
    """Somebody writes a note for those who answer, in whatever state it is. Raises TooMuchSaid."""
    _must_have_room(question.notes)
    return replace(question, notes=(*question.notes, written))


def follow_up(question: Question, entry: Entry, there: Around, rules: QuestionRules) -> Question:
    """The student asks on: of an open one, whoever has it; else whoever teaches now.

    Raises NobodyToAnswer, TooMuchSaid.
    """
    state, said = becomes(question, E.FOLLOWED_UP), _saying(question, entry)
    if question.is_open:
        return said
    place = _must_be(first(there))
    hop = Hop(entry.at, place.trainer, place.step, Why.REOPENED, entry.by, question.holder, question.step, id=entry.id)
    return _going(replace(said, state=state), hop, there, rules)


def escalate(question: Question, reason: str, there: Around, doing: Doing, rules: QuestionRules) -> Question:
    """Somebody passes it up: to the lead, from a lead to an admin. Raises QuestionNotReady, NobodyToAnswer."""
    becomes(question, E.ESCALATED)
    return _to(question, _must_be(above(question, there)), Why.ESCALATED, doing, there, rules, reason)


def take(question: Question, step: Step, there: Around, doing: Doing, rules: QuestionRules) -> Question:
    """A lead or an admin takes it, from whoever has it. Theirs already, it stays.

    Raises QuestionNotReady, CannotHold.
    """
    becomes(question, E.TAKEN)
    if question.holder == doing.by:
        return question
    place = _may_hold(Place(step, doing.by), there)
    return _to(question, place, Why.TAKEN, doing, there, rules)


def give_back(question: Question, there: Around, doing: Doing, rules: QuestionRules) -> Question:
    """What was passed up or taken goes back to whom it came from, once.

    Raises QuestionNotReady, CannotHold where it did not come so, or they can't have it any more.
    """
    becomes(question, E.RETURNED)
    came = question.came_from
    if came is None or came.frm is None or came.was is None:
        raise _not_to_return(question)
    place = _may_hold(Place(came.was, came.frm), there)
    return _to(question, place, Why.RETURNED, doing, there, rules)


def hand_on(question: Question, trainer: str, there: Around, doing: Doing, rules: QuestionRules) -> Question:
    """It is handed on to somebody of the roster. Theirs already, it stays. Raises QuestionNotReady, CannotHold."""
    becomes(question, E.HANDED_ON)
    if question.holder == trainer:
        return question
    if trainer not in there.roster:
        words = f"{trainer} is not on the course's roster, or inactive there, so they can't have this question."
        do = f"Name somebody active of GET /api/courses/{question.course}/trainers."
        said = Sentence("This trainer is not on the course, or inactive there. Choose somebody active on it.")
        raise CannotHold(said, f"{words} {do}", trainer=trainer, reason="not-on-roster")
    place = _may_hold(Place(Step.NAMED, trainer), there)
    return _to(question, place, Why.HANDED_ON, doing, there, rules)


def close(question: Question) -> Question:
    """Nothing more is to be said. Raises QuestionNotReady."""
    return replace(question, state=becomes(question, E.CLOSED), due=None, look_at=None)


def kept(question: Question, there: Around, now: datetime, rules: QuestionRules) -> Question:
    """The question as it has to be now, one step on at the most: whoever gets it late has all of their time.

    An open one goes on where whoever has it is away, is no longer what they had it as, or let their time run out; where
    nobody is left, it stays. An answered one is closed once nothing was said for long.
    """
    if question.state is QuestionState.ANSWERED and question.look_at and question.look_at <= now:
        return replace(question, state=becomes(question, E.FELL_SILENT), look_at=None)
    if not question.is_open:
        return question
    if (why := lost(question, there, now)) is None:
        return replace(question, look_at=_look_at(question, there))
    if (place := following(question, why, there)) is None:
        return replace(question, look_at=there.again)
    becomes(question, E.PASSED_ON)
    hop = Hop(now, place.trainer, place.step, why, None, question.holder, question.step)
    return _going(question, hop, there, rules)


def lost(question: Question, there: Around, now: datetime) -> Why | None:
    """Why whoever has an open question can't keep it; None while they do."""
    why = there.may_hold(Place(question.step, question.holder))
    ran_out = question.due is not None and question.due <= now
    return why or (Why.UNANSWERED if ran_out else None)


def _to(
    question: Question, place: Place, why: Why, doing: Doing, there: Around, rules: QuestionRules, reason: str = ""
) -> Question:
    hop = Hop(
        doing.at, place.trainer, place.step, why, doing.by, question.holder, question.step, reason, doing.id
    )  # fmt: skip
    return _going(question, hop, there, rules)


def _going(question: Question, hop: Hop, there: Around, rules: QuestionRules) -> Question:
    moved = replace(question, holder=hop.to, step=hop.step, since=hop.at, trail=(*question.trail, hop))
    return _held(moved, there, hop.at, rules)


def _held(question: Question, there: Around, now: datetime, rules: QuestionRules) -> Question:
    """With the time that whoever has it now has from now on."""
    timed = replace(question, due=rules.due(question.step, now))
    return replace(timed, look_at=_look_at(timed, there))


def _look_at(question: Question, there: Around) -> datetime | None:
    """When their time is over, or they are not there any more."""
    return min((at for at in (question.due, there.turns.get(question.holder)) if at), default=None)


def _saying(question: Question, entry: Entry) -> Question:
    _must_have_room(question.entries)
    return replace(question, entries=(*question.entries, entry))


def _must_have_room(said: Collection[object]) -> None:
    if not has_room(said):
        raise TooMuchSaid(
            Sentence("A question keeps {most} entries and as many notes; ask a new one.", most=MOST_SAID),
            most=MOST_SAID,
        )


def _must_be(place: Place | None) -> Place:
    if place is None:
        raise NobodyToAnswer(Sentence("Nobody is there who could answer it: no trainer, no lead, no admin."))
    return place


def _may_hold(place: Place, there: Around) -> Place:
    if why := there.may_hold(place):
        words = f"{place.trainer} {IN_WORDS[why]}, so they can't have this question."
        raise CannotHold(CANT[why], words, trainer=place.trainer, reason=why.value)
    return place


def _not_to_return(question: Question) -> CannotHold:
    if question.trail[-1].why is Why.RETURNED:
        words = Sentence("It has been returned already, to whoever has it now. It can be handed on.")
        reason = "returned-already"
    else:
        words = Sentence("It was neither passed up nor taken, so it can't be returned. It can be handed on.")
        reason = "not-passed-up"
    return CannotHold(words, trainer=None, reason=reason)
