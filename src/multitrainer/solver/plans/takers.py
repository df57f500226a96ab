"""Who is to have each unit, where more is asked of them than what is required."""

from collections.abc import Callable

from multitrainer.solver.instances.instance import Instance


class Takers:
    """Who is to have each unit; nobody else if it is pinned."""

    def __init__(self, instance: Instance, wanted: Callable[[int, int], bool]) -> None:
        self._instance, self._wanted = instance, wanted
        self._known: list[dict[int, None] | None] = [None] * len(instance.members)

    def of(self, u: int) -> dict[int, None]:
        """In the roster's order."""
        known = self._known[u]
        if known is None:
            allowed = () if self._instance.pinned[u] else self._instance.allowed[u]
            known = self._known[u] = dict.fromkeys(t for t in allowed if self._wanted(u, t))
        return known
