"""A service with people, which takes tokens of the old application."""

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import SecretStr

from multitrainer.database import Database
from multitrainer.settings import Settings
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


@pytest.fixture(autouse=True)
async def _people(database: Database) -> None:
    await found(database)
