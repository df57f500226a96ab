"""How explanations call trainers, batches, hours and times."""

from collections.abc import Iterable, Sequence

from multitrainer.solver.documents.intervals import Interval, Weekly
from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.instances.instance import Instance

NAMED = 6
"""How many of a long list are named."""

SMALL = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


class Names:
    """What people call the trainers and batches of a problem."""

    def __init__(self, instance: Instance) -> None:
        problem = instance.problem
        self._members = instance.members
        self._courses = problem.course_names
        self.trainer = [one.name or one.id for one in problem.trainers]
        self.batch = [*batch_names(problem).values()]
        self.of_trainer = {one.id: one.name or one.id for one in problem.trainers}
        self.of_batch = batch_names(problem)

    def unit(self, u: int) -> str:
        """All batches of a unit."""
        return self.units([u])

    def units(self, units: Iterable[int]) -> str:
        """All batches of some units."""
        return listed([self.batch[b] for u in units for b in self._members[u]])

    def course(self, of: str) -> str:
        """A course."""
        return self._courses.get(of, of)

    def trainers(self, several: Iterable[int]) -> str:
        """Some trainers."""
        return listed([self.trainer[t] for t in several])


def batch_names(problem: Problem) -> dict[str, str]:
    """What people call the batches, by id; with the course where there are several, as each has a Batch 1."""
    names = {one.id: one.name or one.id for one in problem.batches}
    if len({one.course for one in problem.batches}) == 1:
        return names
    courses = {one.id: problem.course_names.get(one.course, one.course) for one in problem.batches}
    return {batch: f"{name} of {courses[batch]}" for batch, name in names.items()}


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words as a list: a, b and c. Of a long one, the first and how many there are besides."""
    if len(words) > NAMED + 1:
        words = [*words[:NAMED], f"{len(words) - NAMED} more"]
    return f" {last} ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def number(of: int) -> str:
    """A number, small ones in letters."""
    return SMALL[of] if of < len(SMALL) else str(of)


def counted(of: int, one: str, many: str | None = None) -> str:
    """A number of things: no batches, one batch, 24 batches."""
    return f"{number(of) if of else 'no'} {one if of == 1 else many or one + 's'}"


def sentence(words: str) -> str:
    """Words with a capital letter."""
    return words[:1].upper() + words[1:]


def in_hours(minutes: int) -> str:
    """Minutes as people say them: 45 min, 20 h, 283 h 30."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02}" if rest else f"{hours} h"


def time_of(interval: Interval) -> str:
    """When something is: Tuesday 18:00-19:30, or 2026-03-02 18:00-19:30."""
    if isinstance(interval, Weekly):
        return f"{interval.day.capitalize()} {interval.start}-{interval.end}"
    start, end = interval.start, interval.end
    until = f"-{end:%H:%M}" if end.date() == start.date() else f" to {end:%Y-%m-%d %H:%M}"
    return f"{start:%Y-%m-%d %H:%M}{until}"
