"""What would be, if: leaves, new trainers, new batches, other capacities."""

from typing import Annotated

from pydantic import ConfigDict, Field

from multitrainer.domain.roster import Role
from multitrainer.schemas.base import Body, Id, LeftOut, Text
from multitrainer.schemas.plan_options import PlanOptions
from multitrainer.schemas.planning import BatchHours, Intervals, Sessions, Skills, TrainersHours

MOST = 1000


class Leave(Body):
    """A trainer is away: at some times, or altogether."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "trainer": "66f1a2b3c4d5e6f708192a3b",
                    "times": [{"start": "2026-03-02T00:00", "end": "2026-03-09T00:00"}],
                }
            ]
        }
    )

    trainer: Id
    times: Annotated[Intervals, Field(description="Left out: altogether.")] = ()


class SupposedTrainer(Body):
    """Somebody who is not there, on a course."""

    name: Text
    course: Id
    role: Role = Role.ASSISTANT
    weekly_hours: LeftOut[TrainersHours] = None
    skills: Skills = ()


class SupposedBatch(Body):
    """A batch that is not there."""

    name: Text
    course: Id
    hours: LeftOut[BatchHours] = None
    sessions: Sessions = ()
    skills: Skills = ()


class SupposedHours(Body):
    """A trainer's weekly hours, in place of what they are."""

    trainer: Id
    weekly_hours: TrainersHours


class Suppositions(Body):
    """What is supposed. Nothing of it is stored."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "leaves": [{"trainer": "66f1a2b3c4d5e6f708192a3b"}],
                    "trainers": [{"name": "Somebody new", "course": "66f1a2b3c4d5e6f708192a3b", "weeklyHours": 15}],
                    "batches": [{"name": "Batch 13", "course": "66f1a2b3c4d5e6f708192a3b", "hours": 5}],
                    "capacities": [{"trainer": "66f1a2b3c4d5e6f708192a3b", "weeklyHours": 20}],
                }
            ]
        }
    )

    leaves: Annotated[tuple[Leave, ...], Field(max_length=MOST)] = ()
    trainers: Annotated[tuple[SupposedTrainer, ...], Field(max_length=MOST)] = ()
    batches: Annotated[tuple[SupposedBatch, ...], Field(max_length=MOST)] = ()
    capacities: Annotated[tuple[SupposedHours, ...], Field(max_length=MOST)] = ()


class Question(Body):
    """What would be, if: answered with the plan that would follow, with few changes."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "courses": ["66f1a2b3c4d5e6f708192a3b"],
                    "suppose": {"leaves": [{"trainer": "66f1a2b3c4d5e6f708192a3b"}]},
                    "options": {"seconds": 2},
                }
            ]
        }
    )

    courses: LeftOut[Annotated[tuple[Id, ...], Field(min_length=1, max_length=1000, description="Left out: all.")]] = (
        None
    )
    suppose: Suppositions
    options: PlanOptions = PlanOptions()
