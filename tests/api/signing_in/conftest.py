"""A service with people, which takes tokens of the old application."""

from collections.abc import AsyncIterator

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fastapi import FastAPI
from pydantic import SecretStr

from multitrainer.client import Client
from multitrainer.database import Database
from multitrainer.settings import Settings
from tests.api.conftest import BASE_URL
from tests.api.signing_in.asking import FAILURES, SECRET
from tests.services.people import found


@pytest.fixture(scope="module")
def private() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


@pytest.fixture(scope="module")
def public(private: RSAPrivateKey) -> str:
    return private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@pytest.fixture
def settings(settings: Settings, public: str) -> Settings:
    """Tokens of the old application are signed with its private key. HS256 beside it is what no setting allows."""
    ours = {"jwt_secret": SecretStr(SECRET), "sign_in_failures": FAILURES}
    theirs = {"old_token_key": SecretStr(public), "old_token_algorithms": ("RS256", "HS256"), "old_token_claim": "id"}
    return settings.model_copy(update={**ours, **theirs})


@pytest.fixture
async def http(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Requests of nobody yet."""
    async with httpx.AsyncClient(base_url=BASE_URL, transport=httpx.ASGITransport(app)) as http:
        yield http


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[Client]:
    """A client of nobody yet."""
    async with Client(BASE_URL, transport=httpx.ASGITransport(app)) as client:
        yield client


@pytest.fixture(autouse=True)
async def _people(database: Database) -> None:
    await found(database)
