"""How the service is, on the wire."""

from typing import Literal

from pydantic import Field

from multitrainer.schemas.base import View

State = Literal["ok", "down"]


class Health(View):
    """The process answers."""

    status: State


class Readiness(View):
    """Whether the service can do its work, and which dependency is down if it can't."""

    status: State
    dependencies: dict[str, State] = Field(examples=[{"mongodb": "ok"}])
