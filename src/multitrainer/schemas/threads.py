"""Threads, messages and attachments on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from multitrainer.domain.messages import MOST_ATTACHMENTS, MOST_MENTIONS, MOST_TEXT
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.threads import FORM, ThreadKind
from multitrainer.schemas.base import PLAIN, Body, Id, LeftOut, Listed, Must, Page, View

A_TEXT = "Chapter 4 is done. **Mehmet** needs the large print, see [the list](https://institute.example/list)."


def _each_once(value: tuple[str, ...]) -> tuple[str, ...]:
    if len({*value}) < len(value):
        raise ValueError(Sentence("must name each once"))
    return value


ThreadId = Annotated[
    str,
    StringConstraints(pattern=FORM, to_lower=True),
    Must("the id of a thread: course:…, batch:… or direct:…:… with ids of 24 hexadecimal digits"),
    Field(
        description="What a thread is of: `course:` or `batch:` and an id, or `direct:` and the ids of two people.",
        examples=["batch:66f1a2b3c4d5e6f708192a31"],
    ),
]
MessageText = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MOST_TEXT, pattern=r"\S", strip_whitespace=True),
    PLAIN,  # whether it shows anything is asked where it is read
    Field(description="In Markdown, of which HTML, images and headings are shown as they are written."),
]
Mentions = Annotated[
    tuple[Id, ...],
    Field(max_length=MOST_MENTIONS, description="Whom the message is for. They are told, and see the thread."),
    AfterValidator(_each_once),
]


class NewMessage(Body):
    """A message. `attachments` are what one has uploaded into the thread before."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "text": A_TEXT,
                    "mentions": ["66f1a2b3c4d5e6f708192a33"],
                    "replyTo": "66f1a2b3c4d5e6f708192a51",
                    "attachments": ["66f1a2b3c4d5e6f708192a52"],
                }
            ]
        }
    )

    text: MessageText
    mentions: Mentions = ()
    reply_to: LeftOut[Id] = None
    attachments: Annotated[tuple[Id, ...], Field(max_length=MOST_ATTACHMENTS), AfterValidator(_each_once)] = ()


class ChangedMessage(Body):
    """What a message says instead. Whom it mentions newly is told."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"text": A_TEXT, "mentions": ["66f1a2b3c4d5e6f708192a33"]}]}
    )

    text: MessageText
    mentions: Mentions = ()


class ReadUpTo(Body):
    """The place of the last message that one has read."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"place": 17}]})

    place: Annotated[int, Field(ge=0, lt=2**53, strict=True)]


class PersonThere(View):
    """Somebody, by their id; without a name where they are gone."""

    id: Id = Field(alias="_id")
    name: str | None = None


class ThreadItem(View):
    """A thread in a list. `people` are the two of a thread between two, and left out of others.

    `last` is the place of its last message, 0 where there is none yet; `readTo` how far one has read, and `unread` how
    many places follow that. A machine has read nothing.
    """

    id: str = Field(alias="_id")
    kind: ThreadKind
    course: Id | None = None
    batch: Id | None = None
    name: str | None = None
    people: Listed[PersonThere] | None = None
    last: int
    last_at: datetime | None = None
    read_to: int
    unread: int


class ThreadView(ThreadItem):
    """A thread. `people` are those who see it, besides admins; all else is as in lists."""

    people: Listed[PersonThere]


class AttachmentView(View):
    """A file. It is at `/api/attachments/{_id}`, for whoever sees its message."""

    id: Id = Field(alias="_id")
    name: str
    type: str
    size: int


class MessageView(View):
    """A message. `place` is where it stands in its thread; `html` is its text, ready to be shown.

    One that is deleted has neither text nor attachments.
    """

    id: Id = Field(alias="_id")
    thread: str
    place: int
    author: PersonThere
    text: str
    html: str
    mentions: Listed[PersonThere]
    reply_to: Id | None = None
    attachments: Listed[AttachmentView]
    at: datetime
    edited_at: datetime | None = None
    deleted_at: datetime | None = None


class SaidBefore(View):
    """What a message said, and until when."""

    text: str
    until: datetime


class MessageHistory(View):
    """What a message said before, the oldest first; of one that is deleted, who deleted it."""

    message: Id
    said: Listed[SaidBefore]
    deleted_at: datetime | None = None
    deleted_by: str | None = None


ThreadPage = Page[ThreadItem]
MessagePage = Page[MessageView]
