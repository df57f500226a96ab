"""Finds others for units whose trainers are not wanted there, by the shortest chains."""

from collections.abc import Sequence

from multitrainer.solver.documents.limits import Budget
from multitrainer.solver.documents.objective import Measured, Rule, Term
from multitrainer.solver.plans.chains import shortest
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.plans.takers import Takers
from multitrainer.solver.plans.terms import OF_PAIRS

HARMING = frozenset(
    {Term.UNCOVERED, Term.LEADS_TEACH, *(rule for rule in Rule if rule in OF_PAIRS)}
)  # fmt: skip
"""Terms to which most trainers add nothing, so that somebody may be found who does not."""


def harmless(plan: Plan, terms: Sequence[Measured]) -> Takers:
    """Who adds to none of these terms."""
    several = [OF_PAIRS[term] for term in terms if term in HARMING]
    return Takers(plan.instance, lambda u, t: not any(of_pair(plan.instance, u, t) > 0 for of_pair in several))


def shift(plan: Plan, takers: Takers, budget: Budget) -> None:
    """Give each unit whose trainer is not wanted to one who is, where a chain of such can be found."""
    for u, t in enumerate(plan.primary):
        if budget.is_spent:
            return
        if t not in takers.of(u) and not plan.instance.pinned[u]:
            for unit, taker in shortest(plan, u, takers):
                plan.give(unit, taker)
