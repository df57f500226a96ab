"""What the solver is asked, by the kind of a proposal."""

from collections.abc import Mapping
from typing import Any

from multitrainer.domain.proposals import ProposalKind
from multitrainer.planning.problem import problem_of
from multitrainer.planning.school import School
from multitrainer.planning.supposing import supposing
from multitrainer.schemas.plan_options import PlanOptions
from multitrainer.schemas.what_if import Suppositions
from multitrainer.solver.documents.objective import DEFAULT_ORDER, REBALANCING_ORDER
from multitrainer.solver.documents.problem import Problem


def problem_for(
    kind: ProposalKind, school: School, options: PlanOptions, suppose: Suppositions | None = None
) -> Problem:
    """What the solver is asked for a proposal of this kind. Raises InvalidInput."""
    if kind is ProposalKind.ASSIGN:
        return problem_of(school, options, DEFAULT_ORDER)
    problem = problem_of(school, options, REBALANCING_ORDER, hands_over=True)
    if suppose is None:
        return problem
    return supposing(problem, suppose, frozenset(team.course for team in school.teams), school.usual)


def options_from(kept: Mapping[str, Any]) -> PlanOptions:
    """What was asked for, from what is kept."""
    return PlanOptions.model_validate({name: value for name, value in kept.items() if name != "suppose"})
