"""Ways out, and what they cost."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from multitrainer.solver.documents.document import Document
from multitrainer.solver.ways.changing import ProblemChange


class WayKind(StrEnum):
    """What is changed."""

    CAPACITY = "capacity"
    LIMIT = "limit"
    LINK = "link"
    PIN = "pin"
    SESSION = "session"
    PAIR = "pair"
    AVAILABILITY = "availability"
    ROLE = "role"
    SKILLS = "skills"
    STATUS = "status"
    TRAINER = "trainer"


COSTS = {
    WayKind.CAPACITY: 0,
    WayKind.LIMIT: 1,
    WayKind.LINK: 4,
    WayKind.PIN: 4,
    WayKind.SESSION: 5,
    WayKind.PAIR: 5,
    WayKind.AVAILABILITY: 6,
    WayKind.ROLE: 6,
    WayKind.SKILLS: 8,
    WayKind.STATUS: 10,
    WayKind.TRAINER: 12,
}
"""Points by which ways are sorted; whatever asks for more hours costs a point for each hour begun, too."""


class WayOut(Document):
    """One change after which more batches can be taught. Proved: a plan was found that keeps every required rule."""

    kind: WayKind
    words: str
    cost: Annotated[int, Field(ge=1, description="Points; docs/planning-explained.md has the table.")]
    covers: Annotated[tuple[str, ...], Field(description="Batches left to nobody that somebody can teach then.")]
    change: ProblemChange
