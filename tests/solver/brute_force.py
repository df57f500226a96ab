"""The best there is of a problem, by looking at every plan.

Rules and values are the validator's, which is written from the documents alone and shares no arithmetic with the
engine.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from multitrainer.solver.documents.objective import RULES, Rule, RuleLevel, Stage, Term
from multitrainer.solver.documents.problem import Batch, Problem
from multitrainer.solver.documents.solution import Assignment
from multitrainer.solver.validating import rules
from multitrainer.solver.validating.answer import Answer, answer
from multitrainer.solver.validating.backups import standing_by
from multitrainer.solver.validating.rules import broken
from multitrainer.solver.validating.terms import measured


def least(problem: Problem) -> list[int]:
    """The least value of each stage, on what the stages before leave free."""
    left, values = plans(problem), []
    for stage in primary_stages(problem):
        costs = [cost(stage, one) for one in left]
        values.append(min(costs))
        left = [one for one, n in zip(left, costs, strict=True) if n <= ceiling(stage, values[-1])]
    return values


def ceiling(stage: Stage, value: int) -> int:
    """What later stages may make of a value."""
    return value + int(abs(value) * stage.slack)


def primary_stages(problem: Problem) -> list[Stage]:
    """The stages that primaries decide."""
    return [stage for stage in problem.order if stage.terms.keys() != {Term.BACKUP_QUALITY}]


def cost(stage: Stage, one: Answer) -> int:
    """The weighted sum of what primaries decide of a stage."""
    decided = ((term, weight) for term, weight in stage.terms.items() if term is not Term.BACKUP_QUALITY)
    return sum(weight * measured(term, one) for term, weight in decided)


def least_of_backups(one: Answer) -> int:
    """The least value of the term `backupQuality` beside these primaries: each batch has whoever is best."""
    return measured(Term.BACKUP_QUALITY, replace(one, backup={b.id: _best(one, b) for b in one.problem.batches}))


def _best(one: Answer, batch: Batch) -> tuple[str, ...]:
    """Whoever the rules let stand by for a batch, the best ones first, as many as it is to have."""
    others = [trainer.id for trainer in one.problem.trainers if trainer.id != one.primary[batch.id]]
    alone = {name: replace(one, backup=_nobody(one.problem) | {batch.id: (name,)}) for name in others}
    able = [name for name in others if next(standing_by(alone[name]), None) is None]
    ranked = sorted(able, key=lambda name: measured(Term.BACKUP_QUALITY, alone[name]))
    return tuple(ranked[: one.problem.backups])


def _nobody(problem: Problem) -> dict[str, tuple[str, ...]]:
    return {batch.id: () for batch in problem.batches}


def plans(problem: Problem) -> Sequence[Answer]:
    """Every plan that breaks no required rule; those that keep whoever is pinned, unless none does."""
    allowed = [one for one in _all(problem) if next(rules(one), None) is None]
    return [one for one in allowed if keeps_pinned(one)] or allowed


def keeps_pinned(one: Answer) -> bool:
    """Whether everybody stays who must."""
    required = one.problem.level_of(Rule.PINNED) is RuleLevel.REQUIRED
    return all(one.is_decided(batch) for batch in one.problem.batches if required and batch.pinned)


def _all(problem: Problem) -> Iterator[Answer]:
    names = [None, *(trainer.id for trainer in problem.trainers)]
    able = [[name for name in names if _could(problem, batch, name)] for batch in problem.batches]
    for people in product(*able):
        yield _answer(problem, dict(zip(problem.batches, people, strict=True)))


def _could(problem: Problem, batch: Batch, name: str | None) -> bool:
    """Whether somebody could teach a batch if that were all there is to teach: what can't be need not be looked at."""
    alone = _answer(problem, {batch: name})
    required = [rule for rule in RULES if problem.level_of(rule) is RuleLevel.REQUIRED and rule is not Rule.LINKS]
    return not any(breach for rule in required for breach in broken(rule, alone))


def _answer(problem: Problem, teaching: Mapping[Batch, str | None]) -> Answer:
    return answer(problem, [Assignment(batch=b.id, primary=teaching.get(b)) for b in problem.batches])
