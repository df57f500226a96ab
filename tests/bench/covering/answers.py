"""How people answer who are asked: the same person the same for the same session, whoever asks."""

from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

YES, NO = 0.35, 0.35
"""The others are silent."""
TAKES_ALL = 0.8


class Answer(NamedTuple):
    """When somebody answers and whether with yes, to all or to the first alone."""

    at: datetime
    yes: bool
    all: bool


def answer_of(trainer: str, session: str, asked_at: datetime, seed: int) -> Answer | None:
    """None for silence. Half of the answers come within forty minutes."""
    random = Random(f"{seed} {trainer} {session}")
    says = random.random()
    after = timedelta(minutes=random.expovariate(1 / 60))
    if says >= YES + NO:
        return None
    return Answer(asked_at + after, says < YES, random.random() < TAKES_ALL)
