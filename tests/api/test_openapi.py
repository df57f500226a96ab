"""The service answers as its OpenAPI document says, whatever it is sent."""

from collections.abc import AsyncIterator, Iterator
from functools import cache
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from bson import ObjectId
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.python import asgi
from schemathesis.python._constants.orchestrator import make_constants_value_source
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance, unsupported_method

from multitrainer.api.examples import EXAMPLES
from multitrainer.app import create_app
from multitrainer.client.problems import by_code
from multitrainer.database import Database
from multitrainer.domain.actions import Action
from multitrainer.domain.errors import NotAllowed
from multitrainer.metrics import Metrics
from multitrainer.schemas.base import Body
from multitrainer.settings import Settings
from tests import again
from tests.callers import AS_ADMIN, admit
from tests.databases import leave
from tests.planners import Quickly

DOCUMENT: dict[str, Any] = create_app(Settings(_env_file=None), "mongodb://127.0.0.1:9").openapi()
ROUTES = [(method, path) for path, item in DOCUMENT["paths"].items() for method in item]

EXAMPLE, SECOND, STUDENT, COURSE = (ObjectId(f"66f1a2b3c4d5e6f708192a3{digit}") for digit in "bcda")
UNREMARKABLE = {"content-type", "content-length"}
FEW, MANY = (settings(max_examples=n, derandomize=True, suppress_health_check=list(HealthCheck)) for n in (4, 10))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """One database for all routes, because to make one takes longer than a test."""
    name = f"test_{uuid4().hex[:12]}"
    return Settings(_env_file=None, mongodb_database=name, data_dir=tmp_path_factory.mktemp("data"), worker=False)


@pytest.fixture(scope="module")
async def emptied(mongodb_uri: str, shared: Settings) -> AsyncIterator[Database]:
    """What the service writes into."""
    async with Database(mongodb_uri, shared, Metrics()) as database:
        yield database
        await leave(database.client, shared.mongodb_database)


@pytest.fixture
async def examples(emptied: Database) -> None:
    """What the document's examples name is there, and nothing else, so that they meet more than 404."""
    await again.empty(emptied.motor)
    users = [{"_id": id_, "name": "Dr. Sarah", "role": "trainer"} for id_ in (EXAMPLE, SECOND)]
    courses = [{"_id": id_, "name": "German A1", "instructor": EXAMPLE} for id_ in (EXAMPLE, COURSE)]
    await emptied.motor.users.insert_many([*users, {"_id": STUDENT, "name": "Stu", "role": "student"}])
    await emptied.motor.courses.insert_many(courses)
    await admit(emptied.motor)
    await emptied.motor.batches.insert_one({"_id": EXAMPLE, "course": EXAMPLE, "name": "Batch 1"})


@pytest.fixture
def running(mongodb_uri: str, shared: Settings, examples: None) -> Iterator[FastAPI]:
    """The service on the event loop of schemathesis, which ends it after each route."""
    app = create_app(shared, mongodb_uri, Quickly())
    with again.has_indexes():
        yield app
        asgi.shutdown_lifespans()


def excluded(case: schemathesis.Case[Any]) -> list[Any]:
    """A valid body may still name somebody who is not there; `primary` is also read as somebody's id, to DELETE."""
    ambiguous = case.path.endswith(("/primary", "/backup"))
    asked_elsewhere = ignored_auth  # which can't send anything to an app; test_permissions.py asks every route
    return [positive_data_acceptance, asked_elsewhere, *([unsupported_method] if ambiguous else [])]


@cache
def schema(boundaries: bool) -> tuple[BaseSchema, FeedbackSources]:
    described = schemathesis.openapi.from_dict(DOCUMENT)
    described.config.phases.coverage.enabled = boundaries
    return described, FeedbackSources(constants_value_source=make_constants_value_source(described))


# pymongo takes the ids of its commands from `random`, also while a plan that was begun is made in the background.
@pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")
@pytest.mark.parametrize("boundaries", [pytest.param(True, marks=pytest.mark.long), False], ids=["boundaries", "some"])
@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_every_answer_is_documented(running: FastAPI, method: str, path: str, boundaries: bool) -> None:
    """What is sent is made here and not by `@schema.parametrize`, by which every process makes all of it to collect.

    To send every boundary of every field takes seven times as long as examples and a few random values.
    """
    described, feedback = schema(boundaries)
    build_operation_test(
        config=described.config,
        operation=described[path][method],
        test_func=must_be_documented,
        explicit_settings=MANY if boundaries else FEW,
        given_kwargs={},
        feedback=feedback,
    )(running=running)


def must_be_documented(case: schemathesis.Case[Any], running: FastAPI) -> None:
    answer = case.call_and_validate(app=running, headers=AS_ADMIN, excluded_checks=excluded(case))
    described = DOCUMENT["paths"][case.path].get(case.method.lower())
    if described:  # a method that an address doesn't have is described nowhere
        documented = {name.lower() for name in described["responses"][str(answer.status_code)]["headers"]}
        assert answer.headers.keys() - UNREMARKABLE <= documented


def test_every_field_of_every_body_is_shown_in_an_example_that_is_right() -> None:
    kinds, shown = dict(kinds_of(Body)), list(bodies(DOCUMENT))
    assert len(shown) > 10
    for name, examples in shown:
        for example in examples.values():
            kinds[name].model_validate(example["value"])
        fields = {field.alias for field in kinds[name].model_fields.values()}
        assert {field for example in examples.values() for field in example["value"]} == fields, name


def kinds_of(kind: type[Body]) -> Iterator[tuple[str, type[Body]]]:
    """The kinds of body, by their names."""
    yield kind.__name__, kind
    for child in kind.__subclasses__():
        yield from kinds_of(child)


def bodies(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each operation's kind of body, and its examples by their names."""
    for operation in (operation for item in document["paths"].values() for operation in item.values()):
        (content,) = operation.get("requestBody", {}).get("content", {"": {}}).values()
        if "$ref" in content.get("schema", {}):  # a file has no fields
            yield content["schema"]["$ref"].rpartition("/")[2], content["examples"]


def test_every_error_has_an_example() -> None:
    assert {error.code for error in EXAMPLES} == by_code().keys()


def test_what_an_example_does_not_allow_is_something_that_can_be_done() -> None:
    for error in EXAMPLES:
        if isinstance(error, NotAllowed):
            assert error.detail == f"You may not {Action(error.facts['action'])}."


def test_only_answers_that_are_kept_are_described_as_replayed() -> None:
    described = {
        (status, "Idempotency-Replayed" in answer["headers"])
        for item in DOCUMENT["paths"].values()
        for status, answer in item.get("post", {}).get("responses", {}).items()
        if status in {"404", "409", "412", "422"}
    }
    assert ("409", True) in described
    assert not described & {("404", True), ("412", True), ("422", True)}
