"""Access tokens: ours and the old application's let in whom they name, and every trick with them gets nowhere."""

from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from multitrainer.identity.tokens import Claims, InvalidToken, OldTokens, Tokens

SECRET, THEIRS = "s" * 32, "t" * 32
LIFETIME = timedelta(minutes=10)
ADA = Claims("a" * 24, "b" * 24)
CLAIMS = ("id", "_id", "userId", "sub")


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def private() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


@pytest.fixture(scope="module")
def public(private: RSAPrivateKey) -> str:
    return private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def ours(now: datetime, **more: Any) -> dict[str, Any]:
    times = {"iat": now, "nbf": now, "exp": now + LIFETIME}
    said = {"sub": ADA.user, "sid": ADA.sign_in, "iss": "multitrainer", "aud": "multitrainer", **times, **more}
    return {name: value for name, value in said.items() if value is not None}


def unsigned(said: str) -> str:
    parts = (b'{"alg":"none","typ":"JWT"}', said.encode())
    return ".".join([*(urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts), ""])


def test_our_token_says_whom_it_was_made_for(now: datetime) -> None:
    tokens = Tokens(SECRET, LIFETIME)
    assert tokens.read(tokens.issue(ADA, now)) == replace(ADA, issued_at=now.replace(microsecond=0))


@pytest.mark.parametrize("before", [timedelta(minutes=11), -timedelta(minutes=1)], ids=["expired", "not yet valid"])
def test_our_token_is_good_at_its_time_alone(now: datetime, before: timedelta) -> None:
    tokens = Tokens(SECRET, LIFETIME)
    with pytest.raises(InvalidToken):
        tokens.read(tokens.issue(ADA, now - before))


@pytest.mark.parametrize(
    "said",
    [{"aud": "another"}, {"iss": "another"}, {"aud": None}, {"iss": None}, {"exp": None}, {"nbf": None}, {"iat": None},
     {"sub": None}, {"sub": 7}, {"sid": None}, {"sid": {"$ne": ""}}, {"exp": "soon"}],
    ids=repr,
)  # fmt: skip
def test_a_token_that_says_something_else_is_none_of_ours(now: datetime, said: dict[str, Any]) -> None:
    Tokens(SECRET, LIFETIME).read(jwt.encode(ours(now), SECRET, "HS256"))
    with pytest.raises(InvalidToken):
        Tokens(SECRET, LIFETIME).read(jwt.encode(ours(now, **said), SECRET, "HS256"))


@pytest.mark.parametrize("text", ["", ".", "..", "a.b.c", "é.é.é", unsigned("{}"), unsigned('{"sub":"x","sid":"y"}')])
def test_what_is_not_signed_is_no_token(text: str, public: str) -> None:
    for reader in (Tokens(SECRET, LIFETIME), OldTokens(THEIRS, ["HS256"], "sub"), OldTokens(public, ["RS256"], "sub")):
        with pytest.raises(InvalidToken):
            reader.read(text)


def test_what_another_secret_or_algorithm_signed_is_not_ours(now: datetime, private: RSAPrivateKey) -> None:
    for token in (
        jwt.encode(ours(now), THEIRS, "HS256"),
        jwt.encode(ours(now), SECRET * 2, "HS512"),
        jwt.encode(ours(now), private, "RS256"),
    ):
        with pytest.raises(InvalidToken):
            Tokens(SECRET, LIFETIME).read(token)


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_token_of_the_old_application_names_its_user_where_the_settings_say(now: datetime, claim: str) -> None:
    token = jwt.encode({claim: "a" * 24, "exp": now + LIFETIME}, THEIRS, "HS256")
    assert OldTokens(THEIRS, ["HS256"], claim).read(token) == Claims("a" * 24)
    for other in {*CLAIMS} - {claim}:
        with pytest.raises(InvalidToken):
            OldTokens(THEIRS, ["HS256"], other).read(token)


def test_it_may_have_no_end_and_any_audience_but_none_that_has_passed(now: datetime) -> None:
    old = OldTokens(THEIRS, ["HS256"], "id")
    assert old.read(jwt.encode({"id": ADA.user, "aud": "app"}, THEIRS, "HS256")) == Claims(ADA.user)
    with pytest.raises(InvalidToken):
        old.read(jwt.encode({"id": "x", "exp": now - LIFETIME}, THEIRS, "HS256"))


@pytest.mark.parametrize("user", [None, 7, ["x"], {"$ne": None}], ids=repr)
def test_who_is_named_is_named_by_text(user: Any) -> None:
    with pytest.raises(InvalidToken):
        OldTokens(THEIRS, ["HS256"], "id").read(jwt.encode({"id": user}, THEIRS, "HS256"))


def test_a_public_key_reads_what_its_private_key_signed_and_is_never_taken_for_a_secret(
    private: RSAPrivateKey, public: str
) -> None:
    old = OldTokens(public, ["RS256"], "id")
    assert old.read(jwt.encode({"id": ADA.user}, private, "RS256")) == Claims(ADA.user)
    with pytest.raises(InvalidToken):
        old.read(_signed_with_the_public_key(public))


def _signed_with_the_public_key(public: str) -> str:
    """The library refuses to do it, so it is done by hand."""
    from hashlib import sha256
    from hmac import digest

    head, body = (urlsafe_b64encode(part).rstrip(b"=") for part in (b'{"alg":"HS256"}', b'{"id":"x"}'))
    signature = urlsafe_b64encode(digest(public.encode(), head + b"." + body, sha256)).rstrip(b"=")
    return b".".join([head, body, signature]).decode()


def test_neither_kind_is_taken_for_the_other(now: datetime) -> None:
    with pytest.raises(InvalidToken):
        Tokens(SECRET, LIFETIME).read(jwt.encode({"id": "x"}, THEIRS, "HS256"))
    with pytest.raises(InvalidToken):
        OldTokens(THEIRS, ["HS256"], "sub").read(Tokens(SECRET, LIFETIME).issue(ADA, now))


def forged_as(algorithm: str) -> str:
    """A token that says it is signed with this algorithm."""
    return ".".join([urlsafe_b64encode(f'{{"alg":"{algorithm}"}}'.encode()).rstrip(b"=").decode(), "e30", "eA"])


def test_a_token_that_claims_an_algorithm_which_the_key_is_not_for_is_none(public: str) -> None:
    for algorithm in ("HS256", "ES256", "EdDSA", "RS256"):
        for key in (public, THEIRS):
            with pytest.raises(InvalidToken):
                OldTokens(key, ["HS256", "ES256", "EdDSA", "RS256"], "id").read(forged_as(algorithm))
