"""Sentences about a plan as a whole: what is uncovered and why, why leads teach, what changes."""

from collections.abc import Sequence

from multitrainer.solver.explaining.conflict_words import ConflictWords
from multitrainer.solver.explaining.conflicts import QUICK, Found, found_in
from multitrainer.solver.explaining.shortages import Kind, Shortage, Shortages
from multitrainer.solver.explaining.words import Names, counted, in_hours, listed, number, sentence
from multitrainer.solver.instances.instance import Instance
from multitrainer.solver.instances.static import NOBODY, bits_of
from multitrainer.solver.plans.plan import Plan

MOST = 5
"""How many sentences of a kind are said."""

RIVALS = 100
"""How many uncovered units are counted among those for which there is too little room."""


def sentences(plan: Plan) -> tuple[str, ...]:
    """What there is to say about a plan, the most important first."""
    whole = _Whole(plan)
    return (*whole.uncovered(), *whole.leads(), *whole.changes())


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
        if more := _batches(self._instance, left[QUICK.conflicts :]):
            words.append(sentence(f"{counted(more, 'more batch is', 'more batches are')} left to nobody."))
        return words

    def _left(self, one: Found) -> str:
        trainers = sorted({t for u in one.units for t in self._instance.allowed[u]})
        why = self._words.of_shortage(one.short) if one.short else self._words.of_trying(one.units, trainers, ())
        return f"{self._are_left(one.uncovered)}: {why}"

    def _are_left(self, units: Sequence[int]) -> str:
        return f"{self._names.units(units)} {'is' if _batches(self._instance, units) == 1 else 'are'} left to nobody"

    def leads(self) -> list[str]:
        """Why leads teach, though only as a last resort."""
        taught = [u for u, t in enumerate(self._plan.primary) if t != NOBODY and self._leads_of(u) >> t & 1]
        if not taught:
            return []
        may = {u: mask & ~self._leads_of(u) for u, mask in enumerate(self._instance.may)}
        left = taught + [u for u, t in enumerate(self._plan.primary) if t == NOBODY][:RIVALS]
        shortages = Shortages(self._instance, may, self._plan.primary)
        short = [one for one in shortages.fewest_left(left) if not {*taught}.isdisjoint(one.units)]
        said = {u for one in short for u in one.units}
        rest = [u for u in taught if u not in said]
        by_hours = [one for one in dict.fromkeys(shortages.of(rest).values()) if one.kind is Kind.HOURS]
        said |= {u for one in by_hours for u in one.units}
        words = [self._counted(one, shortages) for one in short] + [self._measured(one) for one in by_hours]
        words += self._without_proof([u for u in rest if u not in said])
        return words[:MOST]

    def _counted(self, short: Shortage, shortages: Shortages) -> str:
        seats = sorted({shortages.whole_units(t) for t in short.trainers})
        each = f"up to {number(seats[-1])}" if len(seats) > 1 else number(seats[0])
        what = "batch" if all(len(self._instance.members[u]) == 1 for u in short.units) else "block"
        each += f" {what}{'' if seats[-1] == 1 else 'es' if what == 'batch' else 's'}"
        whom = sentence(counted(len(short.trainers), "assistant"))
        can = f"{whom} at {each} each can take {number(short.has)} of {self._these(short.units)}"
        return f"{can}; {self._in_fact(short.units, short.needs - short.has)}."

    def _measured(self, short: Shortage) -> str:
        have = f"the {counted(len(short.trainers), 'assistant')} who may teach them have {in_hours(short.has)}"
        takes = f"{sentence(self._these(short.units))} take {in_hours(short.needs)} a week; {have}"
        return f"{takes}: {self._in_fact(short.units, 1)}."

    def _these(self, units: Sequence[int]) -> str:
        courses = sorted({self._instance.course[b] for u in units for b in self._instance.members[u]})
        return f"the {counted(_batches(self._instance, units), 'batch', 'batches')} of {listed(courses)}"

    def _in_fact(self, units: Sequence[int], least: int) -> str:
        """How many of them leads teach, and whether that is proved to be the fewest."""
        by_leads = [u for u in units if (t := self._plan.primary[u]) != NOBODY and self._leads_of(u) >> t & 1]
        by_nobody = [u for u in units if self._plan.primary[u] == NOBODY]
        words = f"{counted(_batches(self._instance, by_leads), 'is', 'are')} taught by a lead"
        if by_nobody:
            words += f" and {counted(_batches(self._instance, by_nobody), 'is', 'are')} left to nobody"
        fewest = len(by_leads) + len(by_nobody) == least
        return f"{words}, and fewer are not possible" if fewest else f"{words}; at least {number(least)} must be"

    def _without_proof(self, units: Sequence[int]) -> list[str]:
        only = [u for u in units if not self._instance.may[u] & ~self._leads_of(u)]
        rest = [u for u in units if u not in only]
        words = [f"{self._by_a_lead(only)}, because nobody else may."] if only else []
        return words + ([f"{self._by_a_lead(rest)}, for which counting alone gives no reason."] if rest else [])

    def _by_a_lead(self, units: Sequence[int]) -> str:
        return f"{self._names.units(units)} {'is' if _batches(self._instance, units) == 1 else 'are'} taught by a lead"

    def _leads_of(self, u: int) -> int:
        instance = self._instance
        return bits_of({t for b in instance.members[u] for t in instance.leads.get(instance.course[b], ())})

    def changes(self) -> list[str]:
        """How many batches get somebody else than today."""
        current = self._instance.current
        taught = {b: t for u, t in enumerate(self._plan.primary) for b in self._instance.members[u]}
        had = [b for b, t in enumerate(current) if t != NOBODY]
        changed = [b for b in had if taught[b] != current[b]]
        if not had:
            return []
        their = "changes its" if len(changed) == 1 else "change their"
        of = f"of the {counted(len(had), 'batch', 'batches')} that somebody teaches today"
        return [sentence(f"{number(len(changed))} {of} {their} primary.")]


def _batches(instance: Instance, units: Sequence[int]) -> int:
    return sum(len(instance.members[u]) for u in units)
