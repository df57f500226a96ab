"""Making one change on top of another that came in between."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


def merged(each: Callable[[V, V, V], V], now: Mapping[K, V], before: Mapping[K, V], after: Mapping[K, V]) -> dict[K, V]:
    """What changed from `before` to `after`, made to `now` instead: what went goes, what came comes.

    `each(now, before, after)` does the same for a thing that was there all the time.
    """
    kept = {key: value for key, value in now.items() if key in after or key not in before}
    changed = {k: each(v, before[k], after[k]) if k in before else v for k, v in kept.items()}
    return {**changed, **{k: v for k, v in after.items() if k not in before and k not in now}}


def merged_names(now: Iterable[str], before: Iterable[str], after: Iterable[str]) -> tuple[str, ...]:
    """The same for names alone."""
    return tuple(merged(lambda name, *_: name, *(dict.fromkeys(names) for names in (now, before, after))))
