"""When trainers are away."""

from datetime import datetime

from beanie import Document, PydanticObjectId
from pydantic import ConfigDict
from pydantic.alias_generators import to_camel
from pymongo import ASCENDING, IndexModel


class Leave(Document):
    """A time in which a trainer is away, once it is approved.

    `turn` is when the trainer's status on rosters has to be looked at next because of it; nothing where never.
    `covers_at` is when it has to be seen to next that their sessions are covered. `notes_looked_at` is when it was
    looked at whether their handover notes are fresh, since the leave was changed last; `notes_asked_for` are the
    batches of which they were reminded.
    """

    model_config = ConfigDict(extra="allow", alias_generator=to_camel, populate_by_name=True)

    trainer: PydanticObjectId
    start: datetime
    end: datetime
    kind: str
    note: str = ""
    state: str
    decided_by: str | None = None
    decision_note: str | None = None
    turn: datetime | None = None
    covers_at: datetime | None = None
    notes_looked_at: datetime | None = None
    notes_asked_for: list[PydanticObjectId] = []

    class Settings:
        name = "multitrainer_leaves"
        indexes = (
            IndexModel([("trainer", ASCENDING), ("_id", ASCENDING)], name="trainer"),
            IndexModel([("trainer", ASCENDING), ("state", ASCENDING), ("_id", ASCENDING)], name="trainer_state"),
            IndexModel([("state", ASCENDING), ("_id", ASCENDING)], name="state"),
            IndexModel([("trainer", ASCENDING), ("state", ASCENDING), ("end", ASCENDING)], name="trainer_end"),
            IndexModel([("trainer", ASCENDING), ("coversAt", ASCENDING)], name="trainer_covers_at"),
            IndexModel([("trainer", ASCENDING), ("start", ASCENDING), ("_id", ASCENDING)], name="trainer_start"),
            IndexModel([("state", ASCENDING), ("start", ASCENDING), ("_id", ASCENDING)], name="state_start"),
            IndexModel([("start", ASCENDING), ("_id", ASCENDING)], name="start"),
            IndexModel([("state", ASCENDING), ("end", ASCENDING)], name="state_end"),
            IndexModel([("state", ASCENDING), ("notesLookedAt", ASCENDING), ("start", ASCENDING)], name="notes"),
            IndexModel([("turn", ASCENDING)], name="turn", sparse=True),
            IndexModel([("coversAt", ASCENDING)], name="covers_at", sparse=True),
        )
