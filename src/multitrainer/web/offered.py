"""People, courses and batches to choose from in forms."""

from typing import Any

from multitrainer.services import Services
from multitrainer.services.overviews.batch_lists import EVERY
from multitrainer.services.overviews.course_lists import ALL
from multitrainer.web.visitors import Visitor

MOST_TRAINERS = MOST_COURSES = MOST_BATCHES = 500
"""So many of each can be chosen from."""


async def trainers_of(services: Services, who: Visitor) -> list[dict[str, Any]]:
    """The trainers whom somebody may name."""
    return (await services.trainers.page(who.known, None, MOST_TRAINERS)).items


async def whom_to_offer(services: Services, who: Visitor) -> dict[str, Any]:
    """The same for a form to choose from, and whether there are more than it can offer (`not_all` in parts.html)."""
    trainers = await trainers_of(services, who)
    return {"trainers": trainers, "more_trainers": len(trainers) == MOST_TRAINERS}


async def courses_of(services: Services, who: Visitor) -> list[tuple[str, str]]:
    """The courses that somebody may choose from: an id and a name each."""
    found = await services.course_lists.page(who.known, ALL, None, MOST_COURSES)
    return [(one["id"], str(one["name"] or one["id"])) for one in found.items]


async def batches_of(services: Services, who: Visitor, course: str) -> list[dict[str, Any]]:
    """The batches of a course that somebody may choose from."""
    return (await services.batch_lists.page(who.known, course, EVERY, None, MOST_BATCHES)).items
