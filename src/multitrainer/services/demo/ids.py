"""The ids of what is in the demo."""

from hashlib import blake2b


def demo_id(kind: str, number: int) -> str:
    """The id of a thing of the demo: the same each time, and in the order of the numbers."""
    return blake2b(kind.encode(), digest_size=8).hexdigest() + f"{number:08x}"
