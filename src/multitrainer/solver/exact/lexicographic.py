"""Stage after stage, each proved as far as time allows, and then held while the next one is pressed down."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from multitrainer.solver.documents.limits import Budget, Limits, OnProgress, Progress
from multitrainer.solver.documents.objective import Measured, Stage, Term
from multitrainer.solver.exact.expressions import Expressions, least
from multitrainer.solver.exact.levelling import lowest_level
from multitrainer.solver.exact.model import Model
from multitrainer.solver.exact.rules import keep_rooms, keep_rules
from multitrainer.solver.exact.search import EFFORT_A_SECOND, Found, Search
from multitrainer.solver.plans.board import Board, watched_by
from multitrainer.solver.plans.highest import rooms_under
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.plans.proof import Proof

EFFORT_A_MOVE = 1e-4
"""CP-SAT's deterministic seconds for each of the moves that `Limits.effort` allows."""

GLANCE = 0.2
"""What the bound of one of several terms of a stage may cost at most."""

MANY_TERMS = 2
"""How many times the effort a stage of several terms gets: none of them says much about the others."""


class Exact:
    """One way through all stages, from a plan that keeps every required rule. The plan only becomes better."""

    def __init__(self, plan: Plan, limits: Limits, budget: Budget, on_progress: OnProgress) -> None:
        self.primary: list[int] = [*plan.primary]
        self.proof = Proof()
        self._known = [self.primary]
        self._ceilings: list[tuple[Mapping[Measured, int], int]] = []
        """What the stages that are done may not exceed."""

        self._instance = plan.instance
        self._model = Model(plan.instance)
        self._expressions = Expressions(self._model)
        keep_rules(self._model)
        self._limits = limits
        self._budget = budget
        self._on_progress = on_progress
        self._effort = EFFORT_A_SECOND * limits.seconds
        if limits.effort is not None:
            self._effort = min(self._effort, EFFORT_A_MOVE * limits.effort)

    def run(self, stages: Sequence[Stage]) -> None:
        """Go through the stages. Once time or effort is spent, the rest only choose among the plans that are known."""
        for n, stage in enumerate(stages):
            if Term.BACKUP_QUALITY in stage.terms:
                continue
            self._take_best(stage.terms)
            if self._minimise(n, stages):
                self.proof.stages.add(n)
            self._hold(stage)

    def _take_best(self, terms: Mapping[Measured, int]) -> None:
        """Of all plans found so far, the best one that keeps the stages before; what a later one found may be."""
        kept = [one for one in self._known if all(self._cost(held, one) <= most for held, most in self._ceilings)]
        self.primary = min(kept, key=partial(self._cost, terms))

    def _minimise(self, n: int, stages: Sequence[Stage]) -> bool:
        """Press one stage down; whether it is proved that it goes no further."""
        terms, floor = stages[n].terms, least(self._instance, stages[n].terms)
        bound, proved = floor, self._cost(terms, self.primary) == floor
        if not proved and not self._is_spent():
            found = self._pressed(terms, self._search(n, stages), self._share(stages[n:]))
            self._effort -= found.effort
            if found.primary is not None:
                self._known.append(found.primary)
                self._take_best(terms)
            bound, proved = max(floor, found.bound), found.proved
        self._note(n, terms, bound)
        return proved

    def _share(self, stages: Sequence[Stage]) -> float:
        """What the first of some stages may cost, if the others are to have theirs."""
        parts = [MANY_TERMS if len(stage.terms) > 1 else 1 for stage in stages]
        return self._effort * parts[0] / sum(parts)

    def _is_spent(self) -> bool:
        return self._effort <= 0 or self._budget.is_spent

    def _pressed(self, terms: Mapping[Measured, int], search: Search, effort: float) -> Found:
        if [*terms] == [Term.HIGHEST_LOAD]:
            highest_of = partial(self._cost, {Term.HIGHEST_LOAD: 1})
            found = lowest_level(self._model, search, self.primary, highest_of, effort)
            return replace(found, bound=terms[Term.HIGHEST_LOAD] * found.bound)
        self._model.hint(self.primary)
        return search.run(self._model, self._expressions.sum_of(terms), effort)

    def _search(self, n: int, stages: Sequence[Stage]) -> Search:
        board = Board(self._plan(self.primary), watched_by(stages)).values
        values: dict[Measured, int] = {term: board[term] for term in watched_by(stages)}
        terms = stages[n].terms

        def beat(best: int | None) -> None:
            if best is not None and len(terms) == 1:
                (term,) = terms
                values[term] = best // terms[term]
            self._on_progress(Progress(", ".join(stages[n].terms), n / len(stages), {**values}))

        beat(None)
        return Search(self._budget, self._limits.workers, self._limits.seed, beat)

    def _note(self, n: int, terms: Mapping[Measured, int], bound: int) -> None:
        settled = self._expressions.settled(terms)
        bound -= sum(terms[term] * value for term, value in settled.items())
        self.proof.bounds |= {(n, term): value for term, value in settled.items()}
        match [term for term in terms if term not in settled]:
            case [term]:
                self.proof.bounds[n, term] = -(-bound // terms[term])
            case several:
                self.proof.bounds |= {(n, term): self._bound_alone(term) for term in several}

    def _bound_alone(self, term: Measured) -> int:
        """What one of several terms could be if the others did not matter."""
        floor = least(self._instance, {term: 1})
        if self._cost({term: 1}, self.primary) == floor or self._is_spent():
            return floor
        search = Search(self._budget, self._limits.workers, self._limits.seed, lambda _: None)
        found = search.run(self._model, self._expressions.sum_of({term: 1}), min(GLANCE, self._effort))
        self._effort -= found.effort
        return max(floor, found.bound)

    def _hold(self, stage: Stage) -> None:
        """What a stage has reached, the later ones keep."""
        value = self._cost(stage.terms, self.primary)
        most = stage.loosened(value)
        self._ceilings.append((stage.terms, most))
        if [*stage.terms] == [Term.HIGHEST_LOAD]:
            highest = most // stage.terms[Term.HIGHEST_LOAD]
            keep_rooms(self._model, rooms_under(self._instance, highest, self._model.room))
        else:
            self._model.cp.add(self._expressions.sum_of(stage.terms) <= most)

    def _cost(self, terms: Mapping[Measured, int], primary: Sequence[int]) -> int:
        return Board(self._plan(primary), [*terms]).cost([*terms.items()])

    def _plan(self, primary: Sequence[int]) -> Plan:
        plan = Plan(self._instance)
        plan.filled(primary)
        return plan
