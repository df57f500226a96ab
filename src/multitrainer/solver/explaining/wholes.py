"""Sentences about a plan as a whole: what is uncovered and why, why leads teach, what changes."""

from collections.abc import Sequence

from multitrainer.solver.explaining.conflict_words import ConflictWords
from multitrainer.solver.explaining.conflicts import QUICK, Found, found_in
from multitrainer.solver.explaining.leads import Leads, batches_of, is_or_are
from multitrainer.solver.explaining.shortages import Kind
from multitrainer.solver.explaining.words import Names, number, sentence
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.plans.proof import Proof

NOTHING_PROVED = Proof()


def sentences(plan: Plan, proof: Proof = NOTHING_PROVED) -> tuple[str, ...]:
    """What there is to say about a plan, of which so much is proved; the most important first."""
    whole = _Whole(plan)
    return (*whole.uncovered(), *Leads(plan, proof).sentences(), *whole.changes())


class _Whole:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._instance = plan.instance
        self._names = Names(plan.instance)
        self._words = ConflictWords(plan.instance, self._names)

    def uncovered(self) -> list[str]:
        """Each reason for which batches are left to nobody, and those for which there is none to be seen."""
        left = [u for u, t in enumerate(self._plan.primary) if t == NOBODY]
        found = found_in(self._plan, QUICK) if left else []
        words = [self._left(one) for one in found]
        explained = {u for one in found for u in one.uncovered}
        unexplained = [u for u in left[: QUICK.conflicts] if u not in explained]
        if unexplained:
            words.append(f"{self._are_left(unexplained)}. Nothing shows that it must be so; more time may find a way.")
        if more := left[QUICK.conflicts :]:
            words.append(f"{self._are_left(more)}, too.")
        return words

    def _left(self, one: Found) -> str:
        trainers = sorted({t for u in one.units for t in self._instance.allowed[u]})
        why = self._words.of_shortage(one.short) if one.short else self._words.of_trying(one.units, trainers, ())
        name = f"{self._names.units(one.units)} "
        if one.short and one.short.kind is Kind.NOBODY and not why.startswith(name):
            return why
        is_alone = one.units == one.uncovered and batches_of(self._instance, one.units) == 1
        words = f"{self._are_left(one.uncovered)}: {f'it {why.removeprefix(name)}' if is_alone else why}"
        others = [u for u in one.uncovered if u not in one.units]
        return f"{words} The same goes for {self._names.units(others)}." if others else words

    def _are_left(self, units: Sequence[int]) -> str:
        return f"{self._names.units(units)} {is_or_are(self._instance, units)} left to nobody"

    def changes(self) -> list[str]:
        """How many batches get somebody else than today."""
        current = self._instance.current
        taught = {b: t for u, t in enumerate(self._plan.primary) for b in self._instance.members[u]}
        had = [b for b, t in enumerate(current) if t != NOBODY]
        changed = [b for b in had if taught[b] != current[b]]
        if not had:
            return []
        return [f"{_changing(len(changed), len(had))}."]


def _changing(changed: int, had: int) -> str:
    """So many batches of those that have a primary."""
    verb = "change" if changed else "keep"
    if had == 1:
        return f"The one batch that somebody teaches today {verb}s its primary"
    if changed in {0, had}:
        every = "Both batches" if had == 2 else f"All {number(had)} batches"
        return f"{every} that somebody teaches today {verb} their primary"
    whose = f"of the {number(had)} batches that somebody teaches today"
    return f"{sentence(number(changed))} {whose} {'changes its' if changed == 1 else 'change their'} primary"
