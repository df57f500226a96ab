"""What comes of an attempt to deliver something."""


class NotDelivered(Exception):
    """An attempt failed. `for_good`: another one would fail the same way. `status` is what a webhook answered."""

    def __init__(self, words: str, *, for_good: bool = False, status: int | None = None) -> None:
        super().__init__(words)
        self.words = words
        self.for_good = for_good
        self.status = status
