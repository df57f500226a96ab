"""A plan and its backups as a solution states them, or as things are today."""

from collections.abc import Mapping

from multitrainer.solver.backups import Backups
from multitrainer.solver.documents.problem import Problem, Team
from multitrainer.solver.documents.solution import Solution
from multitrainer.solver.instances.instance import Instance
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.plan import Plan

Teams = Mapping[str, Team]
"""By batch."""


def today(problem: Problem) -> Teams:
    """Who stands on each batch before anything is planned."""
    return {batch.id: batch.current for batch in problem.batches}


def planned(solution: Solution) -> Teams:
    """Who stands on each batch by a solution."""
    return {
        one.batch: Team(primary=one.primary, backup=one.backup, assistants=one.assistants) for one in solution.people
    }


def drawn(instance: Instance, teams: Teams) -> tuple[Plan, Backups]:
    """The plan that these people are. Rules may be broken in it, except that a unit has one trainer or none."""
    problem, plan = instance.problem, Plan(instance)
    position = {one.id: t for t, one in enumerate(problem.trainers)}
    position_of = {name: position[name] for team in teams.values() for name in (team.primary, *team.backup) if name}
    stated = [teams.get(batch.id, Team()) for batch in problem.batches]
    for u, members in enumerate(instance.members):
        primaries = {stated[b].primary for b in members}
        name = primaries.pop()
        plan.give(u, position_of[name] if name and not primaries else NOBODY)
    return plan, [tuple(position_of[name] for name in team.backup) for team in stated]
