"""What a migration costs as most people would write it: a loop over Mongoose's documents that saves each of them."""

import json
from typing import NamedTuple

from tests.interop.node import running


class Looped(NamedTuple):
    """Documents that the loop has seen, and seconds from its first read to its last write."""

    documents: int
    seconds: float

    @property
    def rate(self) -> float:
        """Documents a second."""
        return self.documents / self.seconds


async def save_loop(uri: str, database: str) -> Looped:
    """Give every batch of a database trainers from its instructor, one `save()` at a time.

    Every batch has to be one that Mongoose can load and save. Starting Node and connecting do not count.
    """
    async with running("save_loop.js", uri, database) as process:
        assert process.stdout
        said = await process.stdout.read()
    assert process.returncode == 0, "The loop has failed; its stderr says why."
    return Looped(**json.loads(said))
