"""Why leads teach, though only as a last resort."""

from collections.abc import Sequence

from multitrainer.solver.documents.objective import Term
from multitrainer.solver.explaining.shortages import Kind, Shortage, Shortages
from multitrainer.solver.explaining.words import Names, counted, in_hours, listed, number, sentence
from multitrainer.solver.instances.instance import Instance
from multitrainer.solver.instances.static import NOBODY, bits_of
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.plans.proof import Proof

MOST = 5
"""How many sentences are said."""

RIVALS = 100
"""How many uncovered units are counted among those for which there is too little room."""


class Leads:
    """Sentences about the batches that leads teach."""

    def __init__(self, plan: Plan, proof: Proof) -> None:
        self._plan = plan
        self._instance = plan.instance
        self._names = Names(plan.instance)
        self._taught = [u for u, t in enumerate(plan.primary) if t != NOBODY and self._leads_of(u) >> t & 1]
        by_leads, by_nobody = self._taught, [u for u, t in enumerate(plan.primary) if t == NOBODY]
        self._is_fewest = batches_of(self._instance, by_leads) <= self._bound(proof, Term.LEADS_TEACH)
        self._is_covered = batches_of(self._instance, by_nobody) <= self._bound(proof, Term.UNCOVERED)

    def sentences(self) -> list[str]:
        """By counting batches, by hours, or without a reason; and whether fewer are possible, as far as is known."""
        taught = self._taught
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

    def _bound(self, proof: Proof, term: Term) -> int:
        """Below which a term is proved not to be, whatever but covering came first; 0 where that is not known."""
        order = self._instance.problem.order
        first = {0, *(n for n in range(len(order)) if all({Term.UNCOVERED} >= {*one.terms} for one in order[:n]))}
        return max((bound for (n, of), bound in proof.bounds.items() if of is term and n in first), default=0)

    def _counted(self, short: Shortage, shortages: Shortages) -> str:
        fact = self._in_fact(short.units, short.needs - short.has)
        whom, are_several = sentence(counted(len(short.trainers), "assistant")), len(short.trainers) > 1
        if not short.has:
            return f"{whom} {'have' if are_several else 'has'} no room for {self._any_of(short.units)}; {fact}."
        each = f" at {self._each(short, shortages)} each" if are_several else ""
        return f"{whom}{each} can take {number(short.has)} of {self._these(short.units)}; {fact}."

    def _each(self, short: Shortage, shortages: Shortages) -> str:
        """How many units an assistant has room for."""
        seats = sorted({shortages.whole_units(t) for t in short.trainers})
        what = "batch" if all(len(self._instance.members[u]) == 1 for u in short.units) else "block"
        number_of = counted(seats[-1], what, "batches" if what == "batch" else "blocks")
        return f"up to {number_of}" if len(seats) > 1 else number_of

    def _measured(self, short: Shortage) -> str:
        alone = len(short.trainers) == 1
        who = f"the {counted(len(short.trainers), 'assistant')} who may teach them {'has' if alone else 'have'}"
        takes = f"{sentence(self._these(short.units))} take {in_hours(short.needs)} a week; {who} {in_hours(short.has)}"
        return f"{takes}: {self._in_fact(short.units, 1)}."

    def _these(self, units: Sequence[int]) -> str:
        courses = sorted({self._instance.course[b] for u in units for b in self._instance.members[u]})
        names = [self._names.course(one) for one in courses]
        return f"the {counted(batches_of(self._instance, units), 'batch', 'batches')} of {listed(names)}"

    def _any_of(self, units: Sequence[int]) -> str:
        return self._names.units(units) if batches_of(self._instance, units) == 1 else f"any of {self._these(units)}"

    def _in_fact(self, units: Sequence[int], least: int) -> str:
        """How many of them leads teach, and whether that is proved to be the fewest."""
        by_leads = [u for u in units if u in self._taught]
        by_nobody = [u for u in units if self._plan.primary[u] == NOBODY]
        words = f"{counted(batches_of(self._instance, by_leads), 'is', 'are')} taught by a lead"
        if by_nobody:
            words += f" and {counted(batches_of(self._instance, by_nobody), 'is', 'are')} left to nobody"
        if len(by_leads) + len(by_nobody) == least:
            return f"{words}, and fewer are not possible"
        if self._is_fewest and (self._is_covered or not by_nobody):
            return f"{words}, {self._fewest(by_leads)}"
        return f"{words}; at least {number(least)} must be"

    def _without_proof(self, units: Sequence[int]) -> list[str]:
        only = [u for u in units if not self._instance.may[u] & ~self._leads_of(u)]
        rest = [u for u in units if u not in only]
        words = [f"{self._by_a_lead(only)}, because nobody else may."] if only else []
        why = self._fewest(rest) if self._is_fewest else "for which counting alone gives no reason"
        return words + ([f"{self._by_a_lead(rest)}, {why}."] if rest else [])

    def _fewest(self, by_leads: Sequence[int]) -> str:
        """What is proved where all batches that leads teach are as few as can be, of which these are some."""
        return f"and fewer {'' if len(by_leads) == len(self._taught) else 'in all '}are not possible"

    def _by_a_lead(self, units: Sequence[int]) -> str:
        return f"{self._names.units(units)} {is_or_are(self._instance, units)} taught by a lead"

    def _leads_of(self, u: int) -> int:
        instance = self._instance
        return bits_of({t for b in instance.members[u] for t in instance.leads.get(instance.course[b], ())})


def batches_of(instance: Instance, units: Sequence[int]) -> int:
    """How many batches some units have together."""
    return sum(len(instance.members[u]) for u in units)


def is_or_are(instance: Instance, units: Sequence[int]) -> str:
    """What follows the names of their batches."""
    return "is" if batches_of(instance, units) == 1 else "are"
