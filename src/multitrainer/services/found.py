"""What lists for people answer."""

from typing import Any, NamedTuple

from multitrainer.repositories.pages import Paged


class Found(NamedTuple):
    """A page of a list, the cursor of what follows it, and how many there are altogether."""

    items: list[dict[str, Any]]
    next: str | None
    total: int

    @classmethod
    def of(cls, page: Paged, total: int) -> "Found":
        """A page out of so many."""
        return cls(page.items, page.next, total)
