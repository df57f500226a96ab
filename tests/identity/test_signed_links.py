"""Links prove what they are for, to whoever has the secret, of one purpose, until a time."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from multitrainer.identity.signed_links import SignedLinks

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
UNTIL = NOW + timedelta(days=1)
SECRET = "s" * 32
LINKS = SignedLinks(SECRET, "unsubscribe")
TEXTS = st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20), min_size=1)


@given(TEXTS)
def test_a_token_says_what_was_said_until_its_time_is_over(said: list[str]) -> None:
    token = LINKS.token(said[:10], UNTIL)
    assert token.isascii()
    assert {*token} <= {*"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"}
    assert LINKS.read(token, UNTIL - timedelta(seconds=1)) == tuple(said[:10])
    assert LINKS.read(token, UNTIL) is None


def test_neither_another_purpose_nor_another_secret_reads_it() -> None:
    token = LINKS.token(["a"], UNTIL)
    assert SignedLinks(SECRET, "cover").read(token, NOW) is None
    assert SignedLinks("t" * 32, "unsubscribe").read(token, NOW) is None


@given(st.integers(0, 200), st.characters(codec="ascii"))
def test_no_other_text_is_one(at: int, letter: str) -> None:
    token = LINKS.token(["a", "b"], UNTIL)
    at %= len(token)
    other = token[:at] + letter + token[at + 1 :]
    if LINKS.read(other, NOW) is not None:
        assert LINKS.read(other, NOW) == ("a", "b")
        assert at == len(token) - 1 or other == token  # the last one has bits that stand for nothing


@given(st.text(max_size=80))
def test_whatever_somebody_makes_up_is_none(text: str) -> None:
    assert LINKS.read(text, NOW) is None


def test_what_is_too_long_is_none() -> None:
    assert LINKS.read(LINKS.token(["a" * 5_000], UNTIL), NOW) is None
