"""What people write can be seen, and says what it seems to say."""

import pytest

from multitrainer.domain.readable import is_plain, is_seen


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "\u2060 \u00ad", "\u0301", "\u3164", "\u2800", "\ufff0"])
def test_a_text_of_what_nobody_sees_is_empty(text: str) -> None:
    assert not is_seen(text)


def test_a_text_of_one_sign_is_not_empty() -> None:
    newer_than_we_know = "\U0001fadf"
    assert all(map(is_seen, ("a", "👍", ".", "\u200b!", newer_than_we_know)))


@pytest.mark.parametrize(
    "character", ["\0", "\x1b", "\x7f", "\x9b", "\x85", "\u202a", "\u202e", "\u2066", "\u2069", "\ud800"]
)
def test_a_text_says_what_it_seems_to_say(character: str) -> None:
    assert not is_plain(f"a{character}b")
    assert is_plain("a\n\tb שלום \u200f!")
