"""Secrets of machines and sessions: shown once, kept as a digest."""

import pytest
from bson import ObjectId

from multitrainer.identity.keys import new_key, read_key

ID = str(ObjectId("a" * 24))


def test_a_key_is_read_as_it_was_shown() -> None:
    key = new_key("mtk", ID)
    assert read_key("mtk", str(key)) == key


def test_no_two_are_the_same() -> None:
    assert new_key("mtk", ID).secret != new_key("mtk", ID).secret


def test_what_is_kept_does_not_tell_the_secret_and_knows_just_it() -> None:
    key = new_key("mtk", ID)
    assert key.secret not in key.digest
    assert key.is_kept_as(key.digest)
    assert not new_key("mtk", ID).is_kept_as(key.digest)


@pytest.mark.parametrize(
    "text",
    ["", "mtk", f"mtk_{ID}_", f"mtk_{ID}_{'x' * 42}", f"mtk_{ID}_{'x' * 44}", f"mtk_{ID}_{'é' * 43}",
     f"mtr_{ID}_{'x' * 43}", f"mtk_{ID.upper()}_{'x' * 43}", f"mtk_{ID}_{'x' * 43}\n"],
    ids=repr,
)  # fmt: skip
def test_what_has_another_form_or_kind_is_no_key(text: str) -> None:
    assert read_key("mtk", text) is None
