"""API keys on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from multitrainer.domain.actors import Scope
from multitrainer.schemas.base import Body, LeftOut, Text


class NewApiKey(Body):
    """A key to make, for a machine."""

    name: Annotated[Text, StringConstraints(max_length=100)]
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=len(Scope))]
    expires_at: LeftOut[datetime] = None
