"""docs/planning.md is what researchers and other programs go by: it names everything, and its example is true."""

import json
import re
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest
from pydantic import BaseModel

from multitrainer.solver.documents import problem, schemas, solution
from multitrainer.solver.documents.intervals import Dated, Weekly
from multitrainer.solver.documents.limits import Limits
from multitrainer.solver.documents.objective import DEFAULT_ORDER, RULES, Stage, Term
from multitrainer.solver.reading.texts import read_problem, read_solution
from multitrainer.solver.solving import solve
from multitrainer.solver.validating import breaches

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "planning.md").read_text()
PLANNING = DOCS / "planning"
SCENARIO = (PLANNING / "scenario-1.problem.json").read_bytes()
ITS_SOLUTION = (PLANNING / "scenario-1.solution.json").read_bytes()

SECTIONS: dict[str, tuple[type[BaseModel], ...]] = {
    "Problem": (problem.Problem,),
    "Trainer": (problem.Trainer,),
    "Limits": (problem.DayAndWeek,),
    "Batch": (problem.Batch,),
    "Team": (problem.Team,),
    "Pair": (problem.Pair,),
    "Link": (problem.Link,),
    "Interval": (Weekly, Dated),
    "Stage": (Stage,),
    "Solution": (solution.Solution,),
    "Assignment": (solution.Assignment,),
    "TermValue": (solution.TermValue,),
    "Load": (solution.Load,),
    "Uncovered": (solution.Uncovered,),
}


def rows(section: str) -> list[str]:
    """The names in the first column of a section's tables."""
    (text,) = re.findall(rf"^##+ {section}\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_field_is_described_and_none_besides(section: str) -> None:
    fields = [field.alias for document in SECTIONS[section] for field in document.model_fields.values()]
    assert rows(section) == fields


def test_every_document_has_a_section() -> None:
    described = {document.__name__ for documents in SECTIONS.values() for document in documents}
    assert {*_defined(problem.Problem), *_defined(solution.Solution)} == described


def _defined(document: type[BaseModel]) -> set[str]:
    schema = schemas.schema_of(document)
    objects = {name for name, one in schema["$defs"].items() if one["type"] == "object"}
    return {document.__name__, *objects}


def test_every_rule_is_described_in_its_order() -> None:
    assert rows("Rules") == [rule.value for rule in RULES]


def test_every_term_is_described() -> None:
    assert rows("Terms") == [term.value for term in Term]


def test_the_default_order_is_the_one_that_is_described() -> None:
    (section,) = re.findall(r"^## Order\n(.*?)(?=^## )", PAGE, re.MULTILINE | re.DOTALL)
    lines = re.findall(r"^\| (\d+) \| (.*) \| ?(.*) \|$", section, re.MULTILINE)
    described = [(re.findall(r"(?:(\d+) · )?`(\w+)`", terms), float(slack or 0)) for _, terms, slack in lines]
    assert [({name: int(weight or 1) for weight, name in terms}, slack) for terms, slack in described] == [
        ({term.value: weight for term, weight in stage.terms.items()}, stage.slack) for stage in DEFAULT_ORDER
    ]


@pytest.mark.parametrize(("name", "document"), [("problem", problem.Problem), ("solution", solution.Solution)])
def test_the_schemas_that_are_kept_are_those_of_the_documents(name: str, document: type[BaseModel]) -> None:
    kept = json.loads((PLANNING / f"{name}.schema.json").read_text())
    assert kept == schemas.schema_of(document), f"multitrainer plan schema {name} > docs/planning/{name}.schema.json"


def test_the_example_fits_the_schemas() -> None:
    jsonschema.validate(json.loads(SCENARIO), schemas.schema_of(problem.Problem))
    jsonschema.validate(json.loads(ITS_SOLUTION), schemas.schema_of(solution.Solution))


def test_the_solution_of_the_example_is_right_and_is_what_the_planner_finds() -> None:
    stated, kept = read_problem(SCENARIO), read_solution(ITS_SOLUTION)
    found = solve(stated, limits=Limits(effort=5_000))
    assert breaches(stated, kept) == breaches(stated, found) == []
    assert kept.people == found.people
    assert [(line.term, line.value) for line in kept.terms] == [(line.term, line.value) for line in found.terms]


@pytest.mark.parametrize(
    "text",
    [
        '{"id": "batch-01", "course": "German A1", "hours": 5, "students": 25}',
        '{"id": "sarah", "name": "Dr. Sarah", "capacity": 20, "roles": {"German A1": "lead"}}',
    ],
)
def test_what_the_page_shows_of_the_example_stands_in_it(text: str) -> None:
    assert text in PAGE
    assert text in SCENARIO.decode()
