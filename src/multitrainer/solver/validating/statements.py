"""What a solution says of itself: the value of each term, everybody's load, what changed and what nobody teaches."""

from collections import Counter
from collections.abc import Iterator
from math import isclose

from multitrainer.solver.documents.objective import Measured, RuleLevel, Stage, Term
from multitrainer.solver.documents.problem import Problem, Trainer
from multitrainer.solver.documents.solution import Assignment, Load, Solution, SolutionStatus, TermValue
from multitrainer.solver.documents.spans import HOUR, minutes
from multitrainer.solver.reading.faults import quoted
from multitrainer.solver.validating.answer import Answer
from multitrainer.solver.validating.terms import measured

ROUNDED_HOURS = 0.02
ROUNDED_PER_CENT = 0.1
ROUNDED_GAP = 1e-4


def people(problem: Problem, solution: Solution) -> Iterator[str]:
    """Every batch stands there once, with trainers of the problem; its primary is neither backup nor assistant."""
    known = {trainer.id for trainer in problem.trainers}
    yield from _once("people", Counter(one.batch for one in solution.people), [b.id for b in problem.batches])
    for one in solution.people:
        named = [*([one.primary] if one.primary else []), *one.backup, *one.assistants]
        for name in named:
            if name not in known:
                yield f"{quoted(one.batch)}: there is no trainer {quoted(name)}"
        yield from _doubled(one)


def _doubled(one: Assignment) -> Iterator[str]:
    """Nobody stands twice in a list, and the primary in none; an assistant may also be a backup."""
    for several, what in ((one.backup, "backup"), (one.assistants, "assistants")):
        if len(set(several)) < len(several):
            yield f"{quoted(one.batch)}: somebody stands twice in {what}"
        if one.primary in several:
            yield f"{quoted(one.batch)}: its primary {quoted(one.primary or '')} also stands in {what}"


def terms(solution: Solution, answer: Answer) -> Iterator[str]:
    """Every term of the order stands there once, with its stage and weight, the right value and an honest bound."""
    order = [
        (term, n, weight) for n, stage in enumerate(answer.problem.order, 1) for term, weight in stage.terms.items()
    ]
    stated = Counter((line.term, line.stage, line.weight) for line in solution.terms)
    for term, stage, weight in order:
        if stated[term, stage, weight] != 1:
            yield f"terms: {term} of stage {stage} with weight {weight} does not stand there once"
    if strangers := [str(term) for term, stage, weight in stated if (term, stage, weight) not in order]:
        yield f"terms: the order has no such line: {', '.join(strangers)}"
        return
    for line in solution.terms:
        yield from _line(line, answer)


def _line(line: TermValue, answer: Answer) -> Iterator[str]:
    if (value := measured(line.term, answer)) != line.value:
        yield f"terms: {line.term} is {value}, not {line.value}"
    if line.bound is not None and line.bound > line.value:
        yield f"terms: the bound of {line.term} is {line.bound}, above its value {line.value}"
    gap = None if line.bound is None else (line.value - line.bound) / max(1, abs(line.value))
    if (gap is None) != (line.gap is None) or not isclose(gap or 0, line.gap or 0, abs_tol=ROUNDED_GAP):
        yield f"terms: the gap of {line.term} is {gap}, not {line.gap}"


def optimal(solution: Solution, answer: Answer) -> Iterator[str]:
    """What is called optimal has no bound that says otherwise, but for what a stage's slack gives to later ones.

    Of terms that share a stage, the sum is proved; their bounds, which are of each alone, say nothing against it.
    """
    if solution.status is not SolutionStatus.OPTIMAL:
        return
    alone = {term: stage for stage in answer.problem.order for term in _alone(stage)}
    for line in solution.terms:
        if line.bound is None or (stage := alone.get(line.term)) is None:
            continue
        least = line.weight * line.bound
        if line.weight * line.value > least + int(abs(least) * stage.slack):
            yield f"status: it is not optimal that {line.term} is {line.value}, above its bound {line.bound}"


def _alone(stage: Stage) -> list[Measured]:
    """Terms that no other term's value speaks for. The backups' is decided by itself, whatever stage it stands in."""
    decided = [term for term in stage.terms if term is not Term.BACKUP_QUALITY]
    return [*(decided if len(decided) == 1 else ()), Term.BACKUP_QUALITY]


def loads(solution: Solution, answer: Answer) -> Iterator[str]:
    """Everybody's load stands there once, and is what their batches come to, now and today."""
    trainers = {trainer.id: trainer for trainer in answer.problem.trainers}
    yield from _once("loads", Counter(load.trainer for load in solution.loads), [*trainers])
    today: Counter[str] = Counter()
    for batch in answer.problem.batches:
        if name := batch.current.primary:
            today[name] += answer.taken_by(batch, trainers[name])
    for load in solution.loads:
        if load.trainer in trainers:
            yield from _load(load, trainers[load.trainer], answer, today[load.trainer])


def _load(load: Load, trainer: Trainer, answer: Answer, today: int) -> Iterator[str]:
    batches, hours = len(answer.taught[trainer.id]), answer.load(trainer) / HOUR
    share = 100 * answer.load(trainer) / minutes(trainer.capacity)
    before = 100 * (minutes(trainer.load) + today) / minutes(trainer.capacity)
    if load.batches != batches:
        yield f"loads: {quoted(trainer.id)} has {batches} batches, not {load.batches}"
    if not isclose(load.hours, hours, abs_tol=ROUNDED_HOURS):
        yield f"loads: {quoted(trainer.id)} has {hours:.2f} hours, not {load.hours}"
    if not isclose(load.share, share, abs_tol=ROUNDED_PER_CENT):
        yield f"loads: {quoted(trainer.id)} has {share:.1f} %, not {load.share}"
    if not isclose(load.share_today, before, abs_tol=ROUNDED_PER_CENT):
        yield f"loads: {quoted(trainer.id)} has {before:.1f} % today, not {load.share_today}"


def changed(solution: Solution, answer: Answer) -> Iterator[str]:
    """What is marked as changed has a primary today and gets another, or none; nothing else is marked."""
    today = {batch.id: batch.current.primary for batch in answer.problem.batches}
    for one in solution.people:
        if one.changed != (today[one.batch] not in {None, one.primary}):
            yield f"{quoted(one.batch)}: is {'' if one.changed else 'not '}marked as changed"


def uncovered(solution: Solution, answer: Answer) -> Iterator[str]:
    """The batches that nobody teaches are listed, each once, and each trainer is forbidden by one rule alone."""
    nobody = [batch for batch, teacher in answer.primary.items() if teacher is None]
    yield from _once("uncovered", Counter(one.batch for one in solution.uncovered), nobody)
    for one in solution.uncovered:
        named = Counter(name for several in one.forbids.values() for name in several)
        if any(times > 1 for times in named.values()) or not named.keys() <= answer.taught.keys():
            yield f"uncovered: {quoted(one.batch)} names a trainer twice, or one who does not exist"
        for rule in one.forbids:
            if answer.problem.level_of(rule) is not RuleLevel.REQUIRED:
                yield f"uncovered: {quoted(one.batch)} names {rule}, which forbids nothing here"


def _once(what: str, found: Counter[str], wanted: list[str]) -> Iterator[str]:
    for name in wanted:
        if found[name] != 1:
            yield f"{what}: {quoted(name)} stands there {found[name]} times instead of once"
    for name in found.keys() - set(wanted):
        yield f"{what}: {quoted(name)} does not belong there"
