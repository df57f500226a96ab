"""How long to wait before something is tried again."""

from datetime import timedelta

FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=6)
FACTOR = 4
LEAST_PART = 0.5
"""A pause lasts at least this part of its length; how much longer is left to chance, so that not all come at once."""


def pause_after(attempts: int, luck: float) -> timedelta:
    """The pause after this many attempts have failed: four times as long each time. `luck` is from 0 to 1."""
    whole: timedelta = min(FIRST_PAUSE * FACTOR ** min(attempts - 1, 20), LONGEST_PAUSE)
    return whole * (LEAST_PART + (1 - LEAST_PART) * luck)
