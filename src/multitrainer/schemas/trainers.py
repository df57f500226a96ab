"""Trainers on the wire."""

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.json_schema import SkipJsonSchema

from multitrainer.schemas.base import Body, Id, Text, View

Email = Annotated[
    str,
    StringConstraints(
        max_length=254,
        to_lower=True,
        pattern=r"^[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+\.[^@\s\x00-\x1f\x7f]+$",
    ),
    Field(examples=["sarah@institute.example"]),
]
Phone = Annotated[
    str, StringConstraints(max_length=40, pattern=r"^\+?[0-9][0-9 ()/.\-]*$"), Field(examples=["+49 30 123"])
]
Subjects = Text | Annotated[list[Text], Field(max_length=50)]


class NewTrainer(Body):
    """A trainer to create: a user with a trainer's role."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": "Dr. Sarah", "email": "sarah@institute.example", "specialization": "German"}]
        }
    )

    name: Text
    email: Email
    phone: Phone | SkipJsonSchema[None] = None
    specialization: Subjects | SkipJsonSchema[None] = None


class TrainerPatch(Body):
    """What to change about a trainer; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"phone": "+49 30 123"}]})

    name: Text | SkipJsonSchema[None] = None
    email: Email | SkipJsonSchema[None] = None
    phone: Phone | SkipJsonSchema[None] = None
    specialization: Subjects | SkipJsonSchema[None] = None


class Trainer(View):
    """A user with a trainer's role."""

    id: Id = Field(alias="_id")
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    specialization: str | list[str] | None = None
    role: str
