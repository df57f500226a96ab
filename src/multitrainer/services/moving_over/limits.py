"""How fast an institute may be moved over, as an administrator says it."""

from dataclasses import dataclass
from pathlib import Path

MOST = 2_000
"""Documents in a chunk. More need memory."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What an administrator allows. None: no limit.

    `batch_size` in documents, `max_rate` in documents a second, `max_latency` in seconds for a ping of the server.
    While `pause_file` exists, nothing is moved.
    """

    batch_size: int | None = None
    max_rate: float | None = None
    max_latency: float | None = 0.25
    pause_file: Path | None = None
