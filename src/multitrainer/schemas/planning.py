"""What planning has to know of trainers and batches, on the wire. Stored as it is written here."""

from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, StrictBool

from multitrainer.schemas.base import Body, Id, LeftOut, Listed, Text, View
from multitrainer.schemas.documents import AsDocument
from multitrainer.solver.documents.document import HOURS_OF_A_WEEK
from multitrainer.solver.documents.intervals import Interval
from multitrainer.solver.documents.problem import Batch, DayAndWeek, Problem, Trainer
from multitrainer.solver.reading.checking import overlaps, times

MOST_INTERVALS = 1000


def _each_once(skills: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(skills))


def _sound(unavailable: tuple[Interval, ...]) -> tuple[Interval, ...]:
    return _without_faults(unavailable, Problem(trainers=(_trainer_with(unavailable),), batches=()))


def _sound_sessions(sessions: tuple[Interval, ...]) -> tuple[Interval, ...]:
    return _without_faults(sessions, Problem(trainers=(), batches=(_batch_with(sessions),)))


def _without_faults(intervals: tuple[Interval, ...], problem: Problem) -> tuple[Interval, ...]:
    """What planning would refuse later is refused now, by its place in the list."""
    for path, words in (*times(problem), *overlaps(problem)):
        raise ValueError(f"{'.'.join(map(str, path[3:]))} {words}")
    return intervals


def _trainer_with(unavailable: tuple[Interval, ...]) -> Trainer:
    return Trainer(id="trainer", capacity=1, unavailable=unavailable)


def _batch_with(sessions: tuple[Interval, ...]) -> Batch:
    return Batch(id="batch", course="course", hours=1, sessions=sessions)


Skills = Annotated[tuple[Text, ...], Field(max_length=100), AfterValidator(_each_once)]
Many = Field(max_length=MOST_INTERVALS)
Intervals = Annotated[tuple[Interval, ...], AsDocument(), Many, AfterValidator(_sound)]
Sessions = Annotated[tuple[Interval, ...], AsDocument(), Many, AfterValidator(_sound_sessions)]
TrainersHours = Annotated[
    float, Field(strict=True, ge=0.1, le=HOURS_OF_A_WEEK, description="Hours that they can teach in a week.")
]
BatchHours = Annotated[
    float,
    Field(strict=True, ge=0.1, le=HOURS_OF_A_WEEK, description="Hours a week that it takes of whoever teaches it."),
]


class TrainerPlanning(Body):
    """What a trainer can and when. What is left out stays as it is, because trainers state some of it themselves.

    An empty list takes skills or absences away, `{}` the limits, and null the weekly hours: then the usual count.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"weeklyHours": 15, "skills": ["C1"]},
                {
                    "unavailable": [
                        {"day": "friday", "start": "14:00", "end": "24:00"},
                        {"start": "2026-03-02T00:00", "end": "2026-03-09T00:00"},
                    ],
                    "limits": {"hoursPerDay": 6, "hoursPerWeek": 12},
                },
                {"weeklyHours": None, "skills": []},
            ]
        }
    )

    null_means = frozenset({"weekly_hours"})

    weekly_hours: TrainersHours | None = None
    skills: LeftOut[Skills] = None
    unavailable: LeftOut[Intervals] = None
    limits: LeftOut[Annotated[DayAndWeek, AsDocument()]] = None


class BatchPlanning(Body):
    """What a batch takes of whoever teaches it. What is left out stays, because timetables state sessions, too.

    An empty list takes sessions or skills away, and null the hours. Without hours those of its weekly sessions count;
    without sessions it meets at those of its slot, if it has one.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"hours": 4, "skills": ["C1"]},
                {"sessions": [{"day": "tuesday", "start": "18:00", "end": "19:30"}]},
                {"hours": None, "skills": []},
            ]
        }
    )

    null_means = frozenset({"hours"})

    hours: BatchHours | None = None
    sessions: LeftOut[Sessions] = None
    skills: LeftOut[Skills] = None


class Lock(Body):
    """Whether a batch keeps its primary, whatever is planned."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"locked": True}]})

    locked: StrictBool


class PlannedTrainer(View):
    """What is stated of a trainer for planning. `weekly_hours_in_use` are the stated ones, else the usual."""

    id: Id = Field(alias="_id")
    weekly_hours: float | None = None
    weekly_hours_in_use: float | None = None
    skills: Listed[str]
    unavailable: Listed[dict[str, Any]]
    limits: dict[str, Any]


class PlannedBatch(View):
    """What is stated of a batch for planning, and whether it keeps its primary.

    `hours_in_use` are those that count: stated, else of its weekly sessions or those of its slot, else the usual.
    """

    id: Id = Field(alias="_id")
    course: Id | None = None
    hours: float | None = None
    hours_in_use: float | None = None
    sessions: Listed[dict[str, Any]]
    skills: Listed[str]
    pinned: bool
