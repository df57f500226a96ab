"""The old application's key and what its tokens are signed with have to go together, which is said at start."""

from itertools import product

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from pydantic import ValidationError
from typer.testing import CliRunner

from multitrainer.cli import cli
from multitrainer.settings import Settings

SECRET = "what the old application signs with"
PRIVATE = rsa.generate_private_key(65537, 2048)
CURVE, EDWARDS = ec.generate_private_key(ec.SECP256R1()), ed25519.Ed25519PrivateKey.generate()
RSA, ELLIPTIC, ED = (
    key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    for key in (PRIVATE, CURVE, EDWARDS)
)
ITS_PRIVATE_KEY = PRIVATE.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def algorithms_of(key: str, algorithms: str) -> tuple[str, ...]:
    given = {"old_token_key": key, "old_token_algorithms": algorithms}
    return Settings(_env_file=None, **given).old_token_algorithms  # type: ignore[arg-type]  # as the environment has it


@pytest.mark.parametrize(
    ("key", "algorithms"),
    [
        (SECRET, "HS256"),
        (SECRET, "HS256,HS512"),
        (RSA, "RS256"),
        (RSA, "RS256,PS256,RS512"),
        (RSA.replace("\n", "\\n"), "RS256"),
        (ELLIPTIC, "ES256"),
        (ED, "EdDSA"),
        ("", "RS256"),
    ],
)
def test_a_key_goes_with_algorithms_of_its_kind(key: str, algorithms: str) -> None:
    assert algorithms_of(key, algorithms) == tuple(algorithms.split(","))


@pytest.mark.parametrize(
    ("key", "algorithms", "words"),
    [
        *product(
            [RSA, ELLIPTIC, ITS_PRIVATE_KEY], ["HS256", "HS512,HS256"], ["needs a shared secret, but .* is a PEM"]
        ),
        *product([SECRET, ITS_PRIVATE_KEY], ["RS256", "ES256", "EdDSA"], ["needs a public key, which"]),
        *product([SECRET, RSA, ""], ["HS256,RS256", "ES256,HS512"], ["mixes HS…"]),
        *product([RSA], ["ES256", "EdDSA"], ["does not go with the public key"]),
        (RSA, "RS256,ES256", "ES256 does not go with the public key"),
        (ELLIPTIC, "RS256", "RS256 does not go with the public key"),
        ("-----BEGIN PUBLIC KEY-----\nnonsense\n-----END PUBLIC KEY-----", "RS256", "does not go with"),
    ],
)
def test_any_other_key_is_refused(key: str, algorithms: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        algorithms_of(key, algorithms)


def test_a_public_key_alone_does_not_go_with_what_is_usual() -> None:
    with pytest.raises(ValidationError, match="HS256 needs a shared secret"):
        Settings(_env_file=None, old_token_key=RSA)


def test_it_is_said_in_one_line_at_start_without_the_key() -> None:
    env = {"MULTITRAINER_OLD_TOKEN_KEY": SECRET, "MULTITRAINER_OLD_TOKEN_ALGORITHMS": "RS256"}
    refused = CliRunner().invoke(cli, ["serve"], env=env)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == (
        "A setting is wrong. MULTITRAINER_OLD_TOKEN_ALGORITHMS: RS256 needs a public key, which "
        "MULTITRAINER_OLD_TOKEN_KEY is not: -----BEGIN PUBLIC KEY-----, and so on\n"
    )
