"""Students' questions and courses' replies between their documents and the domain's values."""

from datetime import datetime
from typing import Any

from multitrainer.domain.questions.replies import Reply
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
from multitrainer.stored.ids import hexed, oid
from multitrainer.stored.reading import moment, of_collection

Raw = dict[str, Any]

LISTS = ("trail", "entries", "notes")
"""What only grows."""


@of_collection("multitrainer_questions")
def read_question(raw: Raw) -> Question:
    """The value of a stored question. Raises MalformedData."""
    first = raw.get("firstAnswer")
    return Question(
        _id(raw["_id"]),
        _id(raw["course"]),
        hexed(raw.get("batch")),
        _id(raw["student"]),
        moment(raw["askedAt"]),
        _id(raw["holder"]),
        Step(raw["step"]),
        moment(raw["since"]),
        _maybe(raw.get("due")),
        QuestionState(raw["state"]),
        _maybe(raw.get("lookAt")),
        tuple(map(_read_hop, raw["trail"])),
        tuple(map(_read_entry, raw["entries"])),
        tuple(Note(one["id"], moment(one["at"]), one["by"], one["text"]) for one in raw["notes"]),
        FirstAnswer(moment(first["at"]), int(first["minutes"]), int(first["worked"])) if first else None,
        int(raw["turn"]),
    )


def write_question(question: Question) -> Raw:
    """The document of a question. What is not there is left out."""
    first = question.first_answer
    fields = {
        "_id": oid(question.id),
        "course": oid(question.course),
        "batch": oid(question.batch) if question.batch else None,
        "student": oid(question.student),
        "askedAt": question.asked_at,
        "state": question.state.value,
        "holder": oid(question.holder),
        "step": question.step.value,
        "since": question.since,
        "due": question.due,
        "lookAt": question.look_at,
        "trail": [*map(_write_hop, question.trail)],
        "entries": [*map(_write_entry, question.entries)],
        "notes": [{"id": one.id, "at": one.at, "by": one.by, "text": one.text} for one in question.notes],
        "firstAnswer": {"at": first.at, "minutes": first.minutes, "worked": first.worked} if first else None,
        "turn": question.turn,
    }
    return {name: value for name, value in fields.items() if value is not None}


@of_collection("multitrainer_replies")
def read_reply(raw: Raw) -> Reply:
    """The value of a stored reply. Raises MalformedData."""
    title, text = raw["title"], raw["text"]
    return Reply(_id(raw["_id"]), _id(raw["course"]), title, text, raw["by"], moment(raw["at"]))


def write_reply(reply: Reply) -> Raw:
    """The document of a reply."""
    return {
        "_id": oid(reply.id),
        "course": oid(reply.course),
        "title": reply.title,
        "text": reply.text,
        "words": sorted(reply.words),
        "by": reply.by,
        "at": reply.at,
    }


def _read_hop(raw: Raw) -> Hop:
    was = raw.get("was")
    return Hop(
        moment(raw["at"]),
        _id(raw["to"]),
        Step(raw["step"]),
        Why(raw["why"]),
        raw.get("by"),
        hexed(raw.get("from")),
        Step(was) if was else None,
        raw.get("reason", ""),
        raw.get("id"),
    )


def _write_hop(hop: Hop) -> Raw:
    fields = {
        "at": hop.at,
        "to": oid(hop.to),
        "step": hop.step.value,
        "why": hop.why.value,
        "by": hop.by,
        "from": oid(hop.frm) if hop.frm else None,
        "was": hop.was.value if hop.was else None,
        "reason": hop.reason or None,
        "id": hop.id,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _read_entry(raw: Raw) -> Entry:
    return Entry(raw["id"], moment(raw["at"]), raw["by"], Said(raw["what"]), raw["text"], raw.get("reply"))


def _write_entry(entry: Entry) -> Raw:
    made_from = {"reply": entry.reply} if entry.reply else {}
    return {
        "id": entry.id,
        "at": entry.at,
        "by": entry.by,
        "what": entry.what.value,
        "text": entry.text,
        **made_from,
    }


def _id(value: Any) -> str:
    return str(oid(str(value)))


def _maybe(value: Any) -> datetime | None:
    return None if value is None else moment(value)
