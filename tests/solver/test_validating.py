"""What a solution says of itself must be true. Each test changes one thing in one that is right."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from multitrainer.solver.documents.limits import Limits
from multitrainer.solver.documents.problem import Problem
from multitrainer.solver.documents.solution import Solution
from multitrainer.solver.reading.texts import read_solution
from multitrainer.solver.solving import solve
from multitrainer.solver.validating import breaches
from tests.solver.stating import Json, batch, problem, trainer

TRAINERS = [trainer("John"), trainer("Maria"), trainer("Sarah", roles={"German A1": "lead"})]
BATCHES = [*(batch(f"B{n}", current={"primary": "Maria"}) for n in range(3)), batch("B3", skills=["C2"])]
"""Nobody can do B3."""

PAIRS = [{"trainer": name, "batch": f"B{n}", "level": "required"} for n, name in enumerate(("John", "Maria", "Maria"))]


@pytest.fixture(scope="module")
def stated() -> Problem:
    return problem(trainers=TRAINERS, batches=BATCHES, pairs=PAIRS)


@pytest.fixture(scope="module")
def solved(stated: Problem) -> Solution:
    return solve(stated, limits=Limits(effort=1_000, exact=False))


def changed(solution: Solution, change: Callable[[Json], Any]) -> Solution:
    written = json.loads(solution.model_dump_json(by_alias=True))
    change(written)
    return read_solution(json.dumps(written).encode())


def test_what_the_engine_answers_is_right(stated: Problem, solved: Solution) -> None:
    assert breaches(stated, solved) == []
    assert breaches(stated, changed(solved, lambda _: None)) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda s: s["people"].pop(), "people: 'B3' stands there 0 times instead of once"),
        (lambda s: s["people"].append(s["people"][3]), "people: 'B3' stands there 2 times instead of once"),
        (lambda s: s["people"].append({"batch": "B9", "primary": None}), "people: 'B9' does not belong there"),
        (lambda s: s["people"][0].update(primary="Mario"), "'B0': there is no trainer 'Mario'"),
        (lambda s: s["people"][0].update(backup=["Mario"]), "'B0': there is no trainer 'Mario'"),
        (lambda s: s["people"][0].update(assistants=["Mario"]), "'B0': there is no trainer 'Mario'"),
        (lambda s: s["people"][0].update(assistants=["Sarah", "Sarah"]), "'B0': somebody stands twice in assistants"),
        (lambda s: s["people"][0].update(backup=["Sarah", "Sarah"]), "'B0': somebody stands twice in backup"),
        (
            lambda s: s["people"][0].update(backup=[s["people"][0]["primary"]]),
            "'B0': its primary 'John' also stands in backup",
        ),
        (lambda s: s["people"][0].update(changed=False), "'B0': is not marked as changed"),
        (lambda s: s["people"][1].update(changed=True), "'B1': is marked as changed"),
        (lambda s: s["terms"].pop(0), "terms: uncovered of stage 1 with weight 1 does not stand there once"),
        (lambda s: s["terms"][0].update(weight=7), "terms: "),
        (
            lambda s: s["terms"].append({**s["terms"][0], "term": "skills"}),
            "terms: the order has no such line: skills",
        ),
        (lambda s: s["terms"][0].update(value=0, bound=None, gap=None), "terms: uncovered is 1, not 0"),
        (
            lambda s: s["terms"][0].update(bound=2, gap=-1.0),
            "terms: the bound of uncovered is 2, above its value 1",
        ),
        (lambda s: s["terms"][0].update(bound=0, gap=0.5), "terms: the gap of uncovered is 1.0, not 0.5"),
        (lambda s: s["terms"][0].update(bound=0, gap=None), "terms: the gap of uncovered is 1.0, not None"),
        (lambda s: s["loads"].pop(), "loads: 'Sarah' stands there 0 times instead of once"),
        (lambda s: s["loads"][2].update(batches=1), "loads: 'Sarah' has 0 batches, not 1"),
        (lambda s: s["loads"][2].update(hours=1.0), "loads: 'Sarah' has 0.00 hours, not 1.0"),
        (lambda s: s["loads"][2].update(share=1.0), "loads: 'Sarah' has 0.0 %, not 1.0"),
        (lambda s: s["loads"][1].update(shareToday=1.0), "loads: 'Maria' has 75.0 % today, not 1.0"),
        (lambda s: s["uncovered"].pop(), "uncovered: 'B3' stands there 0 times instead of once"),
        (
            lambda s: s["uncovered"].append({"batch": "B0", "forbids": {}}),
            "uncovered: 'B0' does not belong there",
        ),
        (
            lambda s: s["uncovered"][0].update(forbids={"skills": ["John"], "role": ["John"]}),
            "uncovered: 'B3' names a trainer twice, or one who does not exist",
        ),
        (
            lambda s: s.update(status="infeasible", explanations=[]),
            "the status is infeasible, and no explanation says why",
        ),
    ],
)
def test_one_thing_that_is_not_true_is_named(
    change: Callable[[Json], Any], words: str, stated: Problem, solved: Solution
) -> None:
    found = breaches(stated, changed(solved, change))
    assert [line for line in found if not line.startswith(words)] == []
    assert found


def test_a_rule_that_is_not_required_forbids_nothing(solved: Solution) -> None:
    lenient = problem(trainers=TRAINERS, batches=BATCHES, pairs=PAIRS, rules={"skills": "neutral"})
    assert breaches(lenient, solved) == ["uncovered: 'B3' names skills, which forbids nothing here"]


def test_an_infeasible_problem_needs_an_explanation(stated: Problem, solved: Solution) -> None:
    def infeasible(written: Json) -> None:
        written.update(status="infeasible", people=[], explanations=["Nobody has C2."])

    assert breaches(stated, changed(solved, infeasible)) == []


@pytest.mark.parametrize(
    ("sarah", "given", "words"),
    [
        ({"status": "on_leave"}, {}, "is not active"),
        ({"roles": {}}, {}, "is not on its course"),
        ({"unavailable": [{"day": "monday", "start": "10:00", "end": "11:00"}]}, {}, "is unavailable at one of its"),
        ({"skills": []}, {}, "lacks a skill"),
        ({}, {"pairs": [{"trainer": "Sarah", "batch": "B0", "level": "prohibited"}]}, "may not"),
        ({}, {"taught": "B1"}, "teaches at its times"),
        ({}, {"backups": 0}, "has 1 instead of at most 0"),
    ],
)
def test_whoever_stands_by_must_be_able_to(sarah: Json, given: Json, words: str) -> None:
    session = [{"day": "monday", "start": "10:00", "end": "12:00"}]
    teaches = given.pop("taught", None) if (given := dict(given)) else None
    stated = problem(
        trainers=[trainer("John", skills=["C1"]), trainer("Sarah", **{"skills": ["C1"], **sarah})],
        batches=[batch(name, sessions=session, skills=["C1"]) for name in ("B0", "B1")],
        order=[{"terms": {"changes": 1}}],
        **given,
    )
    found = breaches(stated, _with_sarah_standing_by(stated, teaches))
    assert [line for line in found if line.startswith("backup: ")] == found
    assert [words in line for line in found] == [True]


def _with_sarah_standing_by(stated: Problem, teaches: str | None) -> Solution:
    taught = {"John": 1, "Sarah": int(teaches is not None)}
    solution = {
        "status": "feasible",
        "people": [
            {"batch": "B0", "primary": "John", "backup": ["Sarah"]},
            {"batch": "B1", "primary": "Sarah" if teaches else None},
        ],
        "terms": [{"term": "changes", "stage": 1, "weight": 1, "value": 0, "bound": None, "gap": None}],
        "loads": [
            {"trainer": name, "batches": n, "hours": 5.0 * n, "share": 25.0 * n, "shareToday": 0.0}
            for name, n in taught.items()
        ],
        "uncovered": [] if teaches else [{"batch": "B1", "forbids": {}}],
    }
    return read_solution(json.dumps(solution).encode())


def optimal_with(slack: float, *, value: int, bound: int, more: Json | None = None) -> list[str]:
    """What is wrong with calling it optimal that John has both batches, of ten hours."""
    stated = problem(
        trainers=[trainer("John"), trainer("Maria")],
        batches=[batch("B1"), batch("B2")],
        order=[{"terms": {"highestLoad": 7, **(more or {})}, "slack": slack}],
        backups=0,
    )
    found = solve(stated, limits=Limits(effort=100, exact=False))

    def claim(written: Json) -> None:
        for one in written["people"]:
            one["primary"] = "John"
        gap = (value - bound) / value
        written.update(status="optimal", uncovered=[])
        written["terms"][0].update(value=value, bound=bound, gap=gap)
        written["loads"] = [
            {"trainer": "John", "batches": 2, "hours": 10.0, "share": 50.0, "shareToday": 0.0},
            {"trainer": "Maria", "batches": 0, "hours": 0.0, "share": 0.0, "shareToday": 0.0},
        ]

    return breaches(stated, changed(found, claim))


def test_what_is_called_optimal_is_no_more_than_its_bound_and_what_slack_gives_away() -> None:
    refused = ["status: it is not optimal that highestLoad is 500, above its bound 250"]
    assert optimal_with(0, value=500, bound=500) == []
    assert optimal_with(0, value=500, bound=250) == refused
    assert optimal_with(0.99, value=500, bound=250) == refused
    assert optimal_with(1, value=500, bound=250) == []


def test_of_terms_that_share_a_stage_bounds_of_each_alone_do_not_contradict_that_it_is_optimal() -> None:
    assert optimal_with(0, value=500, bound=250, more={"leadsTeach": 1}) == []
    assert optimal_with(0, value=500, bound=250, more={"backupQuality": 1}) != []
