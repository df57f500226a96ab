"""The service answers as its OpenAPI document says, whatever it is sent."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from bson import ObjectId
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from schemathesis.python import asgi
from schemathesis.specs.openapi.checks import positive_data_acceptance, unsupported_method

from multitrainer.app import create_app
from multitrainer.database import Database
from multitrainer.settings import Settings

schema = schemathesis.openapi.from_dict(create_app(Settings(_env_file=None), "mongodb://127.0.0.1:9").openapi())


EXAMPLE, SECOND, COURSE = (ObjectId(f"66f1a2b3c4d5e6f708192a3{digit}") for digit in "bca")


@pytest.fixture
async def examples(database: Database) -> None:
    """What the document's examples name is there, so that they meet more than 404."""
    users = [{"_id": id_, "name": "Dr. Sarah", "role": "trainer"} for id_ in (EXAMPLE, SECOND)]
    courses = [{"_id": id_, "name": "German A1", "instructor": EXAMPLE} for id_ in (EXAMPLE, COURSE)]
    await database.motor.users.insert_many(users)
    await database.motor.courses.insert_many(courses)
    await database.motor.batches.insert_one({"_id": EXAMPLE, "course": EXAMPLE, "name": "Batch 1"})


@pytest.fixture
def running(mongodb_uri: str, settings: Settings, examples: None) -> Iterator[FastAPI]:
    """The service on the event loop of schemathesis."""
    app = create_app(settings, mongodb_uri)
    yield app
    asgi.shutdown_lifespans()


def excluded(case: schemathesis.Case[Any]) -> list[Any]:
    """A valid body may still name somebody who is not there; `primary` is also read as somebody's id, to DELETE."""
    ambiguous = case.path.endswith(("/primary", "/backup"))
    return [positive_data_acceptance, *([unsupported_method] if ambiguous else [])]


@schema.parametrize()
@settings(max_examples=20, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_documented(case: schemathesis.Case[Any], running: FastAPI) -> None:
    case.call_and_validate(app=running, excluded_checks=excluded(case))
