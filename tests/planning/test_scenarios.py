"""The seed's scenarios from empty courses: exactly the seed's picture."""

from multitrainer.planning.problem import problem_of
from multitrainer.planning.school import School
from multitrainer.schemas.plan_options import PlanOptions
from multitrainer.solver.documents.limits import Limits
from multitrainer.solver.documents.solution import Solution, SolutionStatus
from multitrainer.solver.solving import solve
from tests.planning.schools import ASSISTANTS, SUBSTITUTES, TWELVE, TWENTY_FIVE, english, german

GOOD = {SolutionStatus.OPTIMAL, SolutionStatus.FEASIBLE}


def planned(school: School) -> Solution:
    return solve(problem_of(school, PlanOptions()), limits=Limits(seconds=30))


def test_scenario_1_is_the_seeds_picture() -> None:
    plan = planned(german())
    assert plan.status in GOOD
    primaries = ["john"] * 4 + ["maria"] * 4 + ["alex"] * 4
    assert [(p.batch, p.primary) for p in plan.people] == list(zip(TWELVE, primaries, strict=True))
    assert {p.backup for p in plan.people} == {("sarah",)}


def test_scenario_2_gives_every_assistant_two_or_three_batches_and_one_to_a_lead_in_whose_scope_it_lies() -> None:
    plan = planned(english())
    taught = {who: [p.batch for p in plan.people if p.primary == who] for who in {p.primary for p in plan.people}}
    assert {len(taught[assistant]) for assistant in ASSISTANTS} <= {2, 3}
    assert not taught.keys() & {*SUBSTITUTES, None}
    by_leads = [(lead, batch) for lead in ("smith", "johnson") for batch in taught.get(lead, [])]
    assert len(by_leads) == 1
    assert any("Eight assistants at three batches each can take 24 of the 25" in said for said in plan.explanations)
    lead, batch = by_leads[0]
    assert batch in (TWENTY_FIVE[:12] if lead == "smith" else TWENTY_FIVE[12:])
