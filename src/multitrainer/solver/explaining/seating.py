"""Places for units when most rules are forgotten, and the proof where there are not enough.

Each trainer has so many seats, and each unit takes one with somebody who may teach it. What is found seated tells
nothing; but where a unit finds no seat, some units have fewer seats than they are, whatever else is planned.

Source: P. Hall: On Representatives of Subsets. J. London Math. Soc. (1935); augmenting paths: C. Berge (1957).
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from multitrainer.solver.instances.static import members_of


class Short(NamedTuple):
    """Units that only these trainers may teach, all of whose places are taken by the others of these units."""

    units: frozenset[int]
    trainers: int
    """As bits."""


class Seating:
    """Units on seats, one each. `may` says who may teach each of the units, as bits; `seats` how many somebody has.

    If more sit with somebody at first than may, nothing that is proved is less true: those are too many as well.
    """

    def __init__(self, may: Mapping[int, int], seats: Callable[[int], int], first: Mapping[int, int]) -> None:
        self._may = may
        self._seats = seats
        self._at: dict[int, int] = {}
        self._with: dict[int, set[int]] = {}
        for u, t in first.items():
            if may[u] >> t & 1:
                self._sit(u, t)

    def seat(self, u: int) -> Short | None:
        """Seat a unit, if others make room by moving; else why there is none for it."""
        if u in self._at:
            return None
        came: dict[int, int] = {}
        seen, waiting = 0, [u]
        for o in waiting:
            new = self._may[o] & ~seen
            seen |= new
            for t in members_of(new):
                came[t] = o
                sitting = self._with.get(t, ())
                if len(sitting) < self._seats(t):
                    self._shift(t, came, u)
                    return None
                waiting += sitting
        return Short(frozenset(waiting), seen)

    def _shift(self, t: int, came: Mapping[int, int], newcomer: int) -> None:
        """Everybody on the way moves to the seat that led on, until the newcomer has one."""
        while True:
            u = came[t]
            before = self._at.get(u)
            if before is not None:
                self._with[before].discard(u)
            self._sit(u, t)
            if u == newcomer or before is None:
                return
            t = before

    def _sit(self, u: int, t: int) -> None:
        self._at[u] = t
        self._with.setdefault(t, set()).add(u)


class Pouring:
    """The same with hours instead of seats: a unit may be shared by several trainers, as if it were water."""

    def __init__(
        self, may: Mapping[int, int], needs: Mapping[int, int], room: Callable[[int], int], first: Mapping[int, int]
    ) -> None:
        self._may = may
        self._needs = needs
        self._used: dict[int, int] = {}
        self._room = room
        self._in: dict[int, dict[int, int]] = {}
        self._poured: dict[int, int] = {}
        for u, t in first.items():
            if may[u] >> t & 1:
                self._pour(u, t, min(needs[u], self._free(t)))

    def seat(self, u: int) -> Short | None:
        """Find room for all of a unit, if others make some; else why there is none for it."""
        while (missing := self._needs[u] - self._poured.get(u, 0)) > 0:
            came: dict[int, int] = {}
            back: dict[int, int] = {}
            end, seen, units = self._search(u, came, back)
            if end is None:
                return Short(frozenset(units), seen)
            self._shift(end, came, back, min(missing, self._free(end)))
        return None

    def _search(self, u: int, came: dict[int, int], back: dict[int, int]) -> tuple[int | None, int, list[int]]:
        """Breadth first to somebody who has room: by which unit each trainer was found, and by whom each unit."""
        seen, waiting, known = 0, [u], {u}
        for o in waiting:
            new = self._may[o] & ~seen
            seen |= new
            for t in members_of(new):
                came[t] = o
                if self._free(t) > 0:
                    return t, seen, waiting
                for other in self._in.get(t, ()):
                    if other not in known:
                        known.add(other)
                        back[other] = t
                        waiting.append(other)
        return None, seen, waiting

    def _shift(self, t: int, came: Mapping[int, int], back: Mapping[int, int], most: int) -> None:
        way = [(came[t], t)]
        while (u := way[-1][0]) in back:
            way.append((came[back[u]], back[u]))
        amount = min([most, *(self._in[back[u]][u] for u, _ in way if u in back)])
        for u, to in way:
            if u in back:
                self._pour(u, back[u], -amount)
            self._pour(u, to, amount)

    def _free(self, t: int) -> int:
        return self._room(t) - self._used.get(t, 0)

    def _pour(self, u: int, t: int, amount: int) -> None:
        inside = self._in.setdefault(t, {})
        inside[u] = inside.get(u, 0) + amount
        if not inside[u]:
            del inside[u]
        self._used[t] = self._used.get(t, 0) + amount
        self._poured[u] = self._poured.get(u, 0) + amount
