"""Notifications and how people want to be told, on the wire. Preferences are stored as they are written here."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, time
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from multitrainer.domain.sentences import Sentence
from multitrainer.domain.telling.hours import Quiet
from multitrainer.domain.telling.notices import Channel, Kind, Language
from multitrainer.domain.telling.preferences import Preferences
from multitrainer.schemas.base import Body, Id, LeftOut, Listed, Must, Page, View

T = TypeVar("T")

A_KIND = Kind.NAMED_PRIMARY.value
TimeOfDay = Annotated[
    str,
    StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$"),
    Must(Sentence("must be a time of the day, like 22:00")),
    Field(description="A time of day on the institute's clocks.", examples=["22:00"]),
]
Channels = Annotated[
    list[Channel], Field(max_length=10), AfterValidator(lambda found: sorted({*found})), Must("a list of in-app, email")
]


class QuietHours(Body):
    """When nobody is disturbed by e-mail; over midnight where it ends earlier than it starts."""

    start: TimeOfDay
    end: TimeOfDay


class NewPreferences(Body):
    """How somebody wants to be told. What is left out is as usual: by every channel, in English, at once."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"channels": {A_KIND: ["in-app"]}, "language": "de"},
                {"quietHours": {"start": "21:00", "end": "07:00"}, "digestAt": "07:30"},
            ]
        }
    )

    channels: Annotated[
        dict[Kind, Channels],
        Field(description="By which channels they are told of which kind; of the others by all there are."),
    ] = {}  # noqa: RUF012  (Pydantic copies it)
    language: LeftOut[Language] = None
    quiet_hours: LeftOut[QuietHours] = None
    digest_at: LeftOut[TimeOfDay] = Field(
        default=None, description="When the e-mails of a day come as one. Urgent ones come at once."
    )


class NotificationPreferences(View):
    """How somebody is told, by kind."""

    id: Id = Field(alias="_id")
    channels: dict[str, list[str]]
    language: str
    quiet_hours: dict[str, str] | None = None
    digest_at: str | None = None


class Notification(View):
    """Something that somebody was told, in their language."""

    id: Id = Field(alias="_id")
    kind: str = Field(examples=[A_KIND])
    title: str = Field(examples=["You are now the primary trainer of Batch 3"])
    text: str = Field(examples=["You have been named primary trainer of Batch 3 in the course German A1."])
    facts: dict[str, Any] = Field(description="What it is about: ids and words.")
    names: dict[str, str] = Field(description="What those ids were called when it was told.")
    urgent: bool
    at: datetime
    read_at: datetime | None = None


class Notifications(Page[Notification]):
    """One page of what somebody was told, the newest first, and how much of all of it they have not read."""

    unread: int


class Attempt(View):
    """One attempt to deliver something."""

    at: datetime
    status: int | None = Field(default=None, description="What a webhook answered.")
    error: str | None = None


class Delivery(View):
    """Something that is to be told or delivered, or was. Its id is what a receiver knows repeats by."""

    id: Id = Field(alias="_id")
    does: str = Field(description="`tell`: still to be given out. `email`, `webhook`: a delivery.", examples=["email"])
    state: str = Field(examples=["dead"])
    to: str | None = Field(default=None, description="The id of the user or the webhook.")
    address: str | None = Field(default=None, description="Where an e-mail goes that is for no user.")
    kind: str | None = Field(default=None, description="Of a single notice; a digest has several.")
    put_at: datetime
    due_at: datetime = Field(description="When it is tried next; while it is being tried, until when.")
    ended_at: datetime | None = None
    attempts: int
    tries: Listed[Attempt]


def preferences_from(stored: Mapping[str, Any]) -> Preferences:
    """What somebody has said, as a rule can use it. What is not understood is as usual."""
    channels: dict[Kind, frozenset[Channel]] = {}
    for kind, named in channels_said(stored).items():
        with suppress(ValueError, TypeError):
            channels[Kind(kind)] = frozenset(map(Channel, named))
    return Preferences(
        channels,
        _understood(Language, stored.get("language")) or Language.ENGLISH,
        _understood(_quiet, stored.get("quietHours")),
        _understood(time.fromisoformat, stored.get("digestAt")),
    )


def channels_said(stored: Mapping[str, Any]) -> dict[str, Any]:
    """By which channels somebody wants to be told, by kind, as it is stored; nothing where that is no such list."""
    said = stored.get("channels")
    return said if isinstance(said, dict) else {}


def _understood(read: Callable[[Any], T], value: Any) -> T | None:
    """A value that another version may have written, or nobody."""
    with suppress(ValueError, TypeError, KeyError):
        return read(value)
    return None


def _quiet(stored: Mapping[str, Any]) -> Quiet:
    return Quiet(time.fromisoformat(stored["start"]), time.fromisoformat(stored["end"]))
