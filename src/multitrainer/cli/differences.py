"""What has changed since a plan was made, as lines for people."""

from collections.abc import Iterator, Mapping
from typing import Any

from multitrainer.cli.common import printable


def differences_in(facts: Mapping[str, Any]) -> Iterator[str]:
    """A line for each thing that a refusal names, in its words."""
    words = facts.get("words") or (one for one in facts.get("differences", ()) if isinstance(one, str))
    yield from map(printable, words)
