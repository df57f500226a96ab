"""The smallest sets of batches that can't all be taught, which is why a plan leaves some of them to nobody."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from multitrainer.solver.documents.objective import RULES, Rule, RuleLevel
from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.documents.solution import Solution
from multitrainer.solver.explaining.conflict_words import ConflictWords
from multitrainer.solver.explaining.covering import can_cover
from multitrainer.solver.explaining.documents import Conflict
from multitrainer.solver.explaining.drawn import drawn, planned
from multitrainer.solver.explaining.shortages import Shortage, Shortages
from multitrainer.solver.explaining.words import Names
from multitrainer.solver.instances.instance import Instance, compiled
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.plan import Plan


class Effort(NamedTuple):
    """How hard to look. Counted, not timed, so that the same question has the same answer."""

    conflicts: int
    """How many uncovered units are looked at."""

    units: int
    """Up to how many units a conflict is made minimal."""

    attempts: int
    """How many trainers are tried for units in all to make a conflict minimal."""


THOROUGH = Effort(conflicts=50, units=120, attempts=8_000)
QUICK = Effort(conflicts=5, units=16, attempts=2_000)


class Found(NamedTuple):
    """Units that can't all be taught; `short` is what there is too little of, if that is what proves it."""

    uncovered: tuple[int, ...]
    """Units that nobody teaches for this reason."""

    units: tuple[int, ...]
    is_minimal: bool
    short: Shortage | None


def conflicts(problem: Problem, solution: Solution) -> tuple[Conflict, ...]:
    """Why batches are left to nobody: sets that can't all be taught, as small as can be proved.

    A batch of which no such set is found is in none: it may be that only the search has not found a place for it.
    """
    instance = compiled(problem)
    plan, _ = drawn(instance, planned(solution))
    words = ConflictWords(instance, Names(instance))
    return tuple(_document(plan, one, words) for one in found_in(plan, THOROUGH))


def found_in(plan: Plan, effort: Effort) -> list[Found]:
    """The conflicts of a plan. What keeps several units from the same trainers in the same way is one."""
    instance = plan.instance
    left = [u for u, t in enumerate(plan.primary) if t == NOBODY][: effort.conflicts]
    short = Shortages(instance, dict(enumerate(instance.may)), plan.primary).of(left)
    found: dict[object, Found] = {}
    for u in left:
        units = frozenset(short[u].units) if u in short else _tried(plan, u, effort)
        key = (short[u].kind, short[u].trainers or u) if u in short else units
        if key in found:
            found[key] = found[key]._replace(uncovered=(*found[key].uncovered, u))
        elif units:
            found[key] = _found(plan, u, units, effort)
    return [*found.values()]


def _found(plan: Plan, u: int, units: Collection[int], effort: Effort) -> Found:
    """The conflict that keeps a unit from being taught, as small as can be; what else nobody has is left out first."""
    others = sorted({*units} - {u}, key=lambda o: (plan.primary[o] != NOBODY, o))
    kept, is_minimal = _minimal(plan.instance, [*others, u], effort)
    uncovered = (u,) if u in kept else tuple(o for o in kept if plan.primary[o] == NOBODY)
    return Found(uncovered, kept, is_minimal, _proof(plan.instance, kept))


def _tried(plan: Plan, u: int, effort: Effort) -> frozenset[int] | None:
    """Units around one of which it is proved by trying that they can't all be taught."""
    units = frozenset([u])
    while len(units) <= effort.units:
        if (answer := can_cover(plan.instance, units, effort.attempts)) is not True:
            return units if answer is False else None
        trainers = {t for o in units for t in plan.instance.allowed[o]}
        wider = units.union(*(plan.taught[t] for t in trainers))
        if wider == units:
            return None
        units = wider
    return None


def _minimal(instance: Instance, units: Sequence[int], effort: Effort) -> tuple[tuple[int, ...], bool]:
    """What is left when every unit goes without which the others still can't all be taught; the last one goes last."""
    kept, is_minimal = [*units], len(units) <= effort.units
    for one in units if is_minimal else ():
        rest = [o for o in kept if o != one]
        answer = can_cover(instance, rest, effort.attempts // len(units))
        kept = rest if answer is False else kept
        is_minimal = is_minimal and answer is not None
    return tuple(sorted(kept)), is_minimal


def _proof(instance: Instance, units: Sequence[int]) -> Shortage | None:
    may = {u: instance.may[u] for u in units}
    return next(iter(Shortages(instance, may, [NOBODY] * len(instance.members)).of(units).values()), None)


def _document(plan: Plan, found: Found, words: ConflictWords) -> Conflict:
    instance, problem = plan.instance, plan.instance.problem
    trainers = sorted({t for u in found.units for t in instance.allowed[u]})
    batches = _ids(instance, found.units)
    rules = _rules_of(problem, batches) if len(found.units) <= THOROUGH.units else ()
    return Conflict(
        batches=batches,
        uncovered=_ids(instance, found.uncovered),
        trainers=tuple(problem.trainers[t].id for t in trainers),
        rules=rules,
        is_minimal=found.is_minimal,
        words=words.of_shortage(found.short) if found.short else words.of_trying(found.units, trainers, rules),
    )


def _ids(instance: Instance, units: Iterable[int]) -> tuple[str, ...]:
    return tuple(instance.problem.batches[b].id for u in units for b in instance.members[u])


def _rules_of(problem: Problem, batches: Collection[str]) -> tuple[Rule, ...]:
    """The rules without which, each alone, these batches could all be taught."""
    part = only(problem, batches)
    required = [rule for rule in RULES if part.level_of(rule) is RuleLevel.REQUIRED]
    return tuple(rule for rule in required if _is_possible(part, {**part.rules, rule: RuleLevel.NEUTRAL}))


def _is_possible(part: Problem, rules: Mapping[Rule, RuleLevel]) -> bool:
    instance = compiled(part.model_copy(update={"rules": rules}))
    return can_cover(instance, range(len(instance.members)), THOROUGH.attempts) is True


def only(problem: Problem, batches: Collection[str]) -> Problem:
    """The same problem with nothing to teach but these batches."""
    wanted = {*batches}
    links = ((link, tuple(name for name in link.batches if name in wanted)) for link in problem.links)
    return problem.model_copy(
        update={
            "batches": tuple(one for one in problem.batches if one.id in wanted),
            "pairs": tuple(one for one in problem.pairs if one.batch in wanted),
            "links": tuple(link.model_copy(update={"batches": left}) for link, left in links if len(left) > 1),
        }
    )
