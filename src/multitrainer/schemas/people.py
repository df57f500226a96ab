"""The people of a batch on the wire."""

from typing import Annotated

from pydantic import ConfigDict, Field

from multitrainer.domain.people import Duty
from multitrainer.schemas.base import Body, Id, LeftOut, Listed, View
from multitrainer.schemas.roster import RosterEntry

Several = Annotated[tuple[Id, ...], Field(max_length=100)]


class BatchPeople(Body):
    """Who is on a batch, by id."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"primary": "66f1a2b3c4d5e6f708192a3b", "backup": ["66f1a2b3c4d5e6f708192a3c"]}]
        }
    )

    primary: LeftOut[Id] = None
    backup: Several = ()
    assistants: Several = ()


class NewOnBatch(Body):
    """Somebody to put on a batch, and as what."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"trainer": "66f1a2b3c4d5e6f708192a3b", "as": "assistant"}]}
    )

    trainer: Id
    duty: Duty = Field(alias="as")


class Named(Body):
    """A trainer, by id."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"trainer": "66f1a2b3c4d5e6f708192a3b"}]})

    trainer: Id


class BatchTrainer(View):
    """A trainer on a batch."""

    id: Id = Field(alias="_id")
    name: str | None = None
    email: str | None = None
    phone: str | None = None


class PopulatedPeople(View):
    """Who is on a batch, populated. `primary` is left out when nobody was named and null when the user is gone."""

    primary: BatchTrainer | None = None
    backup: Listed[BatchTrainer]
    assistants: Listed[BatchTrainer]


class PeopleAnswer(PopulatedPeople):
    """Who is on a batch after a change, and the entry of whoever joined the course's roster by it."""

    added_to_roster: RosterEntry | None = None


class StoredPeople(View):
    """Who is on a batch, by id."""

    primary: Id | None = None
    backup: list[Id]
    assistants: list[Id]
