"""Accounts and tokens that the old application made, with the libraries that such applications have."""

from typing import Any

import bson
import pytest
from bson.raw_bson import RawBSONDocument
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pydantic import SecretStr

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests.interop.old_application import Node
from tests.services.people import ADA, found, outcome

Raw = dict[str, Any]

SECRET = "the old application's secret"
LONG = "ö" * 36
"""72 bytes, of which bcrypt reads no more."""


@pytest.fixture
async def school(database: Database) -> None:
    await found(database)


async def as_stored(database: Database) -> bytes:
    """Ada's document, byte for byte."""
    raw: Any = database.motor.users.with_options(bson.CodecOptions(document_class=RawBSONDocument))
    return bytes((await raw.find_one({"_id": ADA})).raw)


@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize(("password", "other"), [("geheim", "Geheim"), ("Grüße, 日本", "Grusse"), (LONG, LONG[:-1])])
@pytest.mark.usefixtures("school")
async def test_a_password_that_bcryptjs_hashed_is_good_and_stays_as_it_is(
    services: Services, database: Database, mongoose: Node, version: int, password: str, other: str
) -> None:
    hashed = await mongoose.ask("hash", version=version, password=password)
    assert hashed.startswith("$2a$" if version == 2 else "$2b$")
    await database.motor.users.update_one({"_id": ADA}, {"$set": {"password": hashed}})
    before = await as_stored(database)
    assert [await outcome(services, tried) for tried in (other, password, password)] == ["WrongCredentials", "in", "in"]
    assert await as_stored(database) == before


@pytest.mark.usefixtures("school")
async def test_what_bcryptjs_2_makes_of_more_than_72_bytes_is_good(
    services: Services, database: Database, mongoose: Node
) -> None:
    hashed = await mongoose.ask("hash", version=2, password=f"{LONG} and more")
    await database.motor.users.update_one({"_id": ADA}, {"$set": {"password": hashed}})
    assert [await outcome(services, tried) for tried in (LONG[:-1], f"{LONG} and more")] == ["WrongCredentials", "in"]


def key_pair() -> tuple[str, str]:
    """A private key and its public one, as PEM."""
    private = rsa.generate_private_key(65537, 2048)
    encoding = serialization.Encoding.PEM
    pem = private.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    public = private.public_key().public_bytes(encoding, serialization.PublicFormat.SubjectPublicKeyInfo)
    return pem.decode(), public.decode()


@pytest.mark.parametrize("algorithm", ["HS256", "RS256"])
@pytest.mark.parametrize("claim", ["id", "_id", "userId", "sub"])
@pytest.mark.usefixtures("school")
async def test_a_token_of_jsonwebtoken_is_good(
    database: Database, settings: Settings, mongoose: Node, algorithm: str, claim: str
) -> None:
    private, public = (SECRET, SECRET) if algorithm == "HS256" else key_pair()
    token = await mongoose.ask("sign", payload={claim: str(ADA), "role": "student"}, key=private, algorithm=algorithm)
    known = {"old_token_key": SecretStr(public), "old_token_algorithms": (algorithm,), "old_token_claim": claim}
    services = wiring.build(database, settings.model_copy(update=known))
    actor, name = await services.sign_ins.who(services.doorkeeper.caller(f"Bearer {token}", None))
    assert (actor.kind, actor.id, name) == ("admin", str(ADA), "Ada")
