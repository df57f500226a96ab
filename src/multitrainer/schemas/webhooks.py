"""Webhooks on the wire."""

from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, ConfigDict, Field, StrictBool, StringConstraints

from multitrainer.domain.sentences import Sentence
from multitrainer.domain.telling.notices import Kind
from multitrainer.schemas.base import Body, Id, LeftOut, Listed, Must, View

AN_URL = "https://hooks.institute.example/multitrainer"
LONGEST_URL = 1000


def _leads_somewhere(value: str) -> str:
    """Raises ValueError for what is no address, or has a name and password in it, which every log would show."""
    parts = urlsplit(value)
    if not parts.hostname or parts.username is not None or parts.password is not None or parts.port == 0:
        raise ValueError("is no address")
    parts.hostname.encode("idna")
    return value


Url = Annotated[
    str,
    StringConstraints(pattern=r"^https?://[!-~]+$", max_length=LONGEST_URL),
    AfterValidator(_leads_somewhere),
    Must(Sentence("must be an address that begins with https:// and has no name or password in it")),
    Field(description="Must be public and begin with https://, unless the settings allow others.", examples=[AN_URL]),
]
Kinds = Annotated[
    list[Annotated[Kind, Must("a kind of notice, such as cover-asked; docs/telling.md lists them")]],
    Field(
        max_length=100, description="Which kinds of notice it is told of; none means all.", examples=[["put-on-batch"]]
    ),
    AfterValidator(lambda found: sorted({*found})),
]


class NewWebhook(Body):
    """Where a program is to be told."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"url": AN_URL}, {"url": AN_URL, "kinds": [Kind.PUT_ON_BATCH.value]}]}
    )

    url: Url
    kinds: Kinds = []  # noqa: RUF012  (Pydantic copies it)


class WebhookPatch(Body):
    """What to change of a webhook. Switching it on forgets what failed before."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"url": AN_URL, "kinds": [Kind.NAMED_PRIMARY.value]}, {"active": True}]}
    )

    url: LeftOut[Url] = None
    kinds: LeftOut[Kinds] = None
    active: LeftOut[StrictBool] = None


class Webhook(View):
    """What is shown of a webhook."""

    id: Id = Field(alias="_id")
    url: str
    kinds: Listed[str]
    active: bool
    failures: int = Field(description="Attempts in a row that failed.")
    disabled_at: datetime | None = Field(default=None, description="When it was switched off because of them.")
    created_at: datetime
    created_by: str


class CreatedWebhook(Webhook):
    """A new webhook, and the secret that its requests are signed with, which is shown this once."""

    secret: str = Field(repr=False, examples=["whsec_c2VjcmV0LW9mLXR3ZW50eS1mb3VyLWI="])
