"""Accounts as they are made: by whoever runs the service, on a command line or on the set-up page."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from multitrainer.domain.actors import ActorKind
from multitrainer.domain.sentences import Sentence
from multitrainer.schemas.base import Body, Must, Text
from multitrainer.schemas.trainers import Email

SHORTEST, LONGEST = 12, 1_000

Password = Annotated[
    str,
    StringConstraints(min_length=SHORTEST, max_length=LONGEST, pattern=r"^[^\x00]*$"),
    Must(Sentence("must be {shortest} to {longest} characters long", shortest=SHORTEST, longest=LONGEST)),
]


class NewPassword(Body):
    """A password to set."""

    password: Password


class NewAdmin(NewPassword):
    """An admin to make."""

    name: Text
    email: Email


class NewAccount(NewAdmin):
    """Somebody to make an account for. Students come by enrolment."""

    kind: Annotated[Literal[ActorKind.ADMIN, ActorKind.TRAINER], Must("admin or trainer")]
