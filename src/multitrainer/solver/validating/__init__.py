"""Whether a solution keeps what it promises, computed a second time.

Written from the documents alone: it shares no arithmetic with the engine, so that what one of the two gets wrong shows.
"""

from collections.abc import Iterator

from multitrainer.solver.documents.objective import RULES, RuleLevel
from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.documents.solution import Solution, SolutionStatus
from multitrainer.solver.validating import statements
from multitrainer.solver.validating.answer import Answer, answer
from multitrainer.solver.validating.backups import standing_by
from multitrainer.solver.validating.rules import broken


def breaches(problem: Problem, solution: Solution) -> list[str]:
    """What is wrong with a solution, in words; nothing if it is right. The problem must have passed `checking`."""
    if solution.status is SolutionStatus.INFEASIBLE:
        return [] if solution.explanations else ["the status is infeasible, and no explanation says why"]
    if wrong := [*statements.people(problem, solution)]:
        return wrong  # nothing else can be told
    found = answer(problem, solution.people)
    return [*rules(found), *standing_by(found), *_statements(solution, found)]


def rules(answer: Answer) -> Iterator[str]:
    """What breaks required rules."""
    for rule in RULES:
        if answer.problem.level_of(rule) is RuleLevel.REQUIRED:
            yield from (f"{rule}: {breach.words}" for breach in broken(rule, answer))


def _statements(solution: Solution, answer: Answer) -> Iterator[str]:
    for check in (statements.terms, statements.optimal, statements.loads, statements.changed, statements.uncovered):
        yield from check(solution, answer)
