"""What courses and the institute set about cover."""

from collections.abc import Collection
from typing import NamedTuple

from multitrainer.database import Session
from multitrainer.domain.covers.tiers import CoverOrder


class CourseCover(NamedTuple):
    """What a course sets."""

    order: CoverOrder = CoverOrder()
    weights: tuple[float, ...] | None = None


class CoverSettings:
    """Reads them."""

    async def of_courses(self, courses: Collection[str], session: Session = None) -> dict[str, CourseCover]:
        return {course: CourseCover() for course in courses}

    async def pool(self, session: Session = None) -> tuple[str, ...]:
        return ()
