from typing import Any

from multitrainer.domain.availability import Availability


def read_availability(stored: Any) -> Availability:
    return Availability()
