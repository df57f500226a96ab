"""Signing in on the wire: forms and answers of OAuth2 (RFC 6749), whose names are in snake case."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from multitrainer.domain.actors import ActorKind, Scope
from multitrainer.schemas.base import Form, View

Secret = Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
Ignored = Annotated[str, StringConstraints(max_length=1_000)]

EXAMPLE_TOKEN = "mtrefresh_66f1a2b3c4d5e6f708192a3b_the-secret-of-43-letters-digits-dashes-____"  # noqa: S105
NOT_MEANT = {"scope": "", "client_id": "school", "client_secret": "none"}


class Grant(Form):
    """What every form of OAuth2 may have, and what means nothing here."""

    scope: Ignored = ""
    client_id: Ignored = ""
    client_secret: Ignored = Field(default="", repr=False)


class PasswordGrant(Grant):
    """Who signs in. `scope`, `client_id` and `client_secret` are of OAuth2 and mean nothing here."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"username": "sarah@institute.example", "password": "correct horse"},
                {
                    "grant_type": "password",
                    "username": "sarah@institute.example",
                    "password": "correct horse",
                    **NOT_MEANT,
                },
            ]
        }
    )

    username: Secret = Field(description="The e-mail address.")
    password: Secret = Field(repr=False, json_schema_extra={"format": "password"})
    grant_type: Literal["password"] = "password"


class RefreshGrant(Grant):
    """Who stays signed in. `scope`, `client_id` and `client_secret` are of OAuth2 and mean nothing here."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"grant_type": "refresh_token", "refresh_token": EXAMPLE_TOKEN},
                {"grant_type": "refresh_token", "refresh_token": EXAMPLE_TOKEN, **NOT_MEANT},
            ]
        }
    )

    grant_type: Literal["refresh_token"]
    refresh_token: Secret = Field(repr=False)


class Tokens(View):
    """What somebody gets who is signed in. A refresh token is good once: the answer to it has the next one."""

    access_token: str = Field(alias="access_token", repr=False, description="To be sent as `Authorization: Bearer …`.")
    token_type: Literal["bearer"] = Field(alias="token_type")
    expires_in: int = Field(alias="expires_in", description="Seconds that the access token is good for.")
    refresh_token: str = Field(alias="refresh_token", repr=False, examples=[EXAMPLE_TOKEN])


class Myself(View):
    """Who calls."""

    id: str = Field(description="A user's id, or that of a key.", examples=["66f1a2b3c4d5e6f708192a3b"])
    kind: ActorKind
    name: str | None = None
    scopes: list[Scope] = Field(description="What a machine's key is good for; none of a person.")
