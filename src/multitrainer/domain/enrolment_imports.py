"""What can be asked of an import of enrolments."""

from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """The documents in which arrays are looked for: the course's batches, or the course itself."""

    BATCHES = "batches"
    COURSES = "courses"


@dataclass(frozen=True, slots=True)
class How:
    """How an import is to go: only to see what would come of it; leaving out what is wrong."""

    dry_run: bool = False
    skip_bad: bool = False
