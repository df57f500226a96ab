"""Answers why a batch has its trainer, and who else could have it, for one plan."""

from collections.abc import Iterable, Sequence

from multitrainer.solver import backups
from multitrainer.solver.documents.objective import RULES, Measured, Term
from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.documents.solution import Solution
from multitrainer.solver.explaining.barring import Barring
from multitrainer.solver.explaining.comparing import Values, rank_of, weighed
from multitrainer.solver.explaining.documents import Candidate, Candidates, Exchange, Explanation
from multitrainer.solver.explaining.drawn import drawn, planned, today
from multitrainer.solver.explaining.objections import Objection, Objections
from multitrainer.solver.explaining.reasons import Reasons
from multitrainer.solver.explaining.standing import Standing
from multitrainer.solver.explaining.words import Names
from multitrainer.solver.instances.instance import compiled
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.board import Board, Move, watched_by
from multitrainer.solver.plans.why import IN_A_PLAN


class Explainer:
    """One problem and one plan for it, put into numbers once; each question about a batch is quick.

    Args:
        problem: one that has passed `checking`.
        solution: the plan; None for what stands on the batches today, which may break rules.

    Raises:
        KeyError: a question is about a batch that the problem does not have.
    """

    def __init__(self, problem: Problem, solution: Solution | None = None) -> None:
        instance = compiled(problem)
        self._plan, standing_by = drawn(instance, planned(solution) if solution else today(problem))
        self._instance = instance
        self._names = Names(instance)
        self._barring = Barring(problem)
        self._objections = Objections(self._plan, self._names)
        self._terms = watched_by(problem.order)
        self._board = Board(self._plan, self._terms)
        self._standing = Standing(self._plan, standing_by)
        self._quality = backups.quality(self._plan, standing_by)
        self._values = self._now()
        self._unit = {problem.batches[b].id: u for u, members in enumerate(instance.members) for b in members}

    def candidates(self, batch: str) -> Candidates:
        """Every trainer for a batch: what forbids them, or what would change."""
        u = self._unit[batch]
        former = self._plan.primary[u]
        self._board.give(u, NOBODY)
        found = [self._candidate(u, t, former) for t in self._instance.trainers]
        self._board.give(u, former)
        return Candidates(
            batch=batch,
            together_with=tuple(name for name in self._ids([u]) if name != batch),
            primary=self._id(former),
            candidates=tuple(sorted(found, key=self._place)),
        )

    def explain(self, batch: str) -> Explanation:
        """Why a batch has its primary, or nobody."""
        reasons = Reasons(self._instance.problem.order, self._values, self._names, self._barring)
        return reasons.explanation(self.candidates(batch))

    def _candidate(self, u: int, t: int, former: int) -> Candidate:
        objection = self._objections.first(u, t)
        trainer, is_primary = self._instance.problem.trainers[t].id, t == former
        if objection is None:
            changes = self._changes([(u, t)], [t])
            share = round(100 * self._load(u, t) / self._instance.capacity[t], 1)
            words = None if is_primary else self._for_and_against(u, trainer, changes)
            return Candidate(trainer=trainer, is_primary=is_primary, words=words, changes=changes, share=share)
        return Candidate(
            trainer=trainer,
            is_primary=is_primary,
            forbids=objection.rule,
            words=objection.words,
            exchange=None if is_primary else self._exchange(u, t, former, objection),
        )

    def _for_and_against(self, u: int, trainer: str, changes: Values) -> str:
        wish = self._barring.wish(trainer, self._ids([u]))
        return " ".join(filter(None, (weighed(changes, self._values), wish)))

    def _load(self, u: int, t: int) -> int:
        return self._instance.elsewhere[t] + self._plan.given[t] + self._instance.minutes_of(u, t)

    def _exchange(self, u: int, t: int, former: int, objection: Objection) -> Exchange | None:
        """The best exchange with a unit of the former trainer, whose own is off the plan for now."""
        may = self._instance.may
        if former == NOBODY or objection.rule not in IN_A_PLAN or not may[u] >> t & 1:
            return None
        plan = self._plan
        blockers = [o for o in plan.in_the_way(u, t) if may[o] >> former & 1 and plan.fits(o, former)]
        measured = [(self._changes([(o, former), (u, t)], [former, t]), o) for o in sorted(blockers)]
        if not measured:
            return None
        changes, o = min(measured, key=lambda one: rank_of(self._instance.problem.order, one[0]))
        return Exchange(batches=self._ids([o]), to=self._instance.problem.trainers[former].id, changes=changes)

    def _changes(self, move: Move, trainers: Iterable[int]) -> dict[Measured, int]:
        """What a move would change, against the plan as it is asked about."""
        undo = self._board.move(move)
        values = self._now(trainers)
        self._board.move(undo)
        return {term: values[term] - before for term, before in self._values.items()}

    def _now(self, trainers: Iterable[int] = ()) -> Values:
        values = {term: self._board.values[term] for term in self._terms}
        if Term.BACKUP_QUALITY in values:
            values[Term.BACKUP_QUALITY] = self._quality + self._standing.worse_by(trainers)
        return values

    def _place(self, one: Candidate) -> tuple[int, Sequence[int]]:
        order = self._instance.problem.order
        if one.changes is not None:
            return 0, rank_of(order, one.changes)
        if one.exchange is not None:
            return 1, rank_of(order, one.exchange.changes)
        return 2, [RULES.index(one.forbids)] if one.forbids else []

    def _ids(self, units: Iterable[int]) -> tuple[str, ...]:
        return tuple(self._instance.problem.batches[b].id for u in units for b in self._instance.members[u])

    def _id(self, t: int) -> str | None:
        return None if t == NOBODY else self._instance.problem.trainers[t].id
