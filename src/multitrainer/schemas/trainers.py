"""Trainers on the wire."""

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from multitrainer.domain.sentences import Sentence
from multitrainer.schemas.base import Body, Id, LeftOut, Must, Text, View

Email = Annotated[
    str,
    StringConstraints(
        max_length=254,
        to_lower=True,
        pattern=r"^[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+\.[^@\s\x00-\x1f\x7f]+$",
    ),
    Must(Sentence("must be an e-mail address")),
    Field(examples=["sarah@institute.example"]),
]
Phone = Annotated[
    str,
    StringConstraints(max_length=40, pattern=r"^\+?[0-9][0-9 ()/.\-]*$"),
    Must(Sentence("must be a phone number: up to 40 digits, spaces and ()/.-, after a + if there is one")),
    Field(examples=["+49 30 123"]),
]
Subjects = Annotated[
    Text | Annotated[list[Text], Field(max_length=50)],
    Must(Sentence("must be a printable text of 1 to 200 characters, or a list of up to 50 of those")),
]


class NewTrainer(Body):
    """A trainer to create: a user with a trainer's role."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"name": "Dr. Sarah", "email": "sarah@institute.example", "specialization": "German"},
                {
                    "name": "John",
                    "email": "john@institute.example",
                    "phone": "+49 30 123",
                    "specialization": ["German", "Dutch"],
                },
            ]
        }
    )

    name: Text
    email: Email
    phone: LeftOut[Phone] = None
    specialization: LeftOut[Subjects] = None


class TrainerPatch(Body):
    """What to change about a trainer; what is left out stays."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"phone": "+49 30 123"},
                {"specialization": ["German", "Dutch"]},
                {"name": "Dr. Sarah Berg", "email": "sarah.berg@institute.example"},
            ]
        }
    )

    name: LeftOut[Text] = None
    email: LeftOut[Email] = None
    phone: LeftOut[Phone] = None
    specialization: LeftOut[Subjects] = None


class Trainer(View):
    """A user with a trainer's role."""

    id: Id = Field(alias="_id")
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    specialization: str | list[str] | None = None
    role: str
