"""People to choose from in forms."""

from typing import Any

from multitrainer.services import Services
from multitrainer.web.visitors import Visitor

MOST_TRAINERS = 500


async def trainers_of(services: Services, who: Visitor) -> list[dict[str, Any]]:
    """The trainers whom somebody may name."""
    return (await services.trainers.page(who.known, None, MOST_TRAINERS)).items
