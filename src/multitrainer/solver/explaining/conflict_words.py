"""Says why some units can't all be taught."""

from collections.abc import Sequence

from multitrainer.solver.documents.intervals import Interval
from multitrainer.solver.documents.objective import Rule
from multitrainer.solver.explaining.barring import NOUNS, Barring
from multitrainer.solver.explaining.meetings import first_meeting
from multitrainer.solver.explaining.objections import Objections
from multitrainer.solver.explaining.shortages import Kind, Shortage
from multitrainer.solver.explaining.words import NAMED, Names, counted, in_hours, listed, number, sentence, time_of
from multitrainer.solver.instances.instance import Instance
from multitrainer.solver.instances.timeline import span_of
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.plans.why import forbidding


class ConflictWords:
    """Sentences about shortages, and about conflicts that only trying has proved."""

    def __init__(self, instance: Instance, names: Names) -> None:
        self._instance = instance
        self._names = names

    def of_shortage(self, short: Shortage) -> str:
        """What there is too little of, and how much."""
        return {Kind.NOBODY: self._nobody, Kind.MOMENT: self._moment, Kind.COUNT: self._count, Kind.HOURS: self._hours}[
            short.kind
        ](short)

    def of_trying(self, units: Sequence[int], trainers: Sequence[int], rules: Sequence[Rule]) -> str:
        """That it does not go, and which rules are in the way."""
        who = f"only {self._names.trainers(trainers)} may teach {_any_of(len(units))}"
        because = f", and {listed([NOUNS[rule] for rule in rules])} leave no way" if rules else ""
        can = "can't be taught" if len(units) == 1 else "can't all be taught"
        return f"{self._names.units(units)} {can}: {who}{because}."

    def _nobody(self, short: Shortage) -> str:
        (u,) = short.units
        missing = self._missing_skills(u)
        if missing:
            return f"{self._names.unit(u)} needs somebody with {listed(missing)}, and nobody has that."
        plan = Plan(self._instance)
        position = {one.id: t for t, one in enumerate(self._instance.problem.trainers)}
        objections = Objections(plan, self._names)
        forbidden = [(name, rule) for rule, several in forbidding(plan, u).items() for name in several]
        if len(forbidden) <= NAMED:
            found = (objections.first(u, position[name]) for name, _ in forbidden)
            return f"Nobody may teach {self._names.unit(u)}. " + " ".join(one.words for one in found if one)
        batches = [self._instance.problem.batches[b].id for b in self._instance.members[u]]
        return f"Nobody may teach {self._names.unit(u)}: {Barring(self._instance.problem).grouped(forbidden, batches)}."

    def _missing_skills(self, u: int) -> list[str]:
        """The skills of a unit, if nobody has all of them."""
        return [] if self._holders(needed := self._common_skills([u])) or not needed else needed

    def _moment(self, short: Shortage) -> str:
        what, when = self._names.units(short.units), self._when(short.units)
        who = self._names.trainers(short.trainers)
        skills = self._common_skills(short.units)
        each = {1: "", 2: " both"}.get(len(short.units), " all")
        if skills and self._holders(skills) == [*short.trainers]:
            has = "has" if len(short.trainers) == 1 else "have"
            return f"{what}{each} need somebody with {listed(skills)} on {when}; only {who} {has} it."
        return f"{what}{each} need somebody on {when}; only {who} may teach {_any_of(len(short.units))}."

    def _count(self, short: Shortage) -> str:
        if not short.has and len(short.units) == 1:
            return self._too_long(short)
        have = "has" if len(short.trainers) == 1 else "have"
        room = f"who {have} room for {number(short.has)} of them"
        return f"{self.these(short.units)} can be taught only by {self._whom(short.trainers)}, {room}."

    def _too_long(self, short: Shortage) -> str:
        """A unit that takes more hours than any one trainer has."""
        instance, (u,) = self._instance, short.units
        takes = in_hours(min(instance.minutes_of(u, t) for t in short.trainers))
        most, alone = max(instance.room[t] for t in short.trainers), len(short.trainers) == 1
        has = f"has {in_hours(most) if most else 'none'}" if alone else f"none of them has {_more_than(most)}"
        what = f"{self.these(short.units)} {'takes' if len(instance.members[u]) == 1 else 'take'} {takes} a week"
        it = "it" if len(instance.members[u]) == 1 else "them"
        return f"{what}; only {self._whom(short.trainers)} may teach {it}, and {has} left."

    def _hours(self, short: Shortage) -> str:
        takes, have = ("takes" if len(short.units) == 1 else "take"), ("has" if len(short.trainers) == 1 else "have")
        them = "it" if len(short.units) == 1 else "them"
        return (
            f"{self.these(short.units)} {takes} {in_hours(short.needs)} a week; "
            f"only {self._whom(short.trainers)} may teach {them}, and {have} {in_hours(short.has)} left."
        )

    def _whom(self, trainers: Sequence[int]) -> str:
        return self._names.trainers(trainers) if len(trainers) <= NAMED else counted(len(trainers), "trainer")

    def these(self, units: Sequence[int]) -> str:
        """Some batches by number and what they have in common, or by name if they are few."""
        batches = [b for u in units for b in self._instance.members[u]]
        if len(batches) <= NAMED:
            return self._names.units(units)
        courses, skills = {self._instance.course[b] for b in batches}, self._common_skills(units)
        of = f" of {self._names.course(courses.pop())}" if len(courses) == 1 else ""
        needing = f" that need {listed(skills)}" if skills else ""
        return sentence(f"{counted(len(batches), 'batch', 'batches')}{of}{needing}")

    def _common_skills(self, units: Sequence[int]) -> list[str]:
        batches = [self._instance.problem.batches[b] for u in units for b in self._instance.members[u]]
        return [skill for skill in batches[0].skills if all(skill in one.skills for one in batches)]

    def _holders(self, skills: Sequence[str]) -> list[int]:
        trainers = self._instance.problem.trainers
        return [t for t, one in enumerate(trainers) if all(skill in one.skills for skill in skills)]

    def _when(self, units: Sequence[int]) -> str:
        """The latest of the sessions that meet."""
        sessions = self._meeting(units)
        return time_of(max(sessions, key=lambda one: (span_of(one).dated, span_of(one).start)))

    def _meeting(self, units: Sequence[int]) -> list[Interval]:
        """A session of the first unit that each other one meets, and theirs."""
        batches, rest = self._instance.problem.batches, self._instance.problem.rest_minutes
        own, *others = [[s for b in self._instance.members[u] for s in batches[b].sessions] for u in units]
        for session in own:
            both = [first_meeting([session], other, rest) for other in others]
            if all(both):
                return [session, *(met[1] for met in both if met)]
        return own


def _more_than(minutes: int) -> str:
    return f"more than {in_hours(minutes)}" if minutes else "any"


def _any_of(number: int) -> str:
    return {1: "it", 2: "either"}.get(number, "any of them")
