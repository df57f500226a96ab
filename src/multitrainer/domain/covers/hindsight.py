"""Until when somebody can be named who held a session for which nobody was found."""

from datetime import datetime, timedelta

NAMED_FOR = timedelta(days=14)
"""So long after it began. It is shorter than sessions are compared with their covers (`CoverKeeper`)."""


def is_settled(start: datetime, now: datetime) -> bool:
    """Whether it is for whoever corrects the ledger by now to say who held a session, and so gets its hours."""
    return start + NAMED_FOR <= now
