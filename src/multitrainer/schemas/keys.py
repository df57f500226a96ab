"""API keys on the wire."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints

from multitrainer.domain.actors import Scope
from multitrainer.domain.sentences import Sentence
from multitrainer.schemas.base import Body, Id, LeftOut, Must, Text, View

A_MOMENT = "2030-12-31T23:59:59Z"


def _in_utc(value: object) -> datetime:
    """A moment, which a client in Python may give as such. Without an offset nobody knows which moment it is."""
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except OverflowError:
        pass
    raise ValueError("is no moment")


Moment = Annotated[
    datetime,
    BeforeValidator(_in_utc),
    Must(Sentence("must be a moment with its offset from UTC, such as {example}", example=A_MOMENT)),
    Field(examples=[A_MOMENT]),
]
Scopes = Annotated[
    list[Scope],
    Field(
        min_length=1,
        max_length=len(Scope),
        description="`admin` for whatever an admin may do to the school, `read` to look at it, "
        "`questions` to ask on students' behalf.",
    ),
    Must(Sentence("must be a list of one or more of: admin, read, questions")),
]


class NewApiKey(Body):
    """A key to make, for a machine."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"name": "Timetable export", "scopes": ["read"]},
                {"name": "Enrolment", "scopes": ["admin"], "expiresAt": A_MOMENT},
            ]
        }
    )

    name: Annotated[Text, StringConstraints(max_length=100)]
    scopes: Scopes
    expires_at: LeftOut[Moment] = Field(default=None, description="When it ends. Left out, it does not.")


class ApiKey(View):
    """What is shown of a key."""

    id: Id = Field(alias="_id")
    name: str
    scopes: list[Scope]
    created_at: datetime
    created_by: str = Field(description="The id of the admin who made it; `operator` for whoever runs the service.")
    expires_at: datetime | None = None
    last_used_at: datetime | None = Field(default=None, description="To the minute.")
    revoked_at: datetime | None = None


class CreatedApiKey(ApiKey):
    """A new key, and its text, which is shown this once: only a digest of it is kept."""

    key: str = Field(
        repr=False,
        description="To be sent as `X-API-Key`.",
        examples=["mtkey_66f1a2b3c4d5e6f708192a3b_the-secret-of-43-letters-digits-dashes-____"],
    )
