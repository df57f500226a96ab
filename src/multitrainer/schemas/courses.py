"""Courses on the wire."""

from typing import Annotated

from pydantic import ConfigDict, Field, field_validator, model_validator

from multitrainer.domain.roster import Role
from multitrainer.domain.sentences import Sentence
from multitrainer.schemas.base import Body, Id, LeftOut, Text, View
from multitrainer.schemas.roster import StoredRosterEntry


class RosterMember(Body):
    """Somebody on the roster of a new course."""

    trainer: Id
    role: Role = Role.ASSISTANT


class NewCourse(Body):
    """A course to create, with its roster (`trainers`) or, in the old format, its lead (`instructor`)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"name": "German A1", "trainers": [{"trainer": "66f1a2b3c4d5e6f708192a3b", "role": "lead"}]},
                {"name": "German A1", "instructor": "66f1a2b3c4d5e6f708192a3b"},
            ]
        }
    )

    name: Text
    trainers: Annotated[tuple[RosterMember, ...], Field(max_length=200)] = ()
    instructor: LeftOut[Id] = None

    @model_validator(mode="after")
    def _one_format(self) -> "NewCourse":
        if self.instructor and self.trainers:
            raise ValueError(Sentence("must give either instructor or trainers, not both"))
        return self

    @field_validator("trainers")
    @classmethod
    def _each_once(cls, trainers: tuple[RosterMember, ...]) -> tuple[RosterMember, ...]:
        if len({member.trainer for member in trainers}) < len(trainers):
            raise ValueError(Sentence("must not name anybody twice"))
        return trainers


class CoursePatch(Body):
    """What to change about a course. `instructor` makes somebody its first lead, as in the old format."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "German A1, spring"}, {"instructor": "66f1a2b3c4d5e6f708192a3b"}]}
    )

    name: LeftOut[Text] = None
    instructor: LeftOut[Id] = None


class Course(View):
    """A course in both formats: `trainers`, and `instructor` for whoever knows one only."""

    id: Id = Field(alias="_id")
    name: str | None = None
    trainers: list[StoredRosterEntry]
    instructor: Id | None = None


class CourseName(View):
    """A course as a batch shows it."""

    id: Id = Field(alias="_id")
    name: str | None = None
