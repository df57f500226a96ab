import pytest

from multitrainer.solver.bounds import least
from multitrainer.solver.documents.limits import Budget
from multitrainer.solver.documents.objective import Term
from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.instances.instance import compiled
from multitrainer.solver.instances.static import NOBODY
from multitrainer.solver.plans.plan import Plan
from multitrainer.solver.search.greedy import covering
from tests.bench.solving import assignment, machines, tasks
from tests.bench.solving.courses import USED, an_institute
from tests.bench.solving.rebalancing import departures, with_people
from tests.bench.solving.scenarios import english_b2, german_a1

GAP_FILE = " 2 3 \n 17 40 35 \n 41 10 26 \n 5 6 7 \n 8 9 10 \n 15 16 \n"
TASKS_FILE = """# Number of workers = 2
Type = 1
Jobs = 3
  10   60
  50  100
 100  200
Qualifications = 2
 2:   0   2
 2:   1   2
"""


@pytest.mark.parametrize(("batches", "trainers"), [(12, 4), (25, 13), (60, 16), (300, 80)])
def test_an_institute_is_the_same_for_the_same_seed(batches: int, trainers: int) -> None:
    first, again = an_institute(batches, trainers, 1), an_institute(batches, trainers, 1)
    assert first.model_dump_json() == again.model_dump_json() != an_institute(batches, trainers, 2).model_dump_json()
    assert Problem.model_validate_json(first.model_dump_json()) == first
    assert (len(first.batches), len(first.trainers)) == (batches, trainers)


@pytest.mark.parametrize(("batches", "trainers"), [(60, 16), (300, 80)])
def test_an_institute_is_neither_idle_nor_worn_out(batches: int, trainers: int) -> None:
    problem = an_institute(batches, trainers, 1)
    taught = sum(batch.hours for batch in problem.batches) + sum(trainer.load for trainer in problem.trainers)
    assert taught / sum(trainer.capacity for trainer in problem.trainers) == pytest.approx(USED, abs=0.03)


def test_who_teaches_today_may_go_on() -> None:
    instance = compiled(an_institute(300, 80, 0))
    plan, taught = Plan(instance), [b for b, t in enumerate(instance.current) if t != NOBODY]
    for b in taught:
        t = instance.current[b]
        assert instance.may[b] >> t & 1
        assert plan.fits(b, t)
        plan.give(b, t)
    assert len(taught) > 50


def test_the_examples_can_be_covered() -> None:
    for problem in (german_a1(), english_b2()):
        assert NOBODY not in covering(compiled(problem), Budget(60.0, lambda: False)).primary


def test_what_costs_and_takes_are_read_from_a_file_of_generalized_assignment() -> None:
    one = assignment.read(GAP_FILE)
    assert (one.costs, one.needs, one.room) == ([[17, 40, 35], [41, 10, 26]], [[5, 6, 7], [8, 9, 10]], [15, 16])
    assert (
        assignment.relaxed(one) == 17 + 10 + 26 + 3
    )  # 3 of the last item's 10 minutes go to the first agent, for 9 more in all
    instance = compiled(assignment.problem_of(one))
    assert [instance.minutes_of(u, t) for u in range(3) for t in range(2)] == [5, 8, 6, 9, 7, 10]
    assert instance.room == [15, 16]
    assert instance.points[2, 1] == 2600


def test_an_assignment_that_is_drawn_has_the_published_ranges() -> None:
    one = assignment.of_recipe("c", 5, 20, 0)
    assert {pair.cost for pair in one.problem.pairs} <= {*range(10, 51)}
    assert one == assignment.of_recipe("c", 5, 20, 0)
    assert one != assignment.of_recipe("e", 5, 20, 0)


def test_the_highest_load_of_machines_is_the_end_of_the_last_job() -> None:
    instance = compiled(machines.problem_of([7, 5, 5, 3], 2))
    plan = Plan(instance)
    for u, t in enumerate((0, 1, 1, 0)):
        plan.give(u, t)
    assert max(instance.share(t, plan.given[t]) for t in (0, 1)) == 10 == machines.least([7, 5, 5, 3], 2)


def test_pieces_make_up_the_time_that_they_are_cut_from() -> None:
    for one in machines.of_recipe(3):
        if one.name.startswith("cut"):
            many = len(one.problem.trainers)
            assert sum(round(60 * batch.hours) for batch in one.problem.batches) == many * one.best


def test_times_and_workers_are_read_from_a_file_of_task_scheduling() -> None:
    read = tasks.read(TASKS_FILE)
    assert read == tasks.Tasks([(10, 60), (50, 100), (100, 200)], [[0, 2], [1, 2]])
    assert tasks.at_once(read) == 2
    instance = compiled(tasks.problem_of(read))
    assert instance.allowed == [(0,), (1,), (0, 1)]
    assert instance.busy[0] & instance.busy[1]
    assert not instance.busy[1] & instance.busy[2]


def test_days_that_are_cut_into_tasks_need_everybody_at_noon() -> None:
    one = tasks.of_recipe(8, 4, 0.3, 0)
    assert one.term is Term.TRAINERS_PER_COURSE
    assert least.trainers_per_course_bound(compiled(one.problem), uncovered=0) == one.best == 8


def test_whoever_leaves_is_the_only_one_whose_batches_must_change() -> None:
    problem = an_institute(60, 16, 0)
    plan = covering(compiled(problem), Budget(60.0, lambda: False))
    today = with_people(problem, [problem.trainers[t].id for t in plan.primary])
    assert least.changes_bound(compiled(today), uncovered=0) == 0
    several = [*departures(today)]
    assert len(several) == 5
    for leaver, after in several:
        theirs = sum(batch.current.primary == leaver for batch in after.batches)
        assert least.changes_bound(compiled(after), uncovered=0) == theirs > 0
