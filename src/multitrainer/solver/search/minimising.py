"""Makes what one stage asks for less: for some terms there is a better way than annealing alone."""

from multitrainer.solver.documents.limits import Budget
from multitrainer.solver.documents.objective import Stage, Term
from multitrainer.solver.plans.board import EXCESS, Board
from multitrainer.solver.plans.highest import highest
from multitrainer.solver.plans.terms import above
from multitrainer.solver.search.relieving import press
from multitrainer.solver.search.shifting import HARMING, harmless, shift
from multitrainer.solver.search.standing import Standing, goal
from multitrainer.solver.search.today import nearest
from multitrainer.solver.search.vacating import vacate

HALF = 0.5
"""How much of a stage's time chains may take, before annealing begins."""

MOST = 0.9
"""The same of freeing trainers and of beginning with today, of which annealing makes little more."""

ROUNDS = 3
"""How often the loads are pressed down to an aim."""


def minimise(standing: Standing, stage: Stage, steps: int, budget: Budget, annealing: float = 1.0) -> None:
    """Make what a stage asks for less, with so many moves; annealing gets a part of them and of the time."""
    plan = standing.plan
    if not HARMING.isdisjoint(stage.terms) and _is_kept_by_takers(standing):
        shift(plan, harmless(plan, [*standing.watched, *stage.terms]), budget.part(HALF))
    if Term.TRAINERS_PER_COURSE in stage.terms and _is_kept_by_takers(standing):
        _vacate(standing, steps, budget)
    if Term.CHANGES in stage.terms:
        _begin_with_today(standing, stage, budget.part(MOST))
    if Term.HIGHEST_LOAD in stage.terms:
        _press(standing, stage, steps, budget)
    else:
        board = Board(plan, [*standing.watched, *stage.terms])
        standing.anneal(board, goal(stage), int(annealing * steps), budget.part(annealing), standing.least(stage))


def _is_kept_by_takers(standing: Standing) -> bool:
    """Whether what is held stays so as long as nobody takes what harms it; else annealing alone looks to it."""
    return HARMING.issuperset(standing.watched)


def _vacate(standing: Standing, steps: int, budget: Budget) -> None:
    """Free trainers. Whoever adds to a stage before is no way out, but may keep what they have."""
    plan = standing.plan
    vacate(plan, harmless(plan, standing.watched), standing.rng, steps, budget.part(MOST))


def _begin_with_today(standing: Standing, stage: Stage, budget: Budget) -> None:
    """Where today's people, as far as they may stay, leave fewer changes than what fairness has made of them."""
    plan, watched = standing.plan, [*standing.watched, *stage.terms]
    takers = harmless(plan, [Term.UNCOVERED, *standing.watched])
    today = nearest(plan.instance, plan.room, takers, standing.bound(Term.CHANGES), standing.rng, budget)
    before, now = Board(plan, watched), Board(today, watched)
    fewer = now.cost(goal(stage)) < before.cost(goal(stage))
    if fewer and all(now.cost(ceiling.goal) <= ceiling.most for ceiling in standing.ceilings):
        plan.filled(today.primary)


def _press(standing: Standing, stage: Stage, steps: int, budget: Budget) -> None:
    """Press the loads down to an aim: first to what is good enough, then ever just below what is."""
    plan = standing.plan
    aim = stage.loosened(standing.bound(Term.HIGHEST_LOAD))
    others = {term: weight for term, weight in stage.terms.items() if term is not Term.HIGHEST_LOAD}
    freely = _is_kept_by_takers(standing)
    if freely:
        press(plan, aim, harmless(plan, standing.watched), standing.rng, steps, budget)
    for left in range(ROUNDS, 0, -1) if others or not freely else ():
        board = Board(plan, [*standing.watched, *others], above(aim))
        standing.anneal(board, [(EXCESS, 1), *others.items()], steps // ROUNDS, budget.part(1 / left))
        aim = max(aim, highest(plan) - 1)
