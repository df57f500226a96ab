"""The service answers as its OpenAPI document says, whatever it is sent."""

from collections.abc import Iterator

import hypothesis
import pytest
import schemathesis
from fastapi import FastAPI
from schemathesis.python import asgi

from multitrainer.app import create_app
from multitrainer.settings import Settings
from schemathesis.config import SchemathesisConfig

schema = schemathesis.openapi.from_dict(create_app(Settings(_env_file=None), "mongodb://127.0.0.1:9").openapi())


@pytest.fixture
def running(mongodb_uri: str, settings: Settings, school: None) -> Iterator[FastAPI]:
    app = create_app(settings, mongodb_uri)
    yield app
    asgi.shutdown_lifespans()


@schema.parametrize()
@hypothesis.settings(
    max_examples=20, derandomize=True, deadline=None, suppress_health_check=list(hypothesis.HealthCheck)
)
def test_every_answer_is_documented(case: schemathesis.Case, running: FastAPI) -> None:
    case.call_and_validate(app=running)
