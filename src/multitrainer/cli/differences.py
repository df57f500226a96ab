"""What has changed since a plan was made, as lines for people."""

from collections.abc import Iterator, Mapping
from typing import Any

from multitrainer import wire
from multitrainer.cli.common import printable

LONGEST = 200


def differences_in(facts: Mapping[str, Any]) -> Iterator[str]:
    """A line for each difference that a refusal names."""
    for one in facts.get("differences", ()):
        yield printable(one if isinstance(one, str) else _line(one))


def _line(one: Mapping[str, Any]) -> str:
    what = f"{one['of']} {one['id']}"
    if one["field"] == "id":
        return f"{what} is new." if one["before"] is None else f"{what} is gone."
    return f"{what}: {one['field']} was {_value(one['before'])}, is {_value(one['after'])}."


def _value(value: Any) -> str:
    text = wire.encode(value).decode()
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
