"""Batches on the wire."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field, model_validator

from multitrainer.domain.sentences import Sentence
from multitrainer.schemas.base import Body, Id, LeftOut, Text, View
from multitrainer.schemas.courses import CourseName
from multitrainer.schemas.people import BatchPeople, StoredPeople

Students = Annotated[tuple[Id, ...], Field(max_length=1000, description="Users who are taught together, by id.")]


class _OneFormat(Body):
    trainers: LeftOut[BatchPeople] = None
    instructor: LeftOut[Id] = None

    @model_validator(mode="after")
    def _one_format(self) -> "_OneFormat":
        if self.instructor and self.trainers:
            raise ValueError(Sentence("must give either instructor or trainers, not both"))
        return self


class NewBatch(_OneFormat):
    """A batch to create, with its people (`trainers`) or, in the old format, its primary (`instructor`)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"course": "66f1a2b3c4d5e6f708192a3a", "name": "Batch 1"},
                {
                    "course": "66f1a2b3c4d5e6f708192a3a",
                    "name": "Batch 2",
                    "students": ["66f1a2b3c4d5e6f708192a3d"],
                    "trainers": {"primary": "66f1a2b3c4d5e6f708192a3b", "backup": ["66f1a2b3c4d5e6f708192a3c"]},
                },
                {
                    "course": "66f1a2b3c4d5e6f708192a3a",
                    "name": "Batch 3",
                    "instructor": "66f1a2b3c4d5e6f708192a3b",
                },
            ]
        }
    )

    course: Id
    name: Text
    students: Students = ()


class BatchPatch(_OneFormat):
    """What to change about a batch. `trainers` replaces all its people, `instructor` its primary alone."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"name": "Batch 1, evening"},
                {"students": ["66f1a2b3c4d5e6f708192a3d"]},
                {"trainers": {"primary": "66f1a2b3c4d5e6f708192a3b", "assistants": ["66f1a2b3c4d5e6f708192a3c"]}},
                {"instructor": "66f1a2b3c4d5e6f708192a3b"},
            ]
        }
    )

    name: LeftOut[Text] = None
    students: LeftOut[Students] = None


class Batch(View):
    """A batch in both formats: `trainers`, and `instructor` for whoever knows one only."""

    id: Id = Field(alias="_id")
    course: Id | None = None
    name: str | None = None
    students: list[Id | dict[str, Any]]
    trainers: StoredPeople
    instructor: Id | None = None


class BatchOfTrainer(View):
    """A batch as the trainer's list shows it: with its course's name, or null when the course is gone."""

    id: Id = Field(alias="_id")
    course: CourseName | None = None
    name: str | None = None
    students: list[Id | dict[str, Any]]
    trainers: StoredPeople
    instructor: Id | None = None
