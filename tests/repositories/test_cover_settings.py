"""Settings of cover as they are stored: whatever somebody made of them, a search has something to go by."""

from typing import Any

from bson import ObjectId
from hypothesis import given
from hypothesis import strategies as st

from multitrainer.domain.covers.courses import CourseCover
from multitrainer.domain.covers.rules import CRITERIA, WEIGHTS
from multitrainer.domain.covers.tiers import ORDER
from multitrainer.stored.cover_settings import OF_COURSES, faults, read_cover, read_pool

WORDS = st.sampled_from([*ORDER, *CRITERIA, "hand", "addresses", "students", "a@x.example", "", "$where"])
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.builds(ObjectId)
ODD = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4))
STORED = st.dictionaries(st.sampled_from([*OF_COURSES, "pool"]), ODD)


@given(STORED, STORED)
def test_whatever_is_stored_can_be_gone_by(own: dict[str, Any], institute: dict[str, Any]) -> None:
    cover = read_cover(own, institute, WEIGHTS)
    assert {*cover.order.tiers} <= {*ORDER}
    assert cover.weights is None or len(cover.weights) == len(CRITERIA)
    assert all("@" in address for address in cover.contacts.addresses)
    assert len({*read_pool(institute)}) == len(read_pool(institute))
    assert {*faults(own)} <= own.keys()


@given(STORED)
def test_what_can_not_be_read_counts_as_not_set(own: dict[str, Any]) -> None:
    left = {name: value for name, value in own.items() if name not in {*faults(own)} - {"excluded"}}
    assert read_cover(own, {}, WEIGHTS) == read_cover(left, {}, WEIGHTS)
    assert read_cover({}, {}, WEIGHTS) == CourseCover()
