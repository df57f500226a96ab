"""Single changes that may let somebody teach a unit that nobody has."""

from collections.abc import Iterable, Iterator

from multitrainer.domain.roster import Role
from multitrainer.solver.documents.problem import Trainer
from multitrainer.solver.explaining.words import Names, in_hours, listed
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.plans.why import against
from multitrainer.solver.ways.changing import ProblemChange
from multitrainer.solver.ways.documents import COSTS, WayKind
from multitrainer.solver.ways.waivers import HOUR, WAIVERS, Case, Idea


def ideas(plan: Plan, u: int, around: Iterable[int]) -> list[Idea]:
    """Changes for a unit that nobody has, or for one around it so that it makes room; the cheapest first."""
    names = Names(plan.instance)
    found = [*_for(plan, names, u), _somebody_new(plan, names, u)]
    for o in around:
        former = plan.primary[o]
        if former != NOBODY:
            plan.give(o, NOBODY)
            found += [idea for idea in _for(plan, names, o) if former not in idea.trainers]
            plan.give(o, former)
    distinct = {idea.words: idea for idea in reversed(found)}
    return sorted(distinct.values(), key=lambda idea: (idea.cost, idea.words))


def _for(plan: Plan, names: Names, u: int) -> Iterator[Idea]:
    """For each trainer whom one rule alone keeps from a unit, what would waive it."""
    for t in plan.instance.trainers:
        rules = [*against(plan, u, t)]
        if len(rules) == 1:
            yield from WAIVERS[rules[0]](Case(plan, names, u, t))


def _somebody_new(plan: Plan, names: Names, u: int) -> Idea:
    problem, needed = plan.instance.problem, plan.instance.minutes[u]
    batches, taken = [problem.batches[b] for b in plan.instance.members[u]], {one.id for one in problem.trainers}
    name = next(name for n in range(1, len(taken) + 2) if (name := f"new trainer {n}") not in taken)
    skills = tuple(dict.fromkeys(skill for one in batches for skill in one.skills))
    roles = {one.course: Role.ASSISTANT for one in batches}
    new = Trainer(id=name, capacity=sum(one.hours for one in batches), skills=skills, roles=roles)
    having = f" with {listed(skills)}" if skills else ""
    words = f"Add a trainer{having} who has {in_hours(needed)} a week, for {names.unit(u)}."
    cost = COSTS[WayKind.TRAINER] - (-needed // HOUR)
    return Idea(WayKind.TRAINER, cost, words, ProblemChange(trainers=(new,)), (), needed)
