"""What every error has."""

from typing import Any, ClassVar


class MultitrainerError(Exception):
    """Base of all. `detail` is a sentence for people, `facts` is for programs (JSON values only)."""

    code: ClassVar[str]
    title: ClassVar[str]

    def __init__(self, detail: str, **facts: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.facts = facts
