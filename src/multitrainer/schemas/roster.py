"""A course's roster on the wire."""

from typing import Annotated

from pydantic import ConfigDict, Field

from multitrainer.domain.roster import Change, Role, Status
from multitrainer.schemas.base import Body, Id, LeftOut, Listed, View

Batches = Annotated[
    tuple[Id, ...],
    Field(
        max_length=1000,
        description="For a lead: the scope, batches the lead answers for. For an assistant: the batches to teach, as "
        "primary where there is none. A substitute has none.",
    ),
]
KnownRole = Annotated[Role | str, Field(union_mode="left_to_right")]
KnownStatus = Annotated[Status | str, Field(union_mode="left_to_right")]


class NewRosterEntry(Body):
    """Somebody to put on a course's roster."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"trainer": "66f1a2b3c4d5e6f708192a3c", "role": "assistant"},
                {
                    "trainer": "66f1a2b3c4d5e6f708192a3c",
                    "role": "lead",
                    "assignedBatches": ["66f1a2b3c4d5e6f708192a3b"],
                },
            ]
        }
    )

    trainer: Id
    role: Role = Role.ASSISTANT
    assigned_batches: Batches = ()


class RosterChange(Body):
    """What to change about somebody on a roster; what is left out stays."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"role": "lead"},
                {"status": "inactive"},
                {"assignedBatches": ["66f1a2b3c4d5e6f708192a3b"]},
            ]
        }
    )

    role: LeftOut[Role] = None
    status: LeftOut[Status] = None
    assigned_batches: LeftOut[Batches] = None

    def as_change(self) -> Change:
        """The change in the domain's words."""
        return Change(self.role, self.status, self.assigned_batches)


class Leaving(Body):
    """That somebody leaves a roster, and who becomes primary of their batches."""

    successor: LeftOut[Id] = None


class RosterTrainer(View):
    """The trainer behind a roster entry."""

    id: Id = Field(alias="_id")
    name: str | None = None
    email: str | None = None
    specialization: str | list[str] | None = None


class RosterEntry(View):
    """One trainer on a course, populated. `trainer` is null when the user is gone.

    `workload` is per cent of the trainer's weekly hours.
    """

    id: Id | None = Field(default=None, alias="_id")
    trainer: RosterTrainer | None = None
    role: KnownRole | None
    workload: float | None
    assigned_batches: Listed[Id]
    status: KnownStatus | None


class StoredRosterEntry(View):
    """One trainer on a course, by id."""

    id: Id | None = Field(default=None, alias="_id")
    trainer: Id | None = None
    role: KnownRole | None
    workload: float | None
    assigned_batches: Listed[Id]
    status: KnownStatus | None
