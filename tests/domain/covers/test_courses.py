"""What a course sets about cover, and whom its students' news goes to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multitrainer.domain.covers.courses import MOST_ADDRESSES, Contacts, CourseCover
from multitrainer.domain.covers.rules import CRITERIA, WEIGHTS, Criterion, weighing
from multitrainer.domain.covers.tiers import ORDER
from multitrainer.domain.errors import SenselessCoverRules
from multitrainer.domain.telling.notices import Kind, Meeting
from multitrainer.domain.telling.of_sessions import notices_to_students
from tests.domain.covers.searches import at

MEETING = Meeting("s@multitrainer", at(10), at(11))


def test_a_course_that_sets_nothing_has_the_usual_order_and_tells_its_students() -> None:
    usual = CourseCover()
    assert (usual.order.tiers, usual.weights, usual.contacts) == (ORDER, None, Contacts((), students=True))


@given(st.dictionaries(st.sampled_from(Criterion), st.floats(-1_000, 1_000)))
def test_weights_that_are_not_stated_stay_the_institutes(stated: dict[Criterion, float]) -> None:
    weighed = dict(zip(CRITERIA, weighing(stated), strict=True))
    usual = dict(zip(CRITERIA, WEIGHTS, strict=True))
    assert weighed == {**usual, **stated}


@pytest.mark.parametrize(
    ("addresses", "words"),
    [
        (("a@x.example", "b@x.example", "a@x.example"), "a@x.example is named twice"),
        (tuple(f"{n}@x.example" for n in range(1_000)), f"{MOST_ADDRESSES} addresses at most, not 1000"),
    ],
)
def test_contacts_are_some_addresses_each_once(addresses: tuple[str, ...], words: str) -> None:
    with pytest.raises(SenselessCoverRules, match=words):
        Contacts(addresses)


@pytest.mark.parametrize(
    ("contacts", "told"),
    [
        (Contacts(), ["s1", "s2"]),
        (Contacts(("a@x.example",)), ["a@x.example", "s1", "s2"]),
        (Contacts(("a@x.example",), students=False), ["a@x.example"]),
        (Contacts((), students=False), []),
    ],
)
def test_news_goes_to_the_addresses_and_to_each_student_if_they_are_to_be_told(
    contacts: Contacts, told: list[str]
) -> None:
    notices = notices_to_students(Kind.SESSION_CANCELLED, contacts, ["s1", "s2"], {"note": "x"}, MEETING, urgent=True)
    assert [one.to for one in notices] == told
    assert all((one.meeting, one.urgent) == (MEETING, True) for one in notices)
